"""How many respondents could have written a row of a table, going by the columns beside the quote.

Counting as in k-anonymity (Samarati and Sweeney, 1998), on the combination of everything that is exported, and on what
stands under one ID taken together. The sample is only a guide: whoever knows more than it can tell more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

FLOOR, USUAL = 3, 5
"""The smallest cell that may be asked for, and the one that is asked for without a word."""
FEWEST_COUNTRIES = 3
"""Countries that must share what is the same for all of a country, or it names the country."""

Combination = tuple[str, ...]


class ExportedRow(NamedTuple):
    """A row as exported: whose, and what stands beside the quote."""

    respondent: str
    values: Combination


def find_small_rows(
    shown: Iterable[ExportedRow], everybody: Iterable[ExportedRow], smallest: int
) -> set[ExportedRow]:
    """Rows whose combination fewer than `smallest` respondents of the study have."""
    who: dict[Combination, set[str]] = defaultdict(set)
    for respondent, values in everybody:
        who[values].add(respondent)
    return {row for row in shown if len(who[row.values]) < smallest}


def find_small_profiles(
    shown: Iterable[ExportedRow], everybody: Iterable[ExportedRow], smallest: int
) -> set[str]:
    """Respondents of whom all rows together fit fewer than `smallest` respondents, though each row fits more."""
    theirs: dict[str, set[Combination]] = defaultdict(set)
    for respondent, values in everybody:
        theirs[respondent].add(values)
    seen: dict[str, set[Combination]] = defaultdict(set)
    for respondent, values in shown:
        seen[respondent].add(values)
    counts: dict[frozenset[Combination], int] = {}
    for profile in map(frozenset, seen.values()):
        if profile not in counts:
            counts[profile] = sum(1 for held in theirs.values() if profile <= held)
    return {
        respondent for respondent, profile in seen.items() if counts[frozenset(profile)] < smallest
    }


def find_constant_columns(
    columns: Mapping[str, Sequence[str]], countries: Sequence[str | None]
) -> list[str]:
    """Columns that say the same of every case of a country, and not the same of all countries."""
    out = []
    for name, values in columns.items():
        said: dict[str, set[str]] = defaultdict(set)
        for value, country in zip(values, countries, strict=True):
            if country and value:
                said[country].add(value)
        if (
            len(said) > 1
            and all(len(held) == 1 for held in said.values())
            and len(set().union(*said.values())) > 1
        ):
            out.append(name)
    return out


def find_telling_combinations(
    values: Sequence[Combination], countries: Sequence[str | None]
) -> set[Combination]:
    """Combinations that fewer than three countries share: they name the country as its name would."""
    where: dict[Combination, set[str]] = defaultdict(set)
    for combination, country in zip(values, countries, strict=True):
        if country:
            where[combination].add(country)
    return {
        combination
        for combination, found in where.items()
        if len(found) < FEWEST_COUNTRIES and any(combination)
    }
