"""Jumping: letters lie on codes and answers, and one of them is waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual import events
from textual.app import App
from textual.screen import ModalScreen

from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import latin_twin
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.tui.widgets.code_list import CodeList

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""In order of reach; capitals are the same places for another kind of target."""


@outlives_faults
class Jump(ModalScreen[str | None]):
    """Ends with the letter pressed, in Latin whatever the layout; else with None."""

    def on_key(self, event: events.Key) -> None:
        """One key is all that is waited for."""
        # The screen below has commands on the same letters: it must not hear of this key.
        event.stop()
        event.prevent_default()
        letter = latin_twin(event.character) if event.character else None
        if letter and letter.lower() in LETTERS:
            self.dismiss(letter)
        else:
            self.dismiss(None)

    def on_click(self) -> None:
        """The mouse ends it too."""
        self.dismiss(None)


class JumpScreen(Protocol):
    """A screen with codes and answers that a letter reaches."""

    @property
    def app(self) -> App[Any]:
        """The application, which waits for the letter."""

    @property
    def answer_list(self) -> AnswerList:
        """The answers listed."""

    @property
    def code_list(self) -> CodeList:
        """The codes."""

    def add_class(self, *class_names: str, update: bool = True) -> object:
        """As Textual's."""

    def remove_class(self, *class_names: str, update: bool = True) -> object:
        """As Textual's."""

    def go_to(self, place: int) -> None:
        """Make another answer the current one."""


class CodeJumping:
    """Puts letters on what is in sight, and goes where the one that is pressed leads."""

    def __init__(self, screen: JumpScreen, apply_code: Callable[[str], None]) -> None:
        self._screen = screen
        self._apply_code = apply_code

    def action_jump(self) -> None:
        """Show letters on codes without a digit and on the answers in sight; wait for one."""
        answers, codes = self._screen.answer_list, self._screen.code_list
        answers.lettered = codes.lettered = LETTERS
        # The definition card makes room, because a letter reaches every code in sight.
        self._screen.add_class("-jumping")
        self._screen.app.push_screen(Jump(), self._use_jump_letter)

    def _use_jump_letter(self, letter: str | None) -> None:
        answers, codes = self._screen.answer_list, self._screen.code_list
        # Which code a letter is on depends on what is in sight: find it before the room changes.
        code = None
        if letter is not None and letter.islower():
            code = codes.code_at_letter(LETTERS.index(letter))
        answers.lettered = codes.lettered = ""
        self._screen.remove_class("-jumping")

        if letter is not None and letter.isupper():
            self._screen.go_to(answers.first_visible + LETTERS.index(letter.lower()))
        elif code is not None:
            self._apply_code(code)
