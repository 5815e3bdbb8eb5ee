"""The answers as a table: attributes of the case, and the coder's codes. Virtual like the list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tipcoder.errors import TipcoderError
from tipcoder.model.answers import GridLine
from tipcoder.tui.drawing import draw_with_hits, fit_to_width
from tipcoder.tui.widgets.answer_list import format_state
from tipcoder.tui.widgets.grid_columns import MARKS_WIDTH, TEXT, GridColumns
from tipcoder.tui.widgets.pages import Pages
from tipcoder.tui.widgets.virtual_list import VirtualList


class AnswerGrid(VirtualList):
    """Rows with a heading that stays. Keys are the screen's; the mouse works here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "answer-grid--cursor",
        "answer-grid--marked",
        "answer-grid--finished",
        "answer-grid--head",
        "answer-grid--place",
        "answer-grid--hit",
    }

    heading_lines = 1

    @dataclass
    class Chosen(Message):
        """Somebody clicked on a row, twice if `open`."""

        index: int
        open: bool

    @dataclass
    class Ordered(Message):
        """Somebody clicked on a heading."""

        by: str

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Mapping[int, GridLine]],
        label: Callable[[str], str],
        attributes: Sequence[str],
        marked: Collection[int],
        find_hits: Callable[[str], Sequence[tuple[int, int]]],
    ) -> None:
        """`label` names a code; `marked` are the ids of marked rows, which the screen changes;
        `find_hits` says what to mark in a text.
        """
        super().__init__()
        self._find_hits = find_hits
        self._pages = Pages(fetch)
        self._columns = GridColumns(attributes, label)
        self._marked = marked
        self._cursor = 0
        self._order = ("question", False)

    def show_answers(self, ids: Sequence[int], cursor: int, order: tuple[str, bool]) -> None:
        """List these answers, ordered by (column, whether reversed)."""
        self._pages.list_ids(ids)
        self._order = order
        self._columns.forget_widths()
        self.virtual_size = Size(0, len(ids) + self.heading_lines)
        self.go_to(cursor)
        self.refresh()

    def go_to(self, cursor: int) -> None:
        """Put the cursor on a row and bring it into view."""
        before = self._cursor
        self._cursor = cursor
        if not self.is_in_view(cursor):
            is_above = cursor < self.first_visible
            self.scroll_to_row(cursor if is_above else cursor - self.rows_in_view + 1)
            return  # scrolling draws every row
        for changed in {before, cursor}:
            self.refresh_row(changed)

    def redraw_answers(self, ids: Sequence[int]) -> None:
        """Draw these answers anew."""
        for answer_id in ids:
            self._pages.forget_lines(answer_id)
        self.refresh()

    def redraw_all(self) -> None:
        """Draw everything anew."""
        self._pages.forget_lines()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The heading, one row, or an empty line below the end."""
        width = self.scrollable_content_region.width
        try:
            if y < self.heading_lines:
                return self._draw_heading(width)
            return self._draw_row(self.row_at(y), width)
        except TipcoderError:
            # The store cannot be read; the screen says so.
            return Strip.blank(width, self.rich_style)

    def _draw_heading(self, width: int) -> Strip:
        if len(self._pages):
            # The widths of columns are known once the rows below are.
            self._fetch_row(min(self.first_visible, len(self._pages) - 1))
        heading = self._format_heading(width)
        return Strip([Segment(heading, self.component_style("answer-grid--head"))], width)

    def _format_heading(self, width: int) -> str:
        by, is_reversed = self._order
        sign = "▴" if is_reversed else "▾"
        headings = []
        for column in self._columns.fit_columns(width):
            heading = f"{sign}{column.heading}" if column.by == by else column.heading
            headings.append(fit_to_width(heading, column.width))
        return fit_to_width(" " * MARKS_WIDTH + " ".join(headings), width)

    def _draw_row(self, index: int, width: int) -> Strip:
        if index >= len(self._pages):
            return Strip.blank(width, self.rich_style)
        row = self._fetch_row(index)
        answer_id = self._pages.id_at(index)
        has_cursor = index == self._cursor
        is_marked = answer_id in self._marked

        style = self.rich_style
        if row.line.finished and not row.line.is_mixed:
            style += self.component_style("answer-grid--finished")
        if is_marked:
            style += self.component_style("answer-grid--marked")
        if has_cursor:
            style += self.component_style("answer-grid--cursor")

        marks = Segment(_format_marks(row, has_cursor, is_marked), style)
        # On a coloured line a second colour would have to be read against a third.
        is_coloured = has_cursor or is_marked
        place_style = style if is_coloured else style + self.component_style("answer-grid--place")
        return Strip([marks, *self._build_cells(row, width, style, place_style)], width)

    def _build_cells(
        self, row: GridLine, width: int, style: Style, place_style: Style
    ) -> list[Segment]:
        cells = self._columns.format_cells(row)
        segments = []
        for column in self._columns.fit_columns(width):
            if column.by == TEXT:
                text = fit_to_width(row.line.excerpt, column.width)
                hit = self.component_style("answer-grid--hit")
                segments += draw_with_hits(text, self._find_hits(row.line.excerpt), style, hit)
                continue
            cell = fit_to_width(cells[column.by], column.width) + " "
            segments.append(Segment(cell, style if column.by == "codes" else place_style))
        return segments

    def _fetch_row(self, index: int) -> GridLine:
        row, more = self._pages.fetch_line(index)
        if more:
            self._columns.widen_for(self._pages.loaded_lines())
        return row

    def on_click(self, event: events.Click) -> None:
        """A click on a row goes there, two open it; a click on a heading orders by it."""
        if event.y < self.heading_lines:
            width = self.scrollable_content_region.width
            column = self._columns.find_column(event.x, width)
            if column is not None:
                self.post_message(self.Ordered(column.by))
            return
        index = self.row_at(event.y)
        if 0 <= index < len(self._pages):
            self.post_message(self.Chosen(index, event.chain > 1))


def _format_marks(row: GridLine, has_cursor: bool, is_marked: bool) -> str:
    """The signs before a row: cursor, mark, state, flag or memo."""
    cursor = "▸" if has_cursor else " "
    mark = "■" if is_marked else " "
    return f"{cursor}{mark}{format_state(row.line)}{_format_note_sign(row)} "


def _format_note_sign(row: GridLine) -> str:
    if row.flagged:
        return "⚑"
    return "✎" if row.noted else " "
