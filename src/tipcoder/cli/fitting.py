"""Text and tables that fit the terminal they are printed on; in a pipe or a file nothing is folded.

A terminal cuts lines in the middle of words, and a table that it has cut cannot be read. What is too wide is broken
between words; a table first in its widest column of words, and if that is not enough, into parts that repeat the
first column.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from tipcoder.text import measure_cell_width

_WORDS_FROM = 24
"""A column of words is not made narrower than that."""
GAP = 2
"""Columns between two columns."""


def terminal_width() -> int | None:
    """Columns of the terminal that stdout is, or None."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def wrapped(content: str, width: int) -> str:
    """Every line that is too wide broken between words; what follows keeps the line's indentation."""
    return "\n".join(part for line in content.split("\n") for part in _broken(line, width))


def _broken(line: str, width: int) -> list[str]:
    if measure_cell_width(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    if len(indent) * 2 > width:
        return [line]
    out, current = [], ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current.strip() else indent * (not word.startswith(" ")) + word
        if current.strip() and measure_cell_width(longer) > width:
            out.append(current.rstrip())
            current = indent + word
        else:
            current = longer
    return [*out, current.rstrip()]


def folded(cells: Sequence[Sequence[str]], column: int, width: int) -> list[list[str]]:
    """Rows of a table with one column no wider than `width`: a row becomes as many lines as it takes."""
    out = []
    for row in cells:
        lines = _broken(row[column], width)
        for n, line in enumerate(lines):
            out.append([line if i == column else cell if n == 0 else "" for i, cell in enumerate(row)])
    return out


def column_to_fold(widths: Sequence[int], words: Sequence[bool], available: int) -> tuple[int, int] | None:
    """The widest column of words and the width that makes the table fit, if folding it alone can do that."""
    candidates = [i for i, is_words in enumerate(words) if is_words]
    if not candidates:
        return None
    widest = max(candidates, key=lambda i: widths[i])
    left = widths[widest] - (total(widths) - available)
    return (widest, left) if left >= min(_WORDS_FROM, widths[widest]) else None


def parts(widths: Sequence[int], available: int) -> list[list[int]]:
    """Places of columns, part by part; the first column stands in each."""
    out: list[list[int]] = [[0]]
    for place in range(1, len(widths)):
        if len(out[-1]) > 1 and total([widths[i] for i in (*out[-1], place)]) > available:
            out.append([0])
        out[-1].append(place)
    return out


def total(widths: Sequence[int]) -> int:
    """Columns that a table takes."""
    return sum(widths) + GAP * (len(widths) - 1)
