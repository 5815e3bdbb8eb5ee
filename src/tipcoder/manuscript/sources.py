"""The answers that a manuscript may quote, found by their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tipcoder.manuscript.quoted_words import QuotedText, TextWord, split_words

_MOST = 25
"""Answers that are compared word by word with one quotation."""


@dataclass(frozen=True)
class QuotedSource:
    """An answer, or its translation."""

    respondent: str
    """The response ID."""
    case: str
    question: str
    language: str
    text: str
    released: tuple[str, ...] = ()
    """The wordings of it that somebody has released."""
    is_translation: bool = False
    words: tuple[TextWord, ...] = field(default=(), compare=False)


class SourceIndex:
    """All sources of a study by pairs of words, and by words."""

    def __init__(self, sources: Iterable[QuotedSource]) -> None:
        self.sources: list[QuotedSource] = []
        self._pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = defaultdict(list)
        self._of_respondent: dict[str, list[int]] = defaultdict(list)
        for number, source in enumerate(sources):
            keys = [word.key for word in source.words]
            self.sources.append(source)
            self._of_respondent[source.respondent].append(number)
            for key in set(keys):
                self._words[key].append(number)
            for pair in set(pairwise(keys)):
                self._pairs[pair].append(number)

    @property
    def respondents(self) -> frozenset[str]:
        """Response IDs of all sources."""
        return frozenset(self._of_respondent)

    def find_candidates(self, quoted: QuotedText) -> list[QuotedSource]:
        """Sources that share most with a quotation, the likeliest first."""
        keys = [word.key for word in quoted.words]
        shared: Counter[int] = Counter()
        for pair in set(pairwise(keys)):
            shared.update(dict.fromkeys(self._pairs.get(pair, ()), 2))
        # Rare words tell more than common ones, and find what was changed between them.
        for key in set(keys):
            holders = self._words.get(key, ())
            if len(holders) <= _MOST * 4:
                shared.update(dict.fromkeys(holders, 1))
        return [self.sources[number] for number, _ in shared.most_common(_MOST)]

    def list_sources_of(self, respondents: Sequence[str]) -> list[QuotedSource]:
        """All sources of some respondents."""
        found = []
        for respondent in respondents:
            found += [self.sources[number] for number in self._of_respondent.get(respondent, ())]
        return found


def build_source(
    respondent: str,
    case: str,
    question: str,
    language: str,
    text: str,
    *,
    released: Sequence[str] = (),
    is_translation: bool = False,
) -> QuotedSource:
    """A source cut into words."""
    words = tuple(split_words(text))
    return QuotedSource(
        respondent, case, question, language, text, tuple(released), is_translation, words
    )
