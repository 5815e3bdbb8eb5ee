"""A quotation as words, with what its author has marked: ellipses, brackets, changed letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tipcoder.text import fold_text, strip_marks

_TOKEN = re.compile(
    r"(?P<gap>\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.(?:\s?\.)?)"
    r"|(?P<partial>[^\W_]*(?:\[[^\[\]\s]{1,12}\][^\W_]+|[^\W_]+\[[^\[\]\s]{0,12}\])[^\W_]*)"
    r"|(?P<inserted>\[[^\[\]]*\])"
    r"|(?P<word>[^\W_]+(?:['-][^\W_]+)*)"
)
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SIC = frozenset(("sic", "emphasis added", "our translation"))


class TextWord(NamedTuple):
    """A word of an answer; offsets are code points of its text, half-open."""

    start: int
    end: int
    key: str
    """As words are compared: without case, accents, apostrophes and hyphens."""


def split_words(text: str) -> list[TextWord]:
    """The words of an answer in order."""
    flat = strip_marks(text)
    return [TextWord(*found.span(), make_key(found[0])) for found in _WORD.finditer(flat)]


@lru_cache(maxsize=100_000)
def make_key(word: str) -> str:
    """The form under which words are compared."""
    return fold_text(word).replace("'", "").replace("-", "")


@dataclass(frozen=True)
class QuotedWord:
    """A word of a quotation: whole, or what is left of one whose letters were changed."""

    key: str
    begin: str = ""
    """The word begins so, where letters behind were changed: "threaten[ing]"."""
    end: str = ""
    """The word ends so, where letters in front were changed: "[T]he"."""

    @property
    def is_partial(self) -> bool:
        """Whether its author has marked a change of letters."""
        return bool(self.begin or self.end)

    def fits_word(self, key: str) -> bool:
        """Whether a word of an answer may be this one."""
        if not self.is_partial:
            return key == self.key
        return key == self.key or (
            key.startswith(self.begin)
            and key.endswith(self.end)
            and len(key) >= len(self.begin) + len(self.end)
        )


@dataclass(frozen=True)
class Piece:
    """Words of a quotation that stand together in what is quoted."""

    words: tuple[QuotedWord, ...]
    is_inserted_before: bool = False
    """Whether something in brackets stands between the piece before and this one."""


@dataclass(frozen=True)
class QuotedText:
    """A whole quotation."""

    pieces: tuple[Piece, ...]
    has_marks: bool
    """Whether its author has marked any change."""

    @property
    def words(self) -> list[QuotedWord]:
        """Of all pieces in order."""
        words: list[QuotedWord] = []
        for piece in self.pieces:
            words += piece.words
        return words

    def find_joints(self) -> set[int]:
        """Places among `words` where a piece ends and another begins: something is left out."""
        joints, place = set(), 0
        for piece in self.pieces[:-1]:
            place += len(piece.words)
            joints.add(place)
        return joints


def parse_quotation(text: str) -> QuotedText:
    """The pieces of a quotation. What stands in brackets is its author's, and is left out."""
    pieces: list[Piece] = []
    words: list[QuotedWord] = []
    has_marks, inserted = False, False

    def close_piece(*, insertion: bool) -> None:
        nonlocal words, inserted
        if words:
            pieces.append(Piece(tuple(words), inserted))
            words, inserted = [], insertion
        else:
            inserted = inserted or insertion

    for found in _TOKEN.finditer(strip_marks(text)):
        if found["word"]:
            words.append(QuotedWord(make_key(found["word"])))
        elif found["partial"]:
            has_marks = True
            words.append(_parse_partial(found["partial"]))
        elif found["gap"]:
            has_marks = True
            close_piece(insertion=False)
        elif found["inserted"] and fold_text(found["inserted"].strip("[] ")) not in _SIC:
            has_marks = True
            close_piece(insertion=True)
    close_piece(insertion=False)
    return QuotedText(tuple(pieces), has_marks)


def _parse_partial(token: str) -> QuotedWord:
    """`threaten[ing]` and `[T]he`: the letters outside of brackets stand in the answer."""
    whole = make_key(token.replace("[", "").replace("]", ""))
    opening, closing = token.index("["), token.rindex("]")
    return QuotedWord(whole, make_key(token[:opening]), make_key(token[closing + 1 :]))
