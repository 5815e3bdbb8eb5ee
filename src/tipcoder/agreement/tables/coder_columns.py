"""Which columns of a table hold ratings: those that share their values with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tipcoder.agreement.tables.alike_columns import group_alike_columns, is_yes_and_no
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import UNIT, describe_extra_column, has_header_word, names_a_coder
from tipcoder.agreement.tables.label_lists import split_into_keys
from tipcoder.agreement.tables.odd_columns import refuse_first_scores, refuse_odd_columns
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import Key
from tipcoder.errors import BadInput

_VARIED = 0.5
"""Different values for each filled cell above which a column called a unit names the units."""
_RUN = 6
"""Whole numbers in a row from which they number the lines, rather than rate by chance."""


def find_coder_columns(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions, signs: str
) -> list[int]:
    """The positions of the columns with one coder's ratings each, those asked for or those found.

    `signs` part the codes in a cell. Raises BadInput where it is doubtful, with the choices.
    """
    if options.coders:
        return _find_asked_columns(sheet, options)
    likely = [column for column in looks if _may_hold_ratings(column)]
    likely = [column for column in likely if not _is_key(column, sheet, options)]
    called = [column for column in likely if names_a_coder(column.name)]
    if len(called) > 1:
        return [column.at for column in called]
    refuse_first_scores(sheet, looks, options)
    return [column.at for column in _find_alike_columns(sheet, likely, options, signs)]


def _find_asked_columns(sheet: RatingsSheet, options: TableOptions) -> list[int]:
    named = [sheet.require_column(name) for name in options.coders]
    each_once = list(dict.fromkeys(named))
    if len(each_once) < 2:
        raise BadInput(
            "Agreement needs two coders or more.",
            "Name their columns with --coders, with commas.",
        )
    return each_once


def _find_alike_columns(
    sheet: RatingsSheet,
    likely: Sequence[ColumnProfile],
    options: TableOptions,
    signs: str,
) -> Sequence[ColumnProfile]:
    """The columns that share their values; else those that say yes and no in words of their own.

    Columns whose header calls them something else count only where there are no others.
    """
    values = {column.at: _count_values(column, signs) for column in likely}
    plain = [column for column in likely if not describe_extra_column(column.name)]
    for some in (plain, likely):
        groups = group_alike_columns(some, values, options.level)
        if len(groups) > 1:
            raise _build_groups_error(sheet, groups)
        if groups:
            (group,) = groups
            refuse_odd_columns(sheet, group, some, values, signs)
            return group
    answered = [column for column in plain if is_yes_and_no(column.counts)]
    if len(answered) > 1:
        return answered
    raise _build_no_coders_error(sheet, likely)


def _may_hold_ratings(column: ColumnProfile) -> bool:
    """Whether the cells can be ratings by their look. Long names of categories look like sentences."""
    return bool(column.filled) and not column.is_dates


def _count_values(column: ColumnProfile, signs: str) -> Counter[Key]:
    if not signs:
        return column.counts
    found: Counter[Key] = Counter()
    for cell in column.filled:
        found.update(split_into_keys(cell, signs))
    return found


def _is_key(column: ColumnProfile, sheet: RatingsSheet, options: TableOptions) -> bool:
    """Whether the column tells lines apart, and rates nothing."""
    if column.name in options.units:
        return True
    if any(sheet.find_column(name) == column.at for name in options.units):
        return True
    if names_a_coder(column.name):
        return False
    if has_header_word(column.name, UNIT) and (column.at == 0 or column.variety > _VARIED):
        return True
    if not column.is_unique or options.units:
        return False
    return column.at == 0 or is_running_number(column)


def is_running_number(column: ColumnProfile) -> bool:
    """Whether the cells are whole numbers that go up by one."""
    numbers = column.numbers
    if not column.is_numeric or len(numbers) < _RUN:
        return False
    return all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _build_groups_error(sheet: RatingsSheet, groups: Sequence[Sequence[ColumnProfile]]) -> BadInput:
    said = []
    choices = []
    for group in groups:
        names = [column.name for column in group]
        said.append(format_names(names))
        choices.append(f"--coders {','.join(names)!r}")
    return BadInput(
        f"{sheet.source}: {len(groups)} groups of columns share their values: {'; '.join(said)}.",
        f"Say {' or '.join(choices)}.",
    )


def _build_no_coders_error(sheet: RatingsSheet, likely: Sequence[ColumnProfile]) -> BadInput:
    if len(likely) < 2:
        many = "1 column" if len(likely) == 1 else f"{len(likely)} columns"
        return BadInput(
            f"{sheet.source}: has {many} that may hold ratings, and agreement needs two coders or more.",
            "Give each coder a column, or each coder a file: --ratings anna.csv --ratings boris.csv. Long tables and "
            "tables with coders as lines are known too: see --layout.",
        )
    different = len(set().union(*(column.counts for column in likely)))
    names = format_names([column.name for column in likely])
    return BadInput(
        f"{sheet.source}: no two columns share their values ({names}: {different} different values).",
        "Name the coders' columns with --coders A,B; for scores say --level interval; in a long table "
        "(a line a rating) call the column with coders coder, or name them with --coders.",
    )
