"""Screens that outlive a store that cannot be used: one place for every refusal of the store.

Textual ends the program at an exception that a handler lets out, and ends the handler's screen
even where the program goes on. So the store's refusals are caught where messages are handed to
handlers, and passed to the application, which shows them.
"""

from __future__ import annotations

from typing import Protocol, TypeVar, cast

from textual.message import Message
from textual.message_pump import MessagePump

from tipcoder.errors import TipcoderError

LOOK_SECONDS = 1.0
"""How often the store is looked at: for trouble, and for what others did."""
PumpType = TypeVar("PumpType", bound=type[MessagePump])


class FaultReporter(Protocol):
    """The application, as far as it is told of refusals."""

    def remember_standing(self) -> None:
        """Remember how things stand, before something that the store may refuse."""

    def show_refusal(self, fault: TipcoderError) -> None:
        """Show why something was not done, and show again what stood before."""


def outlives_faults(pump_class: PumpType) -> PumpType:
    """Decorates a screen or an application, so that it outlives refusals of the store.

    What is derived from the class outlives them as well.
    """
    dispatch_bare = pump_class._dispatch_message

    async def dispatch_message(self: MessagePump, message: Message) -> None:
        app = cast("FaultReporter", self.app)
        app.remember_standing()
        try:
            await dispatch_bare(self, message)
        except TipcoderError as fault:
            app.show_refusal(fault)

    # A decorator and no base class: a screen has few bases, and none that it does not need.
    pump_class._dispatch_message = dispatch_message  # type: ignore[method-assign]
    return pump_class
