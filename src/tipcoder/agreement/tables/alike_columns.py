"""Columns that have values in common, as those of coders who rate the same thing have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.presence import find_presence_pair, is_yes_and_no
from tipcoder.agreement.tables.values import Key

SHARED = 0.5
"""The share of each of two coders' ratings that must be values of the other."""
_AT_LEAST = 0.2
"""The same for one of them where the other uses only some of its values."""
_WIDER = 4
"""How many times as wide one coder's scores may be as another's."""
Values = Mapping[int, Counter[Key]]
"""By column how often each value occurs; of lists of codes each code."""


def group_alike_columns(
    columns: Sequence[ColumnProfile], values: Values, level: str
) -> list[list[ColumnProfile]]:
    """Columns that share their values, in groups of two or more.

    A column that is like one of a group joins it, and joins two groups where it is like both.
    """
    groups: list[list[ColumnProfile]] = []
    for column in columns:
        joined = [column]
        apart = []
        for group in groups:
            if _is_like_one_of(group, column, values, level):
                joined += group
            else:
                apart.append(group)
        # A column may be like members of two groups, which are one group then.
        groups = [*apart, joined]
    several = [sorted(group, key=_find_position) for group in groups if len(group) > 1]
    return sorted(several, key=lambda group: group[0].at)


def _find_position(column: ColumnProfile) -> int:
    return column.at


def _is_like_one_of(
    group: Sequence[ColumnProfile], column: ColumnProfile, values: Values, level: str
) -> bool:
    return any(_are_alike(column, other, values, level) for other in group)


def _are_alike(one: ColumnProfile, other: ColumnProfile, values: Values, level: str) -> bool:
    """Whether both may be coders' columns of the same thing."""
    a, b = values[one.at], values[other.at]
    if not a or not b:
        return False
    # One coder may never have said yes.
    if find_presence_pair([*a, *b]) is not None:
        return True
    if is_yes_and_no(a) or is_yes_and_no(b):
        # The one says 0 and 1 or the like, and the other much else.
        return False
    are_scores = level != "nominal" and one.is_numeric and other.is_numeric
    # Scores of two coders need not have a number in common.
    if are_scores and have_same_range(one, other):
        return True
    less, more = sorted((find_common_share(a, b), find_common_share(b, a)))
    # One coder may use some of the other's values only.
    return less >= SHARED or (more == 1 and less >= _AT_LEAST)


def find_common_share(a: Counter[Key], b: Counter[Key]) -> float:
    """Of the cells with values of the one, the share whose value the other has too."""
    return sum(times for key, times in a.items() if key in b) / a.total()


def have_same_range(one: ColumnProfile, other: ColumnProfile) -> bool:
    """Whether the numbers of both lie on one scale: the ranges overlap and are about as wide."""
    low = max(min(one.numbers), min(other.numbers))
    high = min(max(one.numbers), max(other.numbers))
    narrow, wide = sorted((_find_width(one), _find_width(other)))
    return high > low and high - low >= SHARED * narrow and wide <= _WIDER * narrow


def _find_width(column: ColumnProfile) -> float:
    return max(column.numbers) - min(column.numbers)
