"""Writing a memo: lines of text that are kept however the box is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tipcoder.text import printable
from tipcoder.tui.drawing import shown, shown_line


class MemoBox(ModalScreen[str | None]):
    """Ends with the text. There is no way to leave without keeping it: undo takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", "Keep", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str, others: Sequence[str] = (), hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._others = others
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(id="memo"):
            yield Static(shown_line(self._title), id="memo-title")
            for other in self._others:
                yield Static(shown(other), classes="memo-other")
            # What is printable here is what is kept: a memo is for reading, it needs no control characters.
            yield TextArea(printable(self._text), id="memo-text", tab_behavior="focus", soft_wrap=True)
            hint = self._hint or "No text takes the memo away."
            yield Static(Content(f"Esc keeps it and closes; u takes it back. {hint}"), id="memo-hint")

    def on_mount(self) -> None:
        """Write on at the end."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def action_keep(self) -> None:
        """Close with what is written."""
        self.dismiss(self.query_one(TextArea).text)
