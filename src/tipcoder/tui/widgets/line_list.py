"""A virtual list of one-line things, which asks only for the lines on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tipcoder.tui.drawing import fit_to_width
from tipcoder.tui.widgets.virtual_list import VirtualList


class ListEntry(NamedTuple):
    """One line: how it stands, where it is, and its words."""

    standing: str
    where: str
    words: str
    quiet: bool = False
    """Whether there is nothing to do about it: it stands back."""


class LineList(VirtualList):
    """Keys are the screen's; the mouse works here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--current",
        "line-list--quiet",
        "line-list--where",
    }

    @dataclass
    class Chosen(Message):
        """Somebody clicked on a line."""

        index: int

    def __init__(self, line: Callable[[int], ListEntry], standing: int, where: int) -> None:
        """`line` gives the line at a place.

        `standing` and `where` are the columns that these two parts of a line may take.
        """
        super().__init__()
        self._line = line
        self._standing_width = standing
        self._where_width = where
        self._count = 0
        self._current = 0

    def show_lines(self, count: int, current: int) -> None:
        """List so many lines, one of them the current one."""
        self._count = count
        self.virtual_size = Size(0, count)
        self.go_to(current)
        self.refresh()

    def go_to(self, index: int) -> None:
        """Mark a line as the current one and bring it into view."""
        before = self._current
        self._current = index
        if not self.is_in_view(index):
            last_top = self._count - self.rows_in_view
            self.scroll_to_row(max(min(index, last_top), 0))
        for changed in {before, index}:
            self.refresh_row(changed)

    def render_line(self, y: int) -> Strip:
        """One line, or an empty one below the end."""
        index = self.row_at(y)
        width = self.scrollable_content_region.width
        if index >= self._count:
            return Strip.blank(width, self.rich_style)

        entry = self._line(index)
        is_current = index == self._current
        style = self._choose_style(entry, is_current)
        # On the current line a second colour would have to be read against a third.
        where_style = style if is_current else style + self.component_style("line-list--where")
        mark = "▸" if is_current else " "
        head = f"{mark}{fit_to_width(entry.standing, self._standing_width)} "
        where = f"{fit_to_width(entry.where, self._where_width)} "
        room = max(width - cell_len(head) - cell_len(where), 0)
        words = fit_to_width(entry.words, room)
        segments = [Segment(head, style), Segment(where, where_style), Segment(words, style)]
        return Strip(segments, width)

    def _choose_style(self, entry: ListEntry, is_current: bool) -> Style:
        if is_current:
            return self.rich_style + self.component_style("line-list--current")
        if entry.quiet:
            return self.rich_style + self.component_style("line-list--quiet")
        return self.rich_style

    def on_click(self, event: events.Click) -> None:
        """A click chooses a line."""
        index = self.row_at(event.y)
        if 0 <= index < self._count:
            self.post_message(self.Chosen(index))
