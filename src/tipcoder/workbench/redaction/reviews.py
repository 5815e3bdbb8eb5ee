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
    """A part of an answer that quotes cover.

    Offsets are code points of the stored text, half-open.
    """

    answer_id: int
    start: int
    end: int


@dataclass(frozen=True)
class ReviewCounts:
    """How far the reading of quotes is, in stretches."""

    stretches: int
    read: int
    """Read by somebody in their present wording."""
    read_twice: int
    stale: int
    withheld: int
    disputed: int
    """One would release what another withholds."""
    waiting: int
    """With proposals about which nobody has decided."""
    withdrawn: int = 0
    """Of answers that were withdrawn in the survey file: held back until somebody decides."""

    @property
    def unread(self) -> int:
        """Left to read.

        A disputed stretch is added back, because it was counted both as read and as withheld.
        """
        return self.stretches - self.read - self.withheld + self.disputed

    def describe_counts(self) -> str:
        """For a person.

        What was judged twice and alike is said as a share, for the methods section.
        """
        twice = self.read_twice + self.disputed
        agreed = f"; of {twice} judged by two people {self.read_twice} alike" if twice else ""
        held = f", {self.withdrawn} held back as withdrawn" if self.withdrawn else ""
        return (
            f"{self.stretches} stretches with quotes: {self.read} read by a person, "
            f"{self.unread} to read ({self.stale} of them changed since), "
            f"{self.withheld} withheld, "
            f"{self.waiting} with open proposals{held}{agreed}"
        )


def find_stretches(study: OpenStudy) -> list[Stretch]:
    """Where quotes of any coder or of the consensus are, by answer; overlapping ones as one.

    Nothing that an open round hides from the viewer.
    """
    with study.store.read() as db:
        quoted = redactions.load_quoted_spans(db)
        for (answer_id, _), settled in settlements.load_settlements(db).items():
            # A quote may be in the consensus only, where nobody else marked it so.
            quoted.setdefault(answer_id, []).extend(settled.decision.spans)

    stretches = []
    for answer_id, spans in quoted.items():
        for start, end in merge_spans(spans):
            stretches.append(Stretch(answer_id, start, end))
    return stretches


def count_reviews(found: Redactions, stretches: Iterable[Stretch]) -> ReviewCounts:
    """How far the reading is; searches every answer that was not searched yet."""
    released = []
    for stretch in stretches:
        # An answer may have lost its text to an import since it was coded.
        if stretch.answer_id in found.sources:
            released.append(found.build_released(*stretch))
    return ReviewCounts(
        stretches=len(released),
        read=sum(each.can_leave() or each.is_disputed for each in released),
        read_twice=sum(each.can_leave(readers=2) for each in released),
        stale=sum(each.stale for each in released),
        withheld=sum(bool(each.withheld_by) for each in released),
        disputed=sum(each.is_disputed for each in released),
        waiting=sum(bool(each.unresolved) for each in released),
        withdrawn=sum(bool(each.withdrawn) for each in released),
    )


def describe_standing(released: ReleasedStretch, reader: str = "") -> str:
    """How a stretch stands, in a word or two.

    A second reader does not learn what the first one said before having said something: `reader`
    is the name of the viewer.
    """
    judges = (*released.reviewed_by, *released.withheld_by)
    if released.withdrawn:
        return "withdrawn"
    # First of all, because it has to be decided before anything can be read.
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
    readers = min(len(released.reviewed_by), 2)
    return ("unread", "read", "read twice")[readers]
