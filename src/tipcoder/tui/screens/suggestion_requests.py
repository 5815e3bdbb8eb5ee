"""Asking for suggestions: nothing before the coder asks, and no key waits for them.

What is offered stays in its place until she asks anew or goes to another answer. The worker makes
offers in a thread of its own; they arrive here as a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import on
from textual.message import Message

from tipcoder.errors import TipcoderError
from tipcoder.tui.screens.order_actions import OrderActions
from tipcoder.tui.workbench import Workbench

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offer, Offers

ASKED, MODE = "asked", "mode"
"""How offers came to be shown; it is recorded with them."""
READING = "The answers are being read; suggestions come when that is done. Go on meanwhile."


class SuggestionRequests(OrderActions):
    """Asking for offers, receiving them, and hiding them."""

    @dataclass
    class OffersMade(Message):
        """The worker has made offers."""

        offers: Offers

    offers: Offers | None = None
    """What is offered on the answer shown, if anything is."""
    always = False
    """Whether offers are asked for on every answer."""
    _rejected: frozenset[str] = frozenset()
    """Codes that are offered and were rejected on the answer shown."""
    _asked_for: int | None = None
    """The answer that offers were asked for last."""
    _waiting_offers: Offers | None = None
    """What came while the coder had gone on with the answer: it is shown when she asks again."""
    _went_on = False
    """Whether a key was pressed since offers were asked for."""

    # --- for the screens below --------------------------------------------------------------------

    def show_offers(self) -> None:
        """Show the codes with what is offered, and the answer with its evidence."""
        raise NotImplementedError

    def announce_offers(self, offers: Sequence[Offer]) -> None:
        """Offers are shown, the best one first: move the cursor there and say what it is."""
        raise NotImplementedError

    # --- asking -----------------------------------------------------------------------------------

    def action_suggest(self) -> None:
        if self.offers is not None:
            self._hide_offers()
            self.show_status("Suggestions are hidden.")
            return
        self.clear_status()
        waiting = self._waiting_offers
        if waiting is not None and waiting.answer_id == self.list.current:
            self._show_new_offers(waiting)
        else:
            self._ask_for_offers(ASKED)

    def action_suggest_always(self) -> None:
        self.always = not self.always
        self.show_title()
        if not self.always:
            self._hide_offers()
            self.show_status("Suggestions come only when you ask with p.")
            return
        self.show_status("Suggestions come on every answer; P ends that.")
        if self.offers is None:
            self._ask_for_offers(MODE)

    def _ask_for_offers(self, how: str) -> None:
        answer = self.answer
        if answer is None:
            return
        self._asked_for = answer.id
        self._went_on = False
        self._waiting_offers = None

        refusal = self._find_refusal(answer.id)
        if refusal:
            # Nothing is ever offered on this answer: nobody should wait until all answers are read.
            self.desk.cancel_offers()
            self.append_status(refusal)
            return
        # Asked for all the same: they come when the answers are read.
        if not self.desk.ready:
            self.append_status(READING)
        self.desk.request_offers(answer.id, how, self._post_offers)

    def _find_refusal(self, answer_id: int) -> str:
        try:
            return self.desk.find_refusal(answer_id)
        except TipcoderError as fault:
            return cast("Workbench", self.app).format_refusal(fault)

    def _post_offers(self, offers: Offers) -> None:
        """Called from the worker's thread; a message brings them into this one."""
        self.post_message(self.OffersMade(offers))

    # --- receiving --------------------------------------------------------------------------------

    @on(OffersMade)
    def _receive_offers(self, message: OffersMade) -> None:
        offers = message.offers
        # She has gone to another answer meanwhile.
        if offers.answer_id != self.list.current:
            return
        if not offers.offers:
            self.append_status(offers.why_none)
        elif self._went_on or self.app.screen is not self:
            # A code must not change its digit just when she presses it.
            self._waiting_offers = offers
            self.append_status("Suggestions are there; p shows them.")
        else:
            self._show_new_offers(offers)

    def on_key(self) -> None:
        """The coder goes on, and does not wait for what she has asked for."""
        self._went_on = True

    def _show_new_offers(self, offers: Offers) -> None:
        self.offers = offers
        self._waiting_offers = None
        # That somebody saw them is needed to judge how codes came about.
        self.desk.record_shown([offer.shown for offer in offers.offers])
        self.show_offers()
        self.announce_offers(offers.offers)

    # --- when they no longer fit ------------------------------------------------------------------

    def answer_changed(self) -> None:
        """Another answer is shown: what was offered for the one before is gone."""
        # The same answer may be shown anew, and keeps its offers.
        if self._asked_for != self.list.current:
            self.forget_offers()

    def forget_offers(self) -> None:
        """What was offered no longer fits."""
        self._clear_offers()
        if self.always:
            self._ask_for_offers(MODE)
        else:
            self.desk.cancel_offers()

    def _hide_offers(self) -> None:
        self._clear_offers()
        self.desk.cancel_offers()
        self.show_offers()

    def _clear_offers(self) -> None:
        self.offers = None
        self._rejected = frozenset()
        self._asked_for = None
        self._waiting_offers = None
