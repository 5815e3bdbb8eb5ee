"""Which column tells the respondents apart, and which one a respondent's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.table import SurveyTable
from tipcoder.table_words import ID_COLUMNS, list_table_words

_ID_NAMES = (
    # The surest first: an export of a platform has several of them.
    "responseid respondentid submissionid instanceid metainstanceid uuid recordid interviewkey "
    "interviewid",
    "id caseid cleanid participantid participant respondent subjectid subject userid surveyid "
    "formid key token code",
    " ".join(list_table_words(ID_COLUMNS)),
)
"""Headers of ID columns without spaces, in three ranks."""
_CASE_NAME = re.compile(
    r"loop|case|wave|round|iteration|repeat|visit|session|instance|country|number|index", re.I
)
_CODE = re.compile(r"(?=.*\d)[\w-]{5,}")


def find_respondent_column(columns: Sequence[ColumnFacts]) -> ColumnFacts | None:
    """The column of IDs: one so called, else one of codes.

    Else an address or a time that differs for everyone.
    """
    ranked = []
    for column in columns:
        rank = _rank_candidate(column)
        if rank is not None:
            ranked.append((rank, -column.variety, column.column.position))
    if not ranked:
        return None
    _, _, position = min(ranked)
    return columns[position]


def group_rows_by_respondent(table: SurveyTable, respondent: ColumnFacts) -> list[list[int]]:
    """For each respondent the positions of their rows; rows without an ID are left out."""
    rows: dict[str, list[int]] = {}
    for at, row in enumerate(table.rows):
        source_id = row.cells[respondent.column.position].strip()
        if source_id in respondent.values:
            rows.setdefault(source_id, []).append(at)
    return list(rows.values())


def find_case_column(
    table: SurveyTable,
    columns: Sequence[ColumnFacts],
    respondent: ColumnFacts,
    rows: Sequence[Sequence[int]],
) -> ColumnFacts | None:
    """The column that numbers or names each respondent's rows, if there is one and it is needed."""
    if all(len(own) == 1 for own in rows):
        return None

    named = None
    for column in columns:
        if column is respondent or not _may_tell_rows_apart(column, respondent):
            continue

        cells = [_list_cells(table, column, own) for own in rows]
        if _are_numbered(cells):
            return column
        # A column that numbers the rows would be surer, so the search goes on.
        if named is None and _CASE_NAME.search(column.plain_name) and _differ_within(cells):
            named = column
    return named


def _list_cells(table: SurveyTable, column: ColumnFacts, rows: Sequence[int]) -> list[str]:
    """Cells of a column in some rows, trimmed."""
    position = column.column.position
    return [table.rows[at].cells[position].strip() for at in rows]


def _may_tell_rows_apart(column: ColumnFacts, respondent: ColumnFacts) -> bool:
    """Whether every row of a respondent has a value, and the values come again in others' rows."""
    filled = column.filled_count >= respondent.filled_count
    return filled and 1 < column.distinct_count <= column.rows / 2


def _are_numbered(cells: Sequence[Sequence[str]]) -> bool:
    """Whether each respondent's rows are numbered from 1 without a gap."""
    for own in cells:
        numbers = [str(number) for number in range(1, len(own) + 1)]
        if sorted(own) != numbers:
            return False
    return True


def _differ_within(cells: Sequence[Sequence[str]]) -> bool:
    """Whether no respondent has one value on two rows."""
    return all(len(set(own)) == len(own) for own in cells)


def _rank_candidate(column: ColumnFacts) -> int | None:
    """The lower the likelier; None for a column that cannot be it."""
    # Nearly every row has an ID; one may be missing in a short file.
    if column.filled_count < max(1, 0.98 * column.rows - 1) or column.median_length > 80:
        return None

    unique = column.distinct_count == column.filled_count
    if _looks_like_ids(column):
        rank = _rank_header(column, unique)
        if rank is not None:
            return rank

    if not unique or column.rows < 2:
        return None
    if column.email_share == 1:
        return 2 * len(_ID_NAMES) + 1
    if column.date_share == 1:
        return 2 * len(_ID_NAMES) + 2
    return None


def _looks_like_ids(column: ColumnFacts) -> bool:
    """Whether the values are single words that few rows share, and not times."""
    one_word = column.date_share < 0.5 and column.median_words <= 1.5
    return one_word and (column.variety > 0.5 or column.rows < 3)


def _rank_header(column: ColumnFacts, unique: bool) -> int | None:
    """The rank of a column that looks like IDs: by its header, else the last if it has codes.

    Between two columns of one rank the one without repeated values wins.
    """
    name = column.plain_name.replace(" ", "").casefold()
    for rank, names in enumerate(_ID_NAMES):
        if name in names.split():
            return 2 * rank + (not unique)
    if unique and (name.endswith("id") or _is_code(column)):
        return 2 * len(_ID_NAMES)
    return None


def _is_code(column: ColumnFacts) -> bool:
    """Row numbers, or codes of one length."""
    if column.share_passing(str.isdecimal) == 1 and column.median_length < 10:
        numbers = [int(value) for value in column.values if value.isdecimal()]
        return max(numbers) - min(numbers) < 2 * len(numbers)

    lengths = {len(value) for value in column.sample}
    return len(lengths) <= 2 and column.share_passing(_CODE.fullmatch) == 1
