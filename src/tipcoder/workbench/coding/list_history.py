"""Lists of answers that were left, to go back to and forward again, as in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.model.filters import AnswerFilter, AnswerOrder

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers

_MOST = 50
"""Lists that can be gone back to."""


class ListPlace(NamedTuple):
    """A list, and a place in it."""

    where: AnswerFilter
    order: AnswerOrder
    folding: bool
    ranked: RankedAnswers | None
    """The places of an order that rests on suggestions."""
    left: str
    current: int | None
    """The answer that she was at."""
    place: int
    """Its number in the list, from 0."""

    def is_same_as(self, other: ListPlace) -> bool:
        """Whether it is the same list at the same answer."""
        return (self.where, self.order, self.folding, self.current) == (
            other.where,
            other.order,
            other.folding,
            other.current,
        )


@dataclass(frozen=True)
class ListHistory:
    """Lists before and after the one shown, the nearest last. Never changed in place."""

    before: tuple[ListPlace, ...] = ()
    after: tuple[ListPlace, ...] = ()

    def note_left(self, place: ListPlace) -> ListHistory:
        """Another list is shown; what was gone back from is forgotten."""
        return ListHistory((*self.before, place)[-_MOST:])

    def go_back(self, here: ListPlace) -> tuple[ListPlace, ListHistory] | None:
        """The list before and the history there; None at the first one."""
        if not self.before:
            return None
        return self.before[-1], ListHistory(self.before[:-1], (*self.after, here))

    def go_forward(self, here: ListPlace) -> tuple[ListPlace, ListHistory] | None:
        """The list after and the history there; None at the last one."""
        if not self.after:
            return None
        return self.after[-1], ListHistory((*self.before, here), self.after[:-1])
