"""Many names looked for at once: a book of phrases, found by their words.

The words may have the endings of Slavic cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from tipcoder.privacy.compared_words import Word, split_words

T = TypeVar("T")


class PhraseMatch(NamedTuple, Generic[T]):
    """Words `first` to `last` (exclusive) of the text are a phrase of the book."""

    first: int
    last: int
    what: T
    shared: int = 0
    """Letters of the longest stem that the first word has in common with that of the phrase."""


Steps = tuple[frozenset[str], ...]
"""A phrase, word by word: the stems of each."""


class PhraseBook(Generic[T]):
    """Phrases and what they stand for.

    Latin words must stand as they are; Cyrillic ones may be inflected.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[Steps, T]]] = {}
        for phrase, what in phrases:
            steps = tuple(frozenset(word.stems) for word in split_words(phrase))
            if not steps:
                continue
            for stem in steps[0]:
                self._by_first.setdefault(stem, []).append((steps, what))
        self._starts = frozenset(self._by_first)

    def find_phrases(self, text: Sequence[Word]) -> list[PhraseMatch[T]]:
        """Every phrase that stands in the text, the longest at each place."""
        out = []
        for at, word in enumerate(text):
            # Few words begin a phrase.
            if self._starts.isdisjoint(word.stems):
                continue
            found = self._find_longest(text, at)
            if found is not None:
                out.append(found)
        return out

    def _find_longest(self, text: Sequence[Word], at: int) -> PhraseMatch[T] | None:
        best: PhraseMatch[T] | None = None
        for stem in text[at].stems:
            for steps, what in self._by_first.get(stem, ()):
                end = at + len(steps)
                if end > len(text) or (best is not None and end <= best.last):
                    continue
                if _fits_words(steps, text[at:end]):
                    shared = max(map(len, steps[0].intersection(text[at].stems)))
                    best = PhraseMatch(at, end, what, shared)
        return best


def _fits_words(steps: Steps, words: Sequence[Word]) -> bool:
    """Whether each word has a stem in common with the word of the phrase at its place."""
    pairs = zip(steps, words, strict=True)
    return all(not step.isdisjoint(word.stems) for step, word in pairs)
