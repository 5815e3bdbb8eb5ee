"""Codes that a few typed letters could mean, for a person who picks one."""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.codebook.finding import find_codes
from tipcoder.model.codes import Code, Codebook


class FoundCode(NamedTuple):
    """A code, and the words of it that the letters fit."""

    code: Code
    words: str
    """Of its key, of a label or of a cue; empty where nothing was typed."""


def search_codes(book: Codebook, typed: str) -> list[FoundCode]:
    """Codes that can be applied, best first; all of them in tree order while nothing is typed."""
    return [FoundCode(match.code, match.words) for match in find_codes(book, typed)]
