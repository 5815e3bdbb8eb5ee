"""Lines above the header, as spreadsheets have them: a title, a date, a blank line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tipcoder.agreement.tables.values import parse_number
from tipcoder.survey.table import SurveyColumn, SurveyRow, SurveyTable, read_survey_table

_LOOKED_AT = 10
"""Lines among which the header is looked for."""
_DELIMITERS = (",", ";", "\t", "|")
_MOST = 0.5
"""The share of lines that must have the sign."""
_ABOUT_HEADERS = ("without a header", "than the header")
"""Notes of the reader that no longer hold once the header is found."""


def read_below_titles(path: Path) -> SurveyTable:
    """The table in a file, from its header on. Raises BadInput as `read_survey_table` does."""
    table = read_survey_table(path)
    if len(table.columns) == 1:
        # A title without any sign in it hides which sign parts the cells below.
        for sign in _DELIMITERS:
            parted = sum(sign in row.cells[0] for row in table.rows)
            if parted > _MOST * len(table.rows):
                return drop_title_lines(read_survey_table(path, delimiter=sign))
    return drop_title_lines(table)


def drop_title_lines(table: SurveyTable) -> SurveyTable:
    """The table from its header on, with a note; the same table where its first line is the header.

    A first line is a title where less than half of its cells are filled, and a line soon below it
    has one name in every cell.
    """
    filled = sum(1 for column in table.columns if column.header.strip())
    width = max((_find_filled_width(row) for row in table.rows), default=0)
    # A table of two columns has too few cells to tell a title from a header.
    if width < 3 or 2 * filled >= width:
        return table
    for at, row in enumerate(table.rows[:_LOOKED_AT]):
        names = _list_cells(row)[:width]
        if len(names) == width and _are_names(names):
            return _use_row_as_header(table, at, names)
    return table


def _list_cells(row: SurveyRow) -> list[str]:
    return [*row.cells, *row.extra]


def _find_filled_width(row: SurveyRow) -> int:
    """Cells up to the last one that is filled."""
    cells = _list_cells(row)
    return max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)


def _are_names(cells: Sequence[str]) -> bool:
    """Whether each cell has a name of its own, and none is a number."""
    plain = [cell.strip().casefold() for cell in cells]
    return (
        all(plain)
        and len(set(plain)) == len(plain)
        and not any(parse_number(cell) is not None for cell in cells)
    )


def _use_row_as_header(table: SurveyTable, at: int, names: Sequence[str]) -> SurveyTable:
    """The table with the row at this place as its header."""
    rows: list[SurveyRow] = []
    for row in table.rows[at + 1 :]:
        cells = _list_cells(row)
        # A line may end where its last cell is filled.
        padded = [*cells, *[""] * (len(names) - len(cells))]
        extra = tuple(cell for cell in padded[len(names) :] if cell.strip())
        rows.append(SurveyRow(len(rows) + 1, row.line, tuple(padded[: len(names)]), extra))
    kept = [note for note in table.notes if not _is_about_headers(note)]
    line = table.rows[at].line
    return replace(
        table,
        columns=tuple(SurveyColumn(place, name, name.strip()) for place, name in enumerate(names)),
        rows=tuple(rows),
        notes=(*kept, f"line {line} is taken for the header, and what is above it for a title"),
    )


def _is_about_headers(note: str) -> bool:
    return any(words in note for words in _ABOUT_HEADERS)
