"""Something to read, and nothing to do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import join_with_twins


@outlives_faults
class ReadingBox(ModalScreen[None]):
    """Lines under a title; arrow keys scroll, Esc closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(join_with_twins(("escape", "enter", "q")), "dismiss(None)", "Close", show=False)
    ]

    def __init__(self, title: Content, lines: Content) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="reading"):
            yield Static(self._title, id="reading-title")
            # The container scrolls, so that long texts stay whole.
            yield Static(self._lines)

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one("#reading").focus()
