"""Which columns of a long table hold what was said; those of unit and coder are known before.

That is one column of values, one of codes, one of codes beside one of their values, or a column
for each code. Headers decide where they can, else the cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.tables.coder_columns import is_running_number
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import CODE, POSITION, UNIT, VALUE, describe_extra_column, has_header_word
from tipcoder.agreement.tables.label_lists import find_separators
from tipcoder.agreement.tables.long_table import LongColumns, find_differing_columns
from tipcoder.agreement.tables.mark_tables import COUNTS, are_counts
from tipcoder.agreement.tables.presence import are_marks, find_presence_pair
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
        asked_for = tuple(sheet.require_column(name) for name in options.values)
        return LongColumns(units, coder.at, asked_for)
    likely = [column for column in rest if _may_be_values(column)]
    pair = _find_code_and_value(likely)
    if pair is not None:
        code, value = pair
        return LongColumns(units, coder.at, (value.at,), code.at)
    chosen = _choose_by_headers(likely) or _choose_by_cells(sheet, units, likely, options)
    return LongColumns(units, coder.at, tuple(column.at for column in chosen))


def _may_be_values(column: ColumnProfile) -> bool:
    if not column.filled or column.is_dates or is_running_number(column):
        return False
    if has_header_word(column.name, POSITION) and not _is_yes_or_no(column):
        return False
    return not column.is_text or bool(find_separators(column.filled))


def _find_code_headers(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    return [column for column in columns if has_header_word(column.name, CODE)]


def _find_value_headers(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Those whose header speaks of a value, and of no code."""
    called = [column for column in columns if has_header_word(column.name, VALUE)]
    return [column for column in called if not has_header_word(column.name, CODE)]


def _find_code_and_value(likely: Sequence[ColumnProfile]) -> tuple[ColumnProfile, ColumnProfile] | None:
    """The one column of codes, and the one that says a value or yes and no of each of them."""
    codes, values = _find_code_headers(likely), _find_value_headers(likely)
    if len(codes) != 1:
        return None
    (code,) = codes
    if len(values) == 1:
        return code, values[0]
    answers = [column for column in likely if column is not code and _is_yes_or_no(column)]
    if len(answers) == 1 and not describe_extra_column(answers[0].name):
        return code, answers[0]
    return None


def _choose_by_headers(likely: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """The column of values, the one of codes, or code 1, code 2; none where headers are silent."""
    codes, values = _find_code_headers(likely), _find_value_headers(likely)
    if len(values) == 1:
        return values
    if len(codes) == 1:
        return codes
    spread = are_spread_codes([column.name for column in codes])
    return codes if spread and not values else []


def _choose_by_cells(
    sheet: RatingsSheet,
    units: Sequence[int],
    likely: Sequence[ColumnProfile],
    options: TableOptions,
) -> Sequence[ColumnProfile]:
    """A column for each code, or the one column that says different things of one unit."""
    rated = [column for column in likely if _is_rated(sheet, units, column)] or likely
    if options.layout == "matrix" and len(rated) > 1 and are_counts(rated):
        return rated
    marks = [column for column in rated if _are_codes([column])]
    if len(marks) > 1 and _are_codes(marks):
        return marks
    if len(rated) > 1 and not _are_codes(rated):
        rated = find_differing_columns(sheet, units, rated) or rated
    if len(rated) == 1 or _are_codes(rated):
        return rated
    raise _build_doubtful_values_error(sheet, rated)


def _is_rated(sheet: RatingsSheet, units: Sequence[int], column: ColumnProfile) -> bool:
    """Whether the header allows it; a code may have any name where coders differ on it."""
    if not (describe_extra_column(column.name) or has_header_word(column.name, UNIT)):
        return True
    return _are_codes([column]) and bool(find_differing_columns(sheet, units, [column]))


def _is_yes_or_no(column: ColumnProfile) -> bool:
    return len(column.counts) == 2 and find_presence_pair(column.counts) is not None


def _are_codes(columns: Sequence[ColumnProfile]) -> bool:
    """Whether all of them say, in the same words, that a code is there or not."""
    keys = set().union(*(column.counts for column in columns))
    return find_presence_pair(keys) is not None or are_marks(keys)


def _build_doubtful_values_error(sheet: RatingsSheet, likely: Sequence[ColumnProfile]) -> BadInput:
    lines = "has a line for each unit and coder"
    names = [column.name for column in likely]
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
