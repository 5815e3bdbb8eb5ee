"""Coders as lines and units as columns: told from a wide table by its names, and by fewer lines than columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.header_words import CODER, UNIT, extra, names_a_coder, says, tokens
from tipcoder.agreement.tables.reading import Asked, Reading, quoted
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.wide_form import read_wide
from tipcoder.errors import BadInput

_NUMBERED = re.compile(r"(.*?)[ _.-]*(\d+)")


def is_transposed(sheet: Sheet, asked: Asked) -> bool:
    """Whether coders are lines. Raises BadInput where there are fewer lines than columns and nothing else tells."""
    looks = look_at(sheet, asked.nothing)
    first, rated = looks[0], _rated(looks)
    if len(sheet.rows) < 2 or not first.is_unique or len(rated) < 2:
        return False
    if asked.coders and all(sheet.find(name) is None for name in asked.coders):
        return _named_lines(first, asked.coders)
    if asked.coders or asked.units or sum(names_a_coder(column.name) for column in rated) > 1:
        return False
    if says(first.name, CODER) or _are_coders(first.cells):
        return True
    lines_are_numbered = all(re.search(r"\d", cell) for cell in first.cells)
    bare = _are_numbered(rated)
    few = len(sheet.rows) < len(rated)
    if bare and not lines_are_numbered and (few or _says_unit(rated)):
        return True
    if not few or says(first.name, UNIT) or lines_are_numbered:
        return False
    raise BadInput(
        f"{sheet.source}: has {len(sheet.rows)} lines and {len(rated)} columns of values; the lines may be units or "
        "coders.",
        "Say --layout wide where each line is a unit, or --layout transposed where each is a coder.",
    )


def _rated(looks: Sequence[Looks]) -> list[Looks]:
    """Columns below which ratings may stand, whoever made them."""
    return [column for column in looks[1:] if not (column.is_text or column.is_dates or extra(column.name))]


def _named_lines(first: Looks, coders: Sequence[str]) -> bool:
    there = {cell.casefold() for cell in first.cells}
    return all(name.casefold() in there for name in coders)


def _are_coders(cells: Sequence[str]) -> bool:
    """Whether all lines are called coder 1, rater B or the like."""
    return all(tokens(cell) and names_a_coder(cell) for cell in cells)


def _are_numbered(columns: Sequence[Looks]) -> bool:
    """Whether columns are called u1, u2, u3 or 1, 2, 3."""
    found = [_NUMBERED.fullmatch(column.name.strip()) for column in columns]
    matches = [match for match in found if match is not None]
    if len(matches) < len(columns):
        return False
    numbers = [int(match[2]) for match in matches]
    same = len({match[1].casefold() for match in matches}) == 1
    return same and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _says_unit(columns: Sequence[Looks]) -> bool:
    """Whether columns are called unit 1, item 2, u3 or the like."""
    return all(says(column.name, UNIT) or column.name.casefold().startswith("u") for column in columns)


def read_transposed(sheet: Sheet, asked: Asked) -> Reading:
    """The same table with its lines as columns. Columns of text and the like are left out before it is turned."""
    looks = look_at(sheet, asked.nothing)
    names = looks[0] if not asked.units else looks[sheet.position(asked.units[0])]
    keep = [names, *(column for column in _rated(looks) if column.at != names.at)]
    if not names.is_unique:
        raise BadInput(
            f"{sheet.source}: the column {names.name!r} does not name every line once.",
            "With --layout transposed it must name the coders; say --layout long where each line is one rating.",
        )
    kept = Sheet(
        source=sheet.source,
        names=tuple(column.name for column in keep),
        rows=tuple(tuple(row[column.at] for column in keep) for row in sheet.rows),
        lines=sheet.lines,
    )
    turned = kept.turned()
    layout = "" if asked.layout == "transposed" else asked.layout
    reading = read_wide(turned, replace(asked, units=(turned.names[0],), layout=layout))
    left_out = {column.name: column.reason() for column in looks if column not in keep}
    return replace(
        reading,
        layout="transposed",
        sentence=f"a line a coder ({quoted(reading.coders)}), a column a unit",
        left_out=left_out | dict(reading.left_out),
    )
