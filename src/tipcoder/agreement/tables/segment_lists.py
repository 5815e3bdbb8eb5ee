"""Files that other programs write of one coder's work: a line a coded segment, or a line a code.

Taguette, MAXQDA and their like list segments: the document, the code, the words. A code matrix of
MAXQDA has the codes as lines and the documents as columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.header_words import (
    AN_ATTRIBUTE,
    CODE,
    UNIT,
    VALUE,
    extra,
    names_a_coder,
    says,
)
from tipcoder.agreement.tables.reading import Asked
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.units import without_totals

CODER = "coder"


def one_long_sheet(sheets: Mapping[str, Sheet], asked: Asked) -> Sheet | None:
    """The segments of all files in one sheet of unit, coder and code.

    None where a file has no such columns, or no file has two lines for a unit: that is a line a
    unit. The name of the file is the coder's. `lines` are those of each file.
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
    """The columns of documents and of codes; None where this is no list of segments."""
    looks = look_at(sheet, asked.nothing)
    asked_for = [looks[sheet.position(name)] for name in asked.units[:1]]
    units = asked_for or _called_units(looks)
    if asked.values:
        # Several columns of values are no segments.
        codes = [looks[sheet.position(name)] for name in asked.values if len(asked.values) == 1]
    else:
        codes = _called_codes(looks)
    if not units or len(codes) != 1 or units[0].at == codes[0].at:
        return None
    return units[0], codes[0]


def _called_units(looks: Sequence[Looks]) -> list[Looks]:
    """Columns whose header names a unit, and no group of units."""
    called = []
    for column in looks:
        names_unit = says(column.name, UNIT) and not names_a_coder(column.name)
        if names_unit and extra(column.name) != AN_ATTRIBUTE and column.filled:
            called.append(column)
    # Where documents repeat a number that does not is the segment's.
    return [column for column in called if not column.is_unique] or called


def _called_codes(looks: Sequence[Looks]) -> list[Looks]:
    """Columns whose header names a code; none beside values, which say more than presence."""
    filled = [column for column in looks if column.filled]
    codes = [column for column in filled if says(column.name, CODE)]
    others = [column for column in filled if not says(column.name, CODE)]
    if any(says(column.name, VALUE) for column in others):
        return []
    return codes


def codes_as_columns(sheet: Sheet) -> Sheet:
    """The sheet with its codes as columns, where it is a code matrix: a line a code.

    Its first column names codes, and each other is a document's. Any other sheet is given back.
    """
    first, *others = look_at(sheet, frozenset())
    if len(sheet.names) < 3 or not _names_codes(first):
        return sheet
    if not all(_may_be_document(column) for column in others):
        return sheet
    turned, _ = without_totals(sheet.turned())
    return turned


def _names_codes(column: Looks) -> bool:
    """Whether the column names each code once."""
    return says(column.name, CODE) and not says(column.name, UNIT) and column.is_unique


def _may_be_document(column: Looks) -> bool:
    """Whether the column says with numbers how often each code stands in a document."""
    return not says(column.name, CODE) and (column.numeric or not column.filled)
