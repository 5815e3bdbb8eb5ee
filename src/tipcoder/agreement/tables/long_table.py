"""A table with one line per rating: where its parts are, and what is to be seen along its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import CODE, UNIT, VALUE, has_header_word
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import Key, fold_to_key


@dataclass(frozen=True)
class LongColumns:
    """Positions in a sheet with one line per rating."""

    units: tuple[int, ...]
    coder: int
    values: tuple[int, ...]
    """One column of values or of codes, or a column for each code."""
    code: int | None = None
    """The column that says which code a value is about."""


def group_coders_by_unit(
    sheet: RatingsSheet, units: Sequence[int], coder: ColumnProfile
) -> dict[tuple[Key, ...], list[str]]:
    """For each unit what is in the coder's column on its lines, line by line."""
    found: dict[tuple[Key, ...], list[str]] = defaultdict(list)
    for row in sheet.rows:
        unit = tuple(fold_to_key(row[at]) for at in units)
        found[unit].append(row[coder.at])
    return found


def find_differing_columns(
    sheet: RatingsSheet, units: Sequence[int], columns: Sequence[ColumnProfile]
) -> list[ColumnProfile]:
    """Those that say different things of one unit.

    An attribute of the unit says the same on all its lines.
    """
    return [column for column in columns if _has_differing_values(sheet, units, column)]


def _has_differing_values(sheet: RatingsSheet, units: Sequence[int], column: ColumnProfile) -> bool:
    first: dict[tuple[str, ...], str] = {}
    for row in sheet.rows:
        value = row[column.at]
        if value:
            unit = tuple(row[at] for at in units)
            # An empty cell does not contradict what another line says.
            if first.setdefault(unit, value) != value:
                return True
    return False


def holds_values(column: ColumnProfile) -> bool:
    """Whether the header speaks of a value or a code, and not of a unit."""
    return has_header_word(column.name, VALUE | CODE) and not has_header_word(column.name, UNIT)
