"""A table as CSV in UTF-8: for programs as it is, and for people with no cell that a spreadsheet
would run.
"""

from __future__ import annotations

import csv
import io
import re

from tipcoder.errors import BadInput
from tipcoder.export.document import Cell, Document, Table
from tipcoder.export.tables import format_csv
from tipcoder.export.writers.json_records import list_records

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""How a cell begins that a spreadsheet takes for a formula; full-width signs count there too."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.I)


def write_csv(document: Document) -> bytes:
    """The one table of a document. Raises BadInput where there is not exactly one."""
    tables = document.tables
    if len(tables) != 1:
        raise BadInput(
            f"{document.title}: has {len(tables)} tables, and CSV holds one.",
            "Use .xlsx, .md, .html or .docx.",
        )
    (table,) = tables
    content = (
        _format_guarded(table) if table.is_guarded else format_csv(list_records(table), table.head)
    )
    return content.encode("utf-8")


def _format_guarded(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(table.head)
    for row in table.rows:
        writer.writerow([guard_formula(cell.shown) for cell in row])
    return out.getvalue()


def guard_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in
    front.
    """
    begins_like_one = _FORMULA.match(text) is not None
    return f"'{text}" if begins_like_one and not _NUMBER.fullmatch(text) else text


def count_guarded(table: Table) -> int:
    """The number of cells that get an apostrophe in CSV."""
    number = 0
    for row in table.rows:
        number += sum(map(_is_changed, row))
    return number


def _is_changed(cell: Cell) -> bool:
    return guard_formula(cell.shown) != cell.shown
