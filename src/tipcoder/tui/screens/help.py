"""Every key and what it does, from the command table."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.tui.commands import Place, by_group

_KEYS = 12


class HelpScreen(ModalScreen[None]):
    """The keys by group; any of Esc, ? and q closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,й,f1,enter", "dismiss(None)", "Close", show=False)
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(_intro())
            for group, commands in by_group(self._place).items():
                yield Static(Content(group), classes="help-group")
                for command in commands:
                    yield Static(
                        Content.assemble(
                            (f"{command.keys_shown():<{_KEYS}}", "bold"), f"{command.label}. {command.help}"
                        ),
                        classes="help-line",
                    )

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one("#help").focus()


def _intro() -> Content:
    return Content(
        "One key codes a whole answer and shows the next. For words in it: s selects a sentence, a digit codes it, "
        "Enter finishes the answer. Several codes on a whole answer: a, then digits, then Enter. "
        "Everything is saved as you press it, and u takes back anything. Letters also work on a Russian layout, "
        "and everything works with the mouse."
    )
