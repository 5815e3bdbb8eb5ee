"""Waiting for one letter while the screen below shows which leads where."""

from __future__ import annotations

from textual import events
from textual.screen import ModalScreen

from tipcoder.tui.fault_tolerance import FaultTolerant
from tipcoder.tui.keyboard import latin_twin

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""In order of reach; capitals are the same places for another kind of target."""


class Jump(FaultTolerant, ModalScreen[str | None]):
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
