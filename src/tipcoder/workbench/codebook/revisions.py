"""The past of a codebook: its revisions, what changed between two, retired codes, and codings that became stale.

A coding is stale when the code means something else now than under the revision it was made under. A translation
added since changes nothing, nor does a text that was changed and changed back; the first definition of a code that
had none does, because nobody followed it before.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from tipcoder.codebook.differing import (
    CodeChange,
    Meaning,
    extract_meanings,
    find_differences,
    has_same_meaning,
)
from tipcoder.codebook.nets import find_codes_below, is_parent
from tipcoder.errors import BadInput
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, counts, recoding
from tipcoder.store.codebooks import Revision
from tipcoder.store.counts import CodeUse
from tipcoder.store.engine import Db
from tipcoder.store.recoding import CodingInPlace
from tipcoder.workbench.codebook.file import read_current_codebook, read_kept_codebook
from tipcoder.workbench.codebook.lookup import StudyLookup, iterate_earlier_codebooks
from tipcoder.workbench.study import OpenStudy


@dataclass(frozen=True)
class RetiredCode:
    """A code that the codebook no longer has, merged ones too."""

    key: str
    label: str
    """As it was last."""
    revision: int
    """The last revision that had it."""
    codings: int
    """How many still stand, of everybody."""
    answers: int
    coders: int


@dataclass(frozen=True)
class StaleCoding:
    """A coding made when its code meant something else."""

    id: int
    answer_id: int
    case: str
    question: str
    coder: str
    code: str
    start: int
    end: int
    quote: str
    made_under: int
    changed_in: int
    """The last revision in which the meaning changed."""


def list_revisions(study: OpenStudy) -> list[Revision]:
    """Every revision ever kept, oldest first."""
    with study.store.read() as db:
        return codebooks.load_revisions(db)


def require_revision(study: OpenStudy, number: int) -> Codebook:
    """A revision by its number. Raises BadInput if there is none."""
    with study.store.read() as db:
        known = [revision.number for revision in codebooks.load_revisions(db)]
        if number not in known:
            raise BadInput(f"There is no revision {number}.", f"They go from {min(known)} to {max(known)}.")
        return read_kept_codebook(db, number)


def find_changes(study: OpenStudy, old: int, new: int) -> list[CodeChange]:
    """What changed from one revision to another."""
    return find_differences(require_revision(study, old), require_revision(study, new))


def read_code_tallies(study: OpenStudy, coder: Coder) -> dict[str, CodeUse]:
    """How often each code stands, for everybody and for this coder; codes that stand nowhere are left out."""
    with study.store.read() as db:
        return counts.count_code_use(db, coder.id)


def count_net_answers(study: OpenStudy) -> dict[str, int]:
    """Of every code with others below it, on how many answers anybody has put it or any of them, each once."""
    with study.store.read() as db:
        book = read_current_codebook(db)
        parents = [code for code in book.codes if is_parent(book, code)]
        in_branches = set().union(*(find_codes_below(book, parent) for parent in parents))
        found: dict[str, set[int]] = {parent: set() for parent in parents}
        for code, answer_id in counts.find_coded_answers(db, in_branches) if parents else ():
            for parent in book.path_to(code):
                if parent in found:
                    found[parent].add(answer_id)
    return {parent: len(answers) for parent, answers in found.items()}


def list_code_quotes(study: OpenStudy, code: str) -> list[CodingInPlace]:
    """Everybody's codings of a code with their places, in reading order."""
    with study.store.read() as db:
        return recoding.load_codings_of_code(db, code)


def find_retired_codes(study: OpenStudy) -> list[RetiredCode]:
    """Codes that left the codebook, the latest first.

    One whose adding was undone is told only if it stands somewhere.
    """
    with study.store.read() as db:
        desk = StudyLookup(db, study.definition.languages)
        book = read_current_codebook(db)
        missing = codebooks.load_code_ids(db).keys() - book.codes.keys()
        stands = counts.count_code_use(db, 0)
        standing = {revision.number for revision in codebooks.load_revisions(db) if revision.standing}
        found = []
        for earlier in iterate_earlier_codebooks(db) if missing else ():
            for key in [key for key in earlier.codes if key in missing]:
                missing.remove(key)
                tally = stands.get(key, CodeUse(0, 0, 0, 0, 0))
                if tally.codings or earlier.revision in standing:
                    label = desk.code_label(earlier.codes[key], earlier)
                    found.append(RetiredCode(key, label, earlier.revision, *tally[:3]))
            if not missing:
                break
    return sorted(found, key=lambda code: -code.revision)


def find_stale_codings(study: OpenStudy, coder: Coder | None = None, code: str | None = None) -> list[StaleCoding]:
    """Codings of everybody, or of one coder or code, that were made under another meaning; in reading order."""
    coder_id = None if coder is None else coder.id
    with study.store.read() as db:
        pairs = recoding.find_revisions_coded_under(db, coder_id)
        current = codebooks.read_current_revision(db)
        now = _read_meanings(db, current)
        pairs = [(key, number) for key, number in pairs if key in now and number != current and code in (None, key)]
        then = {number: _read_meanings(db, number) for number in {number for _, number in pairs}}
        stale = [(key, n) for key, n in pairs if not has_same_meaning(then[n].get(key, {}), now[key])]
        if not stale:
            return []
        changed = _find_last_changes(db, {key for key, _ in stale})
        found = recoding.load_codings_made_under(db, stale, coder_id)
    return [StaleCoding(*coding[:10], changed_in=changed.get(coding.code, current)) for coding in found]


def _read_meanings(db: Db, number: int) -> dict[str, Meaning]:
    return extract_meanings(json.loads(codebooks.load_document(db, number)))


def _find_last_changes(db: Db, keys: Collection[str]) -> dict[str, int]:
    """By code, the last of the revisions that led to the one in force in which its meaning changed."""
    line = [revision.number for revision in reversed(codebooks.load_revisions(db)) if revision.standing]
    found: dict[str, int] = {}
    after = _read_meanings(db, line[0])
    for number, before_number in pairwise(line):
        before = _read_meanings(db, before_number)
        for key in keys:
            if key not in found and not has_same_meaning(before.get(key, {}), after.get(key, {})):
                found[key] = number
        if len(found) == len(keys):
            break
        after = before
    return found
