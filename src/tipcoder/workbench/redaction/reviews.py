"""Which stretches of answers are to be read before quotes can leave, and how far that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.store import redactions, settlements
from tipcoder.workbench.adjudication.judgements import merge_spans
from tipcoder.workbench.redaction.proposals import ReleasedStretch
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.study import OpenStudy


class Stretch(NamedTuple):
    """A part of an answer in which quotes lie. Offsets are code points of the stored text, half-open."""

    answer_id: int
    start: int
    end: int


@dataclass(frozen=True)
class ReviewCounts:
    """How far the reading of quotes is."""

    stretches: int
    read: int
    """Read by somebody as they now stand."""
    read_twice: int
    stale: int
    withheld: int
    disputed: int
    """One would release what another withholds."""
    waiting: int
    """With proposals about which nobody has decided."""

    @property
    def unread(self) -> int:
        """Left to read."""
        return self.stretches - self.read - self.withheld + self.disputed

    def describe_counts(self) -> str:
        """For a person. What was judged twice and alike is said as a share, for the methods section."""
        twice = self.read_twice + self.disputed
        agreed = f"; of {twice} judged by two people {self.read_twice} alike" if twice else ""
        return (
            f"{self.stretches} stretches with quotes: {self.read} read by a person, {self.unread} to read "
            f"({self.stale} of them changed since), {self.withheld} withheld, {self.waiting} with open proposals"
            f"{agreed}"
        )


def find_stretches(study: OpenStudy) -> list[Stretch]:
    """Where quotes of any coder or of the consensus lie, those that touch together, by answer.

    Nothing that an open round hides from who looks.
    """
    with study.store.read() as db:
        quoted = redactions.load_quoted_spans(db)
        for (answer_id, _), settled in settlements.load_settlements(db).items():
            quoted.setdefault(answer_id, []).extend(settled.decision.spans)
    return [
        Stretch(answer_id, *span)
        for answer_id, spans in quoted.items()
        for span in merge_spans(spans)
    ]


def count_reviews(found: Redactions, stretches: Iterable[Stretch]) -> ReviewCounts:
    """How far the reading is; searches every answer that was not searched yet."""
    seen = [
        found.build_released(*stretch)
        for stretch in stretches
        if stretch.answer_id in found.sources
    ]
    return ReviewCounts(
        len(seen),
        _count_true(released.can_leave() or released.is_disputed for released in seen),
        _count_true(released.can_leave(readers=2) for released in seen),
        _count_true(released.stale for released in seen),
        _count_true(bool(released.withheld_by) for released in seen),
        _count_true(released.is_disputed for released in seen),
        _count_true(bool(released.unresolved) for released in seen),
    )


def describe_standing(released: ReleasedStretch, reader: str = "") -> str:
    """How a stretch stands, in a word or two.

    A second reader does not learn what the first one said before having said something: `reader` is who looks.
    """
    judges = (*released.reviewed_by, *released.withheld_by)
    if released.unresolved:
        return f"{len(released.unresolved)} open"
    if reader and judges and reader not in judges:
        return "by another"
    if released.is_disputed:
        return "disputed"
    if released.withheld_by:
        return "withheld"
    if released.stale:
        return "changed since"
    return ("unread", "read", "read twice")[min(len(released.reviewed_by), 2)]


def _count_true(found: Iterable[bool]) -> int:
    return sum(1 for one in found if one)
