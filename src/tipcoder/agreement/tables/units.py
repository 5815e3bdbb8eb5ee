"""Which column names the units, and what each line's unit is called."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tipcoder.agreement.tables.column_groups import drop_extra, list_lines
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import TOTAL, names_a_unit, split_header
from tipcoder.agreement.tables.reading import format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.errors import BadInput

LINE = "line"
_VARIED = 0.5
"""Different cells from which a column at the left edge may name units, some of them twice."""


def choose_unit_columns(
    sheet: RatingsSheet,
    looks: Sequence[ColumnProfile],
    asked: Sequence[str],
    raters: Collection[int],
) -> list[int]:
    """The columns asked for, else those that are found, of a table with one line per unit."""
    return sheet.require_columns(asked) or find_unit_columns(looks, raters)


def find_unit_columns(looks: Sequence[ColumnProfile], raters: Collection[int]) -> list[int]:
    """The columns that name the units of a table with one line per unit; `raters` hold ratings.

    None where lines have to be numbered. One that is so called counts more than one whose values
    differ, and the first more than the second. Two that are so called are taken together where
    neither tells the lines apart.
    """
    # What coders wrote does not name what they wrote it about.
    free = [column for column in looks if column.at not in raters and _may_name_units(column)]
    called = [column for column in free if names_a_unit(column.name)]
    plain = [column for column in drop_extra(free) if not column.is_dates]

    # A name that tells all lines apart is the best, wherever it is found.
    for column in (*called, *plain, *free):
        if column.is_unique:
            return [column.at]
    # A respondent and a question, say, which name the unit together.
    if len(called) > 1 and _tell_apart(called[:2]):
        return [called[0].at, called[1].at]
    if called:
        return [called[0].at]
    return _find_varied_edge(plain)


def _may_name_units(column: ColumnProfile) -> bool:
    return bool(column.filled) and not column.is_text


def _find_varied_edge(plain: Sequence[ColumnProfile]) -> list[int]:
    """The column at the left edge, where most of its cells differ: it may name a unit twice."""
    if plain and plain[0].at == 0 and plain[0].variety > _VARIED:
        return [0]
    return []


def _tell_apart(columns: Sequence[ColumnProfile]) -> bool:
    lines = list_lines(columns)
    return len(set(lines)) == len(lines)


def describe_unit_columns(sheet: RatingsSheet, columns: Sequence[int]) -> str:
    """What names the units, for a sentence."""
    return format_names(sheet.list_names_at(columns)) if columns else "numbered"


def name_units(sheet: RatingsSheet, columns: Sequence[int]) -> list[str]:
    """The unit of each line. Numbers of lines where there is no column of names."""
    if not columns:
        return [f"{LINE} {line}" for line in sheet.lines]

    units = []
    for row in sheet.rows:
        cells = [row[at] for at in columns]
        # A blank part keeps its place, so that two units do not become one.
        units.append(" / ".join(cells))
    return units


def is_nameless(unit: str) -> bool:
    """Whether all cells that should name the unit are empty."""
    return not unit.strip(" /")


def name_each_unit(sheet: RatingsSheet, columns: Sequence[int]) -> list[str]:
    """The same of a table with one line per unit.

    Raises BadInput for a unit without a name, and for one that is on two lines.
    """
    units = name_units(sheet, columns)
    named = " and ".join(map(repr, sheet.list_names_at(columns)))
    first: dict[str, int] = {}
    for unit, line in zip(units, sheet.lines, strict=True):
        # Without a name the line cannot be found again, nor compared with one of another file.
        if is_nameless(unit):
            raise BadInput(
                f"{sheet.source}, line {line}: does not name a unit in the column {named}.",
                "Name every unit, or say with --units which column does.",
            )
        if unit in first:
            raise BadInput(
                f"{sheet.source}: the unit {unit!r} is on the lines {first[unit]} and {line}.",
                f"With one line per unit the column {named} must name each once. Say with --units "
                "which column names the units, or --layout long where every line is one coder's "
                "rating.",
            )
        first[unit] = line
    return units


def drop_totals(sheet: RatingsSheet) -> tuple[RatingsSheet, tuple[str, ...]]:
    """The sheet without sums and means at its end, and what is to be said of them."""
    end = len(sheet.rows)
    while end and _is_total(sheet.rows[end - 1]):
        end -= 1
    # Where every line is called total these are units after all.
    if end in (0, len(sheet.rows)):
        return sheet, ()
    lines = ", ".join(map(str, sheet.lines[end:]))
    note = f"{sheet.source}: sums or means on line {lines} are not units, and are left out."
    return sheet.drop_rows(range(end, len(sheet.rows))), (note,)


def _is_total(row: Sequence[str]) -> bool:
    """Whether the line is called total, mean or the like."""
    # The name of a sum is in whichever column comes first.
    name = next(filter(None, row))
    words = split_header(name)
    return bool(words) and TOTAL.issuperset(words)
