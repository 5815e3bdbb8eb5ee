"""How much of a file a guess rests on.

Of a long file it is some rows from all over it, and every respondent ID.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from tipcoder.survey.column_facts import TableFacts
from tipcoder.survey.column_roles import ColumnRoles
from tipcoder.survey.table import SurveyRow, SurveyTable

LOOKED_AT = 20_000
"""Rows of a file that are looked at: their cells are held, and more of them would change no guess.
"""
_TOGETHER = 500
"""Rows in a row: those of one respondent stand together in most files."""


@dataclass(frozen=True)
class FileExtent:
    """A file, and how its respondents are spread over it."""

    rows: int
    looked_at: int
    respondents: int
    """Different IDs."""
    with_id: int
    """Rows that have one."""
    repeated: int
    """Rows whose respondent and case stand in an earlier row; 0 where a column tells them apart."""


def sample_rows(table: SurveyTable) -> SurveyTable:
    """The table with few enough rows to be held: all of them, or stretches from all
    over the file."""
    rows = len(table.rows)
    if rows <= LOOKED_AT:
        return replace(table, rows=tuple(table.rows))

    stretches = LOOKED_AT // _TOGETHER
    begins = {number * (rows - _TOGETHER) // (stretches - 1) for number in range(stretches)}
    chosen: list[SurveyRow] = []
    stream = iter(table.rows)  # one pass, because each is a pass over the file
    at = 0
    for begin in sorted(begins):
        chosen += islice(stream, max(begin - at, 0), begin - at + _TOGETHER)
        at = begin + _TOGETHER
    return replace(table, rows=tuple(chosen))


def measure_extent(
    table: SurveyTable, looked_at: SurveyTable, facts: TableFacts, roles: ColumnRoles
) -> FileExtent:
    """Counts over the whole table, whatever part of it was looked at."""
    found = roles.respondent
    if found is None:
        rows = len(table.rows)
        return FileExtent(rows, len(looked_at.rows), rows, rows, 0)
    if len(table.rows) == len(looked_at.rows):
        rows = len(table.rows)
        return FileExtent(rows, rows, found.distinct_count, found.filled_count, roles.repeated)

    nothing = {"", *facts.missing, *facts.withheld}
    seen: set[str] = set()
    with_id = 0
    for row in table.rows:
        source_id = row.cells[found.column.position].strip()
        if source_id not in nothing:
            seen.add(source_id)
            with_id += 1

    repeated = 0 if roles.case or roles.wave else with_id - len(seen)
    return FileExtent(len(table.rows), len(looked_at.rows), len(seen), with_id, repeated)
