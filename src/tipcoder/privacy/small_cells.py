"""How many respondents could have written a row of a table, going by the columns beside the quote.

Counting as in k-anonymity (Samarati and Sweeney, 1998): on the combination of everything that is
exported, and on what stands under one ID taken together. The sample is only a guide: whoever knows
more than it can tell more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tipcoder.errors import BadInput

FLOOR, USUAL = 3, 5
"""The smallest cell that may be asked for, and the one that holds by default."""
_LARGEST = 1000
FEWEST_COUNTRIES = 3
"""Countries that must share a combination of what is the same for all of a country.

Fewer of them, and the combination names the country.
"""

Combination = tuple[str, ...]
"""Values of the exported columns in one row, in their order."""


class ExportedRow(NamedTuple):
    """A row as exported: whose, and what stands beside the quote."""

    respondent: str
    values: Combination


def check_smallest_cell(size: int) -> None:
    """Raises BadInput for a number of respondents that protects nobody."""
    if not FLOOR <= size <= _LARGEST:
        raise BadInput(f"A smallest cell of {size} protects nobody.", f"Use {FLOOR} or more.")


def find_small_rows(
    shown: Iterable[ExportedRow], everybody: Iterable[ExportedRow], smallest: int
) -> set[ExportedRow]:
    """Rows whose combination fewer than `smallest` respondents of the study have."""
    holders: dict[Combination, set[str]] = defaultdict(set)
    for respondent, values in everybody:
        holders[values].add(respondent)
    return {row for row in shown if len(holders[row.values]) < smallest}


def find_small_profiles(
    shown: Iterable[ExportedRow], everybody: Iterable[ExportedRow], smallest: int
) -> set[str]:
    """Respondents of whom all rows together fit fewer than `smallest` respondents.

    Each row alone may fit more of them.
    """
    held = _group_by_respondent(everybody)
    seen = _group_by_respondent(shown)

    # Many respondents share a profile, and each is compared with everybody.
    fitting: dict[frozenset[Combination], int] = {}
    for profile in seen.values():
        if profile not in fitting:
            fitting[profile] = sum(1 for theirs in held.values() if profile <= theirs)

    return {respondent for respondent, profile in seen.items() if fitting[profile] < smallest}


def _group_by_respondent(rows: Iterable[ExportedRow]) -> dict[str, frozenset[Combination]]:
    grouped: dict[str, set[Combination]] = defaultdict(set)
    for respondent, values in rows:
        grouped[respondent].add(values)
    return {respondent: frozenset(found) for respondent, found in grouped.items()}


def find_constant_columns(
    columns: Mapping[str, Sequence[str]], countries: Sequence[str | None]
) -> list[str]:
    """Columns that say the same of every case of a country, and not the same of all countries."""
    out = []
    for name, values in columns.items():
        by_country: dict[str, set[str]] = defaultdict(set)
        for value, country in zip(values, countries, strict=True):
            if country and value:
                by_country[country].add(value)
        if _is_constant(by_country):
            out.append(name)
    return out


def _is_constant(by_country: Mapping[str, set[str]]) -> bool:
    """Whether each country has one value, and the countries have more than one together."""
    together: set[str] = set()
    for values in by_country.values():
        if len(values) > 1:
            return False
        together |= values
    return len(together) > 1


def find_telling_combinations(
    values: Sequence[Combination], countries: Sequence[str | None]
) -> set[Combination]:
    """Combinations that fewer than three countries share: they name the country as its
    name would."""
    where: dict[Combination, set[str]] = defaultdict(set)
    for combination, country in zip(values, countries, strict=True):
        if country:
            where[combination].add(country)

    out = set()
    for combination, found in where.items():
        # A combination of empty cells says nothing of anybody.
        if len(found) < FEWEST_COUNTRIES and any(combination):
            out.add(combination)
    return out
