"""Which column names the units, and what each line's unit is called."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import (
    TOTAL,
    UNIT,
    describe_extra_column,
    has_header_word,
    names_a_coder,
    split_header,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.errors import BadInput

LINE = "line"


def find_unit_columns(looks: Sequence[ColumnProfile], raters: Collection[int]) -> list[int]:
    """The columns that name the units of a table with one line a unit.

    None where lines have to be numbered. One that is so called counts more than one whose values
    differ, and the first more than the second. Two that are so called are taken together where
    neither tells the lines apart.
    """
    free = [column for column in looks if column.at not in raters]
    free = [column for column in free if column.filled and not column.is_text]
    called = [column for column in free if _is_called_unit(column)]
    plain = [column for column in free if not describe_extra_column(column.name) and not column.is_dates]
    for some in (called, plain[:1], plain, free):
        unique = [column for column in some if column.is_unique]
        if unique:
            return [unique[0].at]
    if len(called) > 1 and _tell_apart(called[:2]):
        return [column.at for column in called[:2]]
    return [column.at for column in called[:1] or _find_varied_edge(plain[:1])]


def _is_called_unit(column: ColumnProfile) -> bool:
    return has_header_word(column.name, UNIT) and not names_a_coder(column.name)


def _find_varied_edge(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """The one at the left edge, where most of its cells differ: it may name a unit twice."""
    return [column for column in columns if column.at == 0 and column.variety > 0.5]


def _tell_apart(columns: Sequence[ColumnProfile]) -> bool:
    lines = list(zip(*(column.cells for column in columns), strict=True))
    return len(set(lines)) == len(lines)


def name_units(sheet: RatingsSheet, columns: Sequence[int]) -> list[str]:
    """The unit of each line. Numbers of lines where there is no column of names."""
    if not columns:
        return [f"{LINE} {line}" for line in sheet.lines]

    def join_unit_cells(row: Sequence[str]) -> str:
        return " / ".join(row[at] for at in columns)

    return [join_unit_cells(row) for row in sheet.rows]


def drop_totals(sheet: RatingsSheet) -> tuple[RatingsSheet, tuple[str, ...]]:
    """The sheet without sums and means at its end, and what is to be said of them."""
    gone: list[int] = []
    for at in reversed(range(len(sheet.rows))):
        words = split_header(next(cell for cell in sheet.rows[at] if cell))
        if not words or not all(word in TOTAL for word in words):
            break
        gone.insert(0, at)
    if not gone or len(gone) == len(sheet.rows):
        return sheet, ()
    lines = ", ".join(str(sheet.lines[at]) for at in gone)
    note = f"{sheet.source}: sums or means on line {lines} are no unit, and are left out."
    return sheet.drop_rows(gone), (note,)


def refuse_repeated_units(sheet: RatingsSheet, units: Sequence[str], columns: Sequence[int]) -> None:
    """Raises BadInput for a unit without a name, and for one that stands on two lines."""
    first: dict[str, int] = {}
    named = " and ".join(repr(sheet.names[at]) for at in columns)
    for unit, line in zip(units, sheet.lines, strict=True):
        if not unit.strip(" /"):
            raise BadInput(
                f"{sheet.source}, line {line}: names no unit in the column {named}.",
                "Name every unit, or say with --units which column does.",
            )
        if unit in first:
            raise BadInput(
                f"{sheet.source}: the unit {unit!r} stands on the lines {first[unit]} and {line}.",
                f"With one line a unit the column {named} must name each once. Say with --units which column names "
                "the units, or --layout long where every line is one coder's rating.",
            )
        first[unit] = line
