"""Asking for one line: a reason, a name."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tipcoder.tui.drawing import as_content, as_content_line
from tipcoder.tui.screens.draft_box import DraftBox
from tipcoder.tui.widgets.entry import LineEntry


class LineBox(DraftBox[str | None]):
    """Ends with the line, which is not empty, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False)
    ]

    def __init__(
        self, title: str, typed: str = "", hint: str = "", draft_place: str | None = None
    ) -> None:
        """`draft_place` names a draft of this line, where the title does not say enough."""
        super().__init__(draft_place or title)
        self._title = title
        self._typed = typed
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(id="line"):
            yield Static(as_content(self._title), id="line-title")
            typed = self.find_initial_words(self._typed)
            # Going on with words that are there is commoner than replacing them.
            yield LineEntry(typed, id="line-input", select_on_focus=False)
            keys = f"Enter takes it · Esc closes. {self._hint}"
            yield Static(as_content_line(keys), id="line-hint")

    def on_mount(self) -> None:
        """Typing begins at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _take_line(self, event: Input.Submitted) -> None:
        line = event.value.strip()
        # An empty line says nothing: the box stays, and Esc leaves it.
        if line:
            self.dismiss(line)
