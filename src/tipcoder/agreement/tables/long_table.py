"""A table with a line a rating: where its parts stand, and what is to be seen along its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.agreement.tables.columns import Looks
from tipcoder.agreement.tables.header_words import CODE, UNIT, VALUE, says
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.values import Key, key_of


@dataclass(frozen=True)
class LongColumns:
    """Positions in a sheet with a line a rating."""

    units: tuple[int, ...]
    coder: int
    values: tuple[int, ...]
    """One column of values or of codes, or a column for each code."""
    code: int | None = None
    """The column that says which code a value is about."""


def coders_by_unit(
    sheet: Sheet,
    units: Sequence[int],
    coder: Looks,
) -> dict[tuple[Key, ...], list[str]]:
    """For each unit what stands in the coder's column on its lines, line by line."""
    found: dict[tuple[Key, ...], list[str]] = defaultdict(list)
    for row in sheet.rows:
        unit = tuple(key_of(row[at]) for at in units)
        found[unit].append(row[coder.at])
    return found


def differing(sheet: Sheet, units: Sequence[int], columns: Sequence[Looks]) -> list[Looks]:
    """Those that say different things of one unit.

    An attribute of the unit says the same on all its lines.
    """
    return [column for column in columns if _differs(sheet, units, column)]


def _differs(sheet: Sheet, units: Sequence[int], column: Looks) -> bool:
    said = set()
    for row in sheet.rows:
        if row[column.at]:
            unit = tuple(row[at] for at in units)
            said.add((unit, row[column.at]))
    return len(said) > len({unit for unit, _ in said})


def holds_values(column: Looks) -> bool:
    """Whether the header speaks of a value or a code, and not of a unit."""
    return (says(column.name, VALUE) or says(column.name, CODE)) and not says(column.name, UNIT)
