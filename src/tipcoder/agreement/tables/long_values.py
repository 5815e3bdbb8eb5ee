"""Which columns of a long table hold what was said; those of unit and coder are known before.

That is one column of values, one of codes, one of codes beside one of their values, or a column
for each code. Headers decide where they can, else the cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.tables.coder_columns import is_running
from tipcoder.agreement.tables.columns import Looks
from tipcoder.agreement.tables.header_words import CODE, POSITION, UNIT, VALUE, extra, says
from tipcoder.agreement.tables.label_lists import separators_of
from tipcoder.agreement.tables.long_table import LongColumns, differing
from tipcoder.agreement.tables.mark_tables import COUNTS, are_counts
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import Asked, quoted
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.spread_codes import are_spread
from tipcoder.errors import BadInput


def with_values(
    sheet: Sheet,
    units: tuple[int, ...],
    coder: Looks,
    rest: Sequence[Looks],
    asked: Asked,
) -> LongColumns:
    """Unit and coder together with what was said, chosen among the remaining columns.

    Raises BadInput where no column may hold values, and where several may.
    """
    if asked.values:
        asked_for = tuple(sheet.position(name) for name in asked.values)
        return LongColumns(units, coder.at, asked_for)
    likely = [column for column in rest if _may_be_values(column)]
    pair = _code_and_value(likely)
    if pair is not None:
        code, value = pair
        return LongColumns(units, coder.at, (value.at,), code.at)
    chosen = _by_headers(likely) or _by_cells(sheet, units, likely, asked)
    return LongColumns(units, coder.at, tuple(column.at for column in chosen))


def _may_be_values(column: Looks) -> bool:
    if not column.filled or column.is_dates or is_running(column):
        return False
    if says(column.name, POSITION) and not _is_yes_or_no(column):
        return False
    return not column.is_text or bool(separators_of(column.filled))


def _called_codes(columns: Sequence[Looks]) -> list[Looks]:
    return [column for column in columns if says(column.name, CODE)]


def _called_values(columns: Sequence[Looks]) -> list[Looks]:
    """Those whose header speaks of a value, and of no code."""
    called = [column for column in columns if says(column.name, VALUE)]
    return [column for column in called if not says(column.name, CODE)]


def _code_and_value(likely: Sequence[Looks]) -> tuple[Looks, Looks] | None:
    """The one column of codes, and the one that says a value or yes and no of each of them."""
    codes, values = _called_codes(likely), _called_values(likely)
    if len(codes) != 1:
        return None
    (code,) = codes
    if len(values) == 1:
        return code, values[0]
    answers = [column for column in likely if column is not code and _is_yes_or_no(column)]
    if len(answers) == 1 and not extra(answers[0].name):
        return code, answers[0]
    return None


def _by_headers(likely: Sequence[Looks]) -> list[Looks]:
    """The column of values, the one of codes, or code 1, code 2; none where headers are silent."""
    codes, values = _called_codes(likely), _called_values(likely)
    if len(values) == 1:
        return values
    if len(codes) == 1:
        return codes
    spread = are_spread([column.name for column in codes])
    return codes if spread and not values else []


def _by_cells(
    sheet: Sheet,
    units: Sequence[int],
    likely: Sequence[Looks],
    asked: Asked,
) -> Sequence[Looks]:
    """A column for each code, or the one column that says different things of one unit."""
    rated = [column for column in likely if _is_rated(sheet, units, column)] or likely
    if asked.layout == "matrix" and len(rated) > 1 and are_counts(rated):
        return rated
    marks = [column for column in rated if _are_codes([column])]
    if len(marks) > 1 and _are_codes(marks):
        return marks
    if len(rated) > 1 and not _are_codes(rated):
        rated = differing(sheet, units, rated) or rated
    if len(rated) == 1 or _are_codes(rated):
        return rated
    raise _doubtful_values(sheet, rated)


def _is_rated(sheet: Sheet, units: Sequence[int], column: Looks) -> bool:
    """Whether the header allows it; a code may have any name where coders differ on it."""
    if not (extra(column.name) or says(column.name, UNIT)):
        return True
    return _are_codes([column]) and bool(differing(sheet, units, [column]))


def _is_yes_or_no(column: Looks) -> bool:
    return len(column.counts) == 2 and pair_of(column.counts) is not None


def _are_codes(columns: Sequence[Looks]) -> bool:
    """Whether all of them say, in the same words, that a code is there or not."""
    keys = set().union(*(column.counts for column in columns))
    return pair_of(keys) is not None or are_marks(keys)


def _doubtful_values(sheet: Sheet, likely: Sequence[Looks]) -> BadInput:
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
        f"{sheet.source}: {lines}, and {quoted(names)} may all hold ratings.",
        f"Say --values {names[0]!r} for one of them, or --values {all_names!r} for all{of_counts}.",
    )
