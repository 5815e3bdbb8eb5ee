"""The answer with its quotes drawn in place, a caret and a selection.

A very long answer is laid out a page at a time around the caret, so that it opens as fast as a
short one. It scrolls by itself: a ScrollView lays out the whole screen anew whenever its content
changes height, which is at every answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tipcoder.text import make_printable
from tipcoder.tui.selection import TextSelection
from tipcoder.tui.widgets.answer_labels import TextLabel, fit_label, place_labels
from tipcoder.tui.widgets.answer_layout import AnswerLayout, BarPiece, BarRow, SpanMark, TextRow

PAGE = 20_000
"""Code points laid out at once."""

Layer = tuple[int, int, Style]
"""A style from one offset of the page to another."""


class AnswerText(Widget):
    """One answer. Keys are the screen's; the mouse selects here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "answer-text--selection",
        "answer-text--caret",
        "answer-text--bar",
        "answer-text--quote",
        "answer-text--evidence",
        "answer-text--hit",
        "answer-text--label",
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
        self._hits: Sequence[tuple[int, int]] = ()
        self._offered: SpanMark | None = None
        self._labels: Sequence[TextLabel] = ()
        self._page = (0, 0)
        """The part of the text that is laid out, in code points of the whole."""
        self._layout: AnswerLayout | None = None
        self._dragging = False
        self._top = 0
        """The number of the first row in view."""

    def show_text(self, text: str, marks: Sequence[SpanMark]) -> None:
        """Show another answer, nothing selected."""
        self.selection = TextSelection(text)
        self._shown = make_printable(text)
        self._marks = marks
        self._evidence = ()
        self._hits = ()
        self._offered = None
        self._labels = ()
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
        """Underline the evidence for a suggestion, and draw its passage with a dashed bar.

        Both stay until another text or another offer is shown.
        """
        if (evidence, passage) == (self._evidence, self._offered):
            return
        has_other_passage = passage != self._offered
        self._evidence = evidence
        self._offered = passage
        if has_other_passage and self._layout is not None:
            self._layout.draw_marks(self._marks_on_page())
        self.refresh()

    def show_hits(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark words that were looked for, until another text is shown."""
        self._hits = spans
        self.refresh()

    def show_labels(self, labels: Sequence[TextLabel]) -> None:
        """Draw letters in front of words, in order, until others or another text are shown."""
        self._labels = labels
        self.refresh()

    @property
    def span_in_view(self) -> tuple[int, int]:
        """The part of the text that is seen, in code points of the whole."""
        rows = self._layout.rows if self._layout else []
        seen = rows[self._top : self._top + self._rows_in_view]
        text_rows = [row for row in seen if isinstance(row, TextRow)]
        if not text_rows:
            return (0, 0)
        return self._page[0] + text_rows[0].start, self._page[0] + text_rows[-1].end

    def redraw_selection(self) -> None:
        """Draw the selection anew and bring its active edge into view."""
        caret = min(self.selection.caret, len(self._shown))
        if not self._page[0] <= caret <= self._page[1]:
            self._turn_page_to(caret)
        if self._layout is not None:
            self._scroll_to_caret(self._layout, caret)
        self.refresh()

    def _turn_page_to(self, caret: int) -> None:
        # A quarter before the caret: who goes back a little need not turn the page again.
        start = max(caret - PAGE // 4, 0)
        self._page = (start, min(start + PAGE, len(self._shown)))
        self._lay_out()

    def _scroll_to_caret(self, layout: AnswerLayout, caret: int) -> None:
        span = self.selection.span
        # The edge of a selection lies behind its last character, which may be the last of its line.
        is_end_of_selection = span is not None and caret == span[1]
        seen = caret - 1 if is_end_of_selection else caret
        row = layout.row_at(max(seen - self._page[0], 0))
        is_in_view = self._top <= row < self._top + self._rows_in_view
        if not is_in_view:
            self._top = self._clamp_top_row(row - self._rows_in_view // 2)

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by rows, or up where the number is negative."""
        self._top = self._clamp_top_row(self._top + rows)
        self.refresh()

    def _clamp_top_row(self, top: int) -> int:
        rows = len(self._layout.rows) if self._layout else 0
        return max(min(top, rows - self._rows_in_view), 0)

    @property
    def _rows_in_view(self) -> int:
        """Lines for text: where there is more below, the last line of the widget says so."""
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
        """The marks that touch the page, with offsets of the page."""
        start, end = self._page
        marks = [*self._marks]
        if self._offered is not None:
            marks.append(self._offered)

        found = []
        for mark in marks:
            if mark.end > start and mark.start < max(end, start + 1):
                first = max(mark.start, start) - start
                last = min(mark.end, end) - start
                found.append(mark._replace(start=first, end=last))
        return found

    def on_resize(self) -> None:
        """Lay out anew where the width is another one."""
        if self._layout is None or self._layout.width != self.size.width:
            self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One line of text or of bars."""
        width = self.size.width
        height = self.size.height
        base = self.rich_style
        rows = self._layout.rows if self._layout else []
        if len(rows) > height and y == height - 1:
            return self._draw_more_line(len(rows), width, base)

        number = y + self._top
        if number >= len(rows):
            return Strip.blank(width, base)
        row = rows[number]
        if isinstance(row, TextRow):
            segments = self._draw_text_row(row, base)
        else:
            segments = self._draw_bar_row(row, base)
        return Strip(segments).adjust_cell_length(width, base)

    def _draw_more_line(self, rows: int, width: int, base: Style) -> Strip:
        below = rows - self._top - self._rows_in_view
        beyond = len(self._shown) - self._page[1]  # the next page
        words = f"▼ {below} more lines (^D)" if below > 0 else "▲ the end (^U)"
        if beyond > 0:
            words += f", {beyond} more characters"
        return Strip([Segment(words, base + Style(dim=True))]).adjust_cell_length(width, base)

    def _draw_text_row(self, row: TextRow, base: Style) -> list[Segment]:
        """The words of a row, cut wherever a layer begins or ends."""
        assert self._layout is not None
        text = self._layout.text
        layers = self.layers_over(row)
        labels = list(place_labels(row, text, self._labels, self._page[0]))
        cuts = {row.start, row.end}
        for start, end, *_ in [*layers, *labels]:
            cuts.update(offset for offset in (start, end) if row.start < offset < row.end)
        label_style = self.get_component_rich_style("answer-text--label", partial=True)

        segments = []
        for start, end in pairwise(sorted(cuts)):
            style = base
            for low, high, layer in layers:
                if low <= start and end <= high:
                    style = style + layer
            label = next((one for one in labels if one.start <= start and end <= one.end), None)
            if label is None:
                segments.append(Segment(text[start:end], style))
            else:
                letters = fit_label(label, row, start, end)
                segments.append(Segment(letters, base + label_style))
        return segments

    def layers_over(self, row: TextRow) -> list[Layer]:
        """What lies over the words of a row, from the lowest up; offsets are those of the page."""
        page_start = self._page[0]
        quote = self.get_component_rich_style("answer-text--quote", partial=True)
        layers = []
        for mark in self._marks_on_page():
            if not mark.tentative:
                layers.append((mark.start, mark.end, quote))
        layers += self._layers_of_hits()
        evidence = self.get_component_rich_style("answer-text--evidence", partial=True)
        for start, end in self._evidence:
            layers.append((start - page_start, end - page_start, evidence))
        return layers + self._layers_of_selection(row)

    def _layers_of_hits(self) -> list[Layer]:
        page_start = self._page[0]
        style = self.get_component_rich_style("answer-text--hit", partial=True)
        return [(start - page_start, end - page_start, style) for start, end in self._hits]

    def _layers_of_selection(self, row: TextRow) -> list[Layer]:
        """The selection, else the caret where it is on this row."""
        page_start = self._page[0]
        span = self.selection.span
        if span is not None:
            style = self.get_component_rich_style("answer-text--selection", partial=True)
            return [(span[0] - page_start, span[1] - page_start, style)]

        caret = self.selection.caret - page_start
        if not row.start <= caret < row.end:
            return []
        after = next((offset for offset in row.offsets if offset > caret), row.end)
        style = self.get_component_rich_style("answer-text--caret", partial=True)
        return [(caret, after, style)]

    def _draw_bar_row(self, row: BarRow, base: Style) -> list[Segment]:
        style = base + self.get_component_rich_style("answer-text--bar", partial=True)
        marks = self._marks_on_page()
        segments: list[Segment] = []
        column = 0
        for bar in row.bars:
            segments.append(Segment(" " * (bar.column - column), base))
            segments.append(Segment(bar.text, style + _bar_style(marks, bar)))
            column = bar.column + cell_len(bar.text)
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
        """The selection stays as it is."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_mouse_scroll_down(self) -> None:
        """Scroll down a little."""
        self.scroll_rows(2)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up a little."""
        self.scroll_rows(-2)

    def _announce_selection(self) -> None:
        self.refresh()
        self.post_message(self.Selected())


class TranslatedText(AnswerText):
    """A translation, to be read: codes and quotes are of the original."""

    def layers_over(self, row: TextRow) -> list[Layer]:  # noqa: ARG002
        """Nothing is marked here but words that were looked for."""
        return self._layers_of_hits()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Nothing is selected here."""
        event.prevent_default()


def _bar_style(marks: Sequence[SpanMark], bar: BarPiece) -> Style:
    # A mark may be gone before the bars are laid out anew.
    is_known = bar.mark_index < len(marks)
    colour = marks[bar.mark_index].colour if is_known else None
    return Style(color=colour) if colour else Style.null()
