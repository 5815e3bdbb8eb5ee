"""Columns of data as a workbook: a sheet for each table, with a filter, a head that stays in sight,
and columns as wide as what stands in them.

`writers/workbook.py` writes documents. Here a table has a hundred thousand rows, for which cells
that know how they are shown would be too many.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tipcoder.errors import BadInput
from tipcoder.export.document import replace_unprintable
from tipcoder.export.package_scrubbing import scrub_package
from tipcoder.export.writers.workbook import choose_sheet_name, remove_theme
from tipcoder.extras import require_extra

_WIDEST, _NARROWEST = 70, 8
"""Letters of a column."""
_MEASURED = 2_000
"""Rows by which the width of a column is told."""
_LONGEST_CELL, _MOST_ROWS, _MOST_COLUMNS = 32_767, 1_048_576, 16_384
_CUT = " [cut: a cell of XLSX holds no more]"


@dataclass(frozen=True, eq=False)
class DataSheet:
    """A sheet: heads, and a column of texts and numbers under each; None is an empty cell."""

    name: str
    heads: Sequence[str]
    columns: Sequence[Sequence[Any]]


def write_data_workbook(sheets: Sequence[DataSheet]) -> bytes:
    """The workbook's bytes; the same sheets give the same bytes.

    A text is never taken for a formula; one that is too long is cut and says so. Raises BadInput
    for a table that is larger than the format, EnvironmentFault where XlsxWriter is not installed.
    """
    xlsxwriter: Any = require_extra("xlsxwriter", "Writing .xlsx")
    for sheet in sheets:
        _check_size(sheet)
    out = io.BytesIO()
    # In memory: no temporary file with quotes in it stays behind.
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "num_format": "@", "valign": "top", "text_wrap": True})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    taken: set[str] = set()
    for sheet in sheets:
        name = choose_sheet_name(sheet.name, taken)
        taken.add(name.casefold())
        _write_sheet(book.add_worksheet(name), sheet, bold, text)
    book.close()
    return scrub_package(out.getvalue(), {"xl/styles.xml": remove_theme})


def build_records_sheet(name: str, records: Sequence[Mapping[str, Any]]) -> DataSheet:
    """A sheet of records that have the same keys; there is at least one."""
    heads = list(records[0])
    columns = []
    for head in heads:
        columns.append([record[head] for record in records])
    return DataSheet(name, heads, columns)


def _check_size(sheet: DataSheet) -> None:
    rows = len(sheet.columns[0]) if sheet.columns else 0
    if rows >= _MOST_ROWS or len(sheet.heads) > _MOST_COLUMNS:
        raise BadInput(
            f"{sheet.name}: {rows:,} rows x {len(sheet.heads):,} columns are more than XLSX holds.",
            "Use .csv.",
        )


def _write_sheet(place: Any, sheet: DataSheet, bold: Any, text: Any) -> None:
    for number, (head, values) in enumerate(zip(sheet.heads, sheet.columns, strict=True)):
        place.write_string(0, number, replace_unprintable(head), bold)
        place.set_column(number, number, _measure_width(head, values))
        for row, value in enumerate(values, 1):
            _write_cell(place, row, number, value, text)
    if sheet.heads:
        rows = len(sheet.columns[0])
        place.autofilter(0, 0, rows, len(sheet.heads) - 1)
    place.freeze_panes(1, 0)


def _write_cell(place: Any, row: int, column: int, value: Any, text: Any) -> None:
    # An empty cell is left out, so that counting functions do not count it.
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        place.write_number(row, column, value)
        return
    shown = replace_unprintable(str(value))
    if len(shown) > _LONGEST_CELL:
        shown = shown[: _LONGEST_CELL - len(_CUT)] + _CUT
    # Never `write`, which would make formulas and links of texts that look like them.
    place.write_string(row, column, shown, text)


def _measure_width(head: str, values: Sequence[Any]) -> int:
    """The width of a column, in letters, by its first rows."""
    longest = len(head)
    for value in values[:_MEASURED]:
        if value is not None:
            longest = max([longest, *map(len, str(value).splitlines())])
    return min(max(longest + 2, _NARROWEST), _WIDEST)
