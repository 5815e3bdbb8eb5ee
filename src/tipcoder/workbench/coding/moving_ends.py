"""Moving the two ends of a quote, by words and by letters, before any of it is kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tipcoder.language.quote_ends import find_quote_ends, find_quote_starts
from tipcoder.text import GraphemeBoundaries
from tipcoder.workbench.coding.text_units import Span


class MovedEnds:
    """A span of a text whose ends are moved. Offsets are code points, half-open.

    There is always something between the ends: an end stops where the other one is near.
    """

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.old = span
        self.start, self.end = span
        self._clusters = GraphemeBoundaries(text)
        self._starts = find_quote_starts(text)
        self._ends = find_quote_ends(text)

    @property
    def span(self) -> Span:
        """Where the ends are now."""
        return self.start, self.end

    def move_start(self, *, forward: bool, by_word: bool) -> None:
        """Move the beginning by one word or letter."""
        places = self._starts if by_word else None
        moved = self._find_place(self.start, places, forward=forward)
        if moved is not None and moved < self.end:
            self.start = moved

    def move_end(self, *, forward: bool, by_word: bool) -> None:
        """Move the end by one word or letter."""
        places = self._ends if by_word else None
        moved = self._find_place(self.end, places, forward=forward)
        if moved is not None and moved > self.start:
            self.end = moved

    def _find_place(self, offset: int, places: list[int] | None, *, forward: bool) -> int | None:
        """The next of the places that way, or the next letter where there are none given."""
        if places is None:
            clusters = self._clusters
            move = clusters.next_boundary if forward else clusters.previous_boundary
            return move(offset)
        at = bisect_right(places, offset) if forward else bisect_left(places, offset) - 1
        return places[at] if 0 <= at < len(places) else None
