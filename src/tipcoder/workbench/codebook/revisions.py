"""The past of a codebook: its revisions, what changed between two, retired codes, and codings that
became stale.

A coding is stale when the code means something else now than under the revision it was made under.
A translation added since changes nothing, nor does a text that was changed and changed back; the
first definition of a code that had none does, because nobody followed it before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tipcoder.codebook.differences import (
    CodeChange,
    Meaning,
    extract_meanings,
    find_differences,
    has_same_meaning,
)
from tipcoder.codebook.nets import find_codes_below, is_parent
from tipcoder.errors import BadInput
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder
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
    """How many there still are, of everybody."""
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
            remedy = f"They go from {min(known)} to {max(known)}."
            raise BadInput(f"There is no revision {number}.", remedy)
        return read_kept_codebook(db, number)


def find_changes(study: OpenStudy, old: int, new: int) -> list[CodeChange]:
    """What changed from one revision to another."""
    return find_differences(require_revision(study, old), require_revision(study, new))


def read_code_tallies(study: OpenStudy, coder: Coder) -> dict[str, CodeUse]:
    """How often each code is applied, for everybody and for this coder; codes that are applied
    nowhere are left out.
    """
    with study.store.read() as db:
        return counts.count_code_use(db, coder.id)


def count_net_answers(study: OpenStudy) -> dict[str, int]:
    """Of every code with others below it, on how many answers anybody has applied it or any of
    them, each once.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        answers_of: dict[str, set[int]] = {}
        in_branches: set[str] = set()
        for code in book.codes:
            if is_parent(book, code):
                answers_of[code] = set()
                in_branches |= find_codes_below(book, code)
        if not answers_of:
            return {}

        for code, answer_id in counts.find_coded_answers(db, in_branches):
            # The code itself is the last on its path.
            for parent in book.path_to(code):
                if parent in answers_of:
                    answers_of[parent].add(answer_id)
    return {parent: len(answers) for parent, answers in answers_of.items()}


def list_code_quotes(study: OpenStudy, code: str) -> list[CodingInPlace]:
    """Everybody's codings of a code with their places, in reading order."""
    with study.store.read() as db:
        return recoding.load_codings_of_code(db, code)


def find_retired_codes(study: OpenStudy) -> list[RetiredCode]:
    """Codes that left the codebook, the latest first.

    One whose adding was undone is told only if it is applied somewhere.
    """
    with study.store.read() as db:
        lookup = StudyLookup(db, study.definition.languages)
        usage = counts.count_code_use(db, 0)
        revisions = codebooks.load_revisions(db)
        standing = {revision.number for revision in revisions if revision.standing}
        found = []
        for key, earlier in _find_last_codebooks(db):
            use = usage.get(key, CodeUse(0, 0, 0, 0, 0))
            # Added and undone, and nobody has used it: it never was.
            if use.codings or earlier.revision in standing:
                label = lookup.code_label(earlier.codes[key], earlier)
                found.append(RetiredCode(key, label, earlier.revision, *use[:3]))
    return sorted(found, key=lambda code: -code.revision)


def _find_last_codebooks(db: Db) -> Iterator[tuple[str, Codebook]]:
    """(key, codebook) of every code that is not in force, with the last codebook that had it."""
    missing = codebooks.load_code_ids(db).keys() - read_current_codebook(db).codes.keys()
    if not missing:
        return
    for earlier in iterate_earlier_codebooks(db):
        for key in earlier.codes:
            if key in missing:
                missing.remove(key)
                yield key, earlier
        # A codebook is read for each revision: stop as soon as nothing can be found any more.
        if not missing:
            return


def find_stale_codings(
    study: OpenStudy, coder: Coder | None = None, code: str | None = None
) -> list[StaleCoding]:
    """Codings of everybody, or of one coder or code, that were made under another meaning; in
    reading order.
    """
    coder_id = None if coder is None else coder.id
    with study.store.read() as db:
        current = codebooks.read_current_revision(db)
        coded_under = recoding.find_revisions_coded_under(db, coder_id)
        if code is not None:
            coded_under = [(key, number) for key, number in coded_under if key == code]
        stale = _find_stale_pairs(db, coded_under, current)
        if not stale:
            return []
        changed = _find_last_changes(db, {key for key, _ in stale})
        found = recoding.load_codings_made_under(db, stale, coder_id)
    return [
        StaleCoding(*coding[:10], changed_in=changed.get(coding.code, current)) for coding in found
    ]


def _find_stale_pairs(
    db: Db, coded_under: Sequence[tuple[str, int]], current: int
) -> list[tuple[str, int]]:
    """Of these (code, revision) pairs, those under which the code meant something else than now."""
    now = _read_meanings(db, current)
    meanings: dict[int, dict[str, Meaning]] = {}
    stale = []
    for key, number in coded_under:
        # What is retired is listed elsewhere.
        if key not in now or number == current:
            continue
        if number not in meanings:
            meanings[number] = _read_meanings(db, number)
        if not has_same_meaning(meanings[number].get(key, {}), now[key]):
            stale.append((key, number))
    return stale


def _read_meanings(db: Db, number: int) -> dict[str, Meaning]:
    return extract_meanings(json.loads(codebooks.load_document(db, number)))


def _find_last_changes(db: Db, keys: Collection[str]) -> dict[str, int]:
    """By code, the last revision on the line to the one in force in which its meaning changed."""
    newest_first = reversed(codebooks.load_revisions(db))
    line = [revision.number for revision in newest_first if revision.standing]
    found: dict[str, int] = {}
    after = _read_meanings(db, line[0])
    for number, before_number in pairwise(line):
        before = _read_meanings(db, before_number)
        for key in keys:
            if key in found:
                continue
            if not has_same_meaning(before.get(key, {}), after.get(key, {})):
                found[key] = number
        # Each revision is a document to read.
        if len(found) == len(keys):
            break
        after = before
    return found
