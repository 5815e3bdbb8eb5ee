"""Cases whose columns may not be shown beside a quote, because too few respondents share them.

Counting as in k-anonymity (Samarati and Sweeney, 1998): a combination of cells that fewer than
`smallest` respondents have can tell who wrote the quote, and so can all rows of one respondent
taken together, and so can a column that says the same of every case of one country. The question
counts as a column, and only who answered it could have written a quote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
from tipcoder.workbench.quotes.case_columns import QUESTION, AnsweredPlace, CaseColumns

RowsByPlace = Mapping[AnsweredPlace, ExportedRow]
"""Rows as they would be exported. The last of their values is the question."""


def find_blank_cases(
    columns: CaseColumns,
    quoted: Collection[AnsweredPlace],
    answered: Iterable[AnsweredPlace],
    smallest: int,
    *,
    shows_question: bool,
    blank: bool,
) -> tuple[set[str], list[str]]:
    """Cases of which nothing may be shown beside a quote, and sentences about them.

    `smallest` is a number of respondents, counted among those who answered. Raises CheckFailed
    where there are such cases and they are not to be left blank.
    """
    if not (columns.names or shows_question):
        return set(), []
    everybody = {}
    for place in answered:
        # A case that has left the survey has no row, though its answers may still be there.
        if not columns.names or place.case in columns.cells:
            values = (*columns.cells.get(place.case, ()), place.question)
            everybody[place] = ExportedRow(place.respondent, values)
    shown = {place: everybody[place] for place in quoted if place in everybody}

    # Counted over everybody: a reader of the file may know who else took part.
    telling = _find_telling_cases(columns, shown, everybody, smallest, shows_question)
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
    columns: CaseColumns,
    shown: RowsByPlace,
    everybody: RowsByPlace,
    smallest: int,
    shows_question: bool,
) -> _TellingCases:
    telling = _TellingCases(set(), [])
    small_rows = find_small_rows(shown.values(), everybody.values(), smallest)
    telling.cases |= {place.case for place, row in shown.items() if row in small_rows}
    if small_rows:
        alone = {row.respondent for row in small_rows}
        names = [*columns.names, QUESTION] if shows_question else columns.names
        telling.sentences.append(
            f"{len(alone)} respondent(s) share {join_words(names)} "
            f"with fewer than {smallest - 1} others who answered the same question"
        )

    # Which questions somebody answered says little as long as nothing else is shown of them.
    if columns.names:
        _add_told_together(telling, shown, everybody, smallest, shows_question)
        # Rows that many respondents share may still name their country.
        _add_named_countries(telling, columns, {place.case for place in shown})
    return telling


def _add_told_together(
    telling: _TellingCases,
    shown: RowsByPlace,
    everybody: RowsByPlace,
    smallest: int,
    shows_question: bool,
) -> None:
    """Cases of respondents of whom all rows together fit too few."""
    # Rows that go anyway must not make a profile rarer than what a reader will see.
    remaining = {place: row for place, row in shown.items() if place.case not in telling.cases}
    profiles = find_small_profiles(
        _show_rows(remaining, shows_question), _show_rows(everybody, shows_question), smallest
    )
    telling.cases |= {place.case for place in shown if place.respondent in profiles}
    if profiles:
        telling.sentences.append(
            f"{len(profiles)} respondent(s) can be told by their rows taken together"
        )


def _show_rows(rows: RowsByPlace, shows_question: bool) -> list[ExportedRow]:
    """Rows as a reader sees them, with the question or without it."""
    if shows_question:
        return list(rows.values())
    return [ExportedRow(respondent, values[:-1]) for respondent, values in rows.values()]


def _add_named_countries(
    telling: _TellingCases, columns: CaseColumns, shown: Collection[str]
) -> None:
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
    columns: CaseColumns, shown: Collection[str], constant: list[int]
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
    columns: CaseColumns, shown: RowsByPlace, everybody: RowsByPlace, smallest: int
) -> str:
    """Which column to leave out, counted in respondents who would remain in small cells."""
    advice = "Use --blank-small to leave these cells empty"
    if len(columns.names) < 2:
        return f"{advice}, or leave {join_words(columns.names or (QUESTION,))} out."

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


def _drop_column(rows: RowsByPlace, place: int) -> list[ExportedRow]:
    shorter = []
    for respondent, values in rows.values():
        shorter.append(ExportedRow(respondent, values[:place] + values[place + 1 :]))
    return shorter
