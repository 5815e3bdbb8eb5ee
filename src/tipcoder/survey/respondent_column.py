"""Which column tells the respondents apart, and which one a respondent's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.identity_columns import names_somebody
from tipcoder.survey.table import SurveyTable
from tipcoder.survey.wave_column import is_called_wave, is_called_year
from tipcoder.table_words import (
    CALLED_IDS,
    CASE_COLUMNS,
    CODE_ENDINGS,
    ID_COLUMNS,
    PLATFORM_IDS,
    compile_columns,
    list_table_words,
)

_ID_NAMES = (
    frozenset(list_table_words(PLATFORM_IDS)),
    frozenset(list_table_words(CALLED_IDS)),
    frozenset(list_table_words(ID_COLUMNS)),
)
"""Headers of ID columns without spaces, in three ranks."""
_CASE_NAME = compile_columns(CASE_COLUMNS)
_PLATFORM_PART = re.compile(r"event|instrument|instance", re.I)
"""Parts of a case that a platform keeps together, even where fewer would do so far."""
_MEASURED = re.compile(
    r"\bage\b|\bedad\b|\balter\b|\bâge\b|\bidade\b|\byear|\bseed\b|\bscore\b|\bduration\b|"
    r"\bamount\b|\bbudget\b|\bprice\b|\bincome\b|\bprogress\b|\btotal\b|\bcount\b",
    re.I,
)
"""Headers of numbers that measure something."""
_CODE_ENDINGS = frozenset(list_table_words(CODE_ENDINGS))
"""Last words of headers of codes."""
_WORD = re.compile(r"\w+")
_SHARED_NUMBER = re.compile(r"phone|tele|mobile|fax|zip|post|account|version", re.I)
"""Headers of numbers that several respondents may have."""
_FEWEST_RESPONDENTS = 2
_GROUP = re.compile(r"/(?=.)")
_DECIMAL = re.compile(r"-?\d*[.,]\d+")
_FEWEST_CODES = 3
"""Rows from which on a pattern of codes shows."""
_NUMBER_RANK = 2
"""The rank of headers that only numbers of rows have."""
_CODE = re.compile(r"(?=.*\d)[\w-]{5,}")
_WHOLE = re.compile(r"[\w-]+")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"[^\W\d_]+[-_/. ]?9")
"""`F9` stands for F1, F14 and F118."""


def find_respondent_column(columns: Sequence[ColumnFacts]) -> ColumnFacts | None:
    """The column of IDs: one so called, else one of codes.

    Else an address or a time that differs for everyone.
    """
    likely = rank_respondent_columns(columns)
    return likely[0] if likely else None


def find_repeating_ids(table: SurveyTable, columns: Sequence[ColumnFacts]) -> ColumnFacts | None:
    """A column of codes that come again, such as that of organisations which answer for each
    country they work in.

    Another column must tell the rows with one code apart, by its name too. Else a code may be that
    of a class or a ward, which many respondents share.
    """
    for column in columns:
        name = column.plain_name
        # An organisation's own code names it, and goes to the key file as any ID does.
        is_code = _ends_like_code(name) and not _SHARED_NUMBER.search(name)
        if not is_code or column.filled_count < column.rows or column.rows < _FEWEST_CODES:
            continue
        # A word is a code only with digits in it: `north` is none, and `ORG-017` is.
        if column.median_words > 1 or not all(map(_DIGITS.search, column.sample)):
            continue
        repeats = _FEWEST_RESPONDENTS <= column.distinct_count < column.rows
        if not repeats or not _is_code(column):
            continue
        rows = group_rows_by_respondent(table, column)
        if len(find_case_columns(table, columns, column, rows)) == 1:
            return column
    return None


def _ends_like_code(header: str) -> bool:
    words = _WORD.findall(header.casefold())
    return bool(words) and words[-1] in _CODE_ENDINGS


def rank_respondent_columns(columns: Sequence[ColumnFacts]) -> list[ColumnFacts]:
    """The columns that may have the IDs, the likeliest first."""
    ranked = []
    for column in columns:
        rank = _rank_candidate(column)
        if rank is not None:
            ranked.append((rank, -column.variety, column.column.position))
    return [columns[position] for _, _, position in sorted(ranked)]


def group_rows_by_respondent(table: SurveyTable, respondent: ColumnFacts) -> list[list[int]]:
    """For each respondent the positions of their rows; rows without an ID are left out."""
    rows: dict[str, list[int]] = {}
    for at, row in enumerate(table.rows):
        source_id = row.cells[respondent.column.position].strip()
        if source_id in respondent.values:
            rows.setdefault(source_id, []).append(at)
    return list(rows.values())


def find_case_columns(
    table: SurveyTable,
    columns: Sequence[ColumnFacts],
    respondent: ColumnFacts,
    rows: Sequence[Sequence[int]],
) -> tuple[ColumnFacts, ...]:
    """The columns that together number or name each respondent's rows; empty where they are not
    needed or none do.
    """
    if all(len(own) == 1 for own in rows):
        return ()

    repeats = _find_repeat_number(columns)
    if repeats is not None:
        return (repeats,)
    named = None
    parts = []
    for column in columns:
        if column is respondent:
            continue
        says_case = _says_case(column)
        if says_case and not column.is_long_text:
            parts.append(column)
        if not _may_tell_rows_apart(column, respondent):
            continue
        cells = [_list_cells(table, column, own) for own in rows]
        if _are_numbered(cells):
            return (column,)
        # A column that numbers the rows would be surer, so the search goes on.
        if named is None and says_case and _differ_within(cells):
            named = column
    if named is not None:
        return (named,)
    return _find_joined_columns(table, parts, rows)


def _says_case(column: ColumnFacts) -> bool:
    """Whether a column's own name speaks of rows, whatever group it stands in, and its values are
    no measures.
    """
    own = _GROUP.split(column.name)[-1]
    named = _CASE_NAME.search(re.sub(r"[\W_]+", " ", own)) is not None
    named = named or is_called_wave(column) or is_called_year(column)
    return named and column.share_passing(_DECIMAL.fullmatch) < 0.5


def _find_repeat_number(columns: Sequence[ColumnFacts]) -> ColumnFacts | None:
    """The number of a row in a sheet of a repeat group, as KoboToolbox writes it."""
    by_name = {column.name: column for column in columns}
    number = by_name.get("_index")
    if number is None or "_parent_index" not in by_name:
        return None
    return number if number.distinct_count == number.rows else None


def _find_joined_columns(
    table: SurveyTable, parts: Sequence[ColumnFacts], rows: Sequence[Sequence[int]]
) -> tuple[ColumnFacts, ...]:
    """As few of the columns as are needed, of which no two rows of a respondent have the same
    cells, such as event, instrument and instance.
    """
    several = [own for own in rows if len(own) > 1]
    kept = [part for part in parts if part.distinct_count > 0]
    if len(kept) < 2 or not _differ_together(table, kept, several):
        return ()
    for part in list(kept):
        fewer = [other for other in kept if other is not part]
        if _PLATFORM_PART.search(part.plain_name) is not None:
            continue
        if len(fewer) > 1 and _differ_together(table, fewer, several):
            kept = fewer
    return tuple(kept)


def _differ_together(
    table: SurveyTable, parts: Sequence[ColumnFacts], rows: Sequence[Sequence[int]]
) -> bool:
    """Whether no respondent has two rows with the same cells in all the columns, and no row has
    none of them.
    """
    for own in rows:
        found = set()
        for at in own:
            cells = tuple(table.rows[at].cells[part.column.position].strip() for part in parts)
            if not any(cells):
                return False
            found.add(cells)
        if len(found) < len(own):
            return False
    return True


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

    # An address or a time is no ID: whoever left it out would be left out here.
    if not unique or column.rows < 2 or column.filled_count < column.rows:
        return None
    if column.email_share == 1:
        return 2 * len(_ID_NAMES) + 1
    if column.clock_share == 1:
        return 2 * len(_ID_NAMES) + 2
    return None


def _looks_like_ids(column: ColumnFacts) -> bool:
    """Whether the values are single words that few rows share, and not times."""
    one_word = column.date_share < 0.5 and column.median_words <= 1.5
    if column.variety > 0.5 or column.rows < 3:
        return one_word
    # A column that is called an ID has repeated values where a respondent has several rows.
    return one_word and _is_called_id(column) and column.distinct_count >= _FEWEST_RESPONDENTS


def _is_called_id(column: ColumnFacts) -> bool:
    """Whether its header is of those that only IDs have."""
    return _join_header(column) in _ID_NAMES[0] | _ID_NAMES[1]


def _join_header(column: ColumnFacts) -> str:
    return column.plain_name.replace(" ", "").casefold()


def _rank_header(column: ColumnFacts, unique: bool) -> int | None:
    """The rank of a column that looks like IDs: by its header, else the last if it has codes.

    Between two columns of one rank the one without repeated values wins.
    """
    name = _join_header(column)
    for rank, names in enumerate(_ID_NAMES):
        if name in names and (rank < _NUMBER_RANK or _are_whole_numbers(column)):
            return 2 * rank + (not unique)
    if unique and name.endswith("id"):
        return 2 * len(_ID_NAMES)
    if unique and _may_be_unnamed(column) and _is_code(column):
        # What is called otherwise, such as an age, is an ID only where nothing better is there.
        measured = _MEASURED.search(column.plain_name) is not None
        return 2 * len(_ID_NAMES) + (3 if measured else 0)
    return None


def _are_whole_numbers(column: ColumnFacts) -> bool:
    return column.share_passing(_WHOLE.fullmatch) == 1


def _may_be_unnamed(column: ColumnFacts) -> bool:
    """Whether the values of a column that is not called an ID may be one all the same.

    Every row has one, there are rows enough to see a pattern, and it leads to nobody.
    """
    filled = column.filled_count == column.rows and column.rows >= _FEWEST_CODES
    return filled and not names_somebody(column.plain_name)


def _is_code(column: ColumnFacts) -> bool:
    """Row numbers, codes of one length, or codes that differ in their numbers alone."""
    if column.share_passing(str.isdecimal) == 1 and column.median_length < 10:
        numbers = [int(value) for value in column.values if value.isdecimal()]
        return max(numbers) - min(numbers) < 2 * len(numbers)

    shapes = {_DIGITS.sub("9", value) for value in column.sample}
    if len(shapes) == 1 and _NUMBERED.fullmatch(shapes.pop()):
        return True
    lengths = {len(value) for value in column.sample}
    return len(lengths) <= 2 and column.share_passing(_CODE.fullmatch) == 1
