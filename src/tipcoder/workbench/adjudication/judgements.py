"""What coders said, code by code: the ground on which disagreements, and the consensus stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tipcoder.model import Codebook, Coder, Outcome
from tipcoder.store import coders, finished_work, said
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.store.settlements import Spans
from tipcoder.workbench.codebook.file import read_current_codebook, read_kept_codebook

_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


class Judgement(NamedTuple):
    """What one coder said of one answer that she finished."""

    outcome: Outcome
    revision: int
    round: str
    spans: Mapping[str, Spans]
    """Where each code stands that she put, in order of place."""


@dataclass(frozen=True, eq=False)
class Judgements:
    """Everything that was said of answers that can be read, by answer and coder id."""

    book: Codebook
    people: tuple[Coder, ...]
    """Those who said something, in order of arrival."""
    answers: Mapping[int, ReadableAnswer]
    """In reading order."""
    by_answer: Mapping[int, Mapping[int, Judgement]]
    known_codes: Mapping[int, frozenset[str]]
    """Revision -> the codes that could be put on under it."""

    def find_spans(self, answer_id: int, coder_id: int, code: str) -> Spans | None:
        """Where a coder put a code; empty where she read and did not; None where nobody knows.

        A code that came into the codebook after she had finished was never judged there.
        """
        one = self.by_answer.get(answer_id, {}).get(coder_id)
        if one is None:
            return None
        found = one.spans.get(code)
        return found if found is not None else () if code in self.known_codes[one.revision] else None

    @cached_property
    def codable_codes(self) -> frozenset[str]:
        """The codes of the codebook in force that are no mere headings."""
        return frozenset(key for key, code in self.book.codes.items() if code.codable)

    def find_applied_codes(self, answer_id: int) -> set[str]:
        """The codes of the codebook that anybody put on an answer."""
        return {code for one in self.by_answer[answer_id].values() for code in one.spans if code in self.book.codes}

    def name_coders(self) -> dict[int, str]:
        """Coders by id. Two people may have one name; then the second is told apart by a number."""
        seen: Counter[str] = Counter()
        out = {}
        for person in self.people:
            seen[person.name] += 1
            out[person.id] = person.name if seen[person.name] == 1 else f"{person.name} ({seen[person.name]})"
        return out


def read_judgements(db: Db, in_round: str | None = None) -> Judgements:
    """What was said first: in frozen rounds where there were some, else what stands now; or in one frozen round.

    Nothing of an open round.
    """
    book = read_current_codebook(db)
    found = (
        said.load_first_judgements(db, book.codes) if in_round is None else said.load_judgements_in_rounds(db, in_round)
    )
    answers = {answer.id: answer for answer in finished_work.load_readable_answers(db)}
    by_answer: dict[int, dict[int, Judgement]] = {}
    for one in found:
        if one.answer_id in answers:
            spans: dict[str, Spans] = {}
            for code, start, end in one.codings:
                spans[code] = merge_spans((*spans[code], (start, end))) if code in spans else ((start, end),)
            judged = Judgement(_OUTCOMES[one.outcome], one.revision, one.round, spans)
            by_answer.setdefault(one.answer_id, {})[one.coder_id] = judged
    spoke = {coder_id for coders_of in by_answer.values() for coder_id in coders_of}
    people = tuple(person for person in coders.load_coders(db) if person.id in spoke)
    return Judgements(book, people, answers, by_answer, _read_known_codes(db, {one.revision for one in found}))


def _read_known_codes(db: Db, revisions: Iterable[int]) -> dict[int, frozenset[str]]:
    return {
        number: frozenset(key for key, code in read_kept_codebook(db, number).codes.items() if code.codable)
        for number in revisions
    }


def merge_spans(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, those that touch or overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def intersect_spans(several: Sequence[Spans]) -> Spans:
    """What all of these spans cover."""
    if not several:
        return ()
    shared = several[0]
    for spans in several[1:]:
        cuts = [(max(a[0], b[0]), min(a[1], b[1])) for a in shared for b in spans]
        shared = tuple(sorted((start, end) for start, end in cuts if start < end))
    return shared


def trim_spans(text: str, spans: Spans) -> Spans:
    """The same without white space at either end, which no coder means."""
    out = []
    for start, end in spans:
        words = text[start:end]
        out.append((start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())))
    return merge_spans(out)
