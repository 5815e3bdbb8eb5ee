"""Many names looked for at once: a book of phrases, found by their words, with or without the endings of cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from tipcoder.privacy.words import Word, split_words

T = TypeVar("T")


class PhraseMatch(NamedTuple, Generic[T]):
    """Words `first` to `last` (exclusive) of the text are a phrase of the book."""

    first: int
    last: int
    what: T


class PhraseBook(Generic[T]):
    """Phrases and what they stand for. Latin words must stand as they are; Cyrillic ones may be inflected."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[frozenset[str], ...], T]]] = {}
        for phrase, what in phrases:
            steps = tuple(frozenset(word.stems) for word in split_words(phrase))
            if steps:
                for stem in steps[0]:
                    self._by_first.setdefault(stem, []).append((steps, what))

    def find_phrases(self, text: Sequence[Word]) -> list[PhraseMatch[T]]:
        """Every phrase that stands in the text, the longest at each place."""
        out: list[PhraseMatch[T]] = []
        for at, word in enumerate(text):
            best: PhraseMatch[T] | None = None
            for stem in word.stems:
                for steps, what in self._by_first.get(stem, ()):
                    end = at + len(steps)
                    if end > len(text) or (best is not None and end <= best.last):
                        continue
                    if all(
                        not step.isdisjoint(w.stems)
                        for step, w in zip(steps, text[at:end], strict=True)
                    ):
                        best = PhraseMatch(at, end, what)
            if best is not None:
                out.append(best)
        return out
