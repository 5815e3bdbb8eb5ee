"""Coded texts that say nearly the same as another.

What was done with one is offered for the other, and never applied by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rapidfuzz.distance import ScoreAlignment

LIKE = 95.0
"""Of 100, from which on two texts are twins: a letter in twenty may differ."""
_SHORTEST = 12
"""Characters below which two texts must be the same: `no` and `na` are like enough and say
different things."""


class Twin(NamedTuple):
    """Another text by its row, and how like it is, up to 100."""

    row: int
    likeness: float


def rank_by_likeness(
    text: str, others: Mapping[int, str], lowest: float, limit: int | None = None
) -> list[Twin]:
    """Those of the other texts that are at least so like, the likest first.

    Likeness is the share of letters in the longest common row of letters, twice over both lengths
    (normalised Indel similarity), times 100; case and white space do not count. A text of less than
    twelve characters is only like the same.
    """
    plain = _fold_text(text)
    folded = {row: _fold_text(other) for row, other in others.items()}
    return _rank_folded(plain, folded, lowest, limit)


def _rank_folded(
    plain: str, others: Mapping[int, str], lowest: float, limit: int | None
) -> list[Twin]:
    # Imported here, because most processes never look for a twin.
    from rapidfuzz import fuzz, process

    cutoff = lowest if len(plain) >= _SHORTEST else 100.0
    found = process.extract(plain, others, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit)
    return [Twin(row, score) for _, score, row in found]


class LikePassage(NamedTuple):
    """A place in another text that is like a quote: its row, likeness up to 100, and offsets."""

    row: int
    likeness: float
    start: int
    end: int


def find_like_passages(quote: str, others: Mapping[int, str], lowest: float) -> list[LikePassage]:
    """The place in each other text that is likest to a quote, the likest first; at least so like.

    Case does not count. Offsets are code points of the text, half-open, and end where words end. A
    quote of less than twelve characters has to be there as it is, and one without a letter or digit
    is like nothing.
    """
    from rapidfuzz import fuzz

    plain = _lower_in_place(quote.strip())
    if not any(map(str.isalnum, plain)):
        return []
    # Of a shorter text, no place could be like enough.
    shortest = len(plain) * lowest / (200 - lowest)
    found = []
    for row, text in others.items():
        if len(text) < shortest:
            continue
        other = _lower_in_place(text)
        if len(plain) < _SHORTEST:
            place = _find_words(row, plain, other)
        else:
            place = _align(row, fuzz.partial_ratio_alignment(plain, other, score_cutoff=lowest))
        widened = None if place is None else _widen_to_words(place, text)
        if widened is not None:
            found.append(widened)
    return sorted(found, key=lambda one: -one.likeness)


def _find_words(row: int, words: str, text: str) -> LikePassage | None:
    """Where the words stand, not within longer ones."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    return LikePassage(row, 100.0, *found.span()) if found else None


def _align(row: int, alignment: ScoreAlignment | None) -> LikePassage | None:
    if alignment is None or alignment.dest_end <= alignment.dest_start:
        return None
    return LikePassage(row, alignment.score, alignment.dest_start, alignment.dest_end)


def _lower_in_place(text: str) -> str:
    """Small letters, each where it was: offsets stay."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _widen_to_words(place: LikePassage, text: str) -> LikePassage | None:
    """The place without blanks at its ends, and with the whole of the words at its ends; None where
    no word is in it.
    """
    start, end = place.start, place.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return place._replace(start=start, end=end) if start < end else None


class Twins:
    """Texts to be found again. Case and white space do not count."""

    def __init__(self) -> None:
        # By length, so that most texts need not be compared.
        self._by_length: dict[int, dict[int, str]] = {}
        self._length_of: dict[int, int] = {}

    def add_text(self, row: int, text: str) -> None:
        """Know a text from now on."""
        plain = _fold_text(text)
        self._length_of[row] = len(plain)
        self._by_length.setdefault(len(plain), {})[row] = plain

    def remove_text(self, row: int) -> None:
        """Forget it; one that is not known is passed over."""
        length = self._length_of.pop(row, None)
        if length is not None:
            del self._by_length[length][row]

    def find_twins(self, text: str, limit: int = 3, *, but: int | None = None) -> list[Twin]:
        """The known texts that are twins of this one, the likest first; row `but` is left out."""
        plain = _fold_text(text)
        # Of two texts whose lengths differ more, no alignment is like enough.
        lowest = int(len(plain) * LIKE / (200 - LIKE))
        highest = int(len(plain) * (200 - LIKE) / LIKE) + 1
        near: dict[int, str] = {}
        for length in range(lowest, highest + 1):
            near.update(self._by_length.get(length, {}))
        if but is not None:
            near.pop(but, None)

        return _rank_folded(plain, near, LIKE, limit)


def _fold_text(text: str) -> str:
    return " ".join(text.casefold().split())
