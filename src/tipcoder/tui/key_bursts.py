"""Keys that come faster than hands: text pasted into a terminal that does not mark a paste.

Most terminals bracket what is pasted, and Textual passes that on as one event. Others send the
letters alone, as do dictation and scripts, and each letter of ours codes, finishes or removes. So
a key is kept back for some milliseconds, and what comes together with many others does nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from textual import events
    from textual.app import App
    from textual.timer import Timer

_TOGETHER = 0.01
"""Seconds between two keys of a burst at most; fast typists are at 0.06, a held key at 0.03."""
_WAIT = 0.005
"""Seconds for which a key is kept back: the terminal's letters are in memory by then."""
_AFTERWARDS = 0.1
"""Seconds after a burst in which more of the same text may come."""
_MOST_BY_HAND = 7
"""Keys that may come together: a slow line keeps some back, and a macro sends a handful."""
_FEWEST_DIFFERENT = 4
"""A held key on a slow line comes in bursts, too, but it is one key; words have many letters."""


def is_burst(characters: list[str]) -> bool:
    """Whether these came from a text and not from hands, given that they came together."""
    return len(characters) > _MOST_BY_HAND and len(set(characters)) >= _FEWEST_DIFFERENT


class KeyBursts:
    """The keys of one application before anything acts on them."""

    def __init__(self, app: App[None], report_burst: Callable[[int], None]) -> None:
        self._app = app
        self._report_burst = report_burst
        self._held: list[events.Key] = []
        self._released: deque[events.Key] = deque()
        self._timer: Timer | None = None
        self._burst_time = float("-inf")

    def hold_key(self, event: events.Key) -> bool:
        """Keep a key back until it is known what comes with it; returns whether it is kept."""
        if self._released and self._released[0] is event:
            self._released.popleft()
            return False
        if event.time - self._burst_time < _AFTERWARDS:
            self._burst_time = event.time
            return True  # the rest of the same text
        if not self._held and self._is_writing():
            return False  # any text may be pasted there

        if self._held and event.time - self._held[-1].time > _TOGETHER:
            self._release_held()
        self._held.append(event)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(_WAIT, self._release_held)
        return True

    def _is_writing(self) -> bool:
        return isinstance(self._app.focused, Input | TextArea)

    def _release_held(self) -> None:
        """Pass on what was kept back, in its order, or drop it where no hands sent it."""
        held, self._held = self._held, []
        characters = [key.character for key in held if key.character]
        if is_burst(characters):
            self._burst_time = held[-1].time
            self._report_burst(len(characters))
            return

        for key in held:
            self._released.append(key)
            self._app.post_message(key)
