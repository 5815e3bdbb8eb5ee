"""One key after the other: the next one waits until the one before it has acted and is shown.

Textual passes a key to the widget in focus, then to its parents, and only then looks up what the
key is bound to. Screens and boxes open and close in their own time, and a command may leave part
of its work until the screen is drawn. So two keys that are pressed quickly could overtake a change:
the second would act on what is being left. Here it waits until the change is complete.
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
"""Seconds after which the next key is released in any case: a widget may be removed with a key."""
_ROUNDS = 3
"""How often all queues are emptied after a box: it tells the screen that opened it, which acts."""

KeyOrPaste = events.Key | events.Paste


class KeyQueue:
    """The keys of one application.

    Nothing in here blocks: everything goes by callbacks, in the order of the message queues.
    """

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._waiting: deque[KeyOrPaste] = deque()
        self._under_way: KeyOrPaste | None = None
        self._screen: Screen[Any] | None = None
        self._back: KeyOrPaste | None = None
        self._patience: Timer | None = None

    def start_or_queue_key(self, event: KeyOrPaste) -> bool:
        """Queue the key if another one is under way, else start it; returns whether it waits."""
        if self._under_way not in (None, event):
            self._waiting.append(event)
            return True

        self._under_way = event
        self._screen = self._app.screen
        self._patience = self._app.set_timer(_LONGEST, lambda: self._release_next_key(event))
        return False

    def on_key_sent(self, event: KeyOrPaste) -> None:
        """The application has passed the event on, or has run its command at once."""
        if event.is_forwarded:
            receiver = self._app.focused or self._app.screen
            self._call_after_queues(receiver, lambda: self._on_key_passed(event))
        else:
            self._on_command_done(event)

    def on_key_returned(self, event: KeyOrPaste) -> None:
        """No widget used the event, and the application has run its command."""
        if self._under_way is event:
            self._back = event
            self._on_command_done(event)

    def _on_key_passed(self, event: KeyOrPaste) -> None:
        # A key that has not come back was used up by a widget, as a letter that is typed.
        if self._back is not event:
            self._wait_until_settled(event, 0)

    def _on_command_done(self, event: KeyOrPaste) -> None:
        # What the command asked of the application comes next in its queue. A box takes longer:
        # it closes, and then tells the screen below.
        rounds = self._count_rounds(self._screen)
        self._app.call_later(self._wait_until_settled, event, rounds)

    @staticmethod
    def _count_rounds(left: Screen[Any] | None) -> int:
        """How often to empty the queues when this screen was in front."""
        return _ROUNDS if left is not None and left.is_modal else 0

    def _wait_until_settled(self, event: KeyOrPaste, rounds: int) -> None:
        """Empty the queues from the widget in focus up to the application, `rounds` times.

        They tell each other in that order what was chosen. A new screen is waited for until it is
        drawn.
        """
        before, now = self._screen, self._app.screen
        if now is not before:
            self._screen = now
            rounds = self._count_rounds(before)
            now.call_after_refresh(self._app.call_later, self._wait_until_settled, event, rounds)
        elif rounds:
            receiver = self._app.focused or now
            next_round = partial(self._wait_until_settled, event, rounds - 1)
            self._call_after_queues(receiver, next_round)
        else:
            # `call_after_refresh` goes through the queue of the screen before it is listed there.
            self._call_after_queues(now, partial(self._wait_for_drawing, event))

    def _wait_for_drawing(self, event: KeyOrPaste) -> None:
        """Release the next key when nothing is left to be done after the screen is drawn.

        A command may leave work to `call_after_refresh`, as one that lists something in a pane
        which has no size before. Only then is a drawing waited for: it costs a frame.
        """
        screen = self._app.screen
        is_work_left = bool(screen._callbacks)
        if screen is not self._screen:
            self._wait_until_settled(event, 0)
        elif is_work_left:
            screen.call_after_refresh(self._app.call_later, self._wait_until_settled, event, 0)
        else:
            self._release_next_key(event)

    def _call_after_queues(self, node: MessagePump, then: Callable[[], None]) -> None:
        """Call back when the node, and all above it, have done what waits in their queues now."""
        above = self._app if node._parent is None else node._parent
        step: Callable[[], object]
        if above is self._app:
            step = partial(self._app.call_later, then)
        else:
            step = partial(self._call_after_queues, above, then)

        is_queued = node.call_later(step)
        if not is_queued:
            self._app.call_later(then)  # the node is being removed

    def _release_next_key(self, event: KeyOrPaste) -> None:
        if self._under_way is not event:
            return  # it took too long, and the next one is under way
        if self._patience is not None:
            self._patience.stop()

        # The next one is under way at once: a key pressed just now must not get before it.
        self._under_way = None
        if self._waiting:
            self._under_way = self._waiting.popleft()
            self._app.post_message(self._under_way)
