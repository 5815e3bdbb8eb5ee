"""A line a unit and a column a coder, with one value or several codes in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.cells import WrittenCells, change_cells, list_filled_cells
from tipcoder.agreement.tables.code_separators import USUAL
from tipcoder.agreement.tables.coder_columns import find_coder_columns
from tipcoder.agreement.tables.codes_for_coders import (
    refuse_codes_for_coders,
    refuse_spread_codes,
)
from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.label_lists import (
    build_code_variables,
    find_separators,
    refuse_unclear_commas,
    refuse_unclear_lists,
)
from tipcoder.agreement.tables.presence import are_marks, find_presence_pair
from tipcoder.agreement.tables.reading import (
    ABSENT,
    PRESENT,
    TableOptions,
    TableReading,
    Variable,
    explain_left_out_columns,
    format_names,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.units import find_unit_columns, name_units, refuse_repeated_units
from tipcoder.agreement.tables.values import Key, fold_to_key
from tipcoder.errors import BadInput


def read_wide_table(sheet: RatingsSheet, options: TableOptions) -> TableReading:
    """The ratings of each column that is a coder's. Raises BadInput where that is doubtful."""
    looks = profile_columns(sheet, options.empty_keys)
    at, signs = _find_raters_and_signs(sheet, looks, options)
    raters = [looks[place] for place in at]
    keys = [sheet.require_column(name) for name in options.units] or find_unit_columns(looks, at)
    units = name_units(sheet, keys)
    refuse_repeated_units(sheet, units, keys)
    if not signs:
        _refuse_doubt(sheet, raters, options)
    cells = list(zip(*(column.cells for column in raters), strict=True))
    coders = tuple(column.name for column in raters)
    where = f"a line a unit ({_describe_key_columns(sheet, keys)}), a column a coder ({format_names(coders)})"
    if signs:
        variables, more = build_code_variables(cells, signs, options, sheet.source)
        where = f"{where}, several codes in a cell"
    else:
        rated, more = _read_single_values(sheet, cells, options)
        variables = (Variable("", rated),)
    return TableReading(
        layout="sets" if signs else "wide",
        sentence=where,
        units=tuple(units),
        coders=coders,
        variables=variables,
        codes=bool(signs),
        left_out=explain_left_out_columns(looks, [*keys, *at]),
        notes=(*_notes_on_columns(keys, raters, signs, options), *more),
    )


def _find_raters_and_signs(
    sheet: RatingsSheet,
    looks: Sequence[ColumnProfile],
    options: TableOptions,
) -> tuple[list[int], str]:
    """The positions of the coders' columns, and the signs between the codes in their cells.

    Without signs each cell is one value. Lists of codes share values only where they are parted,
    so that signs come first; columns that turn out to be no coder's may have brought them.
    """
    signs = _find_signs(sheet, looks, options)
    raters = find_coder_columns(sheet, looks, options, signs)
    if not signs or options.layout == "sets":
        return raters, signs
    own_signs = find_separators(_list_filled([looks[at] for at in raters]))
    if not own_signs:
        raters = find_coder_columns(sheet, looks, options, own_signs)
    return raters, own_signs


def _refuse_doubt(sheet: RatingsSheet, raters: Sequence[ColumnProfile], options: TableOptions) -> None:
    """Raises BadInput where columns of single values may be codes, or single values lists."""
    if not options.coders and not options.layout:
        refuse_spread_codes(sheet, raters)
        refuse_codes_for_coders(sheet, raters)
    if options.layout != "wide":
        filled = _list_filled(raters)
        refuse_unclear_commas(filled, sheet.source, options.level)
        refuse_unclear_lists(filled, sheet.source)


def _notes_on_columns(
    keys: Sequence[int],
    raters: Sequence[ColumnProfile],
    signs: str,
    options: TableOptions,
) -> list[str]:
    notes = []
    if not keys:
        notes.append(
            "No column names the units, so lines are numbered; say --units to name one.",
        )
    if options.coders and not signs and _share_nothing(raters):
        coders = format_names([column.name for column in raters])
        notes.append(
            f"{coders} have no value in common: do these columns rate the same thing?",
        )
    return notes


def _share_nothing(raters: Sequence[ColumnProfile]) -> bool:
    """Whether the coders have no value in common, and are neither scores nor yes and no."""
    filled = [column for column in raters if column.filled]
    if any(column.has_scores for column in filled):
        return False
    if all(find_presence_pair(column.counts) for column in filled):
        return False
    return all(not set(a.counts) & set(b.counts) for a, b in combinations(filled, 2))


def _read_single_values(
    sheet: RatingsSheet,
    cells: Sequence[Sequence[str]],
    options: TableOptions,
) -> tuple[WrittenCells, tuple[str, ...]]:
    """One value a cell, and a note where an empty cell says no.

    Raises BadInput where there is nothing but marks, and an empty cell may say no.
    """
    rated = change_cells(cells, options.blank_as_none)
    given = [cell for cell in list_filled_cells(cells) if not options.has_no_code(cell)]
    blank = sum(len(row) for row in cells) - len(given)
    keys = {fold_to_key(cell) for cell in given}
    may_say_no = options.empty == "none" or are_marks(keys)
    if not blank or not may_say_no:
        return rated, ()
    if not options.empty:
        raise BadInput(
            f"{sheet.source}: its only rating is {given[0]!r}, and an empty cell may say that it does not hold or that "
            "nobody rated.",
            "Say --empty none where an empty cell says no, or --empty missing where it says nothing.",
        )
    if options.empty == "missing":
        return rated, ()
    note = f"An empty cell ({blank} of them) is taken as no."
    return _read_empty_as_no(sheet, cells, keys, options), (note,)


def _read_empty_as_no(
    sheet: RatingsSheet,
    cells: Sequence[Sequence[str]],
    keys: set[Key],
    options: TableOptions,
) -> WrittenCells:
    """0 and 1 where an empty cell says no. Raises BadInput where `keys` are more than yes and no."""
    pair = None if are_marks(keys) else find_presence_pair(keys)
    if pair is None and not are_marks(keys):
        raise BadInput(
            f"{sheet.source}: an empty cell cannot say no among more than two values.",
            "--empty none is for codes, and for yes and no; leave it out, or write what an empty cell says.",
        )

    def as_mark(cell: str) -> str:
        absent = options.has_no_code(cell) or (pair is not None and fold_to_key(cell) == pair[0])
        return ABSENT if absent else PRESENT

    return change_cells(cells, as_mark)


def _describe_key_columns(sheet: RatingsSheet, keys: Sequence[int]) -> str:
    return format_names([sheet.names[at] for at in keys]) if keys else "numbered"


def _list_filled(columns: Sequence[ColumnProfile]) -> list[str]:
    """What stands in the cells of these columns."""
    out = []
    for column in columns:
        out += column.filled
    return out


def _find_signs(sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions) -> str:
    """The signs between codes in the cells that may be ratings.

    Empty where each cell is one value.
    """
    if options.layout == "wide":
        return ""
    named = {sheet.require_column(name) for name in options.coders}
    wanted = [column for column in looks if not named or column.at in named]
    found = find_separators(_list_filled([column for column in wanted if _may_hold_codes(column)]))
    if options.layout == "sets":
        return found or USUAL
    return found


def _may_hold_codes(column: ColumnProfile) -> bool:
    if column.is_dates:
        return False
    # Long lists of codes look like sentences.
    return not column.is_text or bool(find_separators(column.filled))
