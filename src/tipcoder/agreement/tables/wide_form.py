"""A line a unit and a column a coder, with one value or several codes in each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.cells import Cells, all_filled, changed
from tipcoder.agreement.tables.coder_columns import coder_columns
from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.header_words import names_a_coder
from tipcoder.agreement.tables.label_lists import (
    code_variables,
    refuse_unclear_commas,
    refuse_unclear_lists,
    separators_of,
)
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, Asked, Reading, Variable, quoted, reasons_of
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.spread_codes import are_spread
from tipcoder.agreement.tables.two_columns import corrected_agreement
from tipcoder.agreement.tables.units import refuse_twice, unit_columns, unit_names
from tipcoder.agreement.tables.values import Key, key_of
from tipcoder.errors import BadInput

_MANY = 4
"""Columns of 0 and 1 from which they are asked about if they hardly agree: codes are many, and coders few."""
_HARDLY = 0.1
_FEW_LINES = 0.25


def read_wide(sheet: Sheet, asked: Asked) -> Reading:
    """The ratings of each column that is a coder's. Raises BadInput where that is doubtful."""
    looks = look_at(sheet, asked.nothing)
    signs = _signs(sheet, looks, asked)
    raters = coder_columns(sheet, looks, asked, signs)
    if signs and asked.layout != "sets":
        signs = separators_of(_filled(looks, raters))
        raters = raters if signs else coder_columns(sheet, looks, asked, signs)
    keys = [sheet.position(name) for name in asked.units] or unit_columns(looks, raters)
    units = unit_names(sheet, keys)
    refuse_twice(sheet, units, keys)
    coders = [sheet.names[at] for at in raters]
    if not signs and not asked.coders and not asked.layout:
        _refuse_spread_codes(sheet, [looks[at] for at in raters])
        _refuse_codes_for_coders(sheet, [looks[at] for at in raters])
    if not signs and asked.layout != "wide":
        refuse_unclear_commas(_filled(looks, raters), sheet.source, asked.level)
        refuse_unclear_lists(_filled(looks, raters), sheet.source)
    cells = [[row[at] for at in raters] for row in sheet.rows]
    notes: tuple[str, ...] = ()
    if not keys:
        notes = ("No column names the units, so lines are numbered; say --units to name one.",)
    where = f"a line a unit ({_named(sheet, keys)}), a column a coder ({quoted(coders)})"
    left_out = reasons_of(looks, [*keys, *raters])
    if signs:
        variables, more = code_variables(cells, signs, asked, sheet.source)
        return Reading(
            layout="sets",
            sentence=f"{where}, several codes in a cell",
            units=tuple(units),
            coders=tuple(coders),
            variables=variables,
            codes=True,
            left_out=left_out,
            notes=(*notes, *more),
        )
    rated, more = _single_values(sheet, cells, asked)
    return Reading(
        layout="wide",
        sentence=where,
        units=tuple(units),
        coders=tuple(coders),
        variables=(Variable("", rated),),
        left_out=left_out,
        notes=(*notes, *more),
    )


def _single_values(sheet: Sheet, cells: Sequence[Sequence[str]], asked: Asked) -> tuple[Cells, tuple[str, ...]]:
    """One value a cell. Raises BadInput where there is nothing but marks, and an empty cell may say no."""
    rated = changed(cells, asked.known)
    given = [cell for cell in all_filled(cells) if not asked.has_no_code(cell)]
    blank = sum(len(row) for row in cells) - len(given)
    keys = {key_of(cell) for cell in given}
    if not blank or (asked.empty != "none" and not are_marks(keys)):
        return rated, ()
    if not asked.empty:
        raise BadInput(
            f"{sheet.source}: its only rating is {given[0]!r}, and an empty cell may say that it does not hold or that "
            "nobody rated.",
            "Say --empty none where an empty cell says no, or --empty missing where it says nothing.",
        )
    if asked.empty == "missing":
        return rated, ()
    return _with_no(sheet, cells, keys, asked), (f"An empty cell ({blank} of them) is taken as no.",)


def _with_no(sheet: Sheet, cells: Sequence[Sequence[str]], keys: set[Key], asked: Asked) -> Cells:
    """0 and 1 where an empty cell says no."""
    pair = None if are_marks(keys) else pair_of(keys)
    if pair is None and not are_marks(keys):
        raise BadInput(
            f"{sheet.source}: an empty cell cannot say no among more than two values.",
            "--empty none is for codes, and for yes and no; leave it out, or write what an empty cell says.",
        )

    def marked(cell: str) -> str:
        absent = asked.has_no_code(cell) or (pair is not None and key_of(cell) == pair[0])
        return ABSENT if absent else PRESENT

    return changed(cells, marked)


def _named(sheet: Sheet, keys: Sequence[int]) -> str:
    return quoted([sheet.names[at] for at in keys]) if keys else "numbered"


def _filled(looks: Sequence[Looks], columns: Sequence[int]) -> list[str]:
    out = []
    for at in columns:
        out += looks[at].filled
    return out


def _signs(sheet: Sheet, looks: Sequence[Looks], asked: Asked) -> str:
    """The signs between codes in the cells that may be ratings; empty where each cell is one value."""
    if asked.layout == "wide":
        return ""
    named = {sheet.position(name) for name in asked.coders}
    pool = []
    for column in looks:
        wanted = not named or column.at in named
        lists = not column.is_text or bool(separators_of(column.filled))
        if wanted and lists and not column.is_dates:
            pool += column.filled
    if asked.layout == "sets":
        return separators_of(pool) or ";|\n,"
    return separators_of(pool)


def _refuse_spread_codes(sheet: Sheet, raters: Sequence[Looks]) -> None:
    """Columns code 1, code 2 of which no line has the same value twice are the codes of one coder."""
    if not are_spread([column.name for column in raters]):
        return
    pairs = [corrected_agreement(a.cells, b.cells) for a, b in combinations(raters, 2)]
    if all(value is None or value < 0 for value in pairs):
        names = quoted([column.name for column in raters])
        raise BadInput(
            f"{sheet.source}: {names} never agree; they may be several codes of one coder rather than coders.",
            "Where they are codes give one file a coder (--ratings anna.csv --ratings boris.csv); where they are "
            "coders say --layout wide.",
        )


def _refuse_codes_for_coders(sheet: Sheet, raters: Sequence[Looks]) -> None:
    """Columns of 0 and 1 that say different things may be codes of one coder, and no coders.

    Many columns that hardly agree are asked about; of three only those of which hardly a line has two marks.
    """
    if len(raters) < 3 or any(_is_called_a_coder(column.name) for column in raters):
        return
    pair = pair_of(set().union(*(column.counts for column in raters)))
    if pair is None or (len(raters) < _MANY and not _is_one_of(raters, pair[1])):
        return
    pairs = [corrected_agreement(a.cells, b.cells) for a, b in combinations(raters, 2)]
    known = [value for value in pairs if value is not None]
    least = _HARDLY if len(raters) >= _MANY else 0.0
    if known and sum(known) / len(known) < least:
        names = quoted([column.name for column in raters])
        raise BadInput(
            f"{sheet.source}: {names} hardly agree; they may be codes of one coder rather than coders.",
            "Where they are codes give one file a coder (--ratings anna.csv --ratings boris.csv); where they are "
            "coders say --layout wide.",
        )


def _is_called_a_coder(header: str) -> bool:
    return names_a_coder(header) or bool(re.fullmatch(r"[rR] ?\d+", header))


def _is_one_of(columns: Sequence[Looks], present: Key) -> bool:
    """Whether lines have one mark at most, but for a few."""
    lines = zip(*(column.cells for column in columns), strict=True)
    marks = [sum(key_of(cell) == present for cell in line) for line in lines]
    return sum(n > 1 for n in marks) <= _FEW_LINES * sum(n > 0 for n in marks)
