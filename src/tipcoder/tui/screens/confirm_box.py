"""Saying what a change would touch, before it is made."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.tui.drawing import as_content, as_content_line
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import join_with_twins


@outlives_faults
class ConfirmBox(ModalScreen[bool]):
    """Ends with whether to do it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(join_with_twins(("enter", "y")), "dismiss(True)", "Do it", show=False),
        Binding(join_with_twins(("escape", "n")), "dismiss(False)", "Leave it", show=False),
    ]

    def __init__(self, sentence: str, *, undoable: bool = True) -> None:
        super().__init__()
        self._sentence = sentence
        self._undoable = undoable

    def compose(self) -> ComposeResult:
        with Vertical(id="confirm"):
            # The sentence may name codes: it is text and never markup.
            yield Static(as_content(f"{self._sentence}."))
            undo = ", and u takes it back" if self._undoable else ""
            keys = as_content_line(f"Enter does it{undo} · Esc leaves it")
            yield Static(keys, id="confirm-hint")
