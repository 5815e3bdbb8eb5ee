"""A pattern found in an answer: where, which words, and how that is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tipcoder.suggestion.patterns.answer_words import AnswerWords
    from tipcoder.suggestion.patterns.pattern_places import PatternPlace


class Piece(NamedTuple):
    """Words that stand side by side, with what stands between them; code points of the text,
    half-open.
    """

    start: int
    end: int


class PatternMatch(NamedTuple):
    """One pattern in one answer.

    `text[start:end]` is everything from the first matched word to the last; a negation in front of
    them counts as matched.
    """

    code: str
    weight: float
    start: int
    end: int
    pieces: tuple[Piece, ...]
    """The matched words alone, in the order of the text."""
    words: str
    """The matched words for people, gaps as …: "not … invited"."""
    why: str
    """Which pattern it was, for people."""
    language: str
    number: int
    """Place of the pattern among those of its code and language, from 1."""


def build_match(place: PatternPlace, text: str, pieces: tuple[Piece, ...]) -> PatternMatch:
    """What is told of a pattern that was found in these pieces of a text."""
    return PatternMatch(
        place.code,
        place.weight,
        pieces[0].start,
        pieces[-1].end,
        pieces,
        format_words(text, pieces),
        f"pattern “{place.find}”",
        place.language,
        place.number,
    )


def build_pieces(words: AnswerWords, numbers: Iterable[int]) -> tuple[Piece, ...]:
    """The pieces that these words of an answer make; `numbers` may have one twice."""
    pieces: list[Piece] = []
    last = None
    for number in sorted(set(numbers)):
        start, end = words.starts[number], words.ends[number]
        if last is not None and number == last + 1:
            pieces[-1] = Piece(pieces[-1].start, end)
        else:
            pieces.append(Piece(start, end))
        last = number
    return tuple(pieces)


def format_words(text: str, pieces: tuple[Piece, ...]) -> str:
    """The words of the pieces on one line."""
    written = [" ".join(text[piece.start : piece.end].split()) for piece in pieces]
    return " … ".join(written)
