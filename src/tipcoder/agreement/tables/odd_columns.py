"""Columns that look like a coder's and may be something else: the user is asked about them.

A yes/no of the survey has the values of coders who say yes and no; an age has numbers like scores.
Such a column counted as a coder would make wrong figures without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from tipcoder.agreement.tables.alike_columns import (
    SHARED,
    Values,
    find_common_share,
    have_same_range,
)
from tipcoder.agreement.tables.column_groups import list_names
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import UNIT, has_header_word, is_numbered_rater
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.two_columns import compute_corrected_agreement, compute_correlation
from tipcoder.errors import BadInput

_UNRELATED, _RELATED = 0.3, 0.6
"""Correlations of a column that is not a coder's, and of those that are."""
_AGREES_WITH_NONE, _AGREE = 0.1, 0.5
"""The same for agreement corrected for chance."""
_MOST_COMPARED = 12
"""Columns up to which each is compared with all the others."""


def refuse_first_scores(
    sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions
) -> None:
    """Raises BadInput for a first column of scores that all differ.

    It may be a coder's, and not the name of the unit.
    """
    first, *others = looks
    if options.units or has_header_word(first.name, UNIT):
        return
    if not first.is_unique or not first.has_scores or first.numbers == sorted(first.numbers):
        # Numbers that rise are numbers of units.
        return
    for column in others:
        if column.has_scores and have_same_range(first, column):
            raise BadInput(
                f"{sheet.source}: the first column, {first.name!r}, may name the units or hold one "
                "coder's scores.",
                f"Say --units {first.name!r}, or name the coders with --coders.",
            )


def refuse_odd_columns(
    sheet: RatingsSheet,
    group: Sequence[ColumnProfile],
    columns: Sequence[ColumnProfile],
    values: Values,
    signs: str,
) -> None:
    """Raises BadInput where one of `columns` may belong to the group or not."""
    _refuse_half_alike(sheet, group, columns, values)
    _refuse_strange_scores(sheet, group)
    if not signs:
        _refuse_stranger(sheet, group)


def _refuse_half_alike(
    sheet: RatingsSheet,
    group: Sequence[ColumnProfile],
    columns: Sequence[ColumnProfile],
    values: Values,
) -> None:
    """Raises BadInput for a column outside the group with half the values of one in it, or more."""
    for column in columns:
        # A column without values is like none.
        if column in group or not values[column.at]:
            continue
        if _find_largest_share(column, group, values) >= SHARED:
            of_scores = "; for scores say --level interval" if column.has_scores else ""
            raise BadInput(
                f"{sheet.source}: the column {column.name!r} has some of the values of "
                f"{format_names(list_names(group))}, and may be another coder's or not.",
                f"{_offer_choice(column, group)}{of_scores}.",
            )


def _find_largest_share(
    column: ColumnProfile, group: Sequence[ColumnProfile], values: Values
) -> float:
    """The most that the column has in common with one of the group, seen from either side."""
    own = values[column.at]
    largest = 0.0
    for other in group:
        theirs = values[other.at]
        largest = max(largest, find_common_share(own, theirs), find_common_share(theirs, own))
    return largest


def _offer_choice(column: ColumnProfile, others: Sequence[ColumnProfile]) -> str:
    """What the user may say: the sure ones only, or all."""
    sure = ",".join(list_names(others))
    return f"Say --coders {sure!r}, or add {column.name!r} to them"


def _refuse_strange_scores(sheet: RatingsSheet, group: Sequence[ColumnProfile]) -> None:
    """Raises BadInput for numbers of the size of the scores that have nothing to do with them.

    An age is an example.
    """
    if len(group) < 3 or not all(column.has_scores for column in group):
        return
    for column, others in _iterate_apart(group):
        with_others = [compute_correlation(column.cells, other.cells) for other in others]
        among_others = [compute_correlation(a.cells, b.cells) for a, b in combinations(others, 2)]
        if max(with_others) < _UNRELATED and min(among_others) >= _RELATED:
            raise BadInput(
                f"{sheet.source}: the column {column.name!r} has numbers like those of "
                f"{format_names(list_names(others))}, and does not follow them; it may be a "
                "coder's or not.",
                f"{_offer_choice(column, others)}.",
            )


def _iterate_apart(
    group: Sequence[ColumnProfile],
) -> Iterator[tuple[ColumnProfile, list[ColumnProfile]]]:
    """Each column with all the others."""
    for column in group:
        yield column, [other for other in group if other is not column]


def _refuse_stranger(sheet: RatingsSheet, group: Sequence[ColumnProfile]) -> None:
    """Raises BadInput for a column that agrees with no coder, while the coders agree.

    It has their values: it may be a poor coder, or something else that happens to have the same
    values, like a yes/no of the survey.
    """
    # Of two columns nobody can say which one is the stranger.
    if not 3 <= len(group) <= _MOST_COMPARED:
        return
    # Who is called r1, r2 and r3 is a coder, however poor.
    if all(map(is_numbered_rater, list_names(group))):
        return

    known: dict[frozenset[int], float] = {}
    for a, b in combinations(group, 2):
        # Where it cannot be computed nothing speaks for agreement.
        agreement = compute_corrected_agreement(a.cells, b.cells) or 0.0
        known[frozenset((a.at, b.at))] = agreement

    for column, others in _iterate_apart(group):
        with_others = [known[frozenset((column.at, other.at))] for other in others]
        among_others = [known[frozenset((a.at, b.at))] for a, b in combinations(others, 2)]
        # Who always says the same thing agrees with nobody by this measure.
        varies = len(column.counts) > 1
        if varies and max(with_others) < _AGREES_WITH_NONE and min(among_others) >= _AGREE:
            raise BadInput(
                f"{sheet.source}: the column {column.name!r} has the values of "
                f"{format_names(list_names(others))}, and agrees with none of them; it may be a "
                "coder's or not.",
                f"{_offer_choice(column, others)}.",
            )
