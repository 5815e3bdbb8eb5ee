"""The caret and the selected words of one answer, without a screen.

Here is every way of selecting by keyboard or mouse. Every edge lies between grapheme clusters, so
that no accent or emoji is ever cut.
"""

from __future__ import annotations

from tipcoder.text import GraphemeBoundaries
from tipcoder.workbench.coding.text_units import Span, TextUnit, UnitIndex, trim_quote


class TextSelection:
    """Where the caret is and what is selected in `text`, offsets in code points of it.

    A selection has two edges: the anchor stays, and the caret is the active edge, which moves.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.unit = TextUnit.SENTENCE
        """What was selected last: the step of `stretch_selection`."""
        self.caret = 0
        """The active edge, or the place of the caret where nothing is selected."""
        self._anchor: int | None = None
        self._clusters: GraphemeBoundaries | None = None
        self._units = UnitIndex(text)

    @property
    def span(self) -> Span | None:
        """The selection, or None."""
        if self._anchor is None or self._anchor == self.caret:
            return None
        return min(self._anchor, self.caret), max(self._anchor, self.caret)

    def list_units(self, unit: TextUnit) -> list[Span]:
        """All units of a kind, in order."""
        return self._units.list_units(unit)

    # --- whole units ------------------------------------------------------------------------------

    def select_span(self, start: int, end: int) -> None:
        """Select from `start` to `end`, widened to whole clusters; the end is the active edge."""
        self._anchor, self.caret = self._split_graphemes().snap_span(start, end)

    def trim_ends(self) -> Span | None:
        """Leave out what nobody quotes, such as a comma at the end; returns the span, or None."""
        span = self.span
        if span is None:
            return None
        trimmed = trim_quote(self.text, *span)
        if trimmed != span:
            is_at_end = self.caret == span[1]
            self.select_span(*trimmed)
            if not is_at_end:
                self.swap_edge()
        return self.span

    def select_nothing(self) -> None:
        """Select nothing; the caret goes to where the selection began."""
        span = self.span
        if span is not None:
            self.caret = span[0]
        self._anchor = None

    def select_unit(self, unit: TextUnit, *, forward: bool) -> bool:
        """Select the unit at the caret, or the next one if one of this kind is selected.

        Wraps round at the ends. Returns whether there was one to select.
        """
        choices = self._units.list_units(unit)
        if not choices:
            return False

        found = self._choose_unit(unit, choices, forward=forward)
        self.unit = unit
        self.select_span(*found)
        return True

    def _choose_unit(self, unit: TextUnit, choices: list[Span], *, forward: bool) -> Span:
        current = self.span
        if current is None:
            return self._find_around(unit, self.caret)

        is_same_kind = unit is self.unit and current in choices
        if not is_same_kind:
            found = self._find_around(unit, current[0])
            if found != current:
                return found
        # A clause may be the whole sentence that is selected: then the key goes on as well.
        return self._find_neighbour(unit, current, forward=forward)

    def _find_around(self, unit: TextUnit, offset: int) -> Span:
        found = self._units.find_around(unit, offset)
        assert found is not None  # there is at least one unit of this kind
        return found

    def _find_neighbour(self, unit: TextUnit, current: Span, *, forward: bool) -> Span:
        choices = self._units.list_units(unit)
        start, end = current
        if forward:
            return self._units.find_after(unit, end) or choices[0]
        return self._units.find_before(unit, start) or choices[-1]

    def select_next_unit(self) -> bool:
        """Select the next unit of the kind selected last; returns False where there is none."""
        current = self.span
        if current is None:
            return False
        found = self._units.find_after(self.unit, current[1])
        if found is None:
            return False
        self.select_span(*found)
        return True

    # --- edges ------------------------------------------------------------------------------------

    def stretch_selection(self, *, outward: bool) -> None:
        """Move the active edge by one unit: outward over the next, or inward over the last inside.

        The last unit is never shrunk away.
        """
        span = self.span
        if span is None:
            self.select_unit(self.unit, forward=True)
            return

        # Nothing is larger than the whole answer: it shrinks by sentences.
        unit = TextUnit.SENTENCE if self.unit is TextUnit.WHOLE else self.unit
        edge = self._find_outer_edge(unit, span) if outward else self._find_inner_edge(unit, span)
        if edge is not None:
            self._move_edge(edge)

    def _find_outer_edge(self, unit: TextUnit, span: Span) -> int | None:
        """Where the active edge comes to lie when one more unit is taken in."""
        start, end = span
        if self.caret == end:
            following = self._units.find_after(unit, end)
            return following[1] if following is not None else None
        previous = self._units.find_before(unit, start)
        return previous[0] if previous is not None else None

    def _find_inner_edge(self, unit: TextUnit, span: Span) -> int | None:
        """Where the active edge comes to lie when the unit at it is left out."""
        start, end = span
        inside = [one for one in self._units.list_units(unit) if start <= one[0] and one[1] <= end]
        if len(inside) < 2:
            return None
        return inside[-2][1] if self.caret == end else inside[1][0]

    def swap_edge(self) -> None:
        """Make the other edge the active one."""
        if self._anchor is not None:
            self._anchor, self.caret = self.caret, self._anchor

    def _move_edge(self, offset: int) -> None:
        inside_text = min(offset, len(self.text))
        start, end = self._split_graphemes().snap_span(inside_text, inside_text)
        self.caret = end if offset == end else start

    # --- letters and the mouse --------------------------------------------------------------------

    def move_caret(self, *, forward: bool, extend: bool) -> None:
        """Move the caret, or with `extend` the active edge, by one grapheme cluster."""
        span = self.span
        if span is not None and not extend:
            # As in every editor: an arrow leaves the selection at the edge it points to.
            self._anchor = None
            self.caret = span[1] if forward else span[0]
            return

        if not extend:
            self._anchor = None
        elif self._anchor is None:
            self._anchor = self.caret
        clusters = self._split_graphemes()
        move = clusters.next_boundary if forward else clusters.previous_boundary
        self.caret = move(self.caret)

    def place_caret(self, offset: int) -> None:
        """Put the caret down, where a selection with the mouse may begin."""
        self._anchor = None
        self.caret, _ = self._split_graphemes().snap_span(offset, offset)

    def drag_edge(self, offset: int) -> None:
        """Move the active edge to where the mouse is."""
        if self._anchor is None:
            self._anchor = self.caret
        clusters = self._split_graphemes()
        if offset >= self._anchor:
            # The letter under the mouse is selected too.
            self.caret = clusters.next_boundary(offset)
        else:
            self.caret, _ = clusters.snap_span(offset, offset)

    def _split_graphemes(self) -> GraphemeBoundaries:
        if self._clusters is None:
            self._clusters = GraphemeBoundaries(self.text)
        return self._clusters
