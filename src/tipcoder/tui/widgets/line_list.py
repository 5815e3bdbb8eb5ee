"""A virtual list of one-line things: it asks only for the lines on screen, whatever their number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tipcoder.tui.drawing import fit_to_width


class ListEntry(NamedTuple):
    """One line: how it stands, where it is, and its words."""

    standing: str
    where: str
    words: str
    quiet: bool = False


class LineList(ScrollView):
    """Keys are the screen's; the mouse works here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--current",
        "line-list--quiet",
        "line-list--where",
    }

    can_focus = False

    @dataclass
    class Chosen(Message):
        """Somebody clicked on a line."""

        index: int

    def __init__(self, line: Callable[[int], ListEntry], standing: int, where: int) -> None:
        """`line` gives the line at a place; `standing` and `where` are the columns that these "
        "two may take."""
        super().__init__()
        self._line = line
        self._columns = (standing, where)
        self._count = 0
        self._current = 0

    def show_lines(self, count: int, current: int) -> None:
        """List so many lines."""
        self._count = count
        self.virtual_size = Size(0, count)
        self.go_to(current)
        self.refresh()

    def go_to(self, index: int) -> None:
        """Mark a line as the current one and bring it into view."""
        before, self._current = self._current, index
        height = max(self.scrollable_content_region.height, 1)
        if not self.scroll_y <= index < self.scroll_y + height:
            self.scroll_to(
                y=max(min(index, self._count - height), 0),
                animate=False,
                force=True,
                immediate=True,
            )
        for changed in {before, index}:
            self.refresh_line(changed)

    @property
    def page_size(self) -> int:
        """How many lines fit."""
        return max(self.scrollable_content_region.height - 1, 1)

    def render_line(self, y: int) -> Strip:
        """One line, or an empty one below the end."""
        index = y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        base = self.rich_style
        if index >= self._count:
            return Strip.blank(width, base)
        line, current = self._line(index), index == self._current
        name = "line-list--current" if current else "line-list--quiet" if line.quiet else ""
        style = base + self.get_component_rich_style(name, partial=True) if name else base
        place = (
            style
            if current
            else style + self.get_component_rich_style("line-list--where", partial=True)
        )
        head = f"{'▸' if current else ' '}{fit_to_width(line.standing, self._columns[0])} "
        where = f"{fit_to_width(line.where, self._columns[1])} "
        words = fit_to_width(line.words, max(width - cell_len(head) - cell_len(where), 0))
        return Strip([Segment(head, style), Segment(where, place), Segment(words, style)], width)

    def on_click(self, event: events.Click) -> None:
        """A click chooses a line."""
        index = event.y + round(self.scroll_y)
        if 0 <= index < self._count:
            self.post_message(self.Chosen(index))
