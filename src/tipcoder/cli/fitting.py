"""Text and tables that fit the terminal they are printed on; in a pipe or a file nothing is folded.

A terminal cuts lines in the middle of words, and a table that it has cut cannot be read. What is
too wide is broken between words. A table is folded first in its widest column of words, and if that
is not enough, it is cut into parts that repeat the first column.
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


def wrap_lines(content: str, width: int) -> str:
    """Every line that is too wide broken between words; the parts keep the line's indentation."""
    lines: list[str] = []
    for line in content.split("\n"):
        lines.extend(_break_line(line, width))
    return "\n".join(lines)


def _break_line(line: str, width: int) -> list[str]:
    if measure_cell_width(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    if len(indent) * 2 > width:
        return [line]  # hardly room for a word behind the indentation

    out: list[str] = []
    current = ""
    for word in line.split(" "):
        longer = f"{current} {word}"
        if not current.strip():
            longer = word if word.startswith(" ") else indent + word
        if current.strip() and measure_cell_width(longer) > width:
            out.append(current.rstrip())
            current = indent + word
        else:
            current = longer
    return [*out, current.rstrip()]


def fold_column(cells: Sequence[Sequence[str]], column: int, width: int) -> list[list[str]]:
    """Rows of a table with one column no wider than `width`: a row becomes as many lines as it
    takes.
    """
    out = []
    for row in cells:
        first, *more = _break_line(row[column], width)
        out.append([*row[:column], first, *row[column + 1 :]])
        for line in more:
            # The other cells of the row stand in its first line only.
            rest = [""] * len(row)
            rest[column] = line
            out.append(rest)
    return out


def find_fold(
    widths: Sequence[int], has_words: Sequence[bool], available: int
) -> tuple[int, int] | None:
    """The widest column of words and the width that makes the table fit, if folding it alone can do
    that.
    """
    candidates = [place for place, words in enumerate(has_words) if words]
    if not candidates:
        return None
    widest = max(candidates, key=lambda place: widths[place])
    too_much = add_widths(widths) - available
    left = widths[widest] - too_much
    return (widest, left) if left >= min(_WORDS_FROM, widths[widest]) else None


def split_columns(widths: Sequence[int], available: int) -> list[list[int]]:
    """Places of columns, part by part; the first column stands in each."""
    parts: list[list[int]] = [[0]]
    for place in range(1, len(widths)):
        longer = [*parts[-1], place]
        width = add_widths([widths[column] for column in longer])
        if len(parts[-1]) > 1 and width > available:
            parts.append([0])
        parts[-1].append(place)
    return parts


def add_widths(widths: Sequence[int]) -> int:
    """Columns that a table takes, with the gaps."""
    return sum(widths) + GAP * (len(widths) - 1)
