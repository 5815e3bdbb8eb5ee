"""Which columns of a long table name the unit and the coder of each line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.column_groups import list_lines, share_values
from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.crossed_columns import MOST_CODERS, find_crossed_columns
from tipcoder.agreement.tables.header_words import (
    names_a_coder,
    names_a_person,
)
from tipcoder.agreement.tables.long_table import LongColumns
from tipcoder.agreement.tables.long_units import find_line_units, has_repeated_units
from tipcoder.agreement.tables.long_values import add_value_columns
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.errors import BadInput, did_you_mean


def find_long_columns(sheet: RatingsSheet, options: TableOptions) -> LongColumns | None:
    """The columns of a long table; None where it is not one.

    Raises BadInput where its values are doubtful.
    """
    looks = profile_columns(sheet, options.empty_keys)
    # Where the user says long, one line per unit and coder is enough to go by.
    forced = options.layout == "long"
    for coder in _find_coder_columns(sheet, looks, options):
        units = find_line_units(sheet, looks, coder, options)
        if units and (forced or has_repeated_units(sheet, units, coder)):
            rest = [column for column in looks if column.at not in (coder.at, *units)]
            return add_value_columns(sheet, units, coder, rest, options)
    # The column is called coder, but no unit has two: better ask than guess.
    _refuse_without_overlap(sheet, looks, options)
    found = find_crossed_columns(sheet, looks, options)
    if found is None and forced:
        raise BadInput(
            f"{sheet.source}: no column names the coder of each line.",
            "A long table has the columns unit, coder and value; call the one with coders so, "
            "or name them with --coders A,B.",
        )
    return found


def _refuse_without_overlap(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> None:
    """Raises BadInput where a column names who coded each line, and no two coders share a unit."""
    if options.coders:
        return
    called = [column for column in looks[1:] if names_a_coder(column.name) and column.filled]
    if len(called) != 1:
        return
    (coder,) = called
    # Names repeat; what never does, or is a number, is not a name of a coder.
    if coder.variety == 1 or coder.is_numeric:
        return
    # A column with the values of another one holds ratings, whatever its header says.
    for column in looks:
        if column.at != coder.at and share_values(coder, column):
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
    if options.coders and not sheet.has_any_column(options.coders):
        return _find_columns_naming(sheet, looks, options)
    called = _find_coder_headers(looks)
    if len(called) > 1 and not _name_same_coders(called):
        # coder 1, coder 2: one column per coder, unless one of them is just called coder.
        if options.layout != "long":
            return []
        called = [column for column in called if not re.search(r"\d", column.name)]
    # One name only compares nothing, and a name a line is not a coder.
    return [column for column in called if 1 < len(column.counts) < len(column.cells)]


def _find_coder_headers(looks: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns called coder; where there are none, those called by a word for a person."""
    coders = [column for column in looks if names_a_coder(column.name)]
    return coders or [column for column in looks if names_a_person(column.name)]


def _find_columns_naming(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> list[ColumnProfile]:
    """Columns in whose cells all the coders asked for are named, and some more than once."""
    wanted = set(map(str.casefold, options.coders))
    with_all = [each for each in looks if wanted.issubset(map(str.casefold, each.filled))]
    if not with_all:
        _refuse_unknown_coders(sheet, looks, options)
    return [column for column in with_all if not column.is_unique]


def _refuse_unknown_coders(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> None:
    """Raises BadInput where a column names some of the coders asked for, and not the others."""
    for column in looks:
        there = {cell.casefold(): cell for cell in column.filled}
        gone = [name for name in options.coders if name.casefold() not in there]
        # A column that names one of them is the one meant, with a slip in another.
        if len(gone) < len(options.coders) and len(there) <= MOST_CODERS:
            unknown = format_names(list(map(repr, gone)))
            raise BadInput(
                f"{sheet.source}: the column {column.name!r} does not name {unknown}.",
                did_you_mean(gone[0], list(there.values())),
            )


def _name_same_coders(columns: Sequence[ColumnProfile]) -> bool:
    """Whether columns name the same coders, as by number and by name.

    Columns of coders who agree on everything are told from these by having the same values.
    """
    for one, other in combinations(columns, 2):
        if share_values(one, other):
            return False
    # A number and a name of one coder always come together.
    lines = set(list_lines(columns))
    names_of_each = {len(set(column.cells)) for column in columns}
    return names_of_each == {len(lines)} and len(lines) < len(columns[0].cells)
