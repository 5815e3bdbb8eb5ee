"""Rows that platforms keep among the answers although nobody answered: previews, tests, spam, and
those that were broken off or whose respondents were screened out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tipcoder.survey.column_names import SurveyColumn
from tipcoder.survey.table import SurveyTable

_STATUS = re.compile(
    r"status|response ?type|antworttyp|tipo de respuesta|distribution ?channel", re.I
)
_NOT_ANSWERED = frozenset(
    (
        "survey preview", "preview", "survey test", "test", "spam", "spam survey preview",
        "possible spam", "deleted",
    )
)  # fmt: skip
"""Values of a status, in small letters, of rows that no respondent answered."""
_FINISHED = re.compile(r"finished|complete|completed|status|beendet|submitted", re.I)
_BROKEN_OFF = frozenset(
    (
        "partial", "incomplete", "in progress", "false", "not submitted", "screened out",
        "disqualified", "over quota",
    )
)  # fmt: skip
_MOST_VALUES = 12
"""Different values from which on a column is no status."""


@dataclass(frozen=True)
class UnwantedRows:
    """Rows that a person may want to leave out."""

    what: str
    """`previews or tests`, or `broken off or screened out`."""
    column: str
    values: tuple[str, ...]
    count: int

    def __str__(self) -> str:
        listed = ", ".join(repr(value) for value in self.values)
        are = "row is" if self.count == 1 else "rows are"
        return f"{self.count} {are} {self.what} ({self.column}: {listed})"


def find_unwanted_rows(table: SurveyTable, known: Iterable[str] = ()) -> list[UnwantedRows]:
    """By what the columns of a status say; columns that are `known` are not looked at."""
    skipped = set(known)
    columns = [column for column in table.columns if column.name not in skipped]
    watched = [column for column in columns if _is_status(column)]
    if not watched:
        return []
    counts: dict[str, Counter[str]] = {column.name: Counter() for column in watched}
    for row in table.rows:
        for column in watched:
            counts[column.name][row.cells[column.position]] += 1

    found: list[UnwantedRows] = []
    for name, values in counts.items():
        if len(values) <= _MOST_VALUES:
            found += _find_by_values(name, values)
    return found


def _is_status(column: SurveyColumn) -> bool:
    """Whether a column says how an answer came about, or how far it got."""
    name = column.name.strip()
    return bool(_STATUS.fullmatch(name) or _FINISHED.fullmatch(name))


def _find_by_values(column: str, values: Counter[str]) -> Iterator[UnwantedRows]:
    for what, signs in (
        ("previews or tests", _NOT_ANSWERED),
        ("broken off or screened out", _BROKEN_OFF),
    ):
        seen = tuple(value for value in values if value.strip().casefold() in signs)
        if seen:
            yield UnwantedRows(what, column, seen, sum(values[value] for value in seen))
