"""The codes in their places: nine with a digit, the others below in codebook order, those on this answer marked."""

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
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tipcoder.text import make_printable_line

DIGITS = 9
ON, ON_SOME = "●", "◐"
"""Signs of a code on the answer, and of one on some of the answers that a line stands for."""


@dataclass(frozen=True)
class CodeLine:
    """One code as the list shows it."""

    key: str
    label: str
    colour: str | None = None
    note: str = ""
    """A word to the right: how strong a suggestion is, or what became of it."""


class CodeList(ScrollView):
    """Codes one below the other. Keys are the screen's; a click puts a code on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "code-list--cursor",
        "code-list--digit",
        "code-list--rest",
        "code-list--note",
    }

    can_focus = False
    lettered: reactive[str] = reactive("")
    """Letters to show before the codes in sight that have no digit, the first of them first."""

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
        """Show the codes, best first; `on` has a sign for each that this answer carries, `ON` or "
        "`ON_SOME`."""
        if [c.key for c in codes] != [c.key for c in self._codes]:
            self.cursor = 0
        self._codes, self._on = codes, on
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
        return max(round(self.scroll_y), DIGITS)

    def code_at_letter(self, letter: int) -> str | None:
        """The code that the letter of this number stands before."""
        index = self._first_lettered + letter
        in_sight = round(self.scroll_y) + self.scrollable_content_region.height
        return self._codes[index].key if index < min(len(self._codes), in_sight) else None

    def go_to(self, code: str) -> None:
        """Put the cursor on a code."""
        found = next((i for i, line in enumerate(self._codes) if line.key == code), None)
        if found is not None:
            self.move_cursor(found - self.cursor)

    def move_cursor(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = min(max(self.cursor + by, 0), max(len(self._codes) - 1, 0))
        height = max(self.scrollable_content_region.height, 1)
        top = round(self.scroll_y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One code."""
        index = y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        base = self.rich_style
        if index >= len(self._codes):
            return Strip.blank(width, base)
        line = self._codes[index]
        style = base
        if index >= DIGITS:
            style += self.get_component_rich_style("code-list--rest", partial=True)
        if index == self.cursor:
            style += self.get_component_rich_style("code-list--cursor", partial=True)
        letter = index - self._first_lettered
        sign = self.lettered[letter] if index >= DIGITS and letter < len(self.lettered) else " "
        digit = str(index + 1) if index < DIGITS else sign
        label = make_printable_line(line.label)
        note = f" {make_printable_line(line.note)} " if line.note else ""
        room = max(width - 4 - cell_len(note), 0)
        if cell_len(label) > room:
            label = set_cell_size(label, max(room - 1, 0)) + "…"
        colour = Style(color=line.colour) if line.colour else Style.null()
        return Strip(
            [
                Segment(
                    f"{digit} ",
                    style + self.get_component_rich_style("code-list--digit", partial=True),
                ),
                Segment(f"{self._on.get(line.key, ' ')} ", style + colour),
                Segment(set_cell_size(label, room), style),
                Segment(
                    note, style + self.get_component_rich_style("code-list--note", partial=True)
                ),
            ],
            width,
        )

    def on_click(self, event: events.Click) -> None:
        """A click puts the code on."""
        index = event.y + round(self.scroll_y)
        if 0 <= index < len(self._codes):
            self.post_message(self.Picked(self._codes[index].key))
