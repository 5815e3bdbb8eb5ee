"""Which sign parts whole numbers from decimals in a column: `2,037.05` or `2.037,05`.

One cell may be read in two ways. All cells of a column were written in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

POINT, COMMA = ".", ","
_SIGNS = re.compile(r"[\s'’$€£+-]|%$")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""A thousand and something, or one and some thousandths."""
_BY_COMMA = re.compile(r"\d+,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_BY_POINT = re.compile(r"\d+\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")


def find_decimal_mark(cells: Iterable[str | None]) -> str:
    """The mark by which a column writes decimals.

    A point where nothing speaks for a comma, or some cells speak for each: those that do not fit
    are then no numbers, and are told.
    """
    by_comma = by_point = 0
    for cell in cells:
        plain = _SIGNS.sub("", cell) if cell else ""
        if not plain or _AMBIGUOUS.fullmatch(plain):
            continue
        by_comma += _BY_COMMA.fullmatch(plain) is not None
        by_point += _BY_POINT.fullmatch(plain) is not None
    return COMMA if by_comma and not by_point else POINT


def write_with_point(text: str, mark: str) -> str:
    """A number as it would be written with a point, without signs between thousands."""
    if mark == COMMA:
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "")
