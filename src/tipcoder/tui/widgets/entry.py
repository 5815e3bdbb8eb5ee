"""Where people type or paste: what is pasted may hold anything, and is shown."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from tipcoder.text import make_printable, make_printable_line


class LineEntry(Input):
    """One line of text."""

    def _on_paste(self, event: events.Paste) -> None:
        # Textual calls this before its own handler, which takes the event as it is then.
        event.text = make_printable_line(event.text.strip("\n"))


class TextEntry(TextArea):
    """Lines of text.

    ^_ undoes what was typed, as on a shell's line: ^Z suspends the program everywhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+underscore", "undo", "Undo", show=False)]

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = make_printable(event.text.replace("\r\n", "\n").replace("\r", "\n"))
