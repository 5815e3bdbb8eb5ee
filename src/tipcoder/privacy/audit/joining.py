"""Pieces of one text put together: as they touch, and with spaces where two words would grow
together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def join_pieces(pieces: Iterable[str]) -> list[str]:
    """The whole text, and the same with spaces where a piece ends in a letter and the next one
    begins a word.

    `Wo`, `men's Ho`, `pe` is one name; `Casa Clara`, `Paris` are two words side by side.
    """
    filled = [piece for piece in pieces if piece]
    whole = "".join(filled)
    if not _has_touching(filled):
        return [whole] if whole else []
    return [whole, "".join(_iterate_spaced(filled))]


def _has_touching(pieces: list[str]) -> bool:
    return any(map(_touches, pieces, pieces[1:]))


def _iterate_spaced(pieces: list[str]) -> Iterator[str]:
    before = ""
    for piece in pieces:
        if before and _touches(before, piece):
            yield " "
        yield piece
        before = piece


def _touches(before: str, after: str) -> bool:
    return before[-1].isalnum() and after[0].isalnum() and not after[0].islower()
