"""All quotes of a code, one on a line, under headings. Ids are in memory; a line is fetched when it
is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tipcoder.errors import TipcoderError
from tipcoder.text import make_printable_line
from tipcoder.tui.drawing import fit_to_width
from tipcoder.tui.widgets.pages import Pages
from tipcoder.tui.widgets.virtual_list import VirtualList


@dataclass(frozen=True)
class QuoteRow:
    """One quote as the list shows it."""

    case: str
    where: str
    """Its language or its question, whichever the heading does not say."""
    coder: str
    """Who made it; empty for the coder's own."""
    words: str


@dataclass(frozen=True)
class Heading:
    """What stands over the quotes of a group."""

    first: int
    """The place of the first of them."""
    words: str


_WIDEST = (12, 8, 10)
"""Columns that the case, where it is, and the coder may take at most."""


class QuoteList(VirtualList):
    """Quotes under headings, the current one marked. Keys are the screen's; the mouse works here.

    A place is the number of a quote, from 0; a row is a line of the list, headings included.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "quote-list--current",
        "quote-list--heading",
        "quote-list--where",
    }

    @dataclass
    class Chosen(Message):
        """Somebody clicked on a quote."""

        place: int

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Mapping[int, QuoteRow]],
        marked: Collection[int] = frozenset(),
    ) -> None:
        """`fetch` reads the lines of quotes by the numbers of their codings; `marked` has those
        that carry a mark now.
        """
        super().__init__()
        self._marked = marked
        self._pages = Pages(fetch)
        self._headings: Sequence[Heading] = ()
        self._firsts: list[int] = []
        self._heading_rows: list[int] = []
        self._current = 0
        self._widths = (0, 0, 0)

    def show_quotes(self, ids: Sequence[int], headings: Sequence[Heading], current: int) -> None:
        """List these quotes, one of them the current one."""
        self._pages.list_ids(ids)
        self._headings = headings
        self._firsts = [heading.first for heading in headings]
        self._heading_rows = [first + number for number, first in enumerate(self._firsts)]
        self._widths = (0, 0, 0)
        self.virtual_size = Size(0, len(ids) + len(headings))
        self.go_to(current)
        self.refresh()

    def go_to(self, place: int) -> None:
        """Mark a quote as the current one and bring it into view, with a heading right above it."""
        before = self._current
        self._current = place
        row = self._find_row(place)
        top = row - 1 if row - 1 in self._heading_rows else row
        last_top = max(self.virtual_size.height - self.rows_in_view, 0)
        if top < self.first_visible:
            self.scroll_to_row(max(top, 0))
        elif not self.is_in_view(row):
            self.scroll_to_row(min(row - self.rows_in_view + 1, last_top))
        for changed in {before, place}:
            self.refresh_row(self._find_row(changed))

    def _find_row(self, place: int) -> int:
        return place + bisect_right(self._firsts, place)

    def render_line(self, y: int) -> Strip:
        """A quote, a heading, or an empty line below the end."""
        row = self.row_at(y)
        width = self.scrollable_content_region.width
        number = bisect_right(self._heading_rows, row) - 1
        place = row - number - 1
        if number >= 0 and self._heading_rows[number] == row:
            style = self.rich_style + self.component_style("quote-list--heading")
            words = fit_to_width(self._headings[number].words, max(width, 0))
            return Strip([Segment(words, style)], width)
        if place >= len(self._pages):
            return Strip.blank(width, self.rich_style)
        try:
            line = self._fetch_row(place)
        except TipcoderError:
            # The store cannot be read; the screen says so.
            return Strip.blank(width, self.rich_style)
        is_marked = self._pages.id_at(place) in self._marked
        return self._draw_quote(line, place == self._current, is_marked, width)

    def _fetch_row(self, place: int) -> QuoteRow:
        line, more = self._pages.fetch_line(place)
        if more:
            # Columns only ever widen while one list is shown.
            for loaded in self._pages.loaded_lines():
                self._widen(loaded)
        return line

    def _widen(self, line: QuoteRow) -> None:
        parts = (line.case, line.where, line.coder)
        needed = [cell_len(make_printable_line(part)) for part in parts]
        wider = map(max, self._widths, map(min, needed, _WIDEST))
        case_width, where_width, coder_width = wider
        self._widths = (case_width, where_width, coder_width)

    def _draw_quote(self, line: QuoteRow, is_current: bool, is_marked: bool, width: int) -> Strip:
        style = self.rich_style
        if is_current:
            style += self.component_style("quote-list--current")
        # On the current line a second colour would have to be read against a third.
        quiet = style if is_current else style + self.component_style("quote-list--where")

        head = "▸" if is_current else " "
        # The column of marks is there only while something is marked.
        if self._marked:
            head += "■ " if is_marked else "  "
        parts = (line.case, line.where, line.coder)
        for part, part_width in zip(parts, self._widths, strict=True):
            if part_width:
                head += f"{fit_to_width(part, part_width)} "
        words = fit_to_width(line.words, max(width - cell_len(head), 0))
        return Strip([Segment(head, quiet), Segment(words, style)], width)

    def on_click(self, event: events.Click) -> None:
        """A click chooses a quote."""
        row = self.row_at(event.y)
        number = bisect_right(self._heading_rows, row) - 1
        place = row - number - 1
        is_heading = number >= 0 and self._heading_rows[number] == row
        if not is_heading and 0 <= place < len(self._pages):
            self.post_message(self.Chosen(place))
