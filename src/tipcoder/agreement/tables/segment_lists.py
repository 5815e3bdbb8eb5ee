"""Files that other programs write of one coder's work: a line a coded segment, or a line a code.

Taguette, MAXQDA and their like list segments: the document, the code, the words. A code matrix of
MAXQDA has the codes as lines and the documents as columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.header_words import (
    AN_ATTRIBUTE,
    CODE,
    UNIT,
    VALUE,
    describe_extra_column,
    has_header_word,
    names_a_coder,
)
from tipcoder.agreement.tables.reading import TableOptions
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.units import drop_totals

CODER = "coder"


def build_segment_sheet(sheets: Mapping[str, RatingsSheet], options: TableOptions) -> RatingsSheet | None:
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
        names = names or (sheet.names[unit.at], CODER, sheet.names[code.at])
        repeated = repeated or not unit.is_unique
        rows += [(one, coder, what) for one, what in zip(unit.cells, code.cells, strict=True)]
        lines += sheet.lines
    if not repeated:
        return None
    source = " and ".join(sheet.source for sheet in sheets.values())
    return RatingsSheet(source, names, tuple(rows), tuple(lines))


def _find_unit_and_code(sheet: RatingsSheet, options: TableOptions) -> tuple[ColumnProfile, ColumnProfile] | None:
    """The columns of documents and of codes; None where this is no list of segments."""
    looks = profile_columns(sheet, options.empty_keys)
    asked_for = [looks[sheet.require_column(name)] for name in options.units[:1]]
    units = asked_for or _find_unit_headers(looks)
    if options.values:
        # Several columns of values are no segments.
        codes = [looks[sheet.require_column(name)] for name in options.values if len(options.values) == 1]
    else:
        codes = _find_code_headers(looks)
    if not units or len(codes) != 1 or units[0].at == codes[0].at:
        return None
    return units[0], codes[0]


def _find_unit_headers(looks: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns whose header names a unit, and no group of units."""
    called = []
    for column in looks:
        names_unit = has_header_word(column.name, UNIT) and not names_a_coder(column.name)
        if names_unit and describe_extra_column(column.name) != AN_ATTRIBUTE and column.filled:
            called.append(column)
    # Where documents repeat a number that does not is the segment's.
    return [column for column in called if not column.is_unique] or called


def _find_code_headers(looks: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns whose header names a code; none beside values, which say more than presence."""
    filled = [column for column in looks if column.filled]
    codes = [column for column in filled if has_header_word(column.name, CODE)]
    others = [column for column in filled if not has_header_word(column.name, CODE)]
    if any(has_header_word(column.name, VALUE) for column in others):
        return []
    return codes


def turn_code_matrix(sheet: RatingsSheet) -> RatingsSheet:
    """The sheet with its codes as columns, where it is a code matrix: a line a code.

    Its first column names codes, and each other is a document's. Any other sheet is given back.
    """
    first, *others = profile_columns(sheet, frozenset())
    if len(sheet.names) < 3 or not _names_codes(first):
        return sheet
    if not all(_may_be_document(column) for column in others):
        return sheet
    turned, _ = drop_totals(sheet.transpose())
    return turned


def _names_codes(column: ColumnProfile) -> bool:
    """Whether the column names each code once."""
    return has_header_word(column.name, CODE) and not has_header_word(column.name, UNIT) and column.is_unique


def _may_be_document(column: ColumnProfile) -> bool:
    """Whether the column says with numbers how often each code stands in a document."""
    return not has_header_word(column.name, CODE) and (column.is_numeric or not column.filled)
