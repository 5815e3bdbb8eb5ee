"""Which columns of a long table name the unit and the coder of each line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.crossed_columns import MOST_CODERS, find_crossed_columns
from tipcoder.agreement.tables.header_words import (
    AN_ATTRIBUTE,
    UNIT,
    describe_extra_column,
    has_header_word,
    names_a_coder,
    names_a_person,
)
from tipcoder.agreement.tables.long_table import LongColumns, group_coders_by_unit, holds_values
from tipcoder.agreement.tables.long_values import add_value_columns
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import fold_to_key
from tipcoder.errors import BadInput, did_you_mean

_LINES_OF_A_PAIR = 8
"""Lines that a coder may have for a unit, one a code, before a column is no unit's."""
_ONE_LINE_OF_A_PAIR = 1.5
"""The same in the mean where there is one line for most pairs."""
_QUESTION = frozenset(
    (
        *("question", "item", "frage", "вопрос"),
        *("pregunta", "questao", "domanda", "vraag"),
    )
)


def find_long_columns(sheet: RatingsSheet, options: TableOptions) -> LongColumns | None:
    """The columns of a long table; None where this is none.

    Raises BadInput where its values are doubtful.
    """
    looks = profile_columns(sheet, options.empty_keys)
    forced = options.layout == "long"
    for coder in _find_coder_columns(sheet, looks, options):
        units = _find_unit_columns(sheet, looks, coder, options)
        if units and (forced or _has_repeated_units(sheet, units, coder)):
            rest = [column for column in looks if column.at not in (coder.at, *units)]
            return add_value_columns(sheet, units, coder, rest, options)
    _refuse_without_overlap(sheet, looks, options)
    found = find_crossed_columns(sheet, looks, options)
    if found is None and forced:
        raise BadInput(
            f"{sheet.source}: no column names the coder of each line.",
            "A long table has the columns unit, coder and value; call the one with coders so, "
            "or name them with --coders A,B.",
        )
    return found


def _refuse_without_overlap(sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions) -> None:
    """Raises BadInput where a column names who coded each line, and no two coders share a unit."""
    called = [column for column in looks[1:] if names_a_coder(column.name) and column.filled]
    if options.coders or len(called) != 1:
        return
    (coder,) = called
    if coder.variety == 1 or coder.is_numeric:
        return
    # A column with the values of another one holds ratings, whatever its header says.
    others = [column for column in looks if column.at != coder.at]
    if any(set(coder.counts) & set(column.counts) for column in others):
        return
    which_units = "Say with --units which column names the units"
    raise BadInput(
        f"{sheet.source}: by its column {coder.name!r} no unit was rated by two coders.",
        f"{which_units}, or with --coders which columns hold ratings.",
    )


def _find_coder_columns(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> list[ColumnProfile]:
    """Columns whose cells may be names of coders, by what was asked or by their own name."""
    if options.coders and all(sheet.find_column(name) is None for name in options.coders):
        return _find_columns_naming(sheet, looks, options)
    called = [column for column in looks if names_a_coder(column.name)]
    called = called or [column for column in looks if names_a_person(column.name)]
    if len(called) > 1 and not _name_same_coders(called):
        # coder 1, coder 2: a column a coder, unless one of them is just called coder.
        without_number = [column for column in called if not re.search(r"\d", column.name)]
        called = without_number if options.layout == "long" else []
    return [column for column in called if 1 < len(column.counts) < len(column.cells)]


def _find_columns_naming(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> list[ColumnProfile]:
    """Columns in whose cells all the coders asked for are named, and some more than once."""
    wanted = {name.casefold() for name in options.coders}
    with_all = []
    for column in looks:
        there = {cell.casefold() for cell in column.filled}
        if wanted <= there:
            with_all.append(column)
    if not with_all:
        _refuse_unknown_coders(sheet, looks, options)
    return [column for column in with_all if not column.is_unique]


def _refuse_unknown_coders(sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions) -> None:
    """Raises BadInput where a column names some of the coders asked for, and not the others."""
    for column in looks:
        there = {cell.casefold(): cell for cell in column.filled}
        gone = [name for name in options.coders if name.casefold() not in there]
        if len(gone) < len(options.coders) and len(there) <= MOST_CODERS:
            unknown = format_names([repr(name) for name in gone])
            raise BadInput(
                f"{sheet.source}: the column {column.name!r} names no {unknown}.",
                did_you_mean(gone[0], list(there.values())),
            )


def _name_same_coders(columns: Sequence[ColumnProfile]) -> bool:
    """Whether columns name the same coders, as by number and by name.

    Columns of coders who agree on everything are told from these by having the same values.
    """
    if any(set(a.counts) & set(b.counts) for a, b in combinations(columns, 2)):
        return False
    lines = set(zip(*(column.cells for column in columns), strict=True))
    one_name_each = all(len(lines) == len(set(column.cells)) for column in columns)
    return one_name_each and len(lines) < len(columns[0].cells)


def _find_unit_columns(
    sheet: RatingsSheet,
    looks: Sequence[ColumnProfile],
    coder: ColumnProfile,
    options: TableOptions,
) -> tuple[int, ...]:
    """Where the unit of each line is named: as asked, by headers, else by what repeats."""
    if options.units:
        return tuple(sheet.require_column(name) for name in options.units)
    others = [column for column in looks if column.at != coder.at]
    repeating = [column for column in others if column.filled and not column.is_unique]
    called = _find_unit_headers(repeating)
    if called:
        return _add_question_column(called, repeating)
    # Beside a column that numbers the lines a unit has one line a coder, and is no code.
    lines_are_numbered = any(has_header_word(column.name, UNIT) and column.is_unique for column in looks)
    most = _ONE_LINE_OF_A_PAIR if lines_are_numbered else _LINES_OF_A_PAIR
    return _find_repeating_unit(sheet, repeating, coder, most)


def _find_unit_headers(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Those whose header names a unit. A group of documents is one only where nothing else is."""
    called = [column for column in columns if has_header_word(column.name, UNIT)]
    called = [column for column in called if not holds_values(column)]
    return [column for column in called if describe_extra_column(column.name) != AN_ATTRIBUTE] or called


def _add_question_column(called: Sequence[ColumnProfile], repeating: Sequence[ColumnProfile]) -> tuple[int, ...]:
    """The first column that is called a unit; with the question where a person answered several."""
    first, *others = called
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
    """A column whose cells stand on lines of several coders; `most` lines for each pair of both.

    One that gives each coder one line for each of its cells is a better name of units than others.
    """
    plain = [column for column in repeating if not (describe_extra_column(column.name) or column.is_dates)]
    others = [column for column in [*plain, *repeating] if not holds_values(column)]
    likely = [column for column in others if _has_repeated_units(sheet, (column.at,), coder)]
    for lines in (1.0, most):
        for column in likely:
            pairs = {(fold_to_key(row[column.at]), row[coder.at]) for row in sheet.rows}
            if len(sheet.rows) <= lines * len(pairs):
                return (column.at,)
    return ()


def _has_repeated_units(sheet: RatingsSheet, units: Sequence[int], coder: ColumnProfile) -> bool:
    """Whether units stand on several lines, and some with two coders."""
    coders = group_coders_by_unit(sheet, units, coder)
    with_two = any(len(set(names)) > 1 for names in coders.values())
    return with_two and len(coders) < len(sheet.rows)
