"""Which spellings are one value: `1` and `1.0`, `Yes`, `YES` and `yes `.

`1,5` is read as 1.5, and a fraction of zeros as none. How the values of a table are folded, and
which spellings need a question, is in `folding`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

Key = tuple[str, str]
"""What two spellings of one value have in common: `number` or `word`, and which."""
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d{1,3})?")
_LONGEST_NUMBER = 40
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " "})
"""Dashes that are minus signs, and blanks that do not break lines."""
_REMEMBERED = 50_000
"""Cells whose value is looked up rather than found again: ratings repeat."""


@lru_cache(_REMEMBERED)
def parse_number(text: str) -> Decimal | None:
    """The number that a cell is, with a point or a comma before its fraction; else None."""
    plain = normalise_cell(text)
    # Longer ones are identifiers, and too long for exact decimals.
    if not _NUMBER.fullmatch(plain) or len(plain) > _LONGEST_NUMBER:
        return None
    return Decimal(plain.replace(",", "."))


def is_number(text: str) -> bool:
    """Whether a cell is a number."""
    return parse_number(text) is not None


@lru_cache(_REMEMBERED)
def fold_to_key(text: str) -> Key:
    """Equal for spellings of one value."""
    number = parse_number(text)
    if number is None:
        return ("word", normalise_cell(text))
    # Zero may have a sign or an exponent, which says nothing.
    return ("number", format(number.normalize(), "f") if number else "0")


def fold_to_keys(cells: Iterable[str]) -> set[Key]:
    """The different values of these cells."""
    return set(map(fold_to_key, cells))


def normalise_cell(text: str) -> str:
    """Without capitals, double blanks and typographic signs."""
    # Programs write one word in several ways that look the same.
    composed = unicodedata.normalize("NFKC", text.translate(_MINUS))
    return " ".join(composed.casefold().split())
