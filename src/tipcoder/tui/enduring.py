"""Screens that outlive a store that cannot be used: one place for whatever a key, a click or a
timer runs into.

Textual ends the program at an exception that a handler lets out, and ends the handler's screen
even where the program goes on. So the store's refusals are caught where messages are handed to
handlers, and told to the application, which says them.
"""

from __future__ import annotations

from typing import Protocol, cast

from textual.message import Message
from textual.message_pump import MessagePump

from tipcoder.errors import TipcoderError


class FaultReporter(Protocol):
    """The application, as far as it is told of refusals."""

    def remember_standing(self) -> None:
        """Something is done now that the store may refuse."""

    def show_refusal(self, fault: TipcoderError) -> None:
        """Say why something was not done, and show what stood before."""


class FaultTolerant(MessagePump):
    """Put before a screen class, or the application's."""

    async def _dispatch_message(self, message: Message) -> None:
        app = cast("FaultReporter", self.app)
        app.remember_standing()
        try:
            await super()._dispatch_message(message)
        except TipcoderError as fault:
            app.show_refusal(fault)
