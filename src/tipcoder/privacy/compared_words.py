"""Words of a text as names are compared.

They are folded, without endings of case and number, and in Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from tipcoder.language.table_keys import ENDINGS
from tipcoder.language.tables import load_languages
from tipcoder.text import LATIN_OF_CYRILLIC, fold_text


def split_word_list(text: str) -> list[str]:
    """A list of words, written as one text."""
    return text.split()


_ELIDED = re.compile(
    r"(?:[ldjnmtsc]|qu|jusqu|lorsqu|puisqu|dell|nell|all|dall|sull)['’ʼ](?=[^\W\d_])", re.I
)
"""Articles and other small words that French and Italian write together with the next word."""
_APOSTROPHE = re.compile("['’ʼ]")
_WORD = re.compile(r"([^\W_]+(?:['’ʼ](?![sS](?![^\W_]))[^\W\d_]+)*)(?:['’ʼ][sS](?![^\W_]))?")
"""Letters and digits, with apostrophes inside; a possessive `'s` and an elided article do not
belong to the word."""
_PLAIN_WORD = re.compile(r"[^\W_]+")
"""The same where no apostrophe is."""
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SHORTEST_STEM = 3


class _Reading(NamedTuple):
    """What one word is compared by."""

    folded: str
    """Case and accents folded."""
    stems: tuple[str, ...]
    """The folded word, and what is left of it without an ending."""
    latin: tuple[str, ...]
    """The stems in Latin letters."""


@lru_cache(maxsize=65536)
def _read_word(text: str) -> _Reading:
    """Remembered as one: people use the same words again and again."""
    folded = fold_word(text)
    return _Reading(folded, find_stems(folded), find_latin_stems(folded))


class Word:
    """One word and where it stands in the text it was taken from; never changed."""

    __slots__ = ("end", "folded", "latin", "start", "stems", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        # Every detector asks for these, so they are kept with the word.
        reading = _read_word(text)
        self.folded = reading.folded
        self.stems = reading.stems
        self.latin = reading.latin


def split_words(text: str) -> list[Word]:
    """The words of a text; numbers are words, underscores part them, a possessive `'s` is left out.

    An article that is elided, as in `l'UNICEF`, is a word of its own.
    """
    if _APOSTROPHE.search(text):
        return list(iterate_words(text))
    # Nothing is elided or possessive, and letters and digits are all that there is to a word.
    return [Word(found[0], found.start(), found.end()) for found in _PLAIN_WORD.finditer(text)]


def iterate_words(text: str) -> Iterator[Word]:
    """Like `split_words`, one after the other, for a text that may be long."""
    may_elide = _APOSTROPHE.search(text) is not None
    for found in _WORD.finditer(text):
        word, start = found[1], found.start()
        elided = _ELIDED.match(word) if may_elide else None
        if elided is not None:
            cut = elided.end()
            yield Word(word[: cut - 1], start, start + cut - 1)
            word, start = word[cut:], start + cut
        yield Word(word, start, start + len(word))


def find_word_texts(text: str) -> list[str]:
    """The words of a text without their places, where only these are asked for."""
    found: list[str] = _WORD.findall(text)
    if not _APOSTROPHE.search(text):
        return found
    parts = []
    for word in found:
        elided = _ELIDED.match(word)
        parts += [word[: elided.end() - 1], word[elided.end() :]] if elided else [word]
    return parts


@lru_cache(maxsize=65536)
def fold_word(text: str) -> str:
    """`fold_text`, remembered."""
    return fold_text(text)


def fold_to_string(text: str) -> str:
    """Words of a text, folded, to be found again whatever stands between them."""
    return " ".join(map(fold_word, find_word_texts(text)))


@cache
def _list_case_endings() -> tuple[str, ...]:
    """Endings of case in Cyrillic letters, folded, the longest first."""
    endings: set[str] = set()
    for language in load_languages():
        endings.update(fold_text(each) for each in language[ENDINGS] if _CYRILLIC.search(each))
    return tuple(sorted(endings, key=lambda ending: (-len(ending), ending)))


@lru_cache(maxsize=65536)
def find_stems(word: str) -> tuple[str, ...]:
    """A folded word, and each form that is left when one ending of a Slavic case is removed."""
    if not _CYRILLIC.search(word):
        return (word,)

    stems = {word: None}
    for ending in _list_case_endings():
        length = len(word) - len(ending)
        if word.endswith(ending) and length >= _SHORTEST_STEM:
            stems[word[:length]] = None
    return tuple(stems)


@lru_cache(maxsize=65536)
def spell_in_latin(word: str) -> str:
    """A folded word in Latin letters, as people without a standard in mind write it."""
    spelled = word
    if not word.isascii():
        spelled = "".join(LATIN_OF_CYRILLIC.get(char, char) for char in word)
    # `kh` and `h` are two spellings of one letter.
    return spelled.replace("kh", "h").replace("'", "").replace("’", "")


@lru_cache(maxsize=65536)
def find_latin_stems(word: str) -> tuple[str, ...]:
    """The stems of a folded word in Latin letters."""
    return tuple(dict.fromkeys(spell_in_latin(stem) for stem in find_stems(word)))
