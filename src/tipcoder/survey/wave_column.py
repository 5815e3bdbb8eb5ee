"""Which column says in which wave of the survey a row was answered."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.wave_names import is_wave_name
from tipcoder.table_words import WAVE_COLUMNS, YEAR_COLUMNS, compile_columns

MOST_WAVES = 20
"""Different values up to which a column may be one of waves."""


def find_wave_column(
    columns: Sequence[ColumnFacts], case: Sequence[ColumnFacts]
) -> ColumnFacts | None:
    """The column called so; of the `case` columns, which tell the rows of a respondent apart, also
    one that is called a year. None where there is none.
    """
    likely = [column for column in columns if _may_be_wave(column)]
    # What tells a respondent's rows apart is surer than a name alone.
    for column in [*(one for one in likely if one in case), *likely]:
        if is_called_wave(column):
            return column
    return next((one for one in likely if one in case and is_called_year(one)), None)


def is_called_wave(column: ColumnFacts) -> bool:
    """Whether the header says wave, in any of the languages of surveys."""
    return compile_columns(WAVE_COLUMNS).search(column.plain_name) is not None


def is_called_year(column: ColumnFacts) -> bool:
    """Whether the header says year."""
    return compile_columns(YEAR_COLUMNS).fullmatch(column.plain_name) is not None


def _may_be_wave(column: ColumnFacts) -> bool:
    """Whether every row has a value, of few that are short."""
    is_filled = column.filled_count == column.rows
    few = 1 <= column.distinct_count <= min(MOST_WAVES, max(column.rows // 2, 1))
    return is_filled and few and all(map(is_wave_name, column.values))
