"""Words that fewer than three respondents use: a faint line under them, never a proposal.

They point at nearly everything that rules miss, and at four harmless words for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tipcoder.privacy.compared_words import Word, split_words
from tipcoder.privacy.hits import UNDERLINE, Hit
from tipcoder.privacy.seen_names import WrittenName, find_written_names

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
    # Respondents are counted and not answers: one person may repeat a word in every answer.
    users: dict[str, set[str]] = defaultdict(set)
    small: dict[str, set[str]] = defaultdict(set)
    names: set[WrittenName] = set()
    for respondent, text in texts:
        words = split_words(text)
        names.update(find_written_names(text, words))
        for word in words:
            users[word.folded].add(respondent)
            if word.text.islower():
                small[word.folded].add(respondent)

    rare = frozenset(word for word, who in users.items() if len(who) < FEW)
    ordinary = frozenset(word for word, who in small.items() if len(who) > 1)
    return Vocabulary(rare, ordinary, frozenset(names))


def find_rare(found: Sequence[Word], known: Vocabulary) -> Iterator[Hit]:
    """Hits in the coordinates of the words."""
    for word in found:
        if len(word.text) > 2 and word.folded in known.rare and not word.text.isdecimal():
            yield Hit(word.start, word.end, "rare", UNDERLINE, ("few respondents use this word",))
