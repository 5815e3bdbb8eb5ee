"""Waiting for one letter while the screen below shows which leads where."""

from __future__ import annotations

from textual import events
from textual.screen import ModalScreen

from tipcoder.tui.enduring import FaultTolerant
from tipcoder.tui.keyboard import latin_twin

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""In order of reach; capitals are the same places for another kind of target."""


class Jump(FaultTolerant, ModalScreen[str | None]):
    """Ends with the letter pressed, in Latin whatever the layout; anything else ends it with None."""

    def on_key(self, event: events.Key) -> None:
        """One key is all that is waited for."""
        event.stop()
        event.prevent_default()
        letter = latin_twin(event.character) if event.character else None
        self.dismiss(letter if letter and letter.lower() in LETTERS else None)

    def on_click(self) -> None:
        """The mouse ends it too."""
        self.dismiss(None)
