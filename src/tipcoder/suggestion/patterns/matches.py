"""A pattern found in an answer: where, which words, and how that is shown."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """Words of the answer side by side; code points of the text, half-open."""

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


def build_pieces(text: str, places: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """Matched words joined where only blanks stand between them."""
    pieces: list[Piece] = []
    for start, end in sorted(set(places)):
        last = pieces[-1] if pieces else None
        if last is not None and (start <= last.end or text[last.end : start].isspace()):
            pieces[-1] = Piece(last.start, max(end, last.end))
        else:
            pieces.append(Piece(start, end))
    return tuple(pieces)


def format_words(text: str, pieces: tuple[Piece, ...]) -> str:
    """The words of the pieces on one line."""
    written = [" ".join(text[piece.start : piece.end].split()) for piece in pieces]
    return " … ".join(written)
