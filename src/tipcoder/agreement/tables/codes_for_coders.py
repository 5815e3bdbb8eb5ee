"""Columns of codes that look like columns of coders: a user is asked before they are compared.

Codes of one coder are hardly on the same lines, and codes of coders who read the same text are.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.tables.column_groups import join_keys, list_lines, list_names
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import is_numbered_rater, names_a_coder
from tipcoder.agreement.tables.presence import find_presence_pair
from tipcoder.agreement.tables.reading import format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.spread_codes import are_spread_codes
from tipcoder.agreement.tables.two_columns import compute_mean, list_agreements
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
    """Raises BadInput for columns code 1, code 2 that never have the same value on a line.

    They are the codes of one coder.
    """
    names = list_names(raters)
    if not are_spread_codes(names):
        return
    agreements = list_agreements([column.cells for column in raters])
    # Coders agree at least a little; codes of one coder exclude each other.
    if max(agreements, default=-1.0) < 0:
        raise BadInput(
            f"{sheet.source}: {format_names(names)} never agree; they may be several codes of one "
            "coder rather than coders.",
            "Where they are codes, give one file per coder (--ratings anna.csv --ratings "
            "boris.csv); where they are coders, say --layout wide.",
        )


def refuse_codes_for_coders(sheet: RatingsSheet, raters: Sequence[ColumnProfile]) -> None:
    """Raises BadInput for columns of 0 and 1 that may be codes of one coder, and not coders.

    Many columns that hardly agree are asked about; of three only those of which hardly a line has
    two marks.
    """
    names = list_names(raters)
    if len(raters) < 3 or any(map(_is_called_a_coder, names)):
        return
    pair = find_presence_pair(join_keys(raters))
    if pair is None:
        return
    are_many = len(raters) >= _MANY
    if not are_many and not _have_single_marks(raters, pair[1]):
        return

    agreement = compute_mean(list_agreements([column.cells for column in raters]))
    # Three coders may agree little; many columns that do are rather codes.
    least = _HARDLY if are_many else 0.0
    if agreement is not None and agreement < least:
        raise BadInput(
            f"{sheet.source}: {format_names(names)} hardly agree; they may be codes of one coder "
            "rather than coders.",
            "Where they are codes, give one file per coder (--ratings anna.csv --ratings "
            "boris.csv); where they are coders, say --layout wide.",
        )


def _is_called_a_coder(header: str) -> bool:
    return names_a_coder(header) or is_numbered_rater(header)


def _have_single_marks(columns: Sequence[ColumnProfile], present: Key) -> bool:
    """Whether lines have one mark at most, but for a few."""
    with_mark = with_several = 0
    for line in list_lines(columns):
        marks = list(map(fold_to_key, line)).count(present)
        with_mark += marks > 0
        with_several += marks > 1
    return with_several <= _FEW_LINES * with_mark
