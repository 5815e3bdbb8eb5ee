"""Suggestions on the coding screen: showing, accepting, changing and rejecting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.errors import TipcoderError
from tipcoder.model.answers import Answer
from tipcoder.tui.screens.answer_acting import AnswerActing
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.controller import CodedAnswerScreen
from tipcoder.tui.screens.suggestion_requests import SuggestionRequests
from tipcoder.tui.screens.word_selection import WordSelection
from tipcoder.tui.widgets.answer_layout import SpanMark
from tipcoder.tui.widgets.code_list import CodeLine
from tipcoder.workbench.coding.digit_codes import CodePlaces

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.offers import Offer

Span = tuple[int, int]
_NOT_SHOWN = "No suggestion is under the cursor. p asks for some."
_MOST_REASONS = 3
"""Lines of reasons under a code; the first one is how strong the offer is."""
_TWIN = "twin"
"""The strength of an offer that rests on a nearly identical answer."""


class OfferDeciding:
    """Shows offers, and takes what is decided about them."""

    def __init__(
        self,
        screen: CodedAnswerScreen,
        requests: SuggestionRequests,
        acts: AnswerActing,
        words: WordSelection,
    ) -> None:
        self._screen = screen
        self._session = screen.session
        self._requests = requests
        self._acts = acts
        self._words = words

    # --- what is offered --------------------------------------------------------------------------

    def _find_offer_at_cursor(self) -> Offer | None:
        return self._requests.find_offer(self._screen.code_pane.current_code)

    def _require_offer_at_cursor(self) -> Offer | None:
        """The same, and a sentence in the status line where there is none."""
        offer = self._find_offer_at_cursor()
        if offer is None:
            self._screen.show_status(_NOT_SHOWN, fault=True)
        return offer

    def _covers_whole_answer(self, offer: Offer) -> bool:
        return offer.span == (0, len(self._screen.answer_text.selection.text))

    # --- what is shown ----------------------------------------------------------------------------

    def code_places(self) -> CodePlaces:
        """Every code in its place: what is offered first, but for what is pinned."""
        current = self._screen.list.current
        if current is None:
            return CodePlaces({}, (), frozenset())
        return self._session.place_codes(current, [offer.code for offer in self._requests.offered])

    def code_lines(self) -> list[CodeLine]:
        """The same as lines, offers with their strength in words."""
        strengths = {offer.code: offer.strength for offer in self._requests.offered}
        for code in self._requests.rejected & strengths.keys():
            # A rejected code keeps its place: no code changes its digit while she decides.
            strengths[code] = "not this"
        places = self.code_places()
        lines = []
        for digit, key in places.digits.items():
            line = self._build_code_line(key, strengths.get(key, ""))
            lines.append(replace(line, digit=str(digit), is_pinned=key in places.pinned))
        for key in places.rest:
            lines.append(self._build_code_line(key, strengths.get(key, "")))
        return lines

    def _build_code_line(self, key: str, note: str) -> CodeLine:
        return CodeLine(key, self._session.code_label(key), self._session.code_colour(key), note)

    def explain_offers(self) -> dict[str, list[str]]:
        """Code -> why it is offered, in sentences."""
        reasons: dict[str, list[str]] = {}
        for offer in self._requests.offered:
            evidence = _format_reasons(offer)
            reasons[offer.code] = [self._format_strength(offer), *evidence][:_MOST_REASONS]
        return reasons

    def announce_offers(self, offers: Sequence[Offer]) -> None:
        best = offers[0]
        self._screen.code_pane.go_to(best.code)
        self.show_evidence()
        self._screen.append_status(self._format_summary(best))

    def _format_summary(self, offer: Offer) -> str:
        words = ", ".join(f"“{said}”" for said in _list_words(offer))
        label, strength = self._session.code_label(offer.code), self._format_strength(offer)
        model = self._requests.offers.model if self._requests.offers is not None else ""
        return f"{label}, {strength}: {words}{f' (also by {model})' if model else ''}"

    def _format_strength(self, offer: Offer) -> str:
        """The strength with how often such offers were accepted in this study so far."""
        measured = offer.describe_precision()
        # What happened in this study is better evidence than a word for strength.
        if measured:
            return f"{measured} in this study"
        return f"{offer.strength} (none decided yet)"

    def show_evidence(self) -> None:
        """Underline what speaks for the code under the cursor, with a bar under the passage."""
        offer = self._find_offer_at_cursor()
        if offer is None:
            self._screen.answer_text.show_offer((), None)
            return
        mark = None
        # A bar under the whole answer would show nothing, and one under the quote that was made
        # of the offer would show it twice.
        if not self._covers_whole_answer(offer) and offer.code not in self._screen.codes_on():
            label = self._session.code_label(offer.code)
            colour = self._session.code_colour(offer.code)
            mark = SpanMark(*offer.span, f"{label}?", colour, tentative=True)
        underlined: list[Span] = []
        if offer.strength != _TWIN:
            underlined = [(piece.start, piece.end) for piece in offer.evidence]
        self._screen.answer_text.show_offer(underlined, mark)

    # --- accepting --------------------------------------------------------------------------------

    def accept_offer(self, code: str) -> bool:
        """Accept the offer of a code, on its words or on those selected.

        False where the caller should apply the code as any other. Whoever asked about this answer
        may want several codes, so it stays. In the mode that suggests on every answer, a digit
        does what it always does with an offer of the whole answer: the answer is finished, and the
        next one is shown.
        """
        offer = self._requests.find_offer(code)
        if offer is None:
            return False
        selected = self._words.take_words()
        applied = self._screen.codes_on()
        is_whole = self._covers_whole_answer(offer) and selected is None
        # As if nothing was offered: the digit finishes and goes on.
        if self._requests.always and is_whole and not applied:
            return False

        is_applied = code in applied
        if is_applied and selected is None:
            label = self._session.code_label(code)
            self._screen.show_status(
                f"{label} is applied to this answer already. Enter finishes it."
            )
            return True
        # A second quote of a code that is there is the coder's own: the offer was about the first.
        self._apply_offered(None if is_applied else offer, code, selected or offer.span)
        return True

    def _apply_offered(self, offer: Offer | None, code: str, span: Span) -> None:
        """Apply a code, as an answer to an offer if there is one, and go to the next offer."""
        suggested = None if offer is None else offer.shown

        def add_coding(answer: Answer, also: Sequence[int]) -> str:
            return self._session.add_coding(
                answer.id, code, span, also=also, suggested=suggested, move_overlapped=True
            )

        self._acts.perform_act(add_coding)
        self._go_to_next_offer()

    def _go_to_next_offer(self) -> None:
        """Move the cursor to the best offer that is not decided yet."""
        for offer in self._requests.offered:
            is_open = self._requests.find_offer(offer.code) is not None
            if is_open and offer.code not in self._screen.codes_on():
                self._screen.code_pane.go_to(offer.code)
                break
        self.show_evidence()

    # --- changing and rejecting -------------------------------------------------------------------

    def action_offered_words(self) -> None:
        offer = self._require_offer_at_cursor()
        if offer is None:
            return
        self._screen.answer_text.selection.select_span(*offer.span)
        self._screen.answer_text.redraw_selection()
        self._screen.show_status(
            "] [ o and ⇧← ⇧→ move its ends; its digit or Space accepts it there."
        )

    def action_other_code(self) -> None:
        offer = self._require_offer_at_cursor()
        if offer is None:
            return
        # The words that are selected when the key is pressed.
        span = self._words.take_words() or offer.span

        def apply_picked(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self._apply_offered(offer, picked.code, span)

        picker = CodePicker(self._session.codebook, self._session.languages[0])
        self._screen.open_box(picker, apply_picked)

    def action_reject(self) -> None:
        offer = self._require_offer_at_cursor()
        if offer is None:
            return
        try:
            sentence = self._session.reject_suggestion(offer.shown)
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return
        self._screen.note_act()
        self._screen.show_changes([offer.shown.answer_id])
        self._go_to_next_offer()
        self._screen.show_done(sentence)


def _list_words(offer: Offer) -> list[str]:
    """The words that speak for an offer; those of one pattern are one piece with a gap in it."""
    return [" … ".join(words) for words in _group_words(offer).values()]


def _group_words(offer: Offer) -> dict[str, list[str]]:
    """Words by what they are a reason for."""
    words: dict[str, list[str]] = {}
    for piece in offer.evidence:
        words.setdefault(piece.why, []).append(piece.text)
    return words


def _format_reasons(offer: Offer) -> list[str]:
    """Why a code is offered, a line for each reason, with the words that it is about."""
    # The reason names the nearly identical answer; words of this one add nothing.
    if offer.strength == _TWIN:
        return [piece.why for piece in offer.evidence]
    reasons = _group_words(offer).items()
    return [f"“{' … '.join(said)}”: {shorten_reason(why)}" for why, said in reasons]


def shorten_reason(why: str) -> str:
    """A reason as it fits on a card beside the words: the signs of a pattern, and the entry of a
    concept, are for `suggest`, where the codebook is worked on.
    """
    if why.startswith("pattern “"):
        return "a pattern of this code"
    return why.partition(" (")[0] if why.startswith("concept ") else why
