"""The answer with its quotes drawn in place, a caret and a selection.

A very long answer is laid out a page at a time around the caret, so that it opens as fast as a short one. It scrolls
by itself: a ScrollView lays out the whole screen anew whenever its content changes height, which is at every answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tipcoder.text import make_printable
from tipcoder.tui.selecting import TextSelection
from tipcoder.tui.widgets.answer_layout import AnswerLayout, BarPiece, BarRow, SpanMark, TextRow

PAGE = 20_000
"""Code points laid out at once."""


class AnswerText(Widget):
    """One answer. Keys are the screen's; the mouse selects here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "answer-text--selection",
        "answer-text--caret",
        "answer-text--bar",
        "answer-text--quote",
        "answer-text--evidence",
    }

    can_focus = False
    ALLOW_SELECT = False

    @dataclass
    class Selected(Message):
        """The mouse changed the selection."""

    def __init__(self) -> None:
        super().__init__()
        self.selection = TextSelection("")
        self._shown = ""
        self._marks: Sequence[SpanMark] = ()
        self._evidence: Sequence[tuple[int, int]] = ()
        self._offered: SpanMark | None = None
        self._page = (0, 0)
        self._layout: AnswerLayout | None = None
        self._dragging = False
        self._top = 0

    def show_text(self, text: str, marks: Sequence[SpanMark]) -> None:
        """Show another answer, nothing selected."""
        self.selection = TextSelection(text)
        self._shown = make_printable(text)
        self._marks = marks
        self._evidence, self._offered = (), None
        self._page = (0, min(len(text), PAGE))
        self._top = 0
        self._lay_out()

    def draw_marks(self, marks: Sequence[SpanMark]) -> None:
        """Draw other quotes on the same answer."""
        self._marks = marks
        if self._layout is not None:
            self._layout.draw_marks(self._marks_on_page())
        self.refresh()

    def show_offer(self, evidence: Sequence[tuple[int, int]], passage: SpanMark | None) -> None:
        """Underline what speaks for a suggestion, and draw its passage with a dashed bar; nothing takes them away."""
        if (evidence, passage) == (self._evidence, self._offered):
            return
        redraw = passage != self._offered
        self._evidence, self._offered = evidence, passage
        if redraw and self._layout is not None:
            self._layout.draw_marks(self._marks_on_page())
        self.refresh()

    def redraw_selection(self) -> None:
        """Draw the selection anew and bring its active edge into view."""
        caret = min(self.selection.caret, len(self._shown))
        if not self._page[0] <= caret <= self._page[1]:
            start = max(caret - PAGE // 4, 0)
            self._page = (start, min(start + PAGE, len(self._shown)))
            self._lay_out()
        if self._layout is not None:
            span = self.selection.span
            # The edge of a selection lies behind its last character, which may be the last of its line.
            seen = caret - 1 if span and caret == span[1] else caret
            row = self._layout.row_at(max(seen - self._page[0], 0))
            if not self._top <= row < self._top + self._rows_in_view:
                self._top = self._clamp_top_row(row - self._rows_in_view // 2)
        self.refresh()

    def scroll_rows(self, rows: int) -> None:
        """Scroll down, or up."""
        self._top = self._clamp_top_row(self._top + rows)
        self.refresh()

    def _clamp_top_row(self, top: int) -> int:
        rows = len(self._layout.rows) if self._layout else 0
        return max(min(top, rows - self._rows_in_view), 0)

    @property
    def _rows_in_view(self) -> int:
        """Lines for text: the last one of the widget says how much lies below, when there is more."""
        rows = len(self._layout.rows) if self._layout else 0
        height = max(self.size.height, 1)
        return height if rows <= height else max(height - 1, 1)

    def _lay_out(self) -> None:
        width = self.size.width
        if width <= 0:
            return
        start, end = self._page
        self._layout = AnswerLayout(self._shown[start:end], width, self._marks_on_page())
        self.refresh()

    def _marks_on_page(self) -> list[SpanMark]:
        start, end = self._page
        return [
            mark._replace(start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in (self._marks if self._offered is None else [*self._marks, self._offered])
            if mark.end > start and mark.start < max(end, start + 1)
        ]

    def on_resize(self) -> None:
        """Other width, other lines."""
        if self._layout is None or self._layout.width != self.size.width:
            self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One line of text or of bars."""
        number = y + self._top
        width = self.size.width
        rows = self._layout.rows if self._layout else []
        base = self.rich_style
        if len(rows) > self.size.height and y == self.size.height - 1:
            return self._draw_more_line(len(rows), width, base)
        if number >= len(rows):
            return Strip.blank(width, base)
        row = rows[number]
        segments = (
            self._draw_text_row(row, base)
            if isinstance(row, TextRow)
            else self._draw_bar_row(row, base)
        )
        return Strip(segments).adjust_cell_length(width, base)

    def _draw_more_line(self, rows: int, width: int, base: Style) -> Strip:
        below = rows - self._top - self._rows_in_view
        beyond = len(self._shown) - self._page[1]
        words = f"▼ {below} more lines (^D)" if below > 0 else "▲ the end (^U)"
        if beyond > 0:
            words += f", {beyond} more characters"
        return Strip([Segment(words, base + Style(dim=True))]).adjust_cell_length(width, base)

    def _draw_text_row(self, row: TextRow, base: Style) -> list[Segment]:
        assert self._layout is not None
        text = self._layout.text
        cuts = {row.start, row.end}
        layers = self.layers_over(row)
        for start, end, _ in layers:
            cuts.update(o for o in (start, end) if row.start < o < row.end)
        places = sorted(cuts)
        segments = []
        for start, end in pairwise(places):
            style = base
            for low, high, layer in layers:
                if low <= start and end <= high:
                    style = style + layer
            segments.append(Segment(text[start:end], style))
        return segments

    def layers_over(self, row: TextRow) -> list[tuple[int, int, Style]]:
        """What lies over the words of a row, from the lowest up; offsets are those of the page."""
        first = self._page[0]
        quote = self.get_component_rich_style("answer-text--quote", partial=True)
        found = [
            (mark.start, mark.end, quote) for mark in self._marks_on_page() if not mark.tentative
        ]
        evidence = self.get_component_rich_style("answer-text--evidence", partial=True)
        found += [(start - first, end - first, evidence) for start, end in self._evidence]
        span, caret = self.selection.span, self.selection.caret - first
        if span is not None:
            style = self.get_component_rich_style("answer-text--selection", partial=True)
            found.append((span[0] - first, span[1] - first, style))
        elif row.start <= caret < row.end:
            after = next((o for o in row.offsets if o > caret), row.end)
            found.append(
                (caret, after, self.get_component_rich_style("answer-text--caret", partial=True))
            )
        return found

    def _draw_bar_row(self, row: BarRow, base: Style) -> list[Segment]:
        style = base + self.get_component_rich_style("answer-text--bar", partial=True)
        marks = self._marks_on_page()
        segments: list[Segment] = []
        at = 0
        for bar in row.bars:
            segments.append(Segment(" " * (bar.column - at), base))
            segments.append(Segment(bar.text, style + _bar_style(marks, bar)))
            at = bar.column + Segment.get_line_length([segments[-1]])
        return segments

    def _offset_under_mouse(self, event: events.MouseEvent) -> int:
        assert self._layout is not None
        return self._page[0] + self._layout.offset_at(event.y + self._top, event.x)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret down."""
        if self._layout is None or not self._shown:
            return
        self._dragging = True
        self.capture_mouse()
        self.selection.place_caret(self._offset_under_mouse(event))
        self._announce_selection()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select as far as the mouse has come."""
        if self._dragging and self._layout is not None:
            self.selection.drag_edge(self._offset_under_mouse(event))
            self._announce_selection()

    def on_mouse_up(self) -> None:
        """The selection stands."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.scroll_rows(2)

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.scroll_rows(-2)

    def _announce_selection(self) -> None:
        self.refresh()
        self.post_message(self.Selected())


def _bar_style(marks: Sequence[SpanMark], bar: BarPiece) -> Style:
    colour = marks[bar.mark_index].colour if bar.mark_index < len(marks) else None
    return Style(color=colour) if colour else Style.null()
