"""Coders as lines and units as columns.

Such a table is told from a wide one by its names, and by fewer lines than columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tipcoder.agreement.tables.column_groups import drop_extra, list_lines, list_names
from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.header_words import (
    UNIT,
    has_header_word,
    names_a_coder,
    split_header,
)
from tipcoder.agreement.tables.reading import (
    TableOptions,
    TableReading,
    explain_left_out_columns,
    format_names,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.wide_form import read_wide_table
from tipcoder.errors import BadInput

_UNIT_STEMS = frozenset(("", "u", "q", "i", "s", "text", "resp", "answer", "question"))
"""What is written before the numbers of units."""
_NUMBERED = re.compile(r"(.*?)[ _.-]*(\d+)")


def is_transposed(sheet: RatingsSheet, options: TableOptions) -> bool:
    """Whether coders are lines.

    Raises BadInput where there are fewer lines than columns and nothing else tells.
    """
    looks = profile_columns(sheet, options.empty_keys)
    first, rated = looks[0], _find_rated_columns(looks)
    # One line, or two of one name, cannot be one a coder.
    if len(sheet.rows) < 2 or not first.is_unique or len(rated) < 2:
        return False
    if options.coders and not sheet.has_any_column(options.coders):
        return _has_lines_of_coders(first, options.coders)

    names = list_names(rated)
    # Headers that name coders say that columns are coders.
    has_coder_columns = len(list(filter(names_a_coder, names))) > 1
    if options.coders or options.units or has_coder_columns:
        return False
    decided = _decide_by_names(first, names)
    if decided is not None:
        return decided
    raise BadInput(
        f"{sheet.source}: has {len(sheet.rows)} lines and {len(rated)} columns of values; "
        "the lines may be units or coders.",
        "Say --layout wide where each line is a unit, or --layout transposed where each is a "
        "coder.",
    )


def _decide_by_names(first: ColumnProfile, columns: Sequence[str]) -> bool | None:
    """Whether coders are lines by the names of lines and columns; None where these do not tell.

    Coders are few and units many, so that fewer lines than columns speak for it.
    """
    # A line below the header is one unit or one coder.
    few_lines = len(first.cells) < len(columns)
    columns_are_units = _are_numbered(columns)
    lines_are_units = _are_numbered(first.cells)

    if names_a_coder(first.name) or _are_coders(first.cells):
        speaks_for_it = few_lines or columns_are_units or not lines_are_units
    else:
        speaks_for_it = columns_are_units and not lines_are_units
        speaks_for_it = speaks_for_it and (few_lines or _are_called_units(columns))
    if speaks_for_it:
        return True
    if not few_lines or lines_are_units or has_header_word(first.name, UNIT):
        return False
    return None


def _find_rated_columns(looks: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns below which ratings may be, whoever made them."""
    short = [column for column in looks[1:] if not (column.is_text or column.is_dates)]
    plain = drop_extra(short)
    # Where units are called text 1, text 2 and so on, such words say nothing.
    return plain if 2 * len(plain) > len(short) else short


def _has_lines_of_coders(first: ColumnProfile, coders: Iterable[str]) -> bool:
    there = set(map(str.casefold, first.cells))
    return there.issuperset(map(str.casefold, coders))


def _are_coders(cells: Iterable[str]) -> bool:
    """Whether all lines are called coder 1, rater B or the like."""
    return all(split_header(cell) and names_a_coder(cell) for cell in cells)


def _are_numbered(names: Sequence[str]) -> bool:
    """Whether they are u1, u2, u3 or 1, 2, 3, as units are called."""
    numbers = []
    stems = set()
    for name in names:
        match = _NUMBERED.fullmatch(name.strip())
        if match is None:
            return False
        numbers.append(int(match[2]))
        stems.add(match[1].casefold())
    if len(stems) != 1:
        return False
    # r1, r2, r3 may be raters as well as responses.
    (stem,) = stems
    is_of_units = stem in _UNIT_STEMS or has_header_word(stem, UNIT)
    return is_of_units and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _are_called_units(names: Iterable[str]) -> bool:
    """Whether columns are called unit 1, item 2, u3 or the like."""
    return all(has_header_word(name, UNIT) or name.casefold().startswith("u") for name in names)


def read_transposed_table(sheet: RatingsSheet, options: TableOptions) -> TableReading:
    """The same table with its lines as columns.

    Columns of text and the like are left out before it is turned. Raises BadInput where no column
    names the coders.
    """
    looks = profile_columns(sheet, options.empty_keys)
    names = looks[sheet.require_column(options.units[0])] if options.units else looks[0]
    if not names.is_unique:
        raise BadInput(
            f"{sheet.source}: the column {names.name!r} does not name every line once.",
            "With --layout transposed it must name the coders; say --layout long where each line "
            "is one rating.",
        )
    # What is not a rating must go before lines become columns, or every column would be mixed.
    keep = [names]
    keep += [column for column in _find_rated_columns(looks) if column.at != names.at]
    turned = _turn_columns(sheet, keep)

    # Turned, the table is a wide one, and is looked at as any other.
    layout = "" if options.layout == "transposed" else options.layout
    reading = read_wide_table(turned, replace(options, units=turned.names[:1], layout=layout))
    # Both what was left out before the turn and what was left out after it.
    left_out = explain_left_out_columns(looks, [column.at for column in keep])
    return replace(
        reading,
        layout="transposed",
        sentence=f"one line per coder ({format_names(reading.coders)}), one column per unit",
        left_out=left_out | dict(reading.left_out),
    )


def _turn_columns(sheet: RatingsSheet, columns: Sequence[ColumnProfile]) -> RatingsSheet:
    """These columns as lines."""
    kept = RatingsSheet(
        source=sheet.source,
        names=tuple(list_names(columns)),
        rows=tuple(list_lines(columns)),
        lines=sheet.lines,
    )
    return kept.transpose()
