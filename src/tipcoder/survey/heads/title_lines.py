"""Finds the header below lines that people and platforms write above it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

_MOST_TITLES = 12
_NAMED = 0.6
"""The share of a usual row's cells that a header names at least."""


def count_title_lines(records: Sequence[Sequence[str]]) -> int:
    """How many of the first records are titles; 0 where the first one is the header.

    A title fills a cell or two where rows fill many, and the header below it fills as many as they
    do. Records without any filled cell must have been left out.
    """
    filled = [_count_filled(cells) for cells in records]
    if len(filled) < 3:
        return 0
    usual = median(filled[1:])
    if usual < 2:
        return 0
    titles = 0
    while titles < min(_MOST_TITLES, len(records) - 2) and _is_title(
        records[titles], filled[titles], usual
    ):
        titles += 1
    return titles if filled[titles] >= _NAMED * usual else 0


def _is_title(cells: Sequence[str], filled: int, usual: float) -> bool:
    if filled > max(1, usual // 3):
        return False
    # Of two columns one may have no name, but then the line has two cells.
    return usual >= 3 or len(cells) == 1


def _count_filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)
