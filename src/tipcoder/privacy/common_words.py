"""Words whose capital says nothing, because everybody writes them.

Evidence of that are the study's own answers, where others write the word small; the study's
questions, which say what it is about; and lists of words that stand in every text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tipcoder.language.stop_word_lists import read_stop_words
from tipcoder.language.tables import LANGUAGES
from tipcoder.privacy.compared_words import fold_word, iterate_words
from tipcoder.privacy.name_words import SMALL_WORDS

_SHORTEST_SHOUTED = 4
"""Letters from which a word in capitals is a word that is stressed, if it is common at all."""


@dataclass(frozen=True)
class CommonWords:
    """Folded words, by how sure it is that they name nobody."""

    ordinary: frozenset[str] = frozenset()
    """Written small by others: alone they are no name."""
    stops: frozenset[str] = frozenset()
    """In every text: no name begins with one of them alone."""
    topics: frozenset[str] = frozenset()
    """Words of questions and of the keep-list: several of them are no name either."""

    def is_common(self, text: str, folded: str) -> bool:
        """Whether a word that stands alone is no name."""
        if text.isupper() and len(text) > 1 and len(text) < _SHORTEST_SHOUTED:
            return False  # a short word in capitals is an acronym: WHO, IT
        return any(folded in words for words in (self.ordinary, self.stops, self.topics))

    def is_topic(self, words: Iterable[str]) -> bool:
        """Whether several folded words are all what the study asks about, or kept."""
        return all(word in self.topics or word in SMALL_WORDS for word in words)


def build_common_words(
    ordinary: frozenset[str], questions: Iterable[str], keep: Iterable[str]
) -> CommonWords:
    """From the words that several respondents write small, questions as asked, and kept names."""
    topics = set()
    for text in (*questions, *keep):
        topics |= {word.folded for word in iterate_words(text)}
    return CommonWords(ordinary, list_stop_words(), frozenset(topics))


@cache
def list_stop_words() -> frozenset[str]:
    """Folded words that stand in every text, of all languages that detectors know words of."""
    words: set[str] = set()
    for language in LANGUAGES:
        words.update(fold_word(word) for word in read_stop_words(language))
    return frozenset(words)
