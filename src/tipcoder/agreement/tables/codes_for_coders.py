"""Columns of codes that look like columns of coders: a user is asked before they are compared.

Codes of one coder hardly stand on the same lines, and coders who code the same text do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import names_a_coder
from tipcoder.agreement.tables.presence import find_presence_pair
from tipcoder.agreement.tables.reading import format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.spread_codes import are_spread_codes
from tipcoder.agreement.tables.two_columns import compute_corrected_agreement
from tipcoder.agreement.tables.values import Key, fold_to_key
from tipcoder.errors import BadInput

_MANY = 4
"""Columns of 0 and 1 from which they are asked about if they hardly agree.

Codes are many, and coders few.
"""
_HARDLY = 0.1
"""Agreement corrected for chance, in the mean, below which many columns hardly agree."""
_FEW_LINES = 0.25
"""The share of lines with a mark that may have a second one where each line has one code."""


def refuse_spread_codes(sheet: RatingsSheet, raters: Sequence[ColumnProfile]) -> None:
    """Columns code 1, code 2 of which no line has the same value twice are the codes of one coder."""
    if not are_spread_codes([column.name for column in raters]):
        return
    pairs = [compute_corrected_agreement(a.cells, b.cells) for a, b in combinations(raters, 2)]
    if all(value is None or value < 0 for value in pairs):
        names = format_names([column.name for column in raters])
        raise BadInput(
            f"{sheet.source}: {names} never agree; they may be several codes of one coder rather than coders.",
            "Where they are codes give one file a coder (--ratings anna.csv --ratings boris.csv); where they are "
            "coders say --layout wide.",
        )


def refuse_codes_for_coders(sheet: RatingsSheet, raters: Sequence[ColumnProfile]) -> None:
    """Raises BadInput for columns of 0 and 1 that may be codes of one coder, and no coders.

    Many columns that hardly agree are asked about; of three only those of which hardly a line has
    two marks.
    """
    if len(raters) < 3 or any(_is_called_a_coder(column.name) for column in raters):
        return
    pair = find_presence_pair(set().union(*(column.counts for column in raters)))
    if pair is None:
        return
    are_many = len(raters) >= _MANY
    if not are_many and not _is_one_of(raters, pair[1]):
        return
    agreement = _mean_agreement(raters)
    least = _HARDLY if are_many else 0.0
    if agreement is not None and agreement < least:
        names = format_names([column.name for column in raters])
        raise BadInput(
            f"{sheet.source}: {names} hardly agree; they may be codes of one coder rather than coders.",
            "Where they are codes give one file a coder (--ratings anna.csv --ratings boris.csv); "
            "where they are coders say --layout wide.",
        )


def _mean_agreement(columns: Sequence[ColumnProfile]) -> float | None:
    """Of all pairs of columns, corrected for chance; None where no pair allows to compute it."""
    pairs = [compute_corrected_agreement(a.cells, b.cells) for a, b in combinations(columns, 2)]
    known = [value for value in pairs if value is not None]
    return sum(known) / len(known) if known else None


def _is_called_a_coder(header: str) -> bool:
    return names_a_coder(header) or bool(re.fullmatch(r"[rR] ?\d+", header))


def _is_one_of(columns: Sequence[ColumnProfile], present: Key) -> bool:
    """Whether lines have one mark at most, but for a few."""
    with_mark = with_several = 0
    for line in zip(*(column.cells for column in columns), strict=True):
        marks = sum(fold_to_key(cell) == present for cell in line)
        with_mark += marks > 0
        with_several += marks > 1
    return with_several <= _FEW_LINES * with_mark
