"""Values that say "nobody rated this": which are taken so, and which only look like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tipcoder.agreement.tables.values import fold_to_key, fold_to_keys, is_number, parse_number
from tipcoder.table_words import MISSING_CELLS, MISSING_NUMBERS, list_table_words
from tipcoder.text import format_count

_BY_PROGRAMS = fold_to_keys(["nan", "<na>", "#n/a", "#na", "null", "#null!", "#value!", "#ref!"])
"""What only programs write."""
_BY_PEOPLE = fold_to_keys(list_table_words(MISSING_CELLS))
SIGNS = frozenset(_BY_PROGRAMS | _BY_PEOPLE)
_ONLY_AMONG_NUMBERS = fold_to_keys(list_table_words(MISSING_NUMBERS))
"""Words that are values like others among words."""
MANY_VALUES = 10
"""Different numbers from which these may be scores rather than categories."""
_STAND_APART = frozenset(
    (9, 99, 999, 9999, 8, 88, 888, 77, 777, 98, 998, 97, -1, -7, -8, -9, -77, -88, -99, -999)
)
"""Numbers with which surveys say "no answer"."""


@dataclass(frozen=True)
class MissingValues:
    """What was found among the ratings of one variable."""

    taken: frozenset[str]
    """Spellings that are taken for "not rated"."""
    sentence: str
    """That as a sentence; empty where there are none."""
    notes: tuple[str, ...]
    """What counts as a rating and may not be one."""


def find_missing_values(cells: Iterable[str]) -> MissingValues:
    """Look at all ratings of one variable, without empty cells.

    A sign among numbers is not a rating, and neither is what only programs write. Among words it
    may be one.
    """
    often = Counter(cells)
    signs = [cell for cell in often if fold_to_key(cell) in SIGNS | _ONLY_AMONG_NUMBERS]
    rest = {cell: times for cell, times in often.items() if cell not in signs}
    # What the other cells are decides what a sign means.
    numeric = bool(rest) and all(map(is_number, rest))

    taken = []
    doubtful = []
    for cell in signs:
        key = fold_to_key(cell)
        if numeric or key in _BY_PROGRAMS:
            taken.append(cell)
        # Among words, none and the like are values that somebody chose.
        elif key in SIGNS:
            doubtful.append(cell)

    notes = _describe_doubtful_signs(sorted(doubtful))
    if numeric:
        notes += _describe_outlying_numbers(rest)
    return MissingValues(frozenset(taken), _describe_taken(sorted(taken), often), tuple(notes))


def _describe_doubtful_signs(doubtful: list[str]) -> list[str]:
    if not doubtful:
        return []
    return [
        f"{', '.join(doubtful)} counts as a rating; leave the cell empty where it means that "
        f"nobody rated, or say --missing '{','.join(doubtful)}'."
    ]


def _describe_taken(taken: list[str], often: Counter[str]) -> str:
    if not taken:
        return ""
    named = ", ".join(f"'{cell}' ({format_count(often[cell], 'cell')})" for cell in taken)
    return f"Taken as not rated: {named}."


def _describe_outlying_numbers(often: Mapping[str, int]) -> list[str]:
    """Sentences on numbers like 99 that lie far from all others."""
    values = _count_numbers(often)
    marked = _STAND_APART.intersection(values)
    others = values.keys() - marked
    if not others:
        return []

    # On a scale that goes up to 8 or 9, or to 100, these are ratings like others.
    far = (max(others) - min(others)) / 2 if len(others) > MANY_VALUES else 1
    low, high = min(others), max(others) + far
    inside = {value for value in marked if low <= value <= high}
    high = max(others | inside)

    notes = []
    for value in sorted(marked - inside):
        if value < 0 and low < 0:
            # Beside other numbers below 0 it is one more of them.
            continue
        notes.append(
            f"{value:g} ({format_count(values[value], 'cell')}) counts as a rating, and is "
            f"far from the others ({low:g} to {high:g}); "
            f"say --missing={value:g} if it means that nobody rated."
        )
    return notes


def _count_numbers(often: Mapping[str, int]) -> Counter[float]:
    """How often each number occurs, in whatever way it is written."""
    values: Counter[float] = Counter()
    for cell, times in often.items():
        number = parse_number(cell)
        if number is not None:
            values[float(number)] += times
    return values
