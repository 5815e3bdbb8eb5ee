"""A line a unit and a column a coder, with one value or several codes in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.cells import Cells, all_filled, changed
from tipcoder.agreement.tables.code_separators import USUAL
from tipcoder.agreement.tables.coder_columns import coder_columns
from tipcoder.agreement.tables.codes_for_coders import (
    refuse_codes_for_coders,
    refuse_spread_codes,
)
from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.label_lists import (
    code_variables,
    refuse_unclear_commas,
    refuse_unclear_lists,
    separators_of,
)
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import (
    ABSENT,
    PRESENT,
    Asked,
    Reading,
    Variable,
    quoted,
    reasons_of,
)
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.units import refuse_twice, unit_columns, unit_names
from tipcoder.agreement.tables.values import Key, key_of
from tipcoder.errors import BadInput


def read_wide(sheet: Sheet, asked: Asked) -> Reading:
    """The ratings of each column that is a coder's. Raises BadInput where that is doubtful."""
    looks = look_at(sheet, asked.nothing)
    at, signs = _raters_and_signs(sheet, looks, asked)
    raters = [looks[place] for place in at]
    keys = [sheet.position(name) for name in asked.units] or unit_columns(looks, at)
    units = unit_names(sheet, keys)
    refuse_twice(sheet, units, keys)
    if not signs:
        _refuse_doubt(sheet, raters, asked)
    cells = list(zip(*(column.cells for column in raters), strict=True))
    coders = tuple(column.name for column in raters)
    where = f"a line a unit ({_named(sheet, keys)}), a column a coder ({quoted(coders)})"
    if signs:
        variables, more = code_variables(cells, signs, asked, sheet.source)
        where = f"{where}, several codes in a cell"
    else:
        rated, more = _single_values(sheet, cells, asked)
        variables = (Variable("", rated),)
    return Reading(
        layout="sets" if signs else "wide",
        sentence=where,
        units=tuple(units),
        coders=coders,
        variables=variables,
        codes=bool(signs),
        left_out=reasons_of(looks, [*keys, *at]),
        notes=(*_notes_on_columns(keys, raters, signs, asked), *more),
    )


def _raters_and_signs(
    sheet: Sheet,
    looks: Sequence[Looks],
    asked: Asked,
) -> tuple[list[int], str]:
    """The positions of the coders' columns, and the signs between the codes in their cells.

    Without signs each cell is one value. Lists of codes share values only where they are parted,
    so that signs come first; columns that turn out to be no coder's may have brought them.
    """
    signs = _signs(sheet, looks, asked)
    raters = coder_columns(sheet, looks, asked, signs)
    if not signs or asked.layout == "sets":
        return raters, signs
    own_signs = separators_of(_filled([looks[at] for at in raters]))
    if not own_signs:
        raters = coder_columns(sheet, looks, asked, own_signs)
    return raters, own_signs


def _refuse_doubt(sheet: Sheet, raters: Sequence[Looks], asked: Asked) -> None:
    """Raises BadInput where columns of single values may be codes, or single values lists."""
    if not asked.coders and not asked.layout:
        refuse_spread_codes(sheet, raters)
        refuse_codes_for_coders(sheet, raters)
    if asked.layout != "wide":
        filled = _filled(raters)
        refuse_unclear_commas(filled, sheet.source, asked.level)
        refuse_unclear_lists(filled, sheet.source)


def _notes_on_columns(
    keys: Sequence[int],
    raters: Sequence[Looks],
    signs: str,
    asked: Asked,
) -> list[str]:
    notes = []
    if not keys:
        notes.append(
            "No column names the units, so lines are numbered; say --units to name one.",
        )
    if asked.coders and not signs and _share_nothing(raters):
        coders = quoted([column.name for column in raters])
        notes.append(
            f"{coders} have no value in common: do these columns rate the same thing?",
        )
    return notes


def _share_nothing(raters: Sequence[Looks]) -> bool:
    """Whether the coders have no value in common, and are neither scores nor yes and no."""
    filled = [column for column in raters if column.filled]
    if any(column.has_scores for column in filled):
        return False
    if all(pair_of(column.counts) for column in filled):
        return False
    return all(not set(a.counts) & set(b.counts) for a, b in combinations(filled, 2))


def _single_values(
    sheet: Sheet,
    cells: Sequence[Sequence[str]],
    asked: Asked,
) -> tuple[Cells, tuple[str, ...]]:
    """One value a cell, and a note where an empty cell says no.

    Raises BadInput where there is nothing but marks, and an empty cell may say no.
    """
    rated = changed(cells, asked.known)
    given = [cell for cell in all_filled(cells) if not asked.has_no_code(cell)]
    blank = sum(len(row) for row in cells) - len(given)
    keys = {key_of(cell) for cell in given}
    may_say_no = asked.empty == "none" or are_marks(keys)
    if not blank or not may_say_no:
        return rated, ()
    if not asked.empty:
        raise BadInput(
            f"{sheet.source}: its only rating is {given[0]!r}, and an empty cell may say that it does not hold or that "
            "nobody rated.",
            "Say --empty none where an empty cell says no, or --empty missing where it says nothing.",
        )
    if asked.empty == "missing":
        return rated, ()
    note = f"An empty cell ({blank} of them) is taken as no."
    return _with_no(sheet, cells, keys, asked), (note,)


def _with_no(
    sheet: Sheet,
    cells: Sequence[Sequence[str]],
    keys: set[Key],
    asked: Asked,
) -> Cells:
    """0 and 1 where an empty cell says no. Raises BadInput where `keys` are more than yes and no."""
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


def _filled(columns: Sequence[Looks]) -> list[str]:
    """What stands in the cells of these columns."""
    out = []
    for column in columns:
        out += column.filled
    return out


def _signs(sheet: Sheet, looks: Sequence[Looks], asked: Asked) -> str:
    """The signs between codes in the cells that may be ratings.

    Empty where each cell is one value.
    """
    if asked.layout == "wide":
        return ""
    named = {sheet.position(name) for name in asked.coders}
    wanted = [column for column in looks if not named or column.at in named]
    found = separators_of(_filled([column for column in wanted if _may_hold_codes(column)]))
    if asked.layout == "sets":
        return found or USUAL
    return found


def _may_hold_codes(column: Looks) -> bool:
    if column.is_dates:
        return False
    # Long lists of codes look like sentences.
    return not column.is_text or bool(separators_of(column.filled))
