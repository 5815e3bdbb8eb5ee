"""A list that draws only the rows on screen, whatever their number.

Textual's own lists measure every row; with 100,000 answers that takes seconds.
"""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView


class VirtualList(ScrollView):
    """Rows of one line each, below a heading that stays. Keys are the screen's.

    A row is known by its place in the whole list, from 0; `y` is a line of the widget.
    """

    can_focus = False
    heading_lines = 0
    """Lines above the rows that do not scroll."""

    @property
    def first_visible(self) -> int:
        """The place of the first row in view."""
        return round(self.scroll_y)

    @property
    def rows_in_view(self) -> int:
        """How many rows fit, at least one."""
        return max(self.scrollable_content_region.height - self.heading_lines, 1)

    @property
    def page_size(self) -> int:
        """How many rows a page turns: one less than fit, so that one row stays in view."""
        return max(self.rows_in_view - 1, 1)

    def is_in_view(self, index: int) -> bool:
        """Whether a row is drawn."""
        return self.first_visible <= index < self.first_visible + self.rows_in_view

    def row_at(self, y: int) -> int:
        """The place of the row on a line; it may lie beyond the last row."""
        return y - self.heading_lines + self.first_visible

    def refresh_row(self, index: int) -> None:
        """Draw one row anew, if it is in view: the whole list would cost a frame at every key."""
        y = index - self.first_visible + self.heading_lines
        if self.heading_lines <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def scroll_to_row(self, index: int) -> None:
        """Make a row the first one in view, at once."""
        self.scroll_to(y=index, animate=False, force=True, immediate=True)

    def component_style(self, name: str) -> Style:
        """What the style sheet says of a component class, to be laid over another style."""
        return self.get_component_rich_style(name, partial=True)
