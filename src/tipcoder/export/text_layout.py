"""Text and tables laid out for a screen: aligned, and fitted to its width where it has one.

A terminal cuts lines in the middle of words, and nobody can read a table that it has cut. What is
too wide is broken between words. A table is broken first in its widest column of words, and if that
is not enough, into parts that repeat the first column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.text import measure_cell_width

GAP = 2
"""Columns of the screen between two columns of a table."""
_LEAST_WORDS = 24
"""A column of words is not made narrower than that."""


@dataclass(frozen=True)
class Grid:
    """A table as texts, all of one line."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    to_right: tuple[bool, ...]
    """For each column, whether it stands to the right."""

    def select_columns(self, places: Sequence[int]) -> Grid:
        """The same with these columns only."""
        rows = [_select_cells(row, places) for row in self.rows]
        to_right = tuple(self.to_right[place] for place in places)
        return Grid(_select_cells(self.head, places), tuple(rows), to_right)


def _select_cells(cells: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    """The cells at some places, in the order of the places."""
    return tuple(cells[place] for place in places)


def wrap_lines(text: str, width: int) -> str:
    """Every line that is too wide is broken between words; what follows keeps the line's
    indentation.
    """
    out: list[str] = []
    for line in text.split("\n"):
        out += break_line(line, width)
    return "\n".join(out)


def break_line(line: str, width: int) -> list[str]:
    """The line in parts of at most `width`, but for words that are wider themselves."""
    if measure_cell_width(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    if len(indent) * 2 > width:
        return [line]  # an indentation that takes half of the screen leaves too little for words
    out: list[str] = []
    current = ""
    for word in line.split(" "):
        has_words = bool(current.strip())
        start = indent if not word.startswith(" ") else ""
        longer = f"{current} {word}" if has_words else start + word
        if has_words and measure_cell_width(longer) > width:
            out.append(current.rstrip())
            current = indent + word
        else:
            current = longer
    out.append(current.rstrip())
    return out


def lay_out_table(grid: Grid, available: int | None, rule: str = "─") -> str:
    """The table aligned, in at most `available` columns of the screen; each line ends in a line
    feed.
    """
    widths = measure_columns(grid)
    # A pipe or a file is read by programs and by editors that scroll.
    if available is None or total_width(widths) <= available:
        return _lay_out_block(grid, rule)
    # Folding keeps all columns side by side, so that it is tried first.
    fold = find_column_to_fold(grid, widths, available)
    if fold is not None:
        column, width = fold
        return _lay_out_block(fold_column(grid, column, width), rule)
    parts = [grid.select_columns(places) for places in split_columns(widths, available)]
    return "\n".join(_lay_out_block(part, rule) for part in parts)


def measure_columns(grid: Grid) -> list[int]:
    """The width of each column."""
    columns = zip(grid.head, *grid.rows, strict=True)
    return [max(map(measure_cell_width, cells)) for cells in columns]


def total_width(widths: Sequence[int]) -> int:
    """Columns of the screen that a table takes."""
    return sum(widths) + GAP * (len(widths) - 1)


def find_column_to_fold(
    grid: Grid, widths: Sequence[int], available: int
) -> tuple[int, int] | None:
    """The widest column of words and the width that makes the table fit, if folding it alone can do
    that.
    """
    candidates = [place for place in range(len(widths)) if _has_words(grid, place)]
    if not candidates:
        return None
    widest = max(candidates, key=lambda place: widths[place])
    # What the others leave of the screen.
    left = widths[widest] - (total_width(widths) - available)
    least = min(_LEAST_WORDS, widths[widest])
    return (widest, left) if left >= least else None


def _has_words(grid: Grid, place: int) -> bool:
    """Whether a column can be folded: there must be a blank to break at."""
    return any(" " in row[place] for row in grid.rows)


def fold_column(grid: Grid, column: int, width: int) -> Grid:
    """The table with one column no wider than `width`: a row becomes as many lines as it takes."""
    rows: list[tuple[str, ...]] = []
    for row in grid.rows:
        # Below the first line of a folded cell the other cells stay empty.
        first, *rest = break_line(row[column], width)
        rows.append((*row[:column], first, *row[column + 1 :]))
        for line in rest:
            below = [""] * len(row)
            below[column] = line
            rows.append(tuple(below))
    return Grid(grid.head, tuple(rows), grid.to_right)


def split_columns(widths: Sequence[int], available: int) -> list[list[int]]:
    """The places of columns, part by part; the first column stands in each."""
    # The first column says what a row is about: without it no part could be read.
    parts: list[list[int]] = [[0]]
    for place in range(1, len(widths)):
        longer = [*parts[-1], place]
        is_too_wide = total_width([widths[at] for at in longer]) > available
        # A part that would hold the first column only takes the next one, however wide it is.
        if is_too_wide and len(parts[-1]) > 1:
            parts.append([0, place])
        else:
            parts[-1] = longer
    return parts


def _lay_out_block(grid: Grid, rule: str) -> str:
    """Head, rule and rows, without looking at the width of the screen."""
    widths = measure_columns(grid)
    rules = tuple(rule * width for width in widths)
    rows = (grid.head, rules, *grid.rows)
    lines = [_lay_out_line(cells, widths, grid.to_right) for cells in rows]
    return "\n".join(lines) + "\n"


def _lay_out_line(cells: Sequence[str], widths: Sequence[int], to_right: Sequence[bool]) -> str:
    """A row as a line; blanks at its end would only be in the way."""
    padded = []
    for cell, width, is_right in zip(cells, widths, to_right, strict=True):
        # Width on the screen, not letters: Chinese letters take two columns.
        space = " " * (width - measure_cell_width(cell))
        padded.append(space + cell if is_right else cell + space)
    return (" " * GAP).join(padded).rstrip()
