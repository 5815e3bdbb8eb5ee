"""Files that other programs write of one coder's work: a line a coded segment, or a line a code.

Taguette, MAXQDA and their like list segments: the document, the code, the words. A code matrix of MAXQDA has the codes
as lines and the documents as columns.
"""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.header_words import AN_ATTRIBUTE, CODE, UNIT, VALUE, extra, names_a_coder, says
from tipcoder.agreement.tables.reading import Asked
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.units import without_totals

CODER = "coder"


def one_long_sheet(sheets: Mapping[str, Sheet], asked: Asked) -> Sheet | None:
    """The segments of all files in one sheet of unit, coder and code; None where a file has a line a unit.

    The name of the file is the coder's. `lines` are those of each file.
    """
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    names: tuple[str, ...] = ()
    repeated = False
    for coder, sheet in sheets.items():
        found = _unit_and_code(sheet, asked)
        if found is None:
            return None
        unit, code = found
        names = names or (sheet.names[unit.at], CODER, sheet.names[code.at])
        repeated = repeated or not unit.is_unique
        rows += [(one, coder, what) for one, what in zip(unit.cells, code.cells, strict=True)]
        lines += sheet.lines
    if not repeated:
        return None
    source = " and ".join(sheet.source for sheet in sheets.values())
    return Sheet(source, names, tuple(rows), tuple(lines))


def _unit_and_code(sheet: Sheet, asked: Asked) -> tuple[Looks, Looks] | None:
    looks = look_at(sheet, asked.nothing)
    if asked.units:
        units = [looks[sheet.position(asked.units[0])]]
    else:
        called = [column for column in looks if says(column.name, UNIT) and not names_a_coder(column.name)]
        called = [column for column in called if extra(column.name) != AN_ATTRIBUTE and column.filled]
        # Where documents repeat a number that does not is the segment's.
        units = [column for column in called if not column.is_unique] or called
    if asked.values:
        codes = [looks[sheet.position(asked.values[0])]] if len(asked.values) == 1 else []
    else:
        codes = [column for column in looks if says(column.name, CODE) and column.filled]
        if any(says(column.name, VALUE) and not says(column.name, CODE) for column in looks if column.filled):
            return None
    if not units or len(codes) != 1 or units[0].at == codes[0].at:
        return None
    return units[0], codes[0]


def codes_as_columns(sheet: Sheet) -> Sheet:
    """The sheet with its codes as columns, where its first column names codes and each other is a document's."""
    first = look_at(sheet, frozenset())[0]
    if not says(first.name, CODE) or says(first.name, UNIT) or not first.is_unique or len(sheet.names) < 3:
        return sheet
    others = look_at(sheet, frozenset())[1:]
    if any(says(column.name, CODE) or not (column.numeric or not column.filled) for column in others):
        return sheet
    turned, _ = without_totals(sheet.turned())
    return turned
