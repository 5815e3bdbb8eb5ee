"""Finds a column that may be the survey weight: how many people a row stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.survey.column_facts import MISSING_SIGNS, ColumnFacts
from tipcoder.table_words import WEIGHT_COLUMNS, compile_columns

_HEADER = compile_columns(WEIGHT_COLUMNS)
_NUMBER = re.compile(r"\d+([.,]\d+)?([eE][-+]?\d+)?")


def find_weight_column(closed: Sequence[ColumnFacts]) -> ColumnFacts | None:
    """The first column that is called a weight and has numbers that could be one.

    A body weight is called the same, so the column is proposed and never taken by itself.
    """
    for column in closed:
        called = _HEADER.search(f"{column.plain_name} {column.plain_wording}")
        if called is not None and has_weights(column):
            return column
    return None


def has_weights(column: ColumnFacts) -> bool:
    """Whether all cells of a column are numbers that may weigh rows: 0 or more, and not all the
    same; signs of nothing apart.
    """
    values = [value for value in column.values if value not in MISSING_SIGNS]
    are_numbers = all(map(_NUMBER.fullmatch, values))
    return are_numbers and len(values) > 1 and not column.labels
