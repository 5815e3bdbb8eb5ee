"""Keys that mean something else for a moment, while the screen below is seen and not covered."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.screen import ModalScreen

from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import latin_twin

TakeKey = Callable[[str, str], bool]
"""Takes a key: its name as Textual gives it, and the character, if any, as a Latin layout sends it
from the same place. Returns whether more keys are waited for.
"""


@outlives_faults
class KeyCatcher(ModalScreen[None]):
    """Hands every key to whoever asked for them, until they are enough. A click ends it too."""

    def __init__(self, take_key: TakeKey) -> None:
        super().__init__()
        self._take_key = take_key

    def on_key(self, event: events.Key) -> None:
        """The screen below has commands on the same keys: it must not hear of them."""
        event.stop()
        event.prevent_default()
        character = event.character or ""
        if character:
            character = latin_twin(character)
        if not self._take_key(event.key, character):
            self.dismiss(None)

    def on_click(self) -> None:
        """The mouse ends it."""
        self.dismiss(None)
