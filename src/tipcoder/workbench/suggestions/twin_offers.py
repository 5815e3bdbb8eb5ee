"""Codes of answers that say nearly the same: what was done with one is offered for the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.model.codings import Coding
from tipcoder.suggestion.twins import Twins

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.study_suggestions import StudySuggestions

_SAME = 100.0
"""The likeness of a twin that says the very same."""


class TwinOffer(NamedTuple):
    """A code that a twin carries, and the passage of this answer that it would be on."""

    code: str
    likeness: float
    """Up to 100."""
    start: int
    end: int
    why: str


class TwinOffers:
    """Twins among the answers that carry a code."""

    def __init__(self, found: StudySuggestions) -> None:
        self._found = found
        self._twins = Twins()
        self._carrying: set[int] = set()

    def note_answer(self, answer_id: int, *, carries: bool) -> None:
        """Know whether an answer carries a code, so that it can be another one's twin."""
        row = self._found.row_of.get(answer_id)
        # Most acts change nothing for twins.
        if row is None or carries == (answer_id in self._carrying):
            return
        if carries:
            self._carrying.add(answer_id)
            self._twins.add_text(row, self._found.answers[row].text)
        else:
            self._carrying.discard(answer_id)
            self._twins.remove_text(row)

    def find_codes(
        self, row: int, load_codings: Callable[[Sequence[int]], Iterable[Coding]]
    ) -> list[TwinOffer]:
        """Codes of the answers that say nearly the same, of the likest first, each once.

        `load_codings` gives those of some answers that may be seen.
        """
        answers = self._found.answers
        text = answers[row].text
        twins = {}
        for twin in self._twins.find_twins(text, but=row):
            twins[answers[twin.row].id] = twin
        if not twins:
            return []

        offers: dict[str, TwinOffer] = {}
        for coding in load_codings(list(twins)):
            twin = twins[coding.answer_id]
            # Where the same words are in this answer, they are its passage; else all of it is.
            start = text.find(coding.quote)
            start, end = (start, start + len(coding.quote)) if start >= 0 else (0, len(text))
            why = f"{answers[twin.row].case} says {_describe_likeness(twin.likeness)}"
            offer = TwinOffer(coding.code, twin.likeness, start, end, f"{why} and carries it")
            # Of several twins the likest speaks for a code.
            best = offers.get(coding.code)
            if best is None or best.likeness < offer.likeness:
                offers[coding.code] = offer
        return sorted(offers.values(), key=lambda offer: -offer.likeness)


def _describe_likeness(likeness: float) -> str:
    """`likeness` is up to 100."""
    if likeness >= _SAME:
        return "the same"
    return f"nearly the same ({likeness:.0f} of 100 alike)"
