"""Coders as lines and units as columns.

Such a table is told from a wide one by its names, and by fewer lines than columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.header_words import (
    UNIT,
    describe_extra_column,
    has_header_word,
    names_a_coder,
    split_header,
)
from tipcoder.agreement.tables.reading import TableOptions, TableReading, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.wide_form import read_wide_table
from tipcoder.errors import BadInput

_UNIT_STEMS = frozenset(("", "u", "q", "i", "s", "text", "resp", "answer", "question"))
"""What stands before the numbers of units."""
_NUMBERED = re.compile(r"(.*?)[ _.-]*(\d+)")


def is_transposed(sheet: RatingsSheet, options: TableOptions) -> bool:
    """Whether coders are lines.

    Raises BadInput where there are fewer lines than columns and nothing else tells.
    """
    looks = profile_columns(sheet, options.empty_keys)
    first, rated = looks[0], _find_rated_columns(looks)
    if len(sheet.rows) < 2 or not first.is_unique or len(rated) < 2:
        return False
    if options.coders and all(sheet.find_column(name) is None for name in options.coders):
        return _has_lines_of_coders(first, options.coders)
    if options.coders or options.units or sum(names_a_coder(column.name) for column in rated) > 1:
        return False
    told = _decide_by_names(first, rated)
    if told is not None:
        return told
    raise BadInput(
        f"{sheet.source}: has {len(sheet.rows)} lines and {len(rated)} columns of values; "
        "the lines may be units or coders.",
        "Say --layout wide where each line is a unit, or --layout transposed where each is a coder.",
    )


def _decide_by_names(first: ColumnProfile, rated: Sequence[ColumnProfile]) -> bool | None:
    """Whether coders are lines by the names of lines and columns; None where these do not tell.

    Coders are few and units many, so that fewer lines than columns speak for it.
    """
    few_lines = len(first.cells) < len(rated)
    columns_are_units = _are_numbered([column.name for column in rated])
    lines_are_units = _are_numbered(first.cells)
    lines_are_coders = names_a_coder(first.name) or _are_coders(first.cells)
    if lines_are_coders and (few_lines or columns_are_units or not lines_are_units):
        return True
    if columns_are_units and not lines_are_units and (few_lines or _says_unit(rated)):
        return True
    if not few_lines or lines_are_units or has_header_word(first.name, UNIT):
        return False
    return None


def _find_rated_columns(looks: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns below which ratings may stand, whoever made them."""
    short = [column for column in looks[1:] if not (column.is_text or column.is_dates)]
    plain = [column for column in short if not describe_extra_column(column.name)]
    # Where units are called text 1, text 2 and so on, such words say nothing.
    return plain if 2 * len(plain) > len(short) else short


def _has_lines_of_coders(first: ColumnProfile, coders: Sequence[str]) -> bool:
    there = {cell.casefold() for cell in first.cells}
    return all(name.casefold() in there for name in coders)


def _are_coders(cells: Sequence[str]) -> bool:
    """Whether all lines are called coder 1, rater B or the like."""
    return all(split_header(cell) and names_a_coder(cell) for cell in cells)


def _are_numbered(names: Sequence[str]) -> bool:
    """Whether they are u1, u2, u3 or 1, 2, 3, as units are called."""
    found = [_NUMBERED.fullmatch(name.strip()) for name in names]
    matches = [match for match in found if match is not None]
    if len(matches) < len(names):
        return False
    numbers = [int(match[2]) for match in matches]
    stems = {match[1].casefold() for match in matches}
    # r1, r2, r3 may be raters as well as responses.
    same = len(stems) == 1 and all(stem in _UNIT_STEMS or has_header_word(stem, UNIT) for stem in stems)
    return same and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _says_unit(columns: Sequence[ColumnProfile]) -> bool:
    """Whether columns are called unit 1, item 2, u3 or the like."""
    return all(has_header_word(column.name, UNIT) or column.name.casefold().startswith("u") for column in columns)


def read_transposed_table(sheet: RatingsSheet, options: TableOptions) -> TableReading:
    """The same table with its lines as columns.

    Columns of text and the like are left out before it is turned.
    """
    looks = profile_columns(sheet, options.empty_keys)
    names = looks[0] if not options.units else looks[sheet.require_column(options.units[0])]
    keep = [names, *(column for column in _find_rated_columns(looks) if column.at != names.at)]
    if not names.is_unique:
        raise BadInput(
            f"{sheet.source}: the column {names.name!r} does not name every line once.",
            "With --layout transposed it must name the coders; say --layout long where each line is one rating.",
        )
    kept = RatingsSheet(
        source=sheet.source,
        names=tuple(column.name for column in keep),
        rows=tuple(zip(*(column.cells for column in keep), strict=True)),
        lines=sheet.lines,
    )
    turned = kept.transpose()
    layout = "" if options.layout == "transposed" else options.layout
    reading = read_wide_table(turned, replace(options, units=(turned.names[0],), layout=layout))
    left_out = {column.name: column.explain_exclusion() for column in looks if column not in keep}
    return replace(
        reading,
        layout="transposed",
        sentence=f"a line a coder ({format_names(reading.coders)}), a column a unit",
        left_out=left_out | dict(reading.left_out),
    )
