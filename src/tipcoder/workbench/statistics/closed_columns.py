"""Whether a column of the survey is closed, or holds what people said or are known by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tipcoder.export.data_column import DataColumn
from tipcoder.export.typed_columns import find_type

_MOST_LEVELS = 50
_LONGEST_LEVEL = 120
"""Characters of an option; what is longer is a sentence of somebody's own."""
_PER_LEVEL = 2
"""Respondents for each level, on average."""
_MOSTLY = 0.9
"""The share of respondents with a number of their own from which numbers tell who it is."""
_FEWEST_OWN = 5
"""Respondents of whom that can be said."""


def is_closed(column: DataColumn, respondents: Sequence[Any]) -> bool:
    """Whether a column's content shows that respondents chose among a few things, or counted.

    Counted by respondent: whoever has several cases says the same of each.
    """
    if column.identifies:
        return False
    holders: dict[str, set[Any]] = defaultdict(set)
    for respondent, value in zip(respondents, column.values, strict=True):
        if value is not None and str(value).strip():
            holders[str(value).strip()].add(respondent)
    if not holders:
        return True
    given = sum(map(len, holders.values()))
    if find_type(column).kind == "number":
        alone = sum(1 for who in holders.values() if len(who) == 1)
        return given < _FEWEST_OWN or alone < _MOSTLY * given
    has_options = len(holders) <= _MOST_LEVELS and max(map(len, holders)) <= _LONGEST_LEVEL
    # What one respondent alone says may be their own words, also in a column of options.
    are_shared = all(len(who) > 1 for who in holders.values())
    return has_options and are_shared and given >= _PER_LEVEL * len(holders)
