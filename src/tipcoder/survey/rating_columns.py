"""Whether a column that is taken for an outcome holds numbers, asks for a recommendation, or has a
scale of a few points.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.survey.column_facts import MISSING_SIGNS, ColumnFacts
from tipcoder.table_words import RATING_COLUMNS, RECOMMENDING_COLUMNS, compile_columns
from tipcoder.values import find_numbers

NUMBER, NPS = "number", "nps"
_MOST_POINTS = 7
"""Points of a scale up to which each is a level of its own."""
_HIGHEST = 10
_STRANGE = 0.1
"""The share of cells that may be no numbers, such as `k.A.` or `about 6`: they are left out and
named.
"""
_SCALES = (range(1, 6), range(1, 8), range(5))
"""The shortest one that has all answers is taken."""
_FEWEST_POINTS = 3
"""Of fewer points that somebody chose it is open whether they are a scale."""


def find_number_type(column: ColumnFacts) -> str:
    """`nps` for answers from 0 to 10 to a question that says recommend, `number` for other numbers
    of more than a few values; else empty.
    """
    # Where the file calls its values something, they are levels.
    if column.labels or not column.values:
        return ""
    answers = [value for value in column.values if value not in MISSING_SIGNS]
    numbers = [float(found[0]) for found in map(find_numbers, answers) if found]
    strange = sum(column.values[value] for value in answers if not find_numbers(value))
    if not numbers or strange > _STRANGE * column.filled_count:
        return ""
    if _asks_for_recommending(column) and _are_nps_points(numbers):
        return NPS
    return NUMBER if len(set(numbers)) > _MOST_POINTS else ""


def _asks_for_recommending(column: ColumnFacts) -> bool:
    asks = f"{column.plain_name} {column.plain_wording}"
    return compile_columns(RECOMMENDING_COLUMNS).search(asks) is not None


def _are_nps_points(numbers: Sequence[float]) -> bool:
    """Whether they are whole, from 0 to 10, and reach above a scale of a few points."""
    are_whole = all(number.is_integer() for number in numbers)
    return are_whole and min(numbers) >= 0 and _MOST_POINTS < max(numbers) <= _HIGHEST


def find_scale(column: ColumnFacts) -> tuple[int, ...]:
    """The points of a scale from 1 to 5, 1 to 7 or 0 to 4, also those that nobody chose; empty for
    a column that is none.

    Its header or wording must ask for a rating: bare numbers are ages of children and sizes too.
    Its highest point must have been chosen.
    """
    # Where the file calls its values something, these are the levels.
    if column.labels or not column.values:
        return ()
    answers = [value for value in column.values if value not in MISSING_SIGNS]
    asks = f"{column.plain_name} {column.plain_wording}"
    if not all(value.isdecimal() for value in answers) or len(answers) < _FEWEST_POINTS:
        return ()
    if compile_columns(RATING_COLUMNS).search(asks) is None:
        return ()
    numbers = set(map(int, answers))
    for scale in _SCALES:
        if numbers <= set(scale) and scale[-1] in numbers:
            return tuple(scale)
    return ()


def list_missing_numbers(column: ColumnFacts) -> list[str]:
    """Values that often stand for nothing, in the order of the file."""
    return [value for value in column.values if value in MISSING_SIGNS]
