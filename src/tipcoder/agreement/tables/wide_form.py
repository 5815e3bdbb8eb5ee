"""One line per unit and one column per coder, with one value or several codes in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tipcoder.agreement.tables.code_separators import USUAL
from tipcoder.agreement.tables.coder_columns import find_coder_columns
from tipcoder.agreement.tables.codes_for_coders import (
    refuse_codes_for_coders,
    refuse_spread_codes,
)
from tipcoder.agreement.tables.column_groups import (
    list_filled,
    list_lines,
    list_names,
    share_values,
)
from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.label_lists import (
    build_code_variables,
)
from tipcoder.agreement.tables.label_separators import (
    find_separators,
    may_hold_codes,
    refuse_unclear_commas,
    refuse_unclear_lists,
)
from tipcoder.agreement.tables.presence import find_presence_pair
from tipcoder.agreement.tables.reading import (
    TableOptions,
    TableReading,
    Variable,
    explain_left_out_columns,
    format_names,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.single_values import read_single_values
from tipcoder.agreement.tables.units import (
    choose_unit_columns,
    describe_unit_columns,
    name_each_unit,
)


def read_wide_table(sheet: RatingsSheet, options: TableOptions) -> TableReading:
    """The ratings of each column that is a coder's. Raises BadInput where that is doubtful."""
    looks = profile_columns(sheet, options.empty_keys)
    at, signs = _find_raters_and_signs(sheet, looks, options)
    raters = [looks[place] for place in at]
    keys = choose_unit_columns(sheet, looks, options.units, at)
    units = name_each_unit(sheet, keys)
    if not signs:
        _refuse_doubt(sheet, raters, options)

    cells = list_lines(raters)
    coders = list_names(raters)
    key_names = describe_unit_columns(sheet, keys)
    sentence = f"one line per unit ({key_names}), one column per coder ({format_names(coders)})"
    if signs:
        variables, more = build_code_variables(cells, signs, options, sheet.source)
        sentence = f"{sentence}, several codes in a cell"
    else:
        rated, more = read_single_values(sheet, cells, options)
        variables = (Variable("", rated),)
    return TableReading(
        layout="sets" if signs else "wide",
        sentence=sentence,
        units=tuple(units),
        coders=tuple(coders),
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
    so that signs come first; columns that turn out not to be a coder's may have brought them.
    """
    signs = _find_signs(sheet, looks, options)
    raters = find_coder_columns(sheet, looks, options, signs)
    if not signs or options.layout == "sets":
        return raters, signs
    # Now that the coders are known only their cells count.
    own_signs = find_separators(list_filled([looks[at] for at in raters]))
    if not own_signs:
        raters = find_coder_columns(sheet, looks, options, own_signs)
    return raters, own_signs


def _refuse_doubt(
    sheet: RatingsSheet, raters: Sequence[ColumnProfile], options: TableOptions
) -> None:
    """Raises BadInput where columns of single values may be codes, or single values lists."""
    # Whoever names the coders or the layout has decided already.
    if not options.coders and not options.layout:
        refuse_spread_codes(sheet, raters)
        refuse_codes_for_coders(sheet, raters)
    # Whoever says wide has said that a cell is one value.
    if options.layout != "wide":
        filled = list_filled(raters)
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
    # A slip in --coders is easy, and its figures would look real.
    if options.coders and not signs and _share_nothing(raters):
        coders = format_names(list_names(raters))
        notes.append(
            f"{coders} have no value in common: do these columns rate the same thing?",
        )
    return notes


def _share_nothing(raters: Sequence[ColumnProfile]) -> bool:
    """Whether the coders have no value in common, and are neither scores nor yes and no."""
    filled = [column for column in raters if column.filled]
    # Scores of two coders may well have no value in common.
    if any(column.has_scores for column in filled):
        return False
    if all(find_presence_pair(column.counts) for column in filled):
        return False
    return not any(share_values(one, other) for one, other in combinations(filled, 2))


def _find_signs(sheet: RatingsSheet, looks: Sequence[ColumnProfile], options: TableOptions) -> str:
    """The signs between codes in the cells that may be ratings.

    Empty where each cell is one value.
    """
    if options.layout == "wide":
        return ""
    # Texts beside the ratings have commas too, and must not bring signs.
    named = sheet.require_columns(options.coders)
    wanted = [column for column in looks if not named or column.at in named]
    found = find_separators(list_filled(filter(may_hold_codes, wanted)))
    if options.layout == "sets":
        return found or USUAL
    return found
