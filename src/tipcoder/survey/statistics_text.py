"""The part of a proposed study.toml that is for the analysis: all of it in comments, with examples.

Columns of the survey stand as examples where one of the right kind is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.column_roles import BACKGROUND
from tipcoder.survey.toml_values import format_list, quote_toml
from tipcoder.table_words import (
    COUNTRY_COLUMNS,
    NO_OPINION_CELLS,
    compile_columns,
)
from tipcoder.values import Spellings, list_yes_words

_COUNTRY = compile_columns(COUNTRY_COLUMNS)
NO_OPINION = re.compile(rf"{compile_columns(NO_OPINION_CELLS).pattern}|n/?a$", re.I)
_YES = Spellings(list_yes_words())
_STATISTICS = """\
# For statistics, when the coding is done. Remove the # and fill in.

# An ordered question that is to be explained; lowest level first, the rest is missing.
# [outcome.importance]
# column = {0}
# levels = {levels}
# missing = {unsure}

# A yes/no variable. `else` says what an empty cell means; without it that stays unknown. Values \
that are neither in
# true_if nor in false_if stay unknown and are named, unless any_other = false says that each of \
them is a no.
# [factor.funded]
# column = {1}
# true_if = {true}
# else = false

# A number: from a column of the survey, or from a file of countries and years.
# [indicator.funding]
# column = {2}
# transform = "log1p"

# [country]
# column = {3}
"""


def format_statistics(closed: Sequence[ColumnFacts]) -> str:
    """Commented-out tables for an outcome, a factor, an indicator and the country."""
    scale = find_first(closed, _is_scale)
    tick = find_first(closed, _is_yes_or_no)
    number = find_first(closed, _is_number)
    country = find_first(closed, _is_country)
    examples = [
        quote_toml(column.name if column else "...") for column in (scale, tick, number, country)
    ]

    values = ["Not important", "Important", "Don't know"]
    if scale:
        values = drop_respellings(scale.values)
    levels = [value for value in values if not NO_OPINION.match(value)]
    unsure = [value for value in values if value not in levels]
    spelled = [value for value in tick.values if value in _YES] if tick else []
    return _STATISTICS.format(
        *examples,
        levels=format_list(levels),
        unsure=format_list(unsure),
        true=quote_toml(spelled[0] if spelled else "Yes"),
    )


def _is_yes_or_no(column: ColumnFacts) -> bool:
    if column.filled_count <= 1 or column.distinct_count > 3:
        return False
    return any(value in _YES for value in column.values)


def _is_number(column: ColumnFacts) -> bool:
    return column.number_share == 1 and column.distinct_count > 10


def _is_country(column: ColumnFacts) -> bool:
    named = _COUNTRY.search(column.name) is not None
    return named and column.distinct_count > 1 and column.is_text


def drop_respellings(values: Iterable[str]) -> list[str]:
    """Values in their order, without those that only spell an earlier one otherwise."""
    kept: list[str] = []
    for value in values:
        if value not in Spellings(kept):
            kept.append(value)
    return kept


def _is_scale(column: ColumnFacts) -> bool:
    """Whether it has a few levels in words, on some topic and not about the respondent."""
    if not 3 <= column.distinct_count <= 7 or column.variety >= 0.5:
        return False
    if not column.is_text or column.number_share != 0:
        return False
    return BACKGROUND.search(column.plain_name) is None


def find_first(
    columns: Iterable[ColumnFacts], test: Callable[[ColumnFacts], bool]
) -> ColumnFacts | None:
    """The first column that passes a test."""
    return next((column for column in columns if test(column)), None)
