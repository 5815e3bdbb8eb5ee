"""Columns that look like a coder's and may be something else: the user is asked about them.

A yes/no of the survey has the values of coders who say yes and no; an age has numbers like scores.
Such a column counted as a coder would make wrong figures without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.alike_columns import SHARED, Values, find_common_share, have_same_range
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import UNIT, has_header_word
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.two_columns import compute_corrected_agreement, compute_correlation
from tipcoder.errors import BadInput

_UNRELATED, _RELATED = 0.3, 0.6
"""Correlations of a column that is no coder's, and of those that are."""
_AGREES_WITH_NONE, _AGREE = 0.1, 0.5
"""The same for agreement corrected for chance."""
_MOST_COMPARED = 12
"""Columns up to which each is compared with all the others."""


def refuse_first_scores(sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions) -> None:
    """Raises BadInput for a first column of scores that all differ.

    It may be a coder's, and not the name of the unit.
    """
    first, *others = looks
    if options.units or has_header_word(first.name, UNIT) or not (first.is_unique and first.has_scores):
        return
    rising = first.numbers == sorted(first.numbers)
    if not rising and any(column.has_scores and have_same_range(first, column) for column in others):
        where = f"{sheet.source}: the first column, {first.name!r}"
        raise BadInput(
            f"{where}, may name the units or hold one coder's scores.",
            f"Say --units {first.name!r}, or name the coders with --coders.",
        )


def refuse_odd_columns(
    sheet: RatingsSheet,
    group: Sequence[ColumnProfile],
    columns: Sequence[ColumnProfile],
    values: Values,
    signs: str,
) -> None:
    """Raises BadInput where a column may belong to the group or not."""
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
    inside = {column.at for column in group}
    outside = [column for column in columns if column.at not in inside and values[column.at]]
    for column in outside:
        own = values[column.at]
        shares = [
            *(find_common_share(own, values[other.at]) for other in group),
            *(find_common_share(values[other.at], own) for other in group),
        ]
        if max(shares) >= SHARED:
            raise _build_half_alike_error(sheet, column, group)


def _build_half_alike_error(sheet: RatingsSheet, column: ColumnProfile, group: Sequence[ColumnProfile]) -> BadInput:
    names = [other.name for other in group]
    sure = ",".join(names)
    of_scores = "; for scores say --level interval" if column.has_scores else ""
    return BadInput(
        f"{sheet.source}: the column {column.name!r} has some of the values of "
        f"{format_names(names)}, and may be another coder's or not.",
        f"Say --coders {sure!r}, or add {column.name!r} to them{of_scores}.",
    )


def _refuse_strange_scores(sheet: RatingsSheet, group: Sequence[ColumnProfile]) -> None:
    """Raises BadInput for numbers of the size of the scores that have nothing to do with them.

    An age is an example.
    """
    if len(group) < 3 or not all(column.has_scores for column in group):
        return
    for column in group:
        others = [other for other in group if other is not column]
        with_others = [compute_correlation(column.cells, other.cells) for other in others]
        among = [compute_correlation(a.cells, b.cells) for a, b in combinations(others, 2)]
        if max(with_others) < _UNRELATED and min(among) >= _RELATED:
            names = [other.name for other in others]
            sure = ",".join(names)
            raise BadInput(
                f"{sheet.source}: the column {column.name!r} has numbers like those of "
                f"{format_names(names)}, and goes its own way; it may be a coder's or not.",
                f"Say --coders {sure!r}, or add {column.name!r} to them.",
            )


def _refuse_stranger(sheet: RatingsSheet, group: Sequence[ColumnProfile]) -> None:
    """Raises BadInput for a column that agrees with no coder, while the coders agree.

    It has their values: it may be a poor coder, or something else that happens to have the same
    values, like a yes/no of the survey.
    """
    if not 3 <= len(group) <= _MOST_COMPARED:
        return
    if all(_is_numbered_rater(column.name) for column in group):
        return
    agreement = _find_agreement_by_pair(group)
    for column in group:
        others = [other for other in group if other is not column]
        with_others = max(agreement[_pair_positions(column, other)] for other in others)
        among_others = min(agreement[_pair_positions(a, b)] for a, b in combinations(others, 2))
        # Who always says the same thing has no way of her own.
        varies = len(column.counts) > 1
        if varies and with_others < _AGREES_WITH_NONE and among_others >= _AGREE:
            raise _build_stranger_error(sheet, column, others)


def _find_agreement_by_pair(group: Sequence[ColumnProfile]) -> dict[frozenset[int], float]:
    """Agreement corrected for chance; 0 where it cannot be computed."""
    found = {}
    for a, b in combinations(group, 2):
        found[_pair_positions(a, b)] = compute_corrected_agreement(a.cells, b.cells) or 0.0
    return found


def _pair_positions(a: ColumnProfile, b: ColumnProfile) -> frozenset[int]:
    return frozenset((a.at, b.at))


def _build_stranger_error(sheet: RatingsSheet, column: ColumnProfile, others: Sequence[ColumnProfile]) -> BadInput:
    names = [other.name for other in others]
    sure = ",".join(names)
    return BadInput(
        f"{sheet.source}: the column {column.name!r} has the values of {format_names(names)}, "
        "and agrees with none of them; it may be a coder's or not.",
        f"Say --coders {sure!r}, or add {column.name!r} to them.",
    )


def _is_numbered_rater(name: str) -> bool:
    return bool(re.fullmatch(r"[rR] ?\d+", name))
