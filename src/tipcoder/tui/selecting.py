"""The caret and the selected words of one answer: every way of selecting by keyboard or mouse, without a screen.

Every edge lies between grapheme clusters, so that no accent or emoji is ever cut.
"""

from __future__ import annotations

from tipcoder.language.units import (
    Span,
    TextUnit,
    find_span_after,
    find_span_around,
    find_span_before,
    find_spans,
)
from tipcoder.text import GraphemeBoundaries


class TextSelection:
    """Where the caret is and what is selected in `text`, offsets in code points of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.unit = TextUnit.SENTENCE
        """What was selected last: the step of `stretch`."""
        self.caret = 0
        """The active edge, or the place of the caret where nothing is selected."""
        self._anchor: int | None = None
        self._clusters: GraphemeBoundaries | None = None
        self._spans: dict[TextUnit, list[Span]] = {}

    @property
    def span(self) -> Span | None:
        """The selection, or None."""
        if self._anchor is None or self._anchor == self.caret:
            return None
        return min(self._anchor, self.caret), max(self._anchor, self.caret)

    def select_span(self, start: int, end: int) -> None:
        """Select from `start` to `end`, widened to whole clusters; the end is the active edge."""
        self._anchor, self.caret = self._split_graphemes().snap_span(start, end)

    def select_nothing(self) -> None:
        """Select nothing; the caret goes to where the selection began."""
        span = self.span
        if span is not None:
            self.caret = span[0]
        self._anchor = None

    def select_unit(self, unit: TextUnit, *, forward: bool) -> bool:
        """Select the unit at the caret, or the next one if one of this kind is selected; wraps round at the ends.

        Returns whether there was one to select.
        """
        choices = self._list_units(unit)
        if not choices:
            return False
        here = self.span
        if here is None:
            found = find_span_around(choices, self.caret)
        elif unit is not self.unit or here not in choices:
            found = find_span_around(choices, here[0])
            if found == here:
                found = self._find_neighbour(choices, here, forward)
        else:
            found = self._find_neighbour(choices, here, forward)
        self.unit = unit
        assert found is not None
        self.select_span(*found)
        return True

    def select_next_unit(self) -> bool:
        """Select the next unit of the kind selected last; False, and nothing changes, if there "
        "is none."""
        here = self.span
        found = find_span_after(self._list_units(self.unit), here[1]) if here is not None else None
        if found is not None:
            self.select_span(*found)
        return found is not None

    def _find_neighbour(self, choices: list[Span], current: Span, forward: bool) -> Span:
        if forward:
            return find_span_after(choices, current[1]) or choices[0]
        return find_span_before(choices, current[0]) or choices[-1]

    def stretch_selection(self, *, outward: bool) -> None:
        """Move the active edge by one unit: outward over the next one, or inward over the last one inside.

        The last unit is never shrunk away.
        """
        span = self.span
        if span is None:
            self.select_unit(self.unit, forward=True)
            return
        unit = TextUnit.SENTENCE if self.unit is TextUnit.WHOLE else self.unit
        choices = self._list_units(unit)
        start, end = span
        at_end = self.caret == end
        if outward:
            found = find_span_after(choices, end) if at_end else find_span_before(choices, start)
            if found is not None:
                self._move_edge(found[1] if at_end else found[0])
            return
        inside = [choice for choice in choices if start <= choice[0] and choice[1] <= end]
        if len(inside) > 1:
            self._move_edge(inside[-2][1] if at_end else inside[1][0])

    def swap_edge(self) -> None:
        """Make the other edge the active one."""
        if self._anchor is not None:
            self._anchor, self.caret = self.caret, self._anchor

    def move_caret(self, *, forward: bool, extend: bool) -> None:
        """Move the caret, or with `extend` the active edge, by one grapheme cluster."""
        span = self.span
        if not extend and span is not None:
            self._anchor = None
            self.caret = span[1] if forward else span[0]
            return
        if extend and self._anchor is None:
            self._anchor = self.caret
        clusters = self._split_graphemes()
        self.caret = (
            clusters.next_boundary(self.caret)
            if forward
            else clusters.previous_boundary(self.caret)
        )
        if not extend:
            self._anchor = None

    def place_caret(self, offset: int) -> None:
        """Put the caret down, where a selection with the mouse may begin."""
        self._anchor = None
        self.caret = self._split_graphemes().snap_span(offset, offset)[0]

    def drag_edge(self, offset: int) -> None:
        """Move the active edge to where the mouse is."""
        if self._anchor is None:
            self._anchor = self.caret
        clusters = self._split_graphemes()
        self.caret = (
            clusters.next_boundary(offset)
            if offset >= self._anchor
            else clusters.snap_span(offset, offset)[0]
        )

    def _move_edge(self, offset: int) -> None:
        start, end = self._split_graphemes().snap_span(
            min(offset, len(self.text)), min(offset, len(self.text))
        )
        self.caret = end if offset == end else start

    def _list_units(self, unit: TextUnit) -> list[Span]:
        if unit not in self._spans:
            self._spans[unit] = find_spans(self.text, unit)
        return self._spans[unit]

    def _split_graphemes(self) -> GraphemeBoundaries:
        if self._clusters is None:
            self._clusters = GraphemeBoundaries(self.text)
        return self._clusters
