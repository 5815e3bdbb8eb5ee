"""Units x coders as written: the shape in which ratings go from a layout to what is compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

WrittenCells = tuple[tuple[str | None, ...], ...]
"""A line a unit, a cell a coder; None where nobody rated."""
Rows = Sequence[Sequence[str | None]]


def change_cells(cells: Rows, change: Callable[[str], str | None]) -> WrittenCells:
    """Every cell that is there, changed; those that are not stay so."""

    def change_row(row: Sequence[str | None]) -> tuple[str | None, ...]:
        return tuple(None if cell is None else change(cell) for cell in row)

    return tuple(change_row(row) for row in cells)


def list_filled_cells(cells: Rows) -> list[str]:
    """What stands in any cell, line by line."""
    out = []
    for row in cells:
        out += [cell for cell in row if cell]
    return out


def group_by_coder(cells: Rows) -> list[list[str]]:
    """What stands in the cells of each coder."""
    columns = list(zip(*cells, strict=True))

    def drop_empty_cells(column: Sequence[str | None]) -> list[str]:
        return [cell for cell in column if cell]

    return [drop_empty_cells(column) for column in columns]
