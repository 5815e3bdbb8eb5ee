"""One way to write a name, as words that are compared with those of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tipcoder.privacy.compared_words import (
    Word,
    find_latin_stems,
    fold_word,
    spell_in_latin,
    split_words,
)
from tipcoder.privacy.name_words import SMALL_LATIN, is_own_word
from tipcoder.privacy.sound_keys import is_cyrillic
from tipcoder.text import drop_fleeting_vowel

_SHORTEST_STEM = 3
_SHORTEST_PLURAL = 4
PERSON = "person"
PERSON_PART = "part of a person's name"
RUN_TOGETHER = "name run together"
COMMON_TOGETHER = "common words of the name run together"
"""Counts beside another word of the name only: `lighthouse` is a word of its own."""
GLUED = frozenset((RUN_TOGETHER, COMMON_TOGETHER))


@dataclass(frozen=True)
class NameForm:
    """One way to write a name, as words in Latin letters without endings."""

    words: tuple[str, ...]
    how: str
    """name in full, alias, part of the name, acronym, name run together, e-mail part, person."""
    owner: str
    """Response ID of whose name it is; empty for third parties."""
    capitals: bool = False
    """Only where it is written in capitals."""
    any_order: bool = False
    """Names of people stand in any order."""
    folded: tuple[str, ...] = ()
    """The same words in the name's own alphabet, to know their endings by; where they matter."""
    others: tuple[str, ...] = ()
    """Of a part of a name the other words, which may stand beside it: of people as initials."""

    chosen: bool = False
    """Somebody has said that it is a name."""

    @property
    def is_cyrillic(self) -> bool:
        """Whether the name is written in Cyrillic letters."""
        return any(is_cyrillic(word) for word in self.folded)

    @property
    def is_person(self) -> bool:
        """Whether it is somebody's name and not an organisation's."""
        return "person" in self.how

    def list_stems(self) -> list[frozenset[str]]:
        """For each word what is left of it without an ending, in Latin letters."""
        written = self.folded or self.words
        return [find_name_stems(word) for word in written]

    def count_large(self) -> int:
        """Words that are no articles, prepositions or conjunctions."""
        return sum(1 for word in self.words if word not in SMALL_LATIN)


@lru_cache(maxsize=65536)
def find_name_stems(folded: str) -> frozenset[str]:
    """Under which stems a word of a name is found, in Latin letters.

    `folded` is in the name's own alphabet.
    """
    if is_cyrillic(folded):
        written = (folded, drop_fleeting_vowel(folded))
        stems = {stem for word in written for stem in find_latin_stems(word)}
        long_enough = {stem for stem in stems if len(stem) >= _SHORTEST_STEM}
        return frozenset(long_enough | {spell_in_latin(folded)})

    latin = spell_in_latin(folded)
    stems = {latin}
    if len(latin) >= _SHORTEST_PLURAL:
        # An apostrophe that is left out makes a plural of a possessive.
        stems.add(latin.removesuffix("s"))
        stems.add(latin + "s")
    return frozenset(stems)


def spell_initials(folded: Iterable[str]) -> str:
    """The first letters of folded words as an acronym has them, in Latin letters."""
    return "".join(spell_in_latin(word[:1]) for word in folded)


def fold_words(words: Iterable[Word]) -> tuple[str, ...]:
    """Folded words, in their own alphabet."""
    return tuple(word.folded for word in words)


def split_folded_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return fold_words(split_words(text))


def spell_words(folded: Iterable[str]) -> tuple[str, ...]:
    """Folded words in Latin letters."""
    return tuple(spell_in_latin(word) for word in folded)


def spell_one(text: str) -> str:
    """One word as forms have it: folded, and in Latin letters."""
    return spell_in_latin(fold_word(text))


def is_telling_name(words: tuple[str, ...]) -> bool:
    """Whether a name has a word of its own, or is told from others by its words together.

    The words are in Latin letters.
    """
    # Years and house numbers tell nothing.
    named = [word for word in words if not word.isdigit()]
    large = [word for word in named if word not in SMALL_LATIN]
    own = [word for word in named if is_own_word(word) and len(word) > 2]
    return bool(own) or len(large) > 1
