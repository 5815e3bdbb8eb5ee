"""Words that fewer than three respondents use: a faint line under them, never a proposal.

They point at nearly everything that rules miss, and at four harmless words for each.
"""

from __future__ import annotations

from collections import defaultdict
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
_SEVERAL = 2
"""Respondents who write a word with a small letter, from which on it is ordinary."""


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
    users, small_users = _WordUsers(FEW), _WordUsers(_SEVERAL)
    # Words about which nothing more can be learnt, as they are written.
    known: set[str] = set()
    for respondent, text in texts:
        for word in set(find_word_texts(text)) - known:
            folded = fold_word(word)
            is_known = users.add(folded, respondent)
            if word.islower():
                is_known = small_users.add(folded, respondent) and is_known
            if is_known:
                known.add(word)
    rare = users.list_words() - users.list_common()
    return Vocabulary(rare, small_users.list_common())


class _WordUsers:
    """Who uses a word, as far as it takes to call it common.

    Respondents are counted and not answers: one person may repeat a word in every answer.
    """

    def __init__(self, common: int) -> None:
        """`common` is the number of respondents from which on a word is common."""
        self._common = common
        self._users: dict[str, set[str]] = defaultdict(set)

    def add(self, word: str, respondent: str) -> bool:
        """Count a folded word of a respondent; returns whether it is common by now."""
        users = self._users[word]
        if len(users) < self._common:
            users.add(respondent)
        return len(users) >= self._common

    def list_words(self) -> frozenset[str]:
        """Every word that was counted."""
        return frozenset(self._users)

    def list_common(self) -> frozenset[str]:
        """The common ones."""
        common = (word for word, users in self._users.items() if len(users) >= self._common)
        return frozenset(common)


def find_rare(found: Sequence[Word], known: Vocabulary) -> Iterator[Hit]:
    """Hits in the coordinates of the words."""
    for word in found:
        if len(word.text) > 2 and word.folded in known.rare and not word.text.isdecimal():
            yield Hit(word.start, word.end, "rare", UNDERLINE, ("few respondents use this word",))
