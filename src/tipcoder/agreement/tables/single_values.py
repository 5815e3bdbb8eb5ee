"""Cells of a wide table that hold one value each, and empty ones that may say no."""

from __future__ import annotations

from tipcoder.agreement.tables.cells import (
    Rows,
    WrittenCells,
    change_cells,
    list_filled_cells,
)
from tipcoder.agreement.tables.presence import are_marks, find_presence_pair
from tipcoder.agreement.tables.reading import (
    ABSENT,
    PRESENT,
    TableOptions,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys
from tipcoder.errors import BadInput


def read_single_values(
    sheet: RatingsSheet,
    cells: Rows,
    options: TableOptions,
) -> tuple[WrittenCells, tuple[str, ...]]:
    """One value a cell, and a note where an empty cell says no; None where there is no cell.

    Raises BadInput where there is nothing but marks, and an empty cell may say no.
    """
    rated = change_cells(cells, options.blank_as_none)
    given = options.drop_empty(list_filled_cells(cells))
    # Signs like NA count as empty too.
    blank = _count_empty(cells, options)
    keys = fold_to_keys(given)
    may_say_no = options.empty == "none" or are_marks(keys)
    if not blank and options.empty == "none":
        return rated, ("No cell is empty, so that --empty none changed nothing.",)
    # Beside a written no an empty cell is just not rated.
    if not blank or not may_say_no:
        return rated, ()
    # Both readings are common, and they give opposite figures.
    if not options.empty:
        raise BadInput(
            f"{sheet.source}: its only rating is {given[0]!r}, and an empty cell may mean "
            "no, or that nobody rated.",
            "Say --empty none where an empty cell means no, or --empty missing where it "
            "means that nobody rated.",
        )
    if options.empty == "missing":
        return rated, ()
    note = f"An empty cell ({blank} of them) is taken as no."
    return _read_empty_as_no(sheet, cells, keys, options), (note,)


def _count_empty(cells: Rows, options: TableOptions) -> int:
    """Cells that have nothing, or a sign for nothing that the user did not call missing."""
    count = 0
    for row in cells:
        for cell in row:
            if cell is not None and not options.is_called_missing(cell):
                count += options.has_no_code(cell)
    return count


def _read_empty_as_no(
    sheet: RatingsSheet,
    cells: Rows,
    keys: set[Key],
    options: TableOptions,
) -> WrittenCells:
    """0 and 1 where an empty cell says no.

    Raises BadInput where `keys` are more than yes and no.
    """
    only_marks = are_marks(keys)
    pair = None if only_marks else find_presence_pair(keys)
    if pair is None and not only_marks:
        raise BadInput(
            f"{sheet.source}: an empty cell cannot say no among more than two values.",
            "--empty none is for codes, and for yes and no; leave it out, or write what an empty "
            "cell says.",
        )

    def as_mark(cell: str) -> str | None:
        if options.is_called_missing(cell):
            return None
        says_no = pair is not None and fold_to_key(cell) == pair[0]
        return ABSENT if says_no or options.has_no_code(cell) else PRESENT

    return change_cells(cells, as_mark)
