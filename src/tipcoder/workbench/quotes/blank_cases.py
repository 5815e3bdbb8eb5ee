"""Cases whose columns may not be shown beside a quote, because too few respondents share them.

Counting as in k-anonymity (Samarati and Sweeney, 1998): a combination of cells that fewer than
`smallest` respondents have can tell who wrote the quote, and so can all rows of one respondent
taken together, and so can a column that says the same of every case of one country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tipcoder.errors import CheckFailed
from tipcoder.privacy.small_cells import (
    FEWEST_COUNTRIES,
    ExportedRow,
    find_constant_columns,
    find_small_profiles,
    find_small_rows,
    find_telling_combinations,
)
from tipcoder.text import format_count, join_words
from tipcoder.workbench.quotes.case_columns import CaseColumns

RowsByCase = Mapping[str, ExportedRow]
"""Rows as they would be exported, by case label."""


def find_blank_cases(
    columns: CaseColumns, cases: Iterable[str], smallest: int, *, blank: bool
) -> tuple[set[str], list[str]]:
    """Cases of which nothing may be shown beside a quote, and sentences about them.

    `smallest` is a number of respondents. Raises CheckFailed where there are such cases and they
    are not to be left blank.
    """
    if not columns.names:
        return set(), []
    everybody = {}
    for label, values in columns.cells.items():
        everybody[label] = ExportedRow(columns.respondents[label], values)
    # A case that has left the survey has no row, though its quotes may still be there.
    shown = {label: everybody[label] for label in cases if label in everybody}

    # Counted over everybody: a reader of the file may know who else took part.
    telling = _find_telling_cases(columns, shown, everybody, smallest)
    if telling.cases and not blank:
        raise CheckFailed(
            f"Nothing was written: {'; '.join(telling.sentences)}.",
            _suggest_column(columns, shown, everybody, smallest),
        )
    return telling.cases, telling.sentences


@dataclass
class _TellingCases:
    """Cases that would tell who answered, or about which country.

    Gathered from three looks at the same rows; the second and the third leave out nothing that
    the first has found.
    """

    cases: set[str]
    sentences: list[str]


def _find_telling_cases(
    columns: CaseColumns, shown: RowsByCase, everybody: RowsByCase, smallest: int
) -> _TellingCases:
    telling = _TellingCases(set(), [])
    small_rows = find_small_rows(shown.values(), everybody.values(), smallest)
    telling.cases |= {label for label, row in shown.items() if row in small_rows}
    if small_rows:
        alone = {row.respondent for row in small_rows}
        telling.sentences.append(
            f"{len(alone)} respondent(s) share {join_words(columns.names)} "
            f"with fewer than {smallest - 1} others"
        )

    # Rows that go anyway must not make a profile rarer than what a reader will see.
    remaining = [row for label, row in shown.items() if label not in telling.cases]
    profiles = find_small_profiles(remaining, everybody.values(), smallest)
    telling.cases |= {label for label, row in shown.items() if row.respondent in profiles}
    if profiles:
        telling.sentences.append(
            f"{len(profiles)} respondent(s) can be told by their rows taken together"
        )

    # Rows that many respondents share may still name their country.
    _add_named_countries(telling, columns, shown)
    return telling


def _add_named_countries(telling: _TellingCases, columns: CaseColumns, shown: RowsByCase) -> None:
    """Cases whose country is not shown, but is named by columns that say the same of all of it."""
    constant = _find_country_columns(columns)
    named = _find_cases_of_named_countries(columns, shown, constant)
    telling.cases |= named
    if named:
        which = join_words([columns.names[place] for place in constant])
        telling.sentences.append(
            f"fewer than {FEWEST_COUNTRIES} countries share {which}, which then names the country "
            f"of {format_count(len(named), 'case')}"
        )


def _find_country_columns(columns: CaseColumns) -> list[int]:
    """Places of columns that say the same of every case of a country; none if that is shown."""
    if columns.country_shown:
        return []
    # Cells are kept by case, and the check looks at columns.
    by_column = zip(*columns.cells.values(), strict=True)
    values_by_name = dict(zip(columns.names, by_column, strict=True))
    countries = list(map(columns.countries.__getitem__, columns.cells))
    constant = find_constant_columns(values_by_name, countries)
    return list(map(columns.names.index, constant))


def _find_cases_of_named_countries(
    columns: CaseColumns, shown: RowsByCase, constant: list[int]
) -> set[str]:
    """Shown cases whose constant columns together name their country."""
    if not constant:
        return set()

    combinations = {}
    for label, values in columns.cells.items():
        # One column may fit many countries, and all of them together a single one.
        combinations[label] = tuple(map(values.__getitem__, constant))
    countries = list(map(columns.countries.__getitem__, combinations))
    telling = find_telling_combinations(list(combinations.values()), countries)
    return {label for label in shown if combinations[label] in telling}


def _suggest_column(
    columns: CaseColumns, shown: RowsByCase, everybody: RowsByCase, smallest: int
) -> str:
    """Which column to leave out, counted in respondents who would remain in small cells."""
    advice = "Use --blank-small to leave these cells empty"
    if len(columns.names) == 1:
        return f"{advice}, or leave {columns.names[0]} out."

    counts = []
    for place, name in enumerate(columns.names):
        rows = _drop_column(shown, place)
        all_rows = _drop_column(everybody, place)
        small = {row.respondent for row in find_small_rows(rows, all_rows, smallest)}
        counts.append((len(small), name))
    # The column whose loss helps most; of equals the first by name.
    fewest, best = min(counts)
    return (
        f"{advice}, or leave {best} out: then {fewest} respondent(s) would remain in small cells."
    )


def _drop_column(rows: RowsByCase, place: int) -> list[ExportedRow]:
    shorter = []
    for respondent, values in rows.values():
        shorter.append(ExportedRow(respondent, values[:place] + values[place + 1 :]))
    return shorter
