"""Which code each digit applies.

A digit must not change its code under the coder's fingers: the nine places of a question are filled
once, by what she used most there and then by what the codebook means for it, and afterwards a code
that has none takes the place of the one used least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

PLACES = 9


class _FreedDigit(NamedTuple):
    """The digit of a code that left the codebook."""

    at: int
    instead: str | None
    """The code that has it now."""


class DigitCodes:
    """Digits of one coder, kept per question."""

    def __init__(
        self, codes: Mapping[str, Sequence[str]], usage: Iterable[tuple[str, str, int]]
    ) -> None:
        """`codes` in codebook order, with the questions that each is meant for; `usage` as
        (question, code, times).
        """
        self._codes = _freeze_questions(codes)
        self._in_question: dict[str, Counter[str]] = {}
        self._overall: Counter[str] = Counter()
        self._places: dict[str, list[str]] = {}
        self._left: dict[str, dict[str, _FreedDigit]] = {}
        """Per question, the codes that lost their digit by leaving the codebook."""
        for question, code, times in usage:
            if code in self._codes:
                self._in_question.setdefault(question, Counter())[code] += times
                self._overall[code] += times

    def rank_codes(self, question: str) -> list[str]:
        """Every code, the nine that have digits first."""
        places = self._find_places(question)
        return places + [code for code in self._codes if code not in places]

    def count_use(self, question: str, code: str) -> None:
        """The coder applied this code to an answer to this question."""
        places = self._find_places(question)
        usage = self._in_question.setdefault(question, Counter())
        usage[code] += 1
        self._overall[code] += 1
        if code not in self._codes or code in places:
            return

        if len(places) < PLACES:
            places.append(code)
        else:
            # The last of the least used, so that the low digits stay the steadiest.
            least_used = min(range(PLACES), key=lambda i: (usage[places[i]], -i))
            places[least_used] = code

    def update_codes(self, codes: Mapping[str, Sequence[str]]) -> None:
        """The codebook has these codes now. Those that have a digit keep it; one that is gone
        leaves it to the next.

        One that comes back, because a merge was undone, has the digit that it had.
        """
        self._codes = _freeze_questions(codes)
        for question in self._places:
            self._restore_digits(question)
            self._reassign_digits(question)

    def _reassign_digits(self, question: str) -> None:
        """Codes that are gone leave their digits to the best of those that have none."""
        places = self._places[question]
        left = self._left.setdefault(question, {})
        spare = [code for code in self._rank_best(question) if code not in places]
        kept = []
        for at, code in enumerate(places):
            if code in self._codes:
                kept.append(code)
                continue
            # With fewer codes than digits nobody takes its place.
            instead = spare.pop(0) if spare else None
            left[code] = _FreedDigit(at, instead)
            if instead is not None:
                kept.append(instead)
        self._places[question] = kept

    def _restore_digits(self, question: str) -> None:
        """Codes that are there again get their digits back from those that took them."""
        places = self._places[question]
        left = self._left.get(question, {})
        # The one that left last comes back first: it may have stood in for one that left before it.
        returning = [code for code in reversed(list(left)) if code in self._codes]
        freed = {code: left.pop(code) for code in returning}

        for code, (_, instead) in freed.items():
            if code not in places and instead in places:
                places[places.index(instead)] = code
        # Nobody took the digit of these: they go back to where they were, low ones first.
        for code, (at, _) in sorted(freed.items(), key=lambda item: item[1].at):
            if code not in places and len(places) < PLACES:
                places.insert(min(at, len(places)), code)

    def _find_places(self, question: str) -> list[str]:
        if question not in self._places:
            self._places[question] = self._rank_best(question)[:PLACES]
        return self._places[question]

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
