"""Values that stand for "nobody rated this": which are taken so, and which only look like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tipcoder.agreement.tables.values import fold_to_key, parse_number

_BY_PROGRAMS = frozenset(
    fold_to_key(sign) for sign in ("nan", "<na>", "#n/a", "#na", "null", "#null!", "#value!", "#ref!")
)
"""What only programs write."""
_BY_PEOPLE = frozenset(
    fold_to_key(sign)
    for sign in (
        *("na", "n/a", "n.a.", "n/d", "n.d.", "nd", "s/d", "k.a.", "k. a.", "н/д", ".", "-", "--", "…", "?"),
        *("missing", "not rated", "not coded", "fehlt", "пропуск", "нет данных", "sin dato", "sin datos"),
    )
)
SIGNS = _BY_PROGRAMS | _BY_PEOPLE
_ONLY_AMONG_NUMBERS = frozenset(fold_to_key(word) for word in ("none", "nil", "keine", "нет", "ninguno", "aucun"))
MANY_VALUES = 10
"""Different numbers from which these may be scores rather than categories."""
_STAND_APART = frozenset((9, 99, 999, 9999, 8, 88, 888, 77, 777, 98, 998, 97, -1, -7, -8, -9, -77, -88, -99, -999))
"""Numbers with which surveys say "no answer"."""


@dataclass(frozen=True)
class MissingValues:
    """What was found among the ratings of one variable."""

    taken: frozenset[str]
    """Spellings that are taken for "not rated"."""
    sentence: str
    """That as a sentence; empty where there are none."""
    notes: tuple[str, ...]
    """What counts as a rating and may be none."""


def find_missing_values(cells: Iterable[str]) -> MissingValues:
    """Look at all ratings of one variable, without empty cells.

    A sign among numbers is no rating, and neither is what only programs write. Among words it may be one.
    """
    often = Counter(cells)
    signs = [cell for cell in often if fold_to_key(cell) in SIGNS | _ONLY_AMONG_NUMBERS]
    rest = [cell for cell in often if cell not in signs]
    numeric = bool(rest) and all(parse_number(cell) is not None for cell in rest)
    taken = [cell for cell in signs if numeric or fold_to_key(cell) in _BY_PROGRAMS]
    doubtful = [cell for cell in signs if cell not in taken and fold_to_key(cell) in SIGNS]
    notes = []
    if doubtful:
        named = ", ".join(sorted(doubtful))
        notes.append(
            f"{named} counts as a rating; leave the cell empty where it means that nobody rated, or say "
            f"--missing '{','.join(sorted(doubtful))}'."
        )
    if numeric:
        notes += _describe_outlying_numbers(Counter({cell: often[cell] for cell in rest}))
    return MissingValues(frozenset(taken), _describe_taken(taken, often), tuple(notes))


def _describe_taken(taken: list[str], often: Counter[str]) -> str:
    if not taken:
        return ""
    named = ", ".join(f"'{cell}' ({_format_cell_count(often[cell])})" for cell in sorted(taken))
    return f"Taken as not rated: {named}."


def _describe_outlying_numbers(often: Counter[str]) -> list[str]:
    """Sentences on numbers like 99 that lie far from all others."""
    values = _count_numbers(often)
    marked = [value for value in values if value in _STAND_APART]
    others = [value for value in values if value not in _STAND_APART]
    if not others:
        return []
    # On a scale that goes up to 8 or 9, or to 100, these are ratings like others.
    far = (max(others) - min(others)) / 2 if len(others) > MANY_VALUES else 1
    low, high = min(others), max(others) + far
    inside = [value for value in marked if low <= value <= high]
    high = max(others + inside)
    notes = []
    for value in sorted(set(marked) - set(inside)):
        if value < 0 and low < 0:
            # Beside other numbers below 0 it is one more of them.
            continue
        notes.append(
            f"{value:g} ({_format_cell_count(values[value])}) counts as a rating, and stands apart "
            f"from the others ({low:g} to {high:g}); "
            f"say --missing={value:g} if it means that nobody rated."
        )
    return notes


def _count_numbers(often: Counter[str]) -> Counter[float]:
    """How often each number stands, in whatever way it is written."""
    values: Counter[float] = Counter()
    for cell, times in often.items():
        number = parse_number(cell)
        if number is not None:
            values[float(number)] += times
    return values


def _format_cell_count(n: int) -> str:
    return "1 cell" if n == 1 else f"{n} cells"
