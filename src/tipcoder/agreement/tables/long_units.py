"""Which column of a long table names the unit of each line; that of the coder is known before."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.tables.column_groups import drop_extra, find_called
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import (
    AN_ATTRIBUTE,
    UNIT,
    describe_extra_column,
    has_header_word,
)
from tipcoder.agreement.tables.long_table import group_coders_by_unit, holds_values
from tipcoder.agreement.tables.reading import TableOptions
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import fold_to_key
from tipcoder.table_words import QUESTION_HEADERS, list_table_words

_LINES_OF_A_PAIR = 8
"""Lines that a coder may have for a unit, one a code, before a column is not a unit's."""
_ONE_LINE_OF_A_PAIR = 1.5
"""The same in the mean where there is one line for most pairs."""
_QUESTION = frozenset(list_table_words(QUESTION_HEADERS))


def find_line_units(
    sheet: RatingsSheet,
    looks: Sequence[ColumnProfile],
    coder: ColumnProfile,
    options: TableOptions,
) -> tuple[int, ...]:
    """Where the unit of each line is named: as asked, by headers, else by what repeats."""
    if options.units:
        return tuple(sheet.require_columns(options.units))
    others = [column for column in looks if column.at != coder.at]
    repeating = [column for column in others if column.filled and not column.is_unique]
    # A unit has a line for each coder, so that its name repeats.
    called = _find_unit_headers(repeating)
    if called:
        return _add_question_column(called, repeating)
    # Beside a column that numbers the lines a unit has one line per coder, and is not a code.
    lines_are_numbered = any(column.is_unique for column in find_called(looks, UNIT))
    most = _ONE_LINE_OF_A_PAIR if lines_are_numbered else _LINES_OF_A_PAIR
    return _find_repeating_unit(sheet, repeating, coder, most)


def _find_unit_headers(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Those whose header names a unit. A group of documents is one only where nothing else is."""
    called = find_called(columns, UNIT)
    # A group of documents repeats as documents do.
    single = [column for column in called if describe_extra_column(column.name) != AN_ATTRIBUTE]
    return single or called


def _add_question_column(
    called: Sequence[ColumnProfile], repeating: Sequence[ColumnProfile]
) -> tuple[int, ...]:
    """The first column that is called a unit; with the question where a person answered several."""
    first, *others = called
    # What a person answered to two questions are two units.
    for column in [*others, *repeating]:
        if has_header_word(column.name, _QUESTION) and column.at != first.at:
            return (first.at, column.at)
    return (first.at,)


def _find_repeating_unit(
    sheet: RatingsSheet,
    repeating: Sequence[ColumnProfile],
    coder: ColumnProfile,
    most: float,
) -> tuple[int, ...]:
    """A column whose cells are on lines of several coders; `most` lines for each pair of both.

    One that gives each coder one line for each of its cells is a better name of units than others.
    """
    plain = [column for column in drop_extra(repeating) if not column.is_dates]
    pairs_of = {}
    # The plain ones come first, and keep that place.
    for column in (*plain, *repeating):
        if not holds_values(column) and has_repeated_units(sheet, (column.at,), coder):
            units = map(fold_to_key, column.cells)
            pairs_of[column.at] = len(set(zip(units, coder.cells, strict=True)))

    # One line for each pair is the plain case; several may be one a code.
    for lines in (1.0, most):
        for at, pairs in pairs_of.items():
            if len(sheet.rows) <= lines * pairs:
                return (at,)
    return ()


def has_repeated_units(sheet: RatingsSheet, units: Sequence[int], coder: ColumnProfile) -> bool:
    """Whether units are on several lines, and some with two coders."""
    coders = group_coders_by_unit(sheet, units, coder)
    with_two = any(len(set(names)) > 1 for names in coders.values())
    return with_two and len(coders) < len(sheet.rows)
