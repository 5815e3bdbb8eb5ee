"""A long table without a word for the coder: each unit once with each coder, and one more column.

Such a table is known by its structure alone, so that much is asked of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tipcoder.agreement.tables.coder_columns import is_running_number
from tipcoder.agreement.tables.column_groups import find_called, share_values
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import UNIT, describe_extra_column
from tipcoder.agreement.tables.long_table import (
    LongColumns,
    find_differing_columns,
    group_coders_by_unit,
)
from tipcoder.agreement.tables.reading import TableOptions
from tipcoder.agreement.tables.sheets import RatingsSheet

MOST_CODERS = 20
"""Different values above which a column does not name coders."""
_JOINT = 0.6
"""The share of units with two coders from which a table is taken for long."""
_JOINT_UNITS = 2
"""So many units, or fewer, may have two lines by chance."""


def find_crossed_columns(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> LongColumns | None:
    """The unit, the coder and the one column of values; None where the lines are not such pairs."""
    if options.coders or len(looks) < 3:
        return None
    found = []
    for unit, coder, value in _iterate_candidates(sheet, looks, options):
        # Units are many and coders few.
        columns = LongColumns((unit.at,), coder.at, (value.at,))
        found.append((len(coder.counts), columns))
    if not found:
        return None
    _, fewest_coders = min(found, key=lambda one: one[0])
    return fewest_coders


def _iterate_candidates(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> Iterator[tuple[ColumnProfile, ColumnProfile, ColumnProfile]]:
    """Every unit, coder and value that the columns may be."""
    usable = [column for column in looks if _is_usable(column)]
    # A header that names a unit is believed; without one any column may.
    units = find_called(usable, UNIT)
    coders = [column for column in looks if _may_name_coders(column)]
    for unit in units or usable:
        if not _may_be_unit(sheet, unit, options):
            continue
        for coder in coders:
            value = _find_only_value(sheet, usable, unit, coder) if coder not in units else None
            if value is not None:
                yield unit, coder, value


def _is_usable(column: ColumnProfile) -> bool:
    """Whether the column may be any of the three."""
    if not column.filled or column.is_text or column.is_dates:
        return False
    return not describe_extra_column(column.name) and not is_running_number(column)


def _may_name_coders(column: ColumnProfile) -> bool:
    """Whether the cells may be names of coders: a column called name may, whatever its look."""
    return _is_usable(column) or describe_extra_column(column.name) == "names"


def _may_be_unit(sheet: RatingsSheet, column: ColumnProfile, options: TableOptions) -> bool:
    """Whether units are on several lines in the column, and it is the one asked for."""
    if column.is_unique:
        return False
    return not options.units or sheet.require_column(options.units[0]) == column.at


def _find_only_value(
    sheet: RatingsSheet,
    usable: Sequence[ColumnProfile],
    unit: ColumnProfile,
    coder: ColumnProfile,
) -> ColumnProfile | None:
    """What remains beside a unit and a coder that are crossed; None where that is not one column.

    It shares no value with the coder's column, or both would be ratings. It is not crossed with
    the unit itself, or nothing would tell which of both is the coder.
    """
    rest = [column for column in usable if column.at not in (unit.at, coder.at)]
    # Attributes of the unit say the same on all its lines, and are not ratings.
    rest = find_differing_columns(sheet, (unit.at,), rest) or rest
    if len(rest) != 1:
        return None
    (value,) = rest
    if share_values(coder, value):
        return None
    tells_coder = _is_crossed(sheet, unit, coder) and not _is_crossed(sheet, unit, value)
    return value if tells_coder else None


def _is_crossed(sheet: RatingsSheet, unit: ColumnProfile, coder: ColumnProfile) -> bool:
    """Whether each pair of unit and coder is on one line, and most units have two coders."""
    # Coders are fewer than units.
    most = min(MOST_CODERS, len(unit.counts))
    if unit.at == coder.at or not 1 < len(coder.counts) <= most:
        return False

    joint = 0
    coders = group_coders_by_unit(sheet, (unit.at,), coder)
    for names in coders.values():
        # Who has two lines for a unit is not its coder, or it is not a unit.
        if len(set(names)) < len(names):
            return False
        joint += len(names) > 1
    # In a real study some units have one coder only.
    return joint >= _JOINT * len(coders) and len(coders) > _JOINT_UNITS
