"""Words that fewer than three respondents use: a faint line under them, never a proposal.

They point at nearly everything that rules miss, and at four harmless words for each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from tipcoder.privacy.compared_words import Word, find_word_texts, fold_word, split_words
from tipcoder.privacy.hits import UNDERLINE, Hit
from tipcoder.privacy.seen_names import WrittenName, find_written_names

_TWO_CAPITALS = regex.compile(r"\p{Lu}[^\W_]+[ -](?:[^\W_]+[ -]){0,2}\p{Lu}[^\W_]")
"""Two capitals near each other, as names of several words have them."""
FEW = 3
"""Respondents from which on a word is not rare."""


@dataclass(frozen=True)
class Vocabulary:
    """How the respondents of a study write."""

    rare: frozenset[str]
    """Folded words that fewer than three respondents use."""
    ordinary: frozenset[str]
    """Folded words that at least two respondents write with a small letter."""
    names: frozenset[WrittenName] = frozenset()
    """Names of several words, as their capitals show them."""


def build_vocabulary(texts: Iterable[tuple[str, str]]) -> Vocabulary:
    """From (respondent, text) of every answer."""
    texts = list(texts)
    names: set[WrittenName] = set()
    for _, text in texts:
        # Few answers have a name of several words, and words with their places take time.
        if _TWO_CAPITALS.search(text):
            names.update(find_written_names(text, split_words(text)))
    return replace(count_words(texts), names=frozenset(names))


def count_words(texts: Iterable[tuple[str, str]]) -> Vocabulary:
    """The same without names, which whoever only asks for ordinary words has no use for."""
    # Respondents are counted and not answers: one person may repeat a word in every answer.
    written: dict[str, set[str]] = defaultdict(set)
    for respondent, text in texts:
        written[respondent].update(find_word_texts(text))

    users: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for words in written.values():
        users.update(set(map(fold_word, words)))
        small.update(set(map(fold_word, filter(str.islower, words))))
    rare = frozenset(word for word, number in users.items() if number < FEW)
    ordinary = frozenset(word for word, number in small.items() if number > 1)
    return Vocabulary(rare, ordinary)


def find_rare(found: Sequence[Word], known: Vocabulary) -> Iterator[Hit]:
    """Hits in the coordinates of the words."""
    for word in found:
        if len(word.text) > 2 and word.folded in known.rare and not word.text.isdecimal():
            yield Hit(word.start, word.end, "rare", UNDERLINE, ("few respondents use this word",))
