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

from tipcoder.codebook.differing import Change, Meaning, differences, meanings, same_meaning
from tipcoder.codebook.nets import below, is_parent
from tipcoder.errors import BadInput
from tipcoder.model import Codebook, Coder
from tipcoder.store import codebooks, counts, recoding
from tipcoder.store.codebooks import Revision
from tipcoder.store.counts import Tally
from tipcoder.store.engine import Db
from tipcoder.store.recoding import CodingInPlace
from tipcoder.workbench.codebook.file import current_codebook, kept_codebook
from tipcoder.workbench.codebook.lookup import StudyDesk, earlier_codebooks
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


def revision_list(here: OpenStudy) -> list[Revision]:
    """Every revision ever kept, oldest first."""
    with here.store.read() as db:
        return codebooks.revisions(db)


def codebook_at(here: OpenStudy, number: int) -> Codebook:
    """A revision by its number. Raises BadInput if there is none."""
    with here.store.read() as db:
        known = [revision.number for revision in codebooks.revisions(db)]
        if number not in known:
            raise BadInput(f"There is no revision {number}.", f"They go from {min(known)} to {max(known)}.")
        return kept_codebook(db, number)


def changes_between(here: OpenStudy, old: int, new: int) -> list[Change]:
    """What changed from one revision to another."""
    return differences(codebook_at(here, old), codebook_at(here, new))


def tallies(here: OpenStudy, coder: Coder) -> dict[str, Tally]:
    """How often each code stands, for everybody and for this coder; codes that stand nowhere are left out."""
    with here.store.read() as db:
        return counts.tallies(db, coder.id)


def nets(here: OpenStudy) -> dict[str, int]:
    """Of every code with others below it, on how many answers anybody has put it or any of them, each once."""
    with here.store.read() as db:
        book = current_codebook(db)
        parents = [code for code in book.codes if is_parent(book, code)]
        in_branches = set().union(*(below(book, parent) for parent in parents))
        found: dict[str, set[int]] = {parent: set() for parent in parents}
        for code, answer_id in counts.coded_answers(db, in_branches) if parents else ():
            for parent in book.path(code):
                if parent in found:
                    found[parent].add(answer_id)
    return {parent: len(answers) for parent, answers in found.items()}


def quotes_of(here: OpenStudy, code: str) -> list[CodingInPlace]:
    """Everybody's codings of a code with their places, in reading order."""
    with here.store.read() as db:
        return recoding.codings_of_code(db, code)


def retired_codes(here: OpenStudy) -> list[RetiredCode]:
    """Codes that left the codebook, the latest first.

    One whose adding was undone is told only if it stands somewhere.
    """
    with here.store.read() as db:
        desk = StudyDesk(db, here.study.languages)
        book = current_codebook(db)
        missing = codebooks.code_ids(db).keys() - book.codes.keys()
        stands = counts.tallies(db, 0)
        standing = {revision.number for revision in codebooks.revisions(db) if revision.standing}
        found = []
        for earlier in earlier_codebooks(db) if missing else ():
            for key in [key for key in earlier.codes if key in missing]:
                missing.remove(key)
                tally = stands.get(key, Tally(0, 0, 0, 0, 0))
                if tally.codings or earlier.revision in standing:
                    label = desk.label(earlier.codes[key], earlier)
                    found.append(RetiredCode(key, label, earlier.revision, *tally[:3]))
            if not missing:
                break
    return sorted(found, key=lambda code: -code.revision)


def stale_codings(here: OpenStudy, coder: Coder | None = None, code: str | None = None) -> list[StaleCoding]:
    """Codings of everybody, or of one coder or code, that were made under another meaning; in reading order."""
    coder_id = None if coder is None else coder.id
    with here.store.read() as db:
        pairs = recoding.revisions_coded_under(db, coder_id)
        current = codebooks.current_revision(db)
        now = _meanings(db, current)
        pairs = [(key, number) for key, number in pairs if key in now and number != current and code in (None, key)]
        then = {number: _meanings(db, number) for number in {number for _, number in pairs}}
        stale = [(key, n) for key, n in pairs if not same_meaning(then[n].get(key, {}), now[key])]
        if not stale:
            return []
        changed = _last_changes(db, {key for key, _ in stale})
        found = recoding.made_under(db, stale, coder_id)
    return [StaleCoding(*coding[:10], changed_in=changed.get(coding.code, current)) for coding in found]


def _meanings(db: Db, number: int) -> dict[str, Meaning]:
    return meanings(json.loads(codebooks.document(db, number)))


def _last_changes(db: Db, keys: Collection[str]) -> dict[str, int]:
    """By code, the last of the revisions that led to the one in force in which its meaning changed."""
    line = [revision.number for revision in reversed(codebooks.revisions(db)) if revision.standing]
    found: dict[str, int] = {}
    after = _meanings(db, line[0])
    for number, before_number in pairwise(line):
        before = _meanings(db, before_number)
        for key in keys:
            if key not in found and not same_meaning(before.get(key, {}), after.get(key, {})):
                found[key] = number
        if len(found) == len(keys):
            break
        after = before
    return found
