"""Which columns of a table hold ratings: those that share their values with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tipcoder.agreement.tables.alike_columns import group_alike_columns
from tipcoder.agreement.tables.column_groups import drop_extra, join_keys, list_names
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import (
    UNIT,
    has_header_word,
    names_a_coder,
)
from tipcoder.agreement.tables.label_separators import split_into_keys
from tipcoder.agreement.tables.odd_columns import refuse_first_scores, refuse_odd_columns
from tipcoder.agreement.tables.presence import is_yes_and_no
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import Key
from tipcoder.errors import BadInput
from tipcoder.text import format_count

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

    coders: Sequence[ColumnProfile] = [each for each in likely if names_a_coder(each.name)]
    # Headers that name two coders or more are surer than what cells have in common.
    if len(coders) < 2:
        refuse_first_scores(sheet, looks, options)
        coders = _find_alike_columns(sheet, likely, options, signs)
    return [column.at for column in coders]


def _find_asked_columns(sheet: RatingsSheet, options: TableOptions) -> list[int]:
    each_once = list(dict.fromkeys(sheet.require_columns(options.coders)))
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
    plain = drop_extra(likely)
    # A coder may be called Comment, but only where nobody else is a coder.
    for some in (plain, likely):
        groups = group_alike_columns(some, values, options.level)
        # Two questions of two coders each look alike within and differ between.
        if len(groups) > 1:
            raise _build_groups_error(sheet, groups)
        if groups:
            (group,) = groups
            refuse_odd_columns(sheet, group, some, values, signs)
            return group
    # One coder writes 1 and 0, and another yes and no: these share no value.
    answered = [column for column in plain if is_yes_and_no(column.counts)]
    if len(answered) > 1:
        return answered
    raise _build_no_coders_error(sheet, likely)


def _may_hold_ratings(column: ColumnProfile) -> bool:
    """Whether the cells can be ratings by their look."""
    # Text is not excluded: long names of categories look like sentences.
    return bool(column.filled) and not column.is_dates


def _count_values(column: ColumnProfile, signs: str) -> Counter[Key]:
    # Without lists the cells are the values.
    if not signs:
        return column.counts
    found: Counter[Key] = Counter()
    for cell in column.filled:
        found.update(split_into_keys(cell, signs))
    return found


def _is_key(column: ColumnProfile, sheet: RatingsSheet, options: TableOptions) -> bool:
    """Whether the column tells lines apart, and rates nothing."""
    asked = [sheet.find_column(name) for name in options.units]
    if column.name in options.units or column.at in asked:
        return True
    # Ratings that all differ are still ratings where the header says so.
    if names_a_coder(column.name):
        return False
    if has_header_word(column.name, UNIT) and (column.at == 0 or column.variety > _VARIED):
        return True
    # Where the user names the units nothing else has to.
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
    listed = []
    choices = []
    for group in groups:
        names = list_names(group)
        listed.append(format_names(names))
        choices.append(f"--coders {','.join(names)!r}")
    return BadInput(
        f"{sheet.source}: {len(groups)} groups of columns share their values: {'; '.join(listed)}.",
        f"Say {' or '.join(choices)}.",
    )


def _build_no_coders_error(sheet: RatingsSheet, likely: Sequence[ColumnProfile]) -> BadInput:
    if len(likely) < 2:
        many = format_count(len(likely), "column")
        return BadInput(
            f"{sheet.source}: has {many} that may hold ratings, and agreement needs two coders or "
            "more.",
            "Give each coder a column, or each coder a file: --ratings anna.csv --ratings "
            "boris.csv. Long tables and tables with coders as lines are known too: see --layout.",
        )
    different = len(join_keys(likely))
    names = format_names(list_names(likely))
    return BadInput(
        f"{sheet.source}: no two columns share their values ({names}: {different} different "
        "values).",
        "Name the coders' columns with --coders A,B; for scores say --level interval; in a long "
        "table (one line per rating) "
        "call the column with coders coder, or name them with --coders.",
    )
