"""Coded texts that say nearly the same as another.

What was done with one is offered for the other, and never applied by itself.
"""

from __future__ import annotations

from typing import NamedTuple

LIKE = 95.0
"""Of 100, from which on two texts are twins: a letter in twenty may differ."""
_SHORTEST = 12
"""Characters below which two texts must be the same: `no` and `na` are like enough and say
different things."""


class Twin(NamedTuple):
    """Another text by its row, and how like it is, up to 100."""

    row: int
    likeness: float


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
        # Imported here, because most processes never look for a twin.
        from rapidfuzz import fuzz, process

        plain = _fold_text(text)
        # Of two texts whose lengths differ more, no alignment is like enough.
        lowest = int(len(plain) * LIKE / (200 - LIKE))
        highest = int(len(plain) * (200 - LIKE) / LIKE) + 1
        near: dict[int, str] = {}
        for length in range(lowest, highest + 1):
            near.update(self._by_length.get(length, {}))
        if but is not None:
            near.pop(but, None)

        cutoff = LIKE if len(plain) >= _SHORTEST else 100.0
        found = process.extract(plain, near, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit)
        return [Twin(row, score) for _, score, row in found]


def _fold_text(text: str) -> str:
    return " ".join(text.casefold().split())
