"""One key after the other: the next one is handed on when what the one before it did is done and shown.

Textual passes a key to the widget in focus, from there upward, and only then looks what it is bound to; screens and
boxes come and go in their own time. Two keys pressed quickly could so overtake a change of screens: the second would
act on the screen that is being left. Here it waits until the new screen stands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message_pump import MessagePump
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

_LONGEST = 2.0
"""Seconds after which the next key is handed on in any case: a widget may be taken away with a key in its hands."""
_ROUNDS = 3
"""How often everything on the way is let finish after a command: a box that closes tells who opened it, who acts."""

KeyOrPaste = events.Key | events.Paste


class KeyQueue:
    """The keys of one application. Nothing in here waits: all goes by callbacks, in the order of the queues."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._waiting: deque[KeyOrPaste] = deque()
        self._under_way: KeyOrPaste | None = None
        self._screen: Screen[Any] | None = None
        self._back: KeyOrPaste | None = None
        self._patience: Timer | None = None

    def start_or_queue_key(self, event: KeyOrPaste) -> bool:
        """Whether another key is under way; if not, this one is from now on."""
        if self._under_way not in (None, event):
            self._waiting.append(event)
            return True
        self._under_way = event
        self._screen = self._app.screen
        self._patience = self._app.set_timer(_LONGEST, lambda: self._release_next_key(event))
        return False

    def on_key_sent(self, event: KeyOrPaste) -> None:
        """The application has handed the event on, or has done at once what it is bound to."""
        if event.is_forwarded:
            self._call_after_queues(self._app.focused or self._app.screen, lambda: self._on_key_passed(event))
        else:
            self._on_command_done(event)

    def on_key_returned(self, event: KeyOrPaste) -> None:
        """No widget wanted the event, and the application has done what it is bound to."""
        if self._under_way is event:
            self._back = event
            self._on_command_done(event)

    def _on_key_passed(self, event: KeyOrPaste) -> None:
        """It has gone its way: if it has not come back, a widget has used it up, as a letter that is typed."""
        if self._back is not event:
            self._wait_until_settled(event, 0)

    def _on_command_done(self, event: KeyOrPaste) -> None:
        """A command was carried out. What it asked of the application is done next; a box takes longer to close."""
        rounds = _ROUNDS if self._screen is not None and self._screen.is_modal else 0
        self._app.call_later(self._wait_until_settled, event, rounds)

    def _wait_until_settled(self, event: KeyOrPaste, rounds: int) -> None:
        """Let all from the widget in focus up to the application finish what they are at, some times over.

        They tell each other in that order what was chosen. A screen that is new is waited for until it is drawn.
        """
        before, now = self._screen, self._app.screen
        if now is not before:
            self._screen = now
            rounds = _ROUNDS if before is not None and before.is_modal else 0
            now.call_after_refresh(self._app.call_later, self._wait_until_settled, event, rounds)
        elif rounds:
            self._call_after_queues(self._app.focused or now, lambda: self._wait_until_settled(event, rounds - 1))
        else:
            self._release_next_key(event)

    def _call_after_queues(self, node: MessagePump, then: Callable[[], None]) -> None:
        """Call back when the node, and all above it, have done what waits in their queues now."""
        above = self._app if node._parent is None else node._parent
        step = (
            partial(self._app.call_later, then) if above is self._app else partial(self._call_after_queues, above, then)
        )
        if not node.call_later(step):
            self._app.call_later(then)  # it is being taken away

    def _release_next_key(self, event: KeyOrPaste) -> None:
        if self._under_way is not event:
            return  # it took too long, and the next one is under way
        if self._patience is not None:
            self._patience.stop()
        # The next one is under way at once: one that is pressed just now must not get before it.
        self._under_way = self._waiting.popleft() if self._waiting else None
        if self._under_way is not None:
            self._app.post_message(self._under_way)
