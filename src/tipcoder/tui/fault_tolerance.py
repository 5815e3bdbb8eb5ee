"""Screens that outlive a store that cannot be used: one place for every refusal of the store.

Textual ends the program at an exception that a handler lets out, and ends the handler's screen
even where the program goes on. So the store's refusals are caught where messages are handed to
handlers, and passed to the application, which shows them.
"""

from __future__ import annotations

from typing import Protocol, cast

from textual.message import Message
from textual.message_pump import MessagePump

from tipcoder.errors import TipcoderError


class FaultReporter(Protocol):
    """The application, as far as it is told of refusals."""

    def remember_standing(self) -> None:
        """Remember how things stand, before something that the store may refuse."""

    def show_refusal(self, fault: TipcoderError) -> None:
        """Show why something was not done, and show again what stood before."""


class FaultTolerant(MessagePump):
    """A base class for screens and the application; it comes first, before Textual's own."""

    async def _dispatch_message(self, message: Message) -> None:
        app = cast("FaultReporter", self.app)
        app.remember_standing()
        try:
            await super()._dispatch_message(message)
        except TipcoderError as fault:
            app.show_refusal(fault)
