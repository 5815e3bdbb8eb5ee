"""What the tables of a file give away as a whole: small cells, and columns of the
survey's own IDs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tipcoder.privacy.audit.contents import ContentSheet
from tipcoder.privacy.audit.finding import Leak
from tipcoder.privacy.audit.knowledge import Knowledge, Population
from tipcoder.privacy.audit.passage_leaks import ALL_BUT_ALL, PassageReader
from tipcoder.privacy.small_cells import ExportedRow, find_small_rows

_FEWEST_IDS = 5
"""Source IDs from which a column may be one of them; fewer may stand in it by chance."""
_MOST_NAMED = 5
"""Columns that a finding names one by one."""


def find_small_cells(
    sheet: ContentSheet, reader: PassageReader, population: Population, grave: bool
) -> Iterator[Leak]:
    """Rows whose columns, those that the study knows, fit few respondents."""
    places = {head: at for at, head in enumerate(sheet.head) if head in population.columns}
    if not places:
        return

    rows = _group_rows(sheet, reader, places)
    everybody = _list_everybody(population, places)
    small = find_small_rows(rows, everybody, population.smallest)

    who = len({row.respondent for row in small})
    named = f"{len(places)} columns" if len(places) > _MOST_NAMED else ", ".join(places)
    sentence = (
        f"{who} respondent(s) share the values of {named} "
        f"with fewer than {population.smallest - 1} others of the study"
    )
    for row, where in rows.items():
        if row in small:
            for place in where:
                yield Leak("small cell", "rows", place, sentence, grave)


def _group_rows(
    sheet: ContentSheet, reader: PassageReader, places: Mapping[str, int]
) -> dict[ExportedRow, list[str]]:
    """Rows of known respondents, each with the places where it stands; empty ones are left out."""
    rows: dict[ExportedRow, list[str]] = {}
    for row in sheet.rows:
        values = tuple(_normalise_cell(row.get_cell(number)) for number in places.values())
        owner = reader.find_owner(row, sheet)
        if owner and any(values):
            rows.setdefault(ExportedRow(owner, values), []).append(row.place)
    return rows


def _list_everybody(population: Population, heads: Mapping[str, int]) -> list[ExportedRow]:
    """All cases of the study, with the same columns in the same order."""
    columns = [map(_normalise_cell, population.columns[head]) for head in heads]
    return list(map(ExportedRow, population.respondents, zip(*columns, strict=True)))


def _normalise_cell(cell: str) -> str:
    """A cell as files of all kinds have it: without line ends and the apostrophe of
    spreadsheets."""
    return " ".join(cell.split()).removeprefix("'")


def find_source_columns(sheet: ContentSheet, knowledge: Knowledge) -> Iterator[Leak]:
    """A column of short IDs, which are no secrets one by one, but are together."""
    if not knowledge.source_ids:
        return

    for number, shared in enumerate(_collect_source_ids(sheet, knowledge)):
        if len(shared) < _FEWEST_IDS:
            continue
        values = {cell for cell in sheet.list_cells(number) if cell}
        given = sum(value in knowledge.ids for value in values)
        # Response IDs may happen to be source IDs too, all of them in a small study.
        if len(shared) >= ALL_BUT_ALL * len(values) and given < len(shared):
            part = f"column {sheet.head[number]}"
            sentence = "holds the survey's own IDs, which join it to the survey file"
            yield Leak("source ID", part, sheet.name or "the table", sentence, True)


def _collect_source_ids(sheet: ContentSheet, knowledge: Knowledge) -> list[set[str]]:
    """The different source IDs of each column."""
    found: list[set[str]] = [set() for _ in sheet.head]
    for row in sheet.rows:
        for number, cell in enumerate(row.cells[: len(sheet.head)]):
            value = cell.strip()
            if value in knowledge.source_ids:
                found[number].add(value)
    return found
