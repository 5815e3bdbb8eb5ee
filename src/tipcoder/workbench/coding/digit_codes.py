"""Which code each digit applies.

A digit must not change its code under the coder's fingers. Codes that are pinned, in codebook.toml
or by the coder, have their digits whatever happens. The other digits of a question are filled once,
by what she used most there and then by what the codebook means for it, and afterwards a code that
has none takes the place of the one used least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from tipcoder.model.codes import Codebook

DIGITS = range(1, 10)
EVERYWHERE = ""
"""In place of a question: a pin that holds on every one."""

Pins = Mapping[str, Mapping[str, int]]
"""Question, or `EVERYWHERE` -> code -> digit."""


class CodePlaces(NamedTuple):
    """Every code for one answer: those with a digit, and the rest."""

    digits: Mapping[int, str]
    """In the order of the digits; one may have no code."""
    rest: Sequence[str]
    pinned: frozenset[str]
    """Those of them whose digit does not change."""

    @property
    def codes(self) -> list[str]:
        """Every code, those with a digit first."""
        return [*self.digits.values(), *self.rest]

    def find_digit(self, code: str) -> int | None:
        """The digit of a code, if it has one."""
        for digit, other in self.digits.items():
            if other == code:
                return digit
        return None


class _FreedDigit(NamedTuple):
    """The digit of a code that left the codebook."""

    digit: int
    instead: str | None
    """The code that has it now."""


def map_code_questions(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """The codes that can be applied, in codebook order, with the questions each is meant for."""
    in_order = (code for _, code in codebook.list_in_tree_order())
    return {code.key: code.questions for code in in_order if code.codable}


def map_code_digits(codebook: Codebook) -> dict[str, int]:
    """The digits that the codebook pins codes to."""
    codes = codebook.codes.values()
    return {code.key: code.digit for code in codes if code.digit and code.codable}


class DigitCodes:
    """Digits of one coder, kept per question."""

    def __init__(
        self,
        codes: Mapping[str, Sequence[str]],
        usage: Iterable[tuple[str, str, int]],
        digits: Mapping[str, int] | None = None,
        pins: Pins | None = None,
        left: Pins | None = None,
    ) -> None:
        """`codes` in codebook order, with the questions that each is meant for; `usage` as
        (question, code, times); `digits` as the codebook has them, and `pins` the coder's own.
        `left` are all digits as they were when the coder left the workbench.
        """
        self._codes = _freeze_questions(codes)
        self._digits = dict(digits or {})
        self._pins: Pins = pins or {}
        self._in_question: dict[str, Counter[str]] = {}
        self._overall: Counter[str] = Counter()
        self._places: dict[str, dict[int, str]] = {}
        self._last_time: Pins = left or {}
        self._left: dict[str, dict[str, _FreedDigit]] = {}
        """Per question, the codes that lost their digit by leaving the codebook."""
        for question, code, times in usage:
            if code in self._codes:
                self._in_question.setdefault(question, Counter())[code] += times
                self._overall[code] += times

    # --- where each code is -----------------------------------------------------------------------

    def place_codes(self, question: str, offered: Sequence[str] = ()) -> CodePlaces:
        """Every code in its place.

        Codes that are offered come first among the digits that are not pinned, the best first;
        pinned ones stay where they are, offered or not.
        """
        places = dict(sorted(self._find_places(question).items()))
        pinned = self.find_pinned(question)
        if offered:
            places = self._place_offered(places, pinned, offered)
        placed = set(places.values())
        spare = [code for code in (*offered, *self._codes) if code not in placed]
        return CodePlaces(places, list(dict.fromkeys(spare)), frozenset(pinned.values()))

    def _place_offered(
        self, places: Mapping[int, str], pinned: Mapping[int, str], offered: Sequence[str]
    ) -> dict[int, str]:
        fixed = set(pinned.values())
        movable = [code for code in (*offered, *places.values(), *self._codes) if code not in fixed]
        # A code that is offered and has a digit is named twice.
        waiting = iter(dict.fromkeys(movable))
        placed: dict[int, str] = {}
        for digit in DIGITS:
            code = pinned[digit] if digit in pinned else next(waiting, None)
            if code is not None:
                placed[digit] = code
        return placed

    def list_digits(self) -> dict[str, dict[str, int]]:
        """Question -> code -> digit, pinned or not; also of questions not met this time."""
        digits = {question: dict(on_it) for question, on_it in self._last_time.items()}
        for question, places in self._places.items():
            digits[question] = {code: digit for digit, code in sorted(places.items())}
        return digits

    def rank_codes(self, question: str) -> list[str]:
        """Every code, those that have digits first."""
        return self.place_codes(question).codes

    def find_pinned(self, question: str) -> dict[int, str]:
        """The codes that are pinned on a question, by digit.

        What the coder pinned there comes before what she pinned everywhere, and that before the
        codebook.
        """
        meant = {
            code: digit
            for code, digit in self._digits.items()
            if self._is_meant_for(code, question)
        }
        pinned: dict[int, str] = {}
        for pins in (self._pins.get(question, {}), self._pins.get(EVERYWHERE, {}), meant):
            for code, digit in pins.items():
                is_free = digit not in pinned and code not in pinned.values()
                if is_free and code in self._codes:
                    pinned[digit] = code
        return pinned

    def _is_meant_for(self, code: str, question: str) -> bool:
        questions = self._codes.get(code)
        return questions is not None and (not questions or question in questions)

    # --- what changes them ------------------------------------------------------------------------

    def count_use(self, question: str, code: str) -> None:
        """The coder applied this code to an answer to this question."""
        places = self._find_places(question)
        usage = self._in_question.setdefault(question, Counter())
        usage[code] += 1
        self._overall[code] += 1
        if code not in self._codes or code in places.values():
            return

        pinned = self.find_pinned(question)
        movable = [digit for digit in DIGITS if digit not in pinned]
        empty = [digit for digit in movable if digit not in places]
        if empty:
            places[empty[0]] = code
        elif movable:
            # The last of the least used, so that the low digits stay the steadiest.
            least_used = min(movable, key=lambda digit: (usage[places[digit]], -digit))
            places[least_used] = code

    def update_codes(
        self, codes: Mapping[str, Sequence[str]], digits: Mapping[str, int] | None = None
    ) -> None:
        """The codebook has these codes now. Those that have a digit keep it; one that is gone
        leaves it to the next.

        One that comes back, because a merge was undone, has the digit that it had.
        """
        self._codes = _freeze_questions(codes)
        self._digits = dict(digits or {})
        for question in self._places:
            self._restore_digits(question)
            self._reassign_digits(question)
            self._settle_pinned(question)

    def update_pins(self, pins: Pins) -> None:
        """The coder has pinned these. A code that a pin drives out takes the digit that is free
        by it.
        """
        self._pins = pins
        for question in self._places:
            self._settle_pinned(question)

    def _reassign_digits(self, question: str) -> None:
        """Codes that are gone leave their digits to the best of those that have none."""
        places = self._places[question]
        left = self._left.setdefault(question, {})
        spare = self._list_spare(question)
        for digit, code in sorted(places.items()):
            if code in self._codes:
                continue
            # With fewer codes than digits nobody takes its place.
            instead = spare.pop(0) if spare else None
            left[code] = _FreedDigit(digit, instead)
            if instead is None:
                del places[digit]
            else:
                places[digit] = instead

    def _restore_digits(self, question: str) -> None:
        """Codes that are there again get their digits back from those that took them."""
        places = self._places[question]
        left = self._left.get(question, {})
        # The one that left last comes back first: it may have stood in for one that left before it.
        returning = [code for code in reversed(list(left)) if code in self._codes]
        for code in returning:
            digit, instead = left.pop(code)
            # Another code may have the digit by use, and keeps it.
            if code not in places.values() and places.get(digit) == instead:
                places[digit] = code

    def _settle_pinned(self, question: str) -> None:
        """Pinned codes are on their digits, and codes without one on those that are empty."""
        places = self._places[question]
        driven_out: list[str] = []
        for digit, code in self.find_pinned(question).items():
            if places.get(digit) == code:
                continue
            before = [at for at, other in places.items() if other == code]
            for at in before:
                del places[at]
            displaced = places.pop(digit, None)
            places[digit] = code
            if displaced is None:
                continue
            if before:
                # They change places, so that no third digit changes its code.
                places[before[0]] = displaced
            else:
                driven_out.append(displaced)
        self._fill_empty(question, driven_out)

    def _fill_empty(self, question: str, first: Collection[str] = ()) -> None:
        places = self._places[question]
        spare = [code for code in first if code not in places.values()]
        spare += [code for code in self._list_spare(question) if code not in spare]
        for digit in DIGITS:
            if digit not in places and spare:
                places[digit] = spare.pop(0)

    def _find_places(self, question: str) -> dict[int, str]:
        if question not in self._places:
            last_time = self._last_time.get(question, {})
            self._places[question] = {digit: code for code, digit in last_time.items()}
            # Codes may have gone, and others been pinned, since she left.
            self._reassign_digits(question)
            self._settle_pinned(question)
        return self._places[question]

    def _list_spare(self, question: str) -> list[str]:
        """Codes that have no digit, the best first."""
        placed = set(self._places[question].values())
        return [code for code in self._rank_best(question) if code not in placed]

    def _rank_best(self, question: str) -> list[str]:
        """What she used most here, then what is meant for the question, then what she used most
        elsewhere.
        """
        usage = self._in_question.get(question, Counter())

        def sort_key(code: str) -> tuple[int, bool, int]:
            return -usage[code], question not in self._codes[code], -self._overall[code]

        # Sorting is stable: what is equal stays in the order of the codebook.
        return sorted(self._codes, key=sort_key)


def _freeze_questions(codes: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Sets, because codes are sorted anew for each question that is opened."""
    return {code: frozenset(questions) for code, questions in codes.items()}
