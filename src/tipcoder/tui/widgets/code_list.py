"""The codes in their places: those with a digit, the others below in codebook order.

Those that are applied to the answer have a sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tipcoder.text import make_printable_line
from tipcoder.tui.widgets.digit_row import PINNED
from tipcoder.tui.widgets.virtual_list import VirtualList

ON, ON_SOME = "●", "◐"
"""Signs of a code on the answer, and of one on some of the answers that a line stands for."""
_SIGNS_WIDTH = 4
"""Columns of the digit and the sign, each with a space."""


@dataclass(frozen=True)
class CodeLine:
    """One code as the list shows it."""

    key: str
    label: str
    colour: str | None = None
    note: str = ""
    """A word to the right: how strong a suggestion is, or what became of it."""
    digit: str = ""
    """The key that applies it, if it has one."""
    is_pinned: bool = False
    """Whether it keeps that key."""


class CodeList(VirtualList):
    """Codes one below the other. Keys are the screen's; a click applies a code."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "code-list--cursor",
        "code-list--digit",
        "code-list--rest",
        "code-list--note",
    }

    lettered: reactive[str] = reactive("")
    """Letters to show before the codes in view that have no digit, the first of them first."""

    @dataclass
    class Picked(Message):
        """Somebody clicked on a code."""

        code: str

    def __init__(self) -> None:
        super().__init__()
        self._codes: Sequence[CodeLine] = ()
        self._on: Mapping[str, str] = {}
        self.cursor = 0

    def show_codes(self, codes: Sequence[CodeLine], on: Mapping[str, str]) -> None:
        """Show the codes, best first.

        `on` has a sign for each code that is applied to this answer, `ON` or `ON_SOME`.
        """
        if [code.key for code in codes] != [code.key for code in self._codes]:
            self.cursor = 0
        self._codes = codes
        self._on = on
        if self.virtual_size.height != len(codes):
            # Setting it lays the whole screen out anew.
            self.virtual_size = Size(0, len(codes))
        self.refresh()

    @property
    def current_code(self) -> str | None:
        """The code under the cursor."""
        return self._codes[self.cursor].key if self._codes else None

    @property
    def _first_lettered(self) -> int:
        """The place of the first code in view that has no digit."""
        with_digit = sum(1 for line in self._codes if line.digit)
        return max(self.first_visible, with_digit)

    def code_at_letter(self, letter: int) -> str | None:
        """The code that the letter of this number, from 0, stands before."""
        index = self._first_lettered + letter
        end_of_view = self.first_visible + self.scrollable_content_region.height
        is_in_sight = index < min(len(self._codes), end_of_view)
        return self._codes[index].key if is_in_sight else None

    def go_to(self, code: str) -> None:
        """Put the cursor on a code, if it is listed."""
        for index, line in enumerate(self._codes):
            if line.key == code:
                self.move_cursor(index - self.cursor)
                return

    def move_cursor(self, by: int) -> None:
        """Move the cursor down, or up where `by` is negative, as far as there are codes."""
        last = max(len(self._codes) - 1, 0)
        self.cursor = min(max(self.cursor + by, 0), last)
        if not self.is_in_view(self.cursor):
            is_above = self.cursor < self.first_visible
            top = self.cursor if is_above else self.cursor - self.rows_in_view + 1
            self.scroll_to(y=top, animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One code, or an empty line below the last."""
        index = self.row_at(y)
        width = self.scrollable_content_region.width
        if index >= len(self._codes):
            return Strip.blank(width, self.rich_style)

        line = self._codes[index]
        style = self._choose_style(index)
        colour = Style(color=line.colour) if line.colour else Style.null()
        note = f" {make_printable_line(line.note)} " if line.note else ""
        room = max(width - _SIGNS_WIDTH - cell_len(note), 0)
        label = _cut_label(make_printable_line(line.label), room)

        digit = Segment(self._format_key(index), style + self.component_style("code-list--digit"))
        sign = Segment(f"{self._on.get(line.key, ' ')} ", style + colour)
        note_segment = Segment(note, style + self.component_style("code-list--note"))
        return Strip([digit, sign, Segment(label, style), note_segment], width)

    def _choose_style(self, index: int) -> Style:
        style = self.rich_style
        if not self._codes[index].digit:
            style += self.component_style("code-list--rest")
        if index == self.cursor:
            style += self.component_style("code-list--cursor")
        return style

    def _format_key(self, index: int) -> str:
        """The key that applies the code: its digit, else its letter while letters are shown."""
        line = self._codes[index]
        if line.digit:
            return line.digit + (PINNED if line.is_pinned else " ")
        letter = index - self._first_lettered
        is_lettered = 0 <= letter < len(self.lettered)
        return f"{self.lettered[letter] if is_lettered else ' '} "

    def on_click(self, event: events.Click) -> None:
        """A click applies the code."""
        index = self.row_at(event.y)
        if 0 <= index < len(self._codes):
            self.post_message(self.Picked(self._codes[index].key))


def _cut_label(label: str, room: int) -> str:
    """The label in exactly `room` columns; an ellipsis says that it goes on."""
    if cell_len(label) > room:
        label = set_cell_size(label, max(room - 1, 0)) + "…"
    return set_cell_size(label, room)
