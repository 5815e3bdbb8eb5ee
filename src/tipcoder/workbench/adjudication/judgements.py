"""What coders said, code by code: disagreements and the consensus are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder, Outcome
from tipcoder.store import coders, finished_work, judgements, rounds
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.store.settlements import Spans
from tipcoder.text import trim_span
from tipcoder.workbench.codebook.file import (
    find_codable_codes,
    read_codable_codes,
    read_current_codebook,
)
from tipcoder.workbench.coders import tell_namesakes_apart

_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


class Judgement(NamedTuple):
    """What one coder said of one answer that she finished."""

    outcome: Outcome
    revision: int
    round: str
    spans: Mapping[str, Spans]
    """Where each code is that she applied, in order of place."""


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
    """Revision -> the codes that could be applied under it."""

    def find_spans(self, answer_id: int, coder_id: int, code: str) -> Spans | None:
        """Where a coder applied a code; empty where she read and did not; None where nobody knows.

        A code that came into the codebook after she had finished was never judged there.
        """
        one = self.by_answer.get(answer_id, {}).get(coder_id)
        if one is None:
            return None
        spans = one.spans.get(code)
        # She could have applied it and did not.
        if spans is None and code in self.known_codes[one.revision]:
            return ()
        return spans

    @cached_property
    def codable_codes(self) -> frozenset[str]:
        """The codes of the codebook in force that are not mere headings."""
        return find_codable_codes(self.book)

    def find_applied_codes(self, answer_id: int) -> set[str]:
        """The codes of the codebook that anybody applied to an answer."""
        applied: set[str] = set()
        for one in self.by_answer[answer_id].values():
            applied.update(one.spans)
        # Few codes are on one answer, and many in the codebook: those few are looked up.
        return {code for code in applied if code in self.book.codes}

    def name_coders(self) -> dict[int, str]:
        """Coders by id. Two people may have one name; then the second is told apart by a number."""
        return tell_namesakes_apart(self.people)


def require_frozen(db: Db, name: str) -> None:
    """Raise BadInput for a round that is not there, and for one that is still open."""
    known = {one.name: one for one in rounds.load_rounds(db)}
    if name not in known:
        near = did_you_mean(name, known) or "`tipcoder rounds` lists them."
        raise BadInput(f"There is no round {name!r}.", near)
    if not known[name].frozen_at:
        remedy = f"`tipcoder rounds --freeze {name}` closes it."
        raise BadInput(f"Round {name} is still open.", remedy)


def read_judgements(db: Db, in_round: str | None = None) -> Judgements:
    """What was said first: in frozen rounds where there were some, else what is said now; or in one
    frozen round.

    Nothing of an open round.
    """
    book = read_current_codebook(db)
    if in_round is None:
        found = judgements.load_first_judgements(db, book.codes)
    else:
        found = judgements.load_judgements_in_rounds(db, in_round)

    answers = {answer.id: answer for answer in finished_work.load_counted_answers(db)}
    by_answer: dict[int, dict[int, Judgement]] = {}
    spoke: set[int] = set()
    for one in found:
        # Answers that a later import replaced are compared no more.
        if one.answer_id in answers:
            spans = _gather_spans(one.codings)
            judged = Judgement(_OUTCOMES[one.outcome], one.revision, one.round, spans)
            by_answer.setdefault(one.answer_id, {})[one.coder_id] = judged
            spoke.add(one.coder_id)

    people = tuple(person for person in coders.load_coders(db) if person.id in spoke)
    known_codes = read_codable_codes(db, {one.revision for one in found})
    return Judgements(book, people, answers, by_answer, known_codes)


def _gather_spans(codings: Iterable[tuple[str, int, int]]) -> dict[str, Spans]:
    """The spans of each code, in order of place; those that touch or overlap made one."""
    spans: dict[str, Spans] = {}
    for code, start, end in codings:
        before = spans.get(code, ())
        # Nearly every code is on an answer once.
        spans[code] = merge_spans((*before, (start, end))) if before else ((start, end),)
    return spans


def merge_spans(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, those that touch or overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        # Two quotes that touch are one stretch of words.
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
        shared = _cut_spans(shared, spans)
    return shared


def _cut_spans(spans: Spans, others: Spans) -> Spans:
    """What lies in both."""
    cuts = []
    for start, end in spans:
        for other_start, other_end in others:
            cut = max(start, other_start), min(end, other_end)
            if cut[0] < cut[1]:
                cuts.append(cut)
    return tuple(sorted(cuts))


def trim_spans(text: str, spans: Spans) -> Spans:
    """The same without white space at either end, which no coder means."""
    return merge_spans(trim_span(text, start, end) for start, end in spans)
