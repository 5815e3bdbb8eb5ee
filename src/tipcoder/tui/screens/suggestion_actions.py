"""Suggestions on the coding screen: nothing before the coder asks, nothing moves under her fingers, no key waits.

What is offered stays in its place until she asks anew or goes on; the desk answers in its own time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on
from textual.message import Message

from tipcoder.errors import TipcoderError
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.order_actions import OrderActions
from tipcoder.tui.screens.selection_actions import SelectionActions
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.code_list import CodeLine
from tipcoder.tui.widgets.code_pane import CodePane
from tipcoder.tui.workbench import Workbench

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offer, Offers

ASKED, MODE = "asked", "mode"
READING = "The pile is being read; suggestions come when that is done. Go on meanwhile."
_NOT_SHOWN = "No suggestion is under the cursor. p asks for some."
_MOST_REASONS = 3


class SuggestionActions(OrderActions, SelectionActions):
    """Asking for offers, and answering them."""

    @dataclass
    class OffersMade(Message):
        """The desk has made offers."""

        offers: Offers

    offers: Offers | None = None
    """What is offered on the answer shown, if anything is."""
    always = False
    """Whether offers are asked for on every answer."""
    _turned_down: frozenset[str] = frozenset()
    _asked_for: int | None = None
    _waiting_offers: Offers | None = None
    """What came while she had gone on with the answer: it is shown when she asks again."""
    _went_on = False

    # --- asking ---------------------------------------------------------------------------------------------------

    def action_suggest(self) -> None:
        if self.offers is not None:
            self._put_offers_away()
            self.show_status("Suggestions are put away.")
        elif (
            self._waiting_offers is not None and self._waiting_offers.answer_id == self.list.current
        ):
            self.clear_status()
            self._show_new_offers(self._waiting_offers)
        else:
            self.clear_status()
            self._ask_for_offers(ASKED)

    def action_suggest_always(self) -> None:
        self.always = not self.always
        self.show_title()
        if not self.always:
            self._put_offers_away()
            self.show_status("Suggestions come only when you ask with p.")
            return
        self.show_status("Suggestions come on every answer; P ends that.")
        if self.offers is None:
            self._ask_for_offers(MODE)

    def _ask_for_offers(self, how: str) -> None:
        answer = self.answer
        if answer is None:
            return
        self._asked_for, self._went_on, self._waiting_offers = answer.id, False, None
        try:
            refusal = self.desk.find_refusal(answer.id)
        except TipcoderError as fault:
            refusal = cast("Workbench", self.app).format_refusal(fault)
        if refusal:
            # Whatever the pile says, nothing is offered here: nobody waits for it to be read.
            self.desk.cancel_offers()
            self.append_status(refusal)
            return
        if not self.desk.ready:
            self.append_status(READING)
        self.desk.request_offers(
            answer.id, how, lambda offers: self.post_message(self.OffersMade(offers))
        )

    def answer_changed(self) -> None:
        """Another answer is shown: what was offered for the one before is gone."""
        if self._asked_for == self.list.current:
            return
        self.forget_offers()

    def forget_offers(self) -> None:
        """What was offered no longer fits."""
        self._clear_offers()
        if self.always:
            self._ask_for_offers(MODE)
        else:
            self.desk.cancel_offers()

    def _clear_offers(self) -> None:
        self.offers, self._turned_down, self._asked_for, self._waiting_offers = (
            None,
            frozenset(),
            None,
            None,
        )

    def _put_offers_away(self) -> None:
        self._clear_offers()
        self.desk.cancel_offers()
        self.show_offers()

    @on(OffersMade)
    def _receive_offers(self, message: OffersMade) -> None:
        offers = message.offers
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
        """She goes on, and does not wait for what she has asked for."""
        self._went_on = True

    def _show_new_offers(self, offers: Offers) -> None:
        self.offers, self._waiting_offers = offers, None
        self.desk.record_shown([offer.shown for offer in offers.offers])
        self.show_offers()
        self.query_one(CodePane).go_to(offers.offers[0].code)
        self.show_evidence()
        self.append_status(self._format_summary(offers.offers[0]))

    def _format_summary(self, offer: Offer) -> str:
        words = ", ".join(f"“{piece.text}”" for piece in offer.evidence)
        return f"{self.session.code_label(offer.code)}, {self._format_strength(offer)}: {words}"

    def _format_strength(self, offer: Offer) -> str:
        measured = self.offers.describe_precision(offer.strength) if self.offers is not None else ""
        return f"{measured} in this study" if measured else f"{offer.strength} (none settled yet)"

    # --- what is shown --------------------------------------------------------------------------------------------

    def show_offers(self) -> None:
        """Show the codes with what is offered, and the answer with its evidence."""
        raise NotImplementedError

    def find_offer(self, code: str | None) -> Offer | None:
        """The offer of a code that was not turned down, if there is one here."""
        offers = self.offers.offers if self.offers is not None else ()
        return next(
            (offer for offer in offers if offer.code == code and code not in self._turned_down),
            None,
        )

    def digit_codes(self) -> list[str]:
        """Every code in its place: what is offered, then the coder's own ranking."""
        answer = self.answer
        offered = [offer.code for offer in self.offers.offers] if self.offers is not None else []
        ranked = self.session.rank_codes(answer.id) if answer is not None else []
        return offered + [code for code in ranked if code not in offered]

    def code_lines(self) -> list[CodeLine]:
        """The same as lines, offers with their strength in words."""
        strengths = (
            {offer.code: offer.strength for offer in self.offers.offers}
            if self.offers is not None
            else {}
        )
        strengths |= dict.fromkeys(self._turned_down & strengths.keys(), "not this")
        label, colour = self.session.code_label, self.session.code_colour
        return [
            CodeLine(key, label(key), colour(key), strengths.get(key, ""))
            for key in self.digit_codes()
        ]

    def explain_offers(self) -> dict[str, list[str]]:
        """Code -> why it is offered, in sentences."""
        if self.offers is None:
            return {}
        return {
            offer.code: [
                self._format_strength(offer),
                *(_format_reason(offer, n) for n in range(len(offer.evidence))),
            ][:_MOST_REASONS]
            for offer in self.offers.offers
        }

    def read_verdicts(self) -> None:
        """Know which of the offers are turned down by now; undo may have changed it."""
        if self.offers is not None:
            self._turned_down = frozenset(self.session.find_rejected_codes(self.offers.answer_id))

    def show_evidence(self) -> None:
        """Underline what speaks for the code under the cursor, and draw a bar under the passage offered."""
        offer = self.find_offer(self.query_one(CodePane).current_code)
        if offer is None:
            self.answer_text.show_offer((), None)
            return
        whole = offer.span == (0, len(self.answer_text.selection.text))
        label, colour = self.session.code_label(offer.code), self.session.code_colour(offer.code)
        mark = None if whole else SpanMark(*offer.span, f"{label}?", colour, tentative=True)
        spans = (
            []
            if offer.strength == "twin"
            else [(piece.start, piece.end) for piece in offer.evidence]
        )
        self.answer_text.show_offer(spans, mark)

    # --- answering ------------------------------------------------------------------------------------------------

    def accept_offer(self, code: str) -> bool:
        """Accept the offer of a code, on its words or on those selected; False if it is not offered.

        Whoever asked about this answer may want several, so it stays. In the mode that suggests on every answer, an
        offer of the whole answer is left to the digit's own way: it is done, and the next one is shown.
        """
        offer = self.find_offer(code)
        if offer is None:
            return False
        selected = self.answer_text.selection.span
        whole = offer.span == (0, len(self.answer_text.selection.text))
        if self.always and whole and selected is None and not self.codes_on():
            return False
        stands = code in self.codes_on()
        if stands and selected is None:
            self.show_status(
                f"{self.session.code_label(code)} stands on this answer already. Enter finishes it."
            )
            return True
        span, suggested = selected or offer.span, None if stands else offer.shown
        put = partial(
            self.session.add_coding, code=code, span=span, suggested=suggested, move_overlapped=True
        )
        self.perform_act(lambda answer, also: put(answer.id, also=also))
        self._go_to_next()
        return True

    def _go_to_next(self) -> None:
        """Put the cursor on the best offer that is not answered yet."""
        for offer in self.offers.offers if self.offers is not None else ():
            if self.find_offer(offer.code) is not None and offer.code not in self.codes_on():
                self.query_one(CodePane).go_to(offer.code)
                break
        self.show_evidence()

    def action_offered_words(self) -> None:
        offer = self.find_offer(self.query_one(CodePane).current_code)
        if offer is None:
            self.show_status(_NOT_SHOWN, fault=True)
            return
        self.answer_text.selection.select_span(*offer.span)
        self.answer_text.redraw_selection()
        self.show_status("] [ o and ⇧← ⇧→ move its ends; its digit or Space accepts it there.")

    def action_other_code(self) -> None:
        offer = self.find_offer(self.query_one(CodePane).current_code)
        if offer is None:
            self.show_status(_NOT_SHOWN, fault=True)
            return
        span = self.answer_text.selection.span or offer.span

        def apply_picked(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                instead = partial(
                    self.session.add_coding,
                    code=picked.code,
                    span=span,
                    suggested=offer.shown,
                    move_overlapped=True,
                )
                self.perform_act(lambda answer, also: instead(answer.id, also=also))
                self._go_to_next()

        self.open_box(CodePicker(self.session.codebook, self.session.languages[0]), apply_picked)

    def action_reject(self) -> None:
        offer = self.find_offer(self.query_one(CodePane).current_code)
        if offer is None:
            self.show_status(_NOT_SHOWN, fault=True)
            return
        try:
            sentence = self.session.reject_suggestion(offer.shown)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        self.note_act()
        self.show_changes([offer.shown.answer_id])
        self._go_to_next()
        self.show_done(sentence)

    def codes_on(self) -> set[str]:
        """Codes that stand on the answer shown."""
        raise NotImplementedError


def _format_reason(offer: Offer, number: int) -> str:
    piece = offer.evidence[number]
    return piece.why if offer.strength == "twin" else f"“{piece.text}”: {piece.why}"
