"""Asking for suggestions: nothing before the coder asks, and no key waits for them.

What is offered stays in its place until she asks anew or goes to another answer. The worker makes
offers in a thread of its own; they arrive here as a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from textual.message import Message

from tipcoder.errors import TipcoderError
from tipcoder.tui.screens.controller import CodedAnswerScreen
from tipcoder.tui.workbench import Workbench

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offer, Offers

ASKED, MODE = "asked", "mode"
"""How offers came to be shown; it is recorded with them."""
READING = "The answers are being read; suggestions come when that is done. Go on meanwhile."


@dataclass
class OffersMade(Message):
    """The worker has made offers."""

    offers: Offers


class SuggestionScreen(CodedAnswerScreen, Protocol):
    """The coding screen, where suggestions are shown."""

    def post_message(self, message: Message) -> bool:
        """Send a message from any thread to the screen, which hands offers on to `take_offers`."""

    def show_offers(self) -> None:
        """Show the codes with what is offered, and the answer with its evidence."""

    def announce_offers(self, offers: Sequence[Offer]) -> None:
        """Offers are shown, the best one first: move the cursor there and say what it is."""


class SuggestionRequests:
    """Asks for offers, receives them, and hides them."""

    def __init__(self, screen: SuggestionScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self.offers: Offers | None = None
        """What is offered on the answer shown, if anything is."""
        self.always = False
        """Whether offers are asked for on every answer."""
        self.rejected: frozenset[str] = frozenset()
        """Codes that are offered and were rejected on the answer shown."""
        self._asked_for: int | None = None
        """The answer that offers were asked for last."""
        self._waiting_offers: Offers | None = None
        """What came while the coder had gone on: it is shown when she asks again."""
        self._went_on = False
        """Whether a key was pressed since offers were asked for."""

    # --- what is offered --------------------------------------------------------------------------

    @property
    def offered(self) -> Sequence[Offer]:
        """The offers on the answer shown, the best one first."""
        return () if self.offers is None else self.offers.offers

    def find_offer(self, code: str | None) -> Offer | None:
        """The offer of a code that was not rejected, if there is one here."""
        for offer in self.offered:
            if offer.code == code and code not in self.rejected:
                return offer
        return None

    def read_verdicts(self) -> None:
        """Read which of the offers are rejected by now; undo may have changed it."""
        if self.offers is not None:
            sheet = self._session.read_sheet(self.offers.answer_id)
            self.rejected = sheet.rejected

    # --- asking -----------------------------------------------------------------------------------

    def action_suggest(self) -> None:
        if self.offers is not None:
            self._hide_offers()
            self._screen.show_status("Suggestions are hidden.")
            return
        self._screen.clear_status()
        waiting = self._waiting_offers
        if waiting is not None and waiting.answer_id == self._screen.list.current:
            self._show_new_offers(waiting)
        else:
            self._ask_for_offers(ASKED)

    def action_suggest_always(self) -> None:
        self.always = not self.always
        self._screen.show_title()
        if not self.always:
            self._hide_offers()
            self._screen.show_status("Suggestions come only when you ask with p.")
            return
        self._screen.show_status("Suggestions come on every answer; P ends that.")
        if self.offers is None:
            self._ask_for_offers(MODE)

    def _ask_for_offers(self, how: str) -> None:
        answer = self._screen.answer
        if answer is None:
            return
        self._asked_for = answer.id
        self._went_on = False
        self._waiting_offers = None

        refusal = self._find_refusal(answer.id)
        if refusal:
            # Nothing is ever offered on this answer: nobody should wait until all answers are read.
            self._screen.desk.cancel_offers()
            self._screen.append_status(refusal)
            return
        # Asked for all the same: they come when the answers are read.
        if not self._screen.desk.ready:
            self._screen.append_status(READING)
        self._screen.desk.request_offers(answer.id, how, self._post_offers)

    def _find_refusal(self, answer_id: int) -> str:
        try:
            return self._screen.desk.find_refusal(answer_id)
        except TipcoderError as fault:
            return cast("Workbench", self._screen.app).format_refusal(fault)

    def _post_offers(self, offers: Offers) -> None:
        """Called from the worker's thread; a message brings them into this one."""
        self._screen.post_message(OffersMade(offers))

    # --- receiving --------------------------------------------------------------------------------

    def take_offers(self, offers: Offers) -> None:
        """The worker has made offers."""
        # She has gone to another answer meanwhile.
        if offers.answer_id != self._screen.list.current:
            return
        if not offers.offers:
            self._screen.append_status(offers.why_none)
        elif self._went_on or not self._screen.is_active:
            # A code must not change its digit just when she presses it.
            self._waiting_offers = offers
            self._screen.append_status("Suggestions are there; p shows them.")
        else:
            self._show_new_offers(offers)

    def note_key(self) -> None:
        """The coder goes on, and does not wait for what she has asked for."""
        self._went_on = True

    def _show_new_offers(self, offers: Offers) -> None:
        self.offers = offers
        self._waiting_offers = None
        # That somebody saw them is needed to judge how codes came about.
        self._screen.desk.record_shown([offer.shown for offer in offers.offers])
        self._screen.show_offers()
        self._screen.announce_offers(offers.offers)

    # --- when they no longer fit ------------------------------------------------------------------

    def answer_changed(self) -> None:
        """Another answer is shown: what was offered for the one before is gone."""
        # The same answer may be shown anew, and keeps its offers.
        if self._asked_for != self._screen.list.current:
            self.forget_offers()

    def forget_offers(self) -> None:
        """What was offered no longer fits."""
        self._clear_offers()
        if self.always:
            self._ask_for_offers(MODE)
        else:
            self._screen.desk.cancel_offers()

    def _hide_offers(self) -> None:
        self._clear_offers()
        self._screen.desk.cancel_offers()
        self._screen.show_offers()

    def _clear_offers(self) -> None:
        self.offers = None
        self.rejected = frozenset()
        self._asked_for = None
        self._waiting_offers = None
