"""Words of a text as suggestions compare them: folded, with their places.

Offsets are those of the text itself: a word is found first and folded afterwards, because folding
changes lengths.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tipcoder.text import fold_text

if TYPE_CHECKING:
    from regex import Pattern

STEM = 5
"""Letters that two forms of one word share: as good as a stemmer on the founding study's answers,
in any language."""
LONG_WORD = 10
"""Letters from which on a word has endings long enough to share one more: "distribution" and
"distribute" do, and "district" is another word."""
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
"""What Arabic writes in front of a noun without a space."""
_SHORTEST = 3
"""Letters that must be left of a word when its article goes."""
_FRENCH = ("l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu")
_ITALIAN = ("l", "d", "c", "un", "all", "dell", "dall", "nell", "sull", "quell")
_ELIDED = frozenset(_FRENCH + _ITALIAN)
"""What is written in front of a vowel, with an apostrophe and without a space."""
_APOSTROPHES = "'’ʼ"


def find_word_places(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every word, half-open."""
    return (found.span() for found in _compile_word_pattern().finditer(text))


def list_words(text: str) -> list[str]:
    """The words of a text in order, as they are written."""
    return _compile_word_pattern().findall(text)


def list_word_keys(text: str) -> list[str]:
    """The words of a text in order, each as `make_word_key` gives it."""
    return [make_word_key(word) for word in _compile_word_pattern().findall(text)]


def list_written_words(text: str) -> list[tuple[str, str]]:
    """The words of a text in order, each as it is written and as it is compared."""
    written = [text[start:end] for start, end in find_word_places(text)]
    return [(word, make_word_key(word)) for word in written]


@cache
def make_word_key(word: str) -> str:
    """The form under which a word is compared.

    Case, accents, an article before it and an English 's do not count.
    """
    folded = _strip_elision(fold_text(word))
    for article in _ARTICLES:
        if folded.startswith(article) and len(folded) - len(article) >= _SHORTEST:
            folded = folded[len(article) :]
            break
    # A corpus has each word thousands of times, and needs it in memory once.
    return sys.intern(folded)


def _strip_elision(word: str) -> str:
    """The word without what stands before its apostrophe, or without an 's behind it."""
    at = _find_apostrophe(word)
    if not at:
        return word
    before, after = word[:at], word[at + 1 :]
    if before in _ELIDED and len(after) >= _SHORTEST:
        return after
    if after == "s":
        return before
    return word


def _find_apostrophe(word: str) -> int:
    """Where the first one is; 0 where there is none."""
    for at, letter in enumerate(word):
        if letter in _APOSTROPHES:
            return at
    return 0


def cut_stem(word: str) -> str:
    """The first letters of a key: five, or six of a long word."""
    letters = STEM + 1 if len(word) >= LONG_WORD else STEM
    return word[:letters]


@cache
def _compile_word_pattern() -> Pattern[str]:
    # Imported here, because most of the command line has no use for it.
    import regex

    # Marks belong to the letter before them; an apostrophe between letters does not end a word.
    return regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’ʼ](?=\p{L})[\p{L}\p{M}\p{N}]+)*")
