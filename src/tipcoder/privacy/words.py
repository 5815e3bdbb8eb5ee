"""Words of a text as names are compared: folded, without endings of case and number, and in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tipcoder.text import fold_text


def split_word_list(text: str) -> list[str]:
    """A list of words, written as one text."""
    return text.split()


_WORD = re.compile(r"[^\W_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTERS = {
    **dict(
        zip(
            "абвгґдеёзийіїклмнопрстуўфхыэєқңөүұһ",
            "abvggdeeziiiiklmnoprstuufhyeekngouuh",
            strict=False,
        )
    ),
    **{
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ь": "",
        "ъ": "",
    },
}
_ENDINGS = tuple(
    sorted(
        {
            fold_text(ending)
            for ending in split_word_list(
                "ого его ому ему ыми ими ами ями ою ею ой ей ем ём ом ам ям ах ях ых их ым им ую "
                "юю ая яя ое ее ые ие ия ию ии ов ев ові еві ою єю ію а я о е ё ы и і ї у ю ь й "
                "ій ої"
            )
        },
        key=len,
        reverse=True,
    )
)
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands in the text it was taken from."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        """Case and accents folded."""
        return fold_word(self.text)

    @property
    def stems(self) -> tuple[str, ...]:
        """The folded word, and what is left of it without an ending."""
        return find_stems(self.folded)

    @property
    def latin(self) -> tuple[str, ...]:
        """The stems in Latin letters."""
        return find_latin_stems(self.folded)


def split_words(text: str) -> list[Word]:
    """The words of a text; numbers are words, underscores part them, a possessive `'s` is left out."""
    return list(iterate_words(text))


def iterate_words(text: str) -> Iterator[Word]:
    """`words`, one after the other, for a text that may be long."""
    return (Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text))


@lru_cache(maxsize=65536)
def fold_word(text: str) -> str:
    """`fold`, remembered."""
    return fold_text(text)


@lru_cache(maxsize=65536)
def find_stems(word: str) -> tuple[str, ...]:
    """A folded word, and each form that is left when one ending of a Slavic case is taken off."""
    if not _CYRILLIC.search(word):
        return (word,)
    cut = [
        word[: -len(e)]
        for e in _ENDINGS
        if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM
    ]
    return tuple(dict.fromkeys((word, *cut)))


@lru_cache(maxsize=65536)
def spell_in_latin(word: str) -> str:
    """A folded word in Latin letters, as people without a standard in mind write it."""
    spelled = "".join(_LETTERS.get(char, char) for char in word) if not word.isascii() else word
    return spelled.replace("kh", "h").replace("'", "").replace("’", "")


@lru_cache(maxsize=65536)
def find_latin_stems(word: str) -> tuple[str, ...]:
    """The stems of a folded word in Latin letters."""
    return tuple(dict.fromkeys(spell_in_latin(stem) for stem in find_stems(word)))
