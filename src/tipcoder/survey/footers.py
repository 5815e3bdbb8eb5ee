"""Lines at the end of a file that are no data, such as `Total responses: 12`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.survey.survey_row import SurveyRow
from tipcoder.table_words import TOTAL_HEADERS, list_table_words

MOST_FOOTERS = 5
_FEWEST_COLUMNS = 3
"""With fewer columns a footer cannot be told from a row without an answer."""
_FEWEST_ROWS = 4
_FIGURE = re.compile(r"[-+]?[\d.,' ]*\d ?%?|#[A-Z/0!]+[?!]?")
"""A number as spreadsheets write it, or what they write where a formula failed."""


class IdWords:
    """Whether first cells of rows, where most files have their IDs, are single words."""

    def __init__(self) -> None:
        self._rows = 0
        self._spaced = 0

    def add_row(self, cells: Sequence[str]) -> None:
        """Look at one more row."""
        self._rows += 1
        self._spaced += " " in cells[0].strip() if cells else 0

    @property
    def are_single(self) -> bool:
        """Whether nearly none of them has a space in it."""
        return self._spaced <= max(MOST_FOOTERS, 0.02 * self._rows)


def find_footers(last: Sequence[SurveyRow], ids: IdWords, rows: int) -> list[SurveyRow]:
    """Those of the last rows that are footers.

    A footer fills one or two cells, the first of which has words in it where other rows have an ID;
    or it begins with a word for a total, and has nothing but numbers behind it. A row that has
    answers ends the search.
    """
    footers: list[SurveyRow] = []
    for row in reversed(last):
        if len(footers) == MOST_FOOTERS or not _is_footer(row):
            break
        footers.append(row)
    if not footers or rows - len(footers) < _FEWEST_ROWS or not ids.are_single:
        return []
    return footers[::-1]


def _is_footer(row: SurveyRow) -> bool:
    if len(row.cells) < _FEWEST_COLUMNS:
        return False
    first = row.cells[0].strip()
    behind = [cell.strip() for cell in row.cells[1:] if cell.strip()]
    if _is_total(first):
        return all(map(_FIGURE.fullmatch, behind)) and not row.extra
    filled = bool(first) + len(behind)
    return filled <= min(2, len(row.cells) - 2) and " " in first and not row.extra


def _is_total(first: str) -> bool:
    """Whether a cell has a word for a total and no other, such as `Mean:` or `Summe`."""
    return first.rstrip(" :.=").casefold() in list_table_words(TOTAL_HEADERS)
