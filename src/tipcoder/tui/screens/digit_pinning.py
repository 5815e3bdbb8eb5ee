"""Pinning codes to digits: what the key does on every screen with digits."""

from __future__ import annotations

from collections.abc import Callable

from tipcoder.errors import TipcoderError
from tipcoder.tui.screens.pin_box import PinBox, PinChoice
from tipcoder.tui.widgets.digit_row import DigitLabel
from tipcoder.workbench.coding.digit_codes import DIGITS, EVERYWHERE, CodePlaces
from tipcoder.workbench.coding.session import CodingSession

OpenPinBox = Callable[[PinBox, Callable[[PinChoice | None], None]], object]


class DigitPinning:
    """Asks for a digit and pins a code to it. It belongs to a screen, which gives it what it
    needs.
    """

    def __init__(
        self,
        session: CodingSession,
        open_box: OpenPinBox,
        show_digits: Callable[[], None],
        say: Callable[[str], None],
        refuse: Callable[[TipcoderError], None],
    ) -> None:
        """`show_digits` draws them anew; `say` and `refuse` show what was done, or why not."""
        self._session = session
        self._open_box = open_box
        self._show_digits = show_digits
        self._say = say
        self._refuse = refuse

    def ask_for_digit(self, code: str, answer_id: int) -> None:
        """Ask which digit a code is pinned to on the question of an answer, and pin it."""
        question = self._session.read_answer(answer_id).question
        places = self._session.place_codes(answer_id)

        def use_choice(chosen: PinChoice | None) -> None:
            if chosen is not None:
                self._use_choice(code, question, chosen)

        label = self._session.code_label
        digits = label_digits(places, label)
        self._open_box(PinBox(label(code), digits, _find_free_digit(places, code)), use_choice)

    def _use_choice(self, code: str, question: str, chosen: PinChoice) -> None:
        try:
            if chosen.digit is None:
                self._session.unpin_code(code, question)
            else:
                where = EVERYWHERE if chosen.everywhere else question
                self._session.pin_code(code, chosen.digit, where)
        except TipcoderError as fault:
            self._refuse(fault)
            return
        self._show_digits()
        self._say(self._describe_choice(code, question, chosen))

    def _describe_choice(self, code: str, question: str, chosen: PinChoice) -> str:
        label = self._session.code_label(code)
        if chosen.digit is not None:
            where = "every question" if chosen.everywhere else question
            return f"{label} stays on {chosen.digit}, on {where}."
        found = self._session.codebook.codes.get(code)
        if found is not None and found.digit:
            return f"{label} has no pin of yours; the codebook has it on {found.digit}."
        return f"{label} has no pin now."


def _find_free_digit(places: CodePlaces, code: str) -> int | None:
    """The digit that a code has, else the first that nothing is pinned to."""
    own = places.find_digit(code)
    if own is not None:
        return own
    for digit in DIGITS:
        if places.digits.get(digit) not in places.pinned:
            return digit
    return None


def label_digits(places: CodePlaces, label: Callable[[str], str]) -> dict[int, DigitLabel]:
    """What stands on each digit."""
    digits = {}
    for digit, code in places.digits.items():
        digits[digit] = DigitLabel(label(code), is_pinned=code in places.pinned)
    return digits
