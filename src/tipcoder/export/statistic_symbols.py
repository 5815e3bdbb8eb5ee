"""Symbols of statistics that results write out in plain letters, as the letters that they are."""

from __future__ import annotations

import re
from dataclasses import replace

from tipcoder.export.document import Cell, Table

_WRITTEN_OUT = {"chi^2": "χ²", "eta^2": "η²", "omega^2": "ω²", "epsilon^2": "ε²", "phi_c": "φ_c"}
"""Symbols as the article's style writes them where only plain letters are to be had."""
_PATTERN = re.compile("|".join(rf"\b{re.escape(word)}(?!\w)" for word in _WRITTEN_OUT))


def write_symbols(text: str) -> str:
    """The text with Greek letters and squares; an index stays behind its underscore."""
    return _PATTERN.sub(lambda found: _WRITTEN_OUT[found[0]], text)


def write_plain_symbols(text: str) -> str:
    """The same for places that have no index: `φc`."""
    return write_symbols(text).replace("φ_c", "φc")


def set_symbols(table: Table) -> Table:
    """The table with plain symbols in its columns of statistics, and in the notes below them."""
    if not any(column.has_symbols for column in table.columns):
        return table
    rows = []
    for row in table.rows:
        cells: list[Cell] = []
        for cell, column in zip(row, table.columns, strict=True):
            shown = write_plain_symbols(cell.shown) if column.has_symbols else cell.shown
            cells.append(replace(cell, shown=shown))
        rows.append(tuple(cells))
    notes = tuple(map(write_plain_symbols, table.notes))
    return replace(table, rows=tuple(rows), notes=notes)
