"""Words of known names that a written word may stand for: the same, another ending, or misspelt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

_FUZZY_FROM = 5
"""Letters from which a word may be misspelt."""
_TWO_ERRORS_FROM = 10
_NEAREST = 8
_ENDINGS = ("s", "a", "y", "i", "e", "o")
"""What a known name may have at its end, and a stem has lost."""
_DROPPED_ENDINGS = ("s", "a")
"""What a written word may have at its end beyond the known name."""


class NearWords:
    """The words of all known names, in Latin letters, to look written words up in."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """`words` have the stems by which each is found besides."""
        self._words = dict.fromkeys(words)
        self._by_stem: dict[str, set[str]] = defaultdict(set)
        for word, stems in words.items():
            for stem in stems:
                # The word itself is found without.
                if stem != word:
                    self._by_stem[stem].add(word)
        self._by_length = _group_by_length(self._words)
        # A study asks for the same words again and again, and a fuzzy look-up is slow.
        self.find_near_words = lru_cache(maxsize=131072)(self._look_up)

    def _look_up(self, stem: str) -> frozenset[str]:
        """Known words that a stem may stand for."""
        found = {stem} if stem in self._words else set()
        found |= self._by_stem.get(stem, set())
        self._add_endings(stem, found)
        if len(stem) >= _FUZZY_FROM and stem.isalpha():
            self._add_misspelt(stem, found)
        return frozenset(found)

    def _add_endings(self, stem: str, found: set[str]) -> None:
        for ending in _ENDINGS:
            longer = stem + ending
            if len(stem) >= 4 and longer in self._words:
                found.add(longer)

            shorter = stem[:-1]
            dropped = ending in _DROPPED_ENDINGS and stem.endswith(ending)
            if dropped and len(stem) >= 5 and shorter in self._words:
                found.add(shorter)

    def _add_misspelt(self, stem: str, found: set[str]) -> None:
        """Add known words that are one error away, or two where both words are long."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        errors = _count_errors(stem)
        near: list[tuple[str, int, int]] = []
        # A word that is longer or shorter by more than the errors needs no comparison.
        for length in range(len(stem) - errors, len(stem) + errors + 1):
            choices = self._by_length.get(length)
            if choices:
                near += process.extract(
                    stem, choices, scorer=OSA.distance, score_cutoff=errors, limit=_NEAREST
                )
        near.sort(key=lambda match: match[1])
        for name, distance, _ in near[:_NEAREST]:
            if distance <= _count_errors(name):
                found.add(name)


def _group_by_length(words: Iterable[str]) -> dict[int, list[str]]:
    """The words that may be misspelt, by their number of letters."""
    groups: dict[int, list[str]] = {}
    for word in words:
        if len(word) >= _FUZZY_FROM and word.isalpha():
            groups.setdefault(len(word), []).append(word)
    return groups


def _count_errors(word: str) -> int:
    """Errors that a word of this length may have."""
    return 2 if len(word) >= _TWO_ERRORS_FROM else 1
