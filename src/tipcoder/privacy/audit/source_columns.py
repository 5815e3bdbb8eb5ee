"""Columns of a file that hold the survey's own IDs, which join it to the survey file.

Long or scattered IDs are told by their values alone. Many surveys number their respondents from 1,
and then counts, ages and line numbers are "IDs" too. In such a study a column is one of IDs where
it is called so, where its rows name the respondents whose IDs these are, or where it has a row for
nearly each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tipcoder.privacy.audit.contents import ContentSheet
from tipcoder.privacy.audit.finding import Leak
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.passage_leaks import ALL_BUT_ALL, PassageReader
from tipcoder.privacy.audit.study_wording import fold_head

_FEWEST_IDS = 5
"""Source IDs from which a column may be one of them; fewer may stand in it by chance."""
_DENSE = 0.1
"""Share of the numbers between the smallest ID and the largest that are IDs, from which on other
numbers are IDs by chance. Below it five of five numbers are so in one of 100,000 columns.
"""


def find_source_columns(
    sheet: ContentSheet, reader: PassageReader, knowledge: Knowledge
) -> Iterator[Leak]:
    """A column of short IDs, which are no secrets one by one, but are together."""
    if not knowledge.source_ids:
        return

    are_counting = are_counting_numbers(knowledge.source_ids)
    for number, shared in enumerate(_collect_source_ids(sheet, knowledge)):
        if len(shared) < _FEWEST_IDS:
            continue
        cells = [cell for cell in sheet.list_cells(number) if cell]
        values = set(cells)
        given = sum(value in knowledge.ids for value in values)
        # Response IDs may happen to be source IDs too, all of them in a small study.
        if len(shared) < ALL_BUT_ALL * len(values) or given >= len(shared):
            continue
        if (
            not are_counting
            or _is_called_so(sheet.head[number], knowledge)
            or _names_its_rows(sheet, number, reader, knowledge)
            or _lists_everybody(cells, shared, knowledge)
        ):
            part = f"column {sheet.head[number]}"
            sentence = "holds the survey's own IDs, which join it to the survey file"
            yield Leak("source ID", part, sheet.name or "the table", sentence, True)


def are_counting_numbers(ids: Iterable[str]) -> bool:
    """Whether IDs are whole numbers that lie so close that other numbers are among them by
    chance."""
    written = list(ids)
    if not all(each.isdecimal() for each in written):
        return False
    numbers = set(map(int, written))
    reach = max(numbers) - min(numbers) + 1
    return len(numbers) >= _DENSE * reach


def _is_called_so(head: str, knowledge: Knowledge) -> bool:
    called = fold_head(knowledge.source_column)
    return bool(called) and fold_head(head) == called


def _names_its_rows(
    sheet: ContentSheet, number: int, reader: PassageReader, knowledge: Knowledge
) -> bool:
    """Whether in half of the rows whose respondent is known the cell is that respondent's ID."""
    known = own = 0
    for row in sheet.rows:
        owner = reader.find_owner(row, sheet)
        cell = row.get_cell(number).strip()
        if owner and cell:
            known += 1
            own += knowledge.source_ids.get(cell) == owner
    return own > 0 and own >= known / 2


def _lists_everybody(cells: list[str], shared: set[str], knowledge: Knowledge) -> bool:
    """Whether nearly every ID of the survey stands in the column, and none of them twice."""
    is_list = len(set(cells)) == len(cells)
    return is_list and len(shared) >= ALL_BUT_ALL * len(knowledge.source_ids)


def _collect_source_ids(sheet: ContentSheet, knowledge: Knowledge) -> list[set[str]]:
    """The different source IDs of each column."""
    found: list[set[str]] = [set() for _ in sheet.head]
    for row in sheet.rows:
        for number, cell in enumerate(row.cells[: len(sheet.head)]):
            value = cell.strip()
            if value in knowledge.source_ids:
                found[number].add(value)
    return found
