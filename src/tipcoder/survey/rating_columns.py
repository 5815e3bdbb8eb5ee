"""Whether a column that is taken for an outcome holds numbers, and asks for a recommendation."""

from __future__ import annotations

from tipcoder.survey.column_facts import MISSING_SIGNS, ColumnFacts
from tipcoder.table_words import RECOMMENDING_COLUMNS, compile_columns
from tipcoder.values import find_numbers

NUMBER, NPS = "number", "nps"
_MOST_POINTS = 7
"""Points of a scale up to which each is a level of its own."""
_HIGHEST = 10
_STRANGE = 0.1
"""The share of cells that may be no numbers, such as `k.A.` or `about 6`: they are left out and
named.
"""


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
    asks = f"{column.plain_name} {column.plain_wording}"
    is_asked = compile_columns(RECOMMENDING_COLUMNS).search(asks) is not None
    are_points = all(number.is_integer() for number in numbers)
    if is_asked and are_points and min(numbers) >= 0 and _MOST_POINTS < max(numbers) <= _HIGHEST:
        return NPS
    return NUMBER if len(set(numbers)) > _MOST_POINTS else ""


def list_missing_numbers(column: ColumnFacts) -> list[str]:
    """Values that often stand for nothing, in the order of the file."""
    return [value for value in column.values if value in MISSING_SIGNS]
