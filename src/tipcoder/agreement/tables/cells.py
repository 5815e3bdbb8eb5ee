"""Units x coders as written: the shape in which ratings go from a layout to what is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

WrittenCells = tuple[tuple[str | None, ...], ...]
"""One line per unit, a cell a coder; None where nobody rated."""
Rows = Sequence[Sequence[str | None]]
CoderTable = list[dict[str, str]]
"""Of one coder, for each unit the cell of each code; empty where the coder has no line for it."""


def change_cells(cells: Rows, change: Callable[[str], str | None]) -> WrittenCells:
    """Every cell that is there, changed; those that are not stay so."""

    def change_row(row: Sequence[str | None]) -> tuple[str | None, ...]:
        return tuple(None if cell is None else change(cell) for cell in row)

    return tuple(map(change_row, cells))


def list_filled_cells(cells: Iterable[Sequence[str | None]]) -> list[str]:
    """What is written in any cell, line by line."""
    out = []
    for row in cells:
        out += [cell for cell in row if cell]
    return out


def group_by_coder(cells: Rows) -> list[list[str]]:
    """What is written in the cells of each coder."""
    # How a coder spells is a matter of the whole column.
    columns = zip(*cells, strict=True)
    return [list_filled_cells([column]) for column in columns]
