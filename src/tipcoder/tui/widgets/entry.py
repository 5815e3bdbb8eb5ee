"""Where people type or paste: what is pasted may hold anything, and is shown."""

from __future__ import annotations

from textual import events
from textual.widgets import Input, TextArea

from tipcoder.text import printable, printable_line


class LineEntry(Input):
    """One line of text."""

    def _on_paste(self, event: events.Paste) -> None:
        # Textual calls this before its own handler, which takes the event as it is then.
        event.text = printable_line(event.text.strip("\n"))


class TextEntry(TextArea):
    """Lines of text."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = printable(event.text.replace("\r\n", "\n").replace("\r", "\n"))
