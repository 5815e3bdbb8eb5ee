"""Files that other programs write of one coder's work: one line per coded segment or code.

Taguette, MAXQDA and their like list segments: the document, the code, the words. A code matrix of
MAXQDA has the codes as lines and the documents as columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.column_groups import drop_called, find_called
from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.header_words import (
    AN_ATTRIBUTE,
    CODE,
    UNIT,
    VALUE,
    describe_extra_column,
    has_header_word,
    names_a_unit,
)
from tipcoder.agreement.tables.reading import TableOptions
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.units import drop_totals

CODER = "coder"


def build_segment_sheet(
    sheets: Mapping[str, RatingsSheet], options: TableOptions
) -> RatingsSheet | None:
    """The segments of all files in one sheet of unit, coder and code.

    None where a file has no such columns, or no file has two lines for a unit: that is a line a
    unit. The name of the file is the coder's. `lines` are those of each file.
    """
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    names: tuple[str, ...] = ()
    repeated = False
    for coder, sheet in sheets.items():
        found = _find_unit_and_code(sheet, options)
        if found is None:
            return None
        unit, code = found
        # The first file gives the names: others may write them in other letters.
        names = names or (unit.name, CODER, code.name)
        # One file with two lines for a unit is enough: another coder may be sparing.
        repeated = repeated or not unit.is_unique
        for one_unit, one_code in zip(unit.cells, code.cells, strict=True):
            rows.append((one_unit, coder, one_code))
        lines += sheet.lines
    if not repeated:
        return None
    source = " and ".join(sheet.source for sheet in sheets.values())
    return RatingsSheet(source, names, tuple(rows), tuple(lines))


def _find_unit_and_code(
    sheet: RatingsSheet, options: TableOptions
) -> tuple[ColumnProfile, ColumnProfile] | None:
    """The columns of documents and of codes; None where this is not a list of segments."""
    looks = profile_columns(sheet, options.empty_keys)
    asked = [looks[at] for at in sheet.require_columns(options.units[:1])]
    units = asked or _find_unit_headers(looks)
    code = _find_code(sheet, looks, options)
    if code is None or not units or code.at == units[0].at:
        return None
    return units[0], code


def _find_code(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> ColumnProfile | None:
    """The one column of codes, asked for or called so; several are not of segments."""
    # Several columns of values are not of segments, each of which has one code.
    if len(options.values) > 1:
        return None
    if options.values:
        return looks[sheet.require_column(options.values[0])]
    codes = _find_code_headers(looks)
    return codes[0] if len(codes) == 1 else None


def _find_unit_headers(looks: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns whose header names a unit, and not a group of units."""
    called = []
    for column in looks:
        is_group = describe_extra_column(column.name) == AN_ATTRIBUTE
        if column.filled and names_a_unit(column.name) and not is_group:
            called.append(column)
    # Where documents repeat a number that does not is the segment's.
    return [column for column in called if not column.is_unique] or called


def _find_code_headers(looks: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns whose header names a code; none beside values, which say more than presence."""
    filled = [column for column in looks if column.filled]
    values = find_called(drop_called(filled, CODE), VALUE)
    return [] if values else find_called(filled, CODE)


def turn_code_matrix(sheet: RatingsSheet) -> RatingsSheet:
    """The sheet with its codes as columns, where it is a code matrix: one line per code.

    Its first column names codes, and each other is a document's. Any other sheet is given back.
    """
    first, *others = profile_columns(sheet, frozenset())
    # With a single document a matrix is a list of codes and counts.
    if len(sheet.names) < 3 or not _names_codes(first):
        return sheet
    if not all(map(_may_be_document, others)):
        return sheet
    # MAXQDA adds sums at both edges; those of codes are lines only now.
    turned, _ = drop_totals(sheet.transpose())
    return turned


def _names_codes(column: ColumnProfile) -> bool:
    """Whether the column names each code once."""
    names_unit = has_header_word(column.name, UNIT)
    return has_header_word(column.name, CODE) and not names_unit and column.is_unique


def _may_be_document(column: ColumnProfile) -> bool:
    """Whether the column says with numbers how often each code is in a document."""
    has_counts = column.is_numeric or not column.filled
    return has_counts and not has_header_word(column.name, CODE)
