"""Which columns of a long table hold what was said; those of unit and coder are known before.

That is one column of values, one of codes, one of codes beside one of their values, or a column
for each code. Headers decide where they can, else the cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.tables.coder_columns import is_running_number
from tipcoder.agreement.tables.column_groups import drop_called, find_called, join_keys, list_names
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import (
    CODE,
    POSITION,
    UNIT,
    VALUE,
    describe_extra_column,
    has_header_word,
)
from tipcoder.agreement.tables.label_separators import may_hold_codes
from tipcoder.agreement.tables.long_table import LongColumns, find_differing_columns
from tipcoder.agreement.tables.mark_tables import COUNTS, are_counts
from tipcoder.agreement.tables.presence import is_yes_and_no, says_presence
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.spread_codes import are_spread_codes
from tipcoder.errors import BadInput


def add_value_columns(
    sheet: RatingsSheet,
    units: tuple[int, ...],
    coder: ColumnProfile,
    rest: Sequence[ColumnProfile],
    options: TableOptions,
) -> LongColumns:
    """Unit and coder together with what was said, chosen among the remaining columns.

    Raises BadInput where no column may hold values, and where several may.
    """
    if options.values:
        asked_for = sheet.require_columns(options.values)
        return LongColumns(units, coder.at, tuple(asked_for))
    likely = [column for column in rest if _may_be_values(column)]
    # A code and its value on one line say more than either alone.
    pair = _find_code_and_value(likely)
    if pair is not None:
        code, value = pair
        return LongColumns(units, coder.at, (value.at,), code.at)
    chosen = _choose_by_headers(likely) or _choose_by_cells(sheet, units, likely, options)
    return LongColumns(units, coder.at, tuple(column.at for column in chosen))


def _may_be_values(column: ColumnProfile) -> bool:
    if not column.filled or is_running_number(column):
        return False
    # A place in the text may be called like a code that is there or not.
    if has_header_word(column.name, POSITION) and not is_yes_and_no(column.counts):
        return False
    return may_hold_codes(column)


def _find_value_headers(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Those whose header speaks of a value, and not of a code."""
    return drop_called(find_called(columns, VALUE), CODE)


def _find_code_and_value(
    likely: Sequence[ColumnProfile],
) -> tuple[ColumnProfile, ColumnProfile] | None:
    """The one column of codes, and the one that says a value or yes and no of each of them."""
    codes, values = find_called(likely, CODE), _find_value_headers(likely)
    if len(codes) != 1:
        return None
    (code,) = codes
    if len(values) == 1:
        return code, values[0]
    # Where headers are silent a yes and no beside the code is what is said of it.
    others = [column for column in likely if column is not code]
    answers = [column for column in others if is_yes_and_no(column.counts)]
    if len(answers) == 1 and not describe_extra_column(answers[0].name):
        return code, answers[0]
    return None


def _choose_by_headers(likely: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """The column of values, the one of codes, or code 1, code 2; none where headers are silent."""
    codes, values = find_called(likely, CODE), _find_value_headers(likely)
    if len(values) == 1:
        return values
    if len(codes) == 1:
        return codes
    if values or not are_spread_codes(list_names(codes)):
        return []
    return codes


def _choose_by_cells(
    sheet: RatingsSheet,
    units: Sequence[int],
    likely: Sequence[ColumnProfile],
    options: TableOptions,
) -> Sequence[ColumnProfile]:
    """A column for each code, or the one column that says different things of one unit."""
    rated = [column for column in likely if _is_rated(sheet, units, column)] or likely
    several = _find_code_columns(rated, options)
    if several:
        return several
    # What came with the survey says the same on all lines of a unit.
    if len(rated) > 1 and not _say_presence(rated):
        rated = find_differing_columns(sheet, units, rated) or rated
    if len(rated) == 1 or _say_presence(rated):
        return rated
    raise _build_doubtful_values_error(sheet, rated)


def _find_code_columns(
    rated: Sequence[ColumnProfile], options: TableOptions
) -> Sequence[ColumnProfile]:
    """Several columns of counts where they were asked for, or of marks; else none."""
    # Counts look like scores: they are codes where the user says matrix.
    if options.layout == "matrix" and len(rated) > 1 and are_counts(rated):
        return rated
    # A column of scores beside columns of marks is rather something else.
    marks = [column for column in rated if column.is_presence]
    return marks if len(marks) > 1 and _say_presence(marks) else []


def _is_rated(sheet: RatingsSheet, units: Sequence[int], column: ColumnProfile) -> bool:
    """Whether the header allows it; a code may have any name where coders differ on it."""
    if not (describe_extra_column(column.name) or has_header_word(column.name, UNIT)):
        return True
    return column.is_presence and bool(find_differing_columns(sheet, units, [column]))


def _say_presence(columns: Sequence[ColumnProfile]) -> bool:
    """Whether all of them say, in the same words, that a code is there or not."""
    return says_presence(join_keys(columns))


def _build_doubtful_values_error(sheet: RatingsSheet, likely: Sequence[ColumnProfile]) -> BadInput:
    lines = "has a line for each unit and coder"
    names = list_names(likely)
    if not names:
        return BadInput(
            f"{sheet.source}: {lines}, and no column of values beside them.",
            "Say with --values which column holds the ratings.",
        )
    all_names = ",".join(names)
    of_counts = COUNTS if are_counts(likely) else ""
    return BadInput(
        f"{sheet.source}: {lines}, and {format_names(names)} may all hold ratings.",
        f"Say --values {names[0]!r} for one of them, or --values {all_names!r} for all{of_counts}.",
    )
