"""Units x coders as written: the shape in which ratings go from a layout to what is compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Cells = tuple[tuple[str | None, ...], ...]
"""A line a unit, a cell a coder; None where nobody rated."""
Rows = Sequence[Sequence[str | None]]


def changed(cells: Rows, change: Callable[[str], str | None]) -> Cells:
    """Every cell that is there, changed; those that are not stay so."""

    def line(row: Sequence[str | None]) -> tuple[str | None, ...]:
        return tuple(None if cell is None else change(cell) for cell in row)

    return tuple(line(row) for row in cells)


def all_filled(cells: Rows) -> list[str]:
    """What stands in any cell, line by line."""
    out = []
    for row in cells:
        out += [cell for cell in row if cell]
    return out


def by_coder(cells: Rows) -> list[list[str]]:
    """What stands in the cells of each coder."""
    columns = list(zip(*cells, strict=True))

    def filled(column: Sequence[str | None]) -> list[str]:
        return [cell for cell in column if cell]

    return [filled(column) for column in columns]
