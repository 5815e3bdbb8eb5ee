"""What the tables of a file give away as a whole: rows that fit few respondents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tipcoder.privacy.audit.contents import ContentSheet
from tipcoder.privacy.audit.finding import Leak
from tipcoder.privacy.audit.knowledge import Population
from tipcoder.privacy.audit.passage_leaks import PassageReader
from tipcoder.privacy.audit.study_wording import fold_head
from tipcoder.privacy.small_cells import ExportedRow, find_small_rows

_MOST_NAMED = 5
"""Columns that a finding names one by one."""


def find_small_cells(
    sheet: ContentSheet, reader: PassageReader, population: Population, grave: bool
) -> Iterator[Leak]:
    """Rows whose columns, those that the study knows, fit few respondents."""
    owners = [reader.find_owner(row, sheet) for row in sheet.rows]
    places = _match_columns(sheet, owners, population)
    if not places:
        return

    rows = _group_rows(sheet, owners, places)
    everybody = _list_everybody(population, places)
    small = find_small_rows(rows, everybody, population.smallest)

    who = len({row.respondent for row in small})
    named = f"{len(places)} columns" if len(places) > _MOST_NAMED else ", ".join(places.values())
    sentence = (
        f"{who} respondent(s) share the values of {named} "
        f"with fewer than {population.smallest - 1} others of the study"
    )
    for row, where in rows.items():
        if row in small:
            for place in where:
                yield Leak("small cell", "rows", place, sentence, grave)


def _match_columns(
    sheet: ContentSheet, owners: Sequence[str], population: Population
) -> dict[str, str]:
    """Columns of a table by the study's column that says the same, each with its own name.

    Names alone do not tell: a survey has a column `country` with names of its own, and a merged
    table one of that name with ISO codes. So the cells of the respondents decide.
    """
    named: dict[str, list[str]] = {}
    for name in population.columns:
        named.setdefault(fold_head(population.heads.get(name, name)), []).append(name)
    heads = [fold_head(head) for head in sheet.head]
    # Most tables have no column of the survey.
    shared = [name for folded in heads for name in named.get(folded, ())]
    held = _collect_held_values(population, shared)

    out: dict[str, str] = {}
    for number, head in enumerate(sheet.head):
        fitting = [name for name in named.get(heads[number], ()) if name not in out]
        if not fitting:
            continue
        cells = [
            (owner, _normalise_cell(row.get_cell(number)))
            for owner, row in zip(owners, sheet.rows, strict=True)
            if owner
        ]
        best = _find_best_column(fitting, cells, held)
        if best:
            out[best] = head
    return out


_HeldValues = Mapping[str, Mapping[str, Collection[str]]]
"""By column of the study and respondent, the values of their cases."""


def _collect_held_values(population: Population, names: Iterable[str]) -> _HeldValues:
    held: dict[str, dict[str, set[str]]] = {}
    for name in dict.fromkeys(names):
        by_owner = held.setdefault(name, {})
        for owner, value in zip(population.respondents, population.columns[name], strict=True):
            by_owner.setdefault(owner, set()).add(_normalise_cell(value))
    return held


def _find_best_column(
    names: Iterable[str], cells: Sequence[tuple[str, str]], held: _HeldValues
) -> str:
    """The column of the study with which most cells agree; empty where fewer than half do."""
    best, most = "", len(cells) / 2
    for name in names:
        by_owner = held[name]
        agreeing = sum(cell in by_owner.get(owner, ()) for owner, cell in cells)
        if cells and agreeing >= most and (not best or agreeing > most):
            best, most = name, agreeing
    return best


def _group_rows(
    sheet: ContentSheet, owners: Sequence[str], places: Mapping[str, str]
) -> dict[ExportedRow, list[str]]:
    """Rows of known respondents, each with the places where it stands; empty ones are left out."""
    numbers = [sheet.head.index(head) for head in places.values()]
    rows: dict[ExportedRow, list[str]] = {}
    for owner, row in zip(owners, sheet.rows, strict=True):
        values = tuple(_normalise_cell(row.get_cell(number)) for number in numbers)
        if owner and any(values):
            rows.setdefault(ExportedRow(owner, values), []).append(row.place)
    return rows


def _list_everybody(population: Population, names: Iterable[str]) -> list[ExportedRow]:
    """All cases of the study, with the same columns in the same order."""
    columns = [map(_normalise_cell, population.columns[name]) for name in names]
    return list(map(ExportedRow, population.respondents, zip(*columns, strict=True)))


def _normalise_cell(cell: str) -> str:
    """A cell as files of all kinds have it: without line ends and the apostrophe of
    spreadsheets."""
    return " ".join(cell.split()).removeprefix("'")
