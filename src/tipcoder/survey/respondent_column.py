"""Which column tells the respondents apart, and which one a respondent's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.table import SurveyTable

_ID_NAMES = (
    # The surest first: an export of a platform has several of them.
    "responseid respondentid submissionid instanceid metainstanceid uuid recordid interviewkey "
    "interviewid",
    "id caseid cleanid participantid participant respondent subjectid subject userid surveyid "
    "formid key token code",
    "no nr number rownumber row index nummer numero номер",
)
_CASE_NAME = re.compile(
    r"loop|case|wave|round|iteration|repeat|visit|session|instance|country|number|index", re.I
)
_CODE = re.compile(r"(?=.*\d)[\w-]{5,}")


def find_respondent_column(columns: Sequence[ColumnFacts]) -> ColumnFacts | None:
    """The column of IDs: one so called, else one of codes, else an address or a time that differs
    for everyone."""
    ranks = [(_rank_candidate(column), column) for column in columns]
    found = [
        (rank, -column.variety, column.column.position)
        for rank, column in ranks
        if rank is not None
    ]
    return columns[min(found)[-1]] if found else None


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
    apart = []
    for column in columns:
        if (
            column is respondent
            or column.filled_count < respondent.filled_count
            or not 1 < column.distinct_count <= column.rows / 2
        ):
            continue
        cells = [
            [table.rows[at].cells[column.column.position].strip() for at in own] for own in rows
        ]
        if all(sorted(own) == [str(n) for n in range(1, len(own) + 1)] for own in cells):
            return column
        if _CASE_NAME.search(column.plain_name) and all(len(set(own)) == len(own) for own in cells):
            apart.append(column)
    return apart[0] if apart else None


def _rank_candidate(column: ColumnFacts) -> int | None:
    """The lower the likelier; None for a column that cannot be it."""
    if column.filled_count < max(1, 0.98 * column.rows - 1) or column.median_length > 80:
        return None
    name = column.plain_name.replace(" ", "").casefold()
    unique = column.distinct_count == column.filled_count
    if (
        column.date_share < 0.5
        and column.median_words <= 1.5
        and (column.variety > 0.5 or column.rows < 3)
    ):
        for rank, names in enumerate(_ID_NAMES):
            if name in names.split():
                return 2 * rank + (not unique)
        if unique and (name.endswith("id") or _is_code(column)):
            return 2 * len(_ID_NAMES)
    if not unique or column.rows < 2:
        return None
    return (
        2 * len(_ID_NAMES) + 1
        if column.email_share == 1
        else 2 * len(_ID_NAMES) + 2
        if column.date_share == 1
        else None
    )


def _is_code(column: ColumnFacts) -> bool:
    """Row numbers, or codes of one length."""
    if column.share_passing(str.isdecimal) == 1 and column.median_length < 10:
        numbers = [int(value) for value in column.values if value.isdecimal()]
        return max(numbers) - min(numbers) < 2 * len(numbers)
    return (
        column.share_passing(_CODE.fullmatch) == 1
        and len({len(value) for value in column.sample}) <= 2
    )
