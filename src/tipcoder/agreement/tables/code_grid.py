"""A column for each code and coder: `funds_anna`, `anna.funds`, `funds - anna`, `funds (anna)`.

Headers say which two parts each column has; words and agreement say which of both is the coder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.grid_headers import (
    EDGES,
    HeaderGrid,
    build_possible_grids,
    is_full,
    prune_grid,
    strip_role_words,
)
from tipcoder.agreement.tables.header_words import (
    AN_ATTRIBUTE,
    CODE,
    CODER,
    describe_extra_column,
    has_header_word,
    split_header,
)
from tipcoder.agreement.tables.presence import are_marks, find_presence_pair
from tipcoder.agreement.tables.reading import ABSENT, TableOptions, TableReading, explain_left_out_columns, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.two_columns import compute_corrected_agreement
from tipcoder.agreement.tables.units import find_unit_columns, name_units, refuse_repeated_units
from tipcoder.agreement.tables.variables_of_codes import CoderTable, read_variables
from tipcoder.errors import BadInput
from tipcoder.text import fold_text

_CLEAR = 0.15
"""By how much columns of one code must agree better than columns of one coder."""
_SLIGHT = 0.05
"""The same where coders would be few, and codes twice as many."""
_FEW_CODERS = 3


def find_grid(sheet: RatingsSheet, options: TableOptions) -> HeaderGrid | None:
    """The grid that the headers make, or None.

    Raises BadInput where codes cannot be told from coders.
    """
    looks = profile_columns(sheet, options.empty_keys)
    likely = [column for column in looks if _may_be_of_grid(column)]
    if options.units:
        keys = {sheet.require_column(name) for name in options.units}
        likely = [column for column in likely if column.at not in keys]
    grids = build_possible_grids(likely)
    if options.coders:
        return _find_grid_of_coders(grids, options.coders)
    full = [grid for grid in map(prune_grid, grids) if is_full(grid)]
    if not full:
        return None
    # Words for a coder tell how headers are to be parted; else the grid with most columns is it.
    widest = max(full, key=lambda grid: (_names_coders_somewhere(grid), len(grid.at)))
    return strip_role_words(_orient_grid(sheet, widest, looks))


def _may_be_of_grid(column: ColumnProfile) -> bool:
    """Whether the column holds ratings by its look; a code may be called like an attribute."""
    if not column.filled or column.is_text or column.is_dates:
        return False
    return describe_extra_column(column.name) in ("", AN_ATTRIBUTE) or _is_presence(column)


def _is_presence(column: ColumnProfile) -> bool:
    """Whether the column says yes and no: a code may have any name."""
    return find_presence_pair(column.counts) is not None or are_marks(column.counts)


def _find_grid_of_coders(grids: Sequence[HeaderGrid], coders: Sequence[str]) -> HeaderGrid | None:
    """The grid with most columns of exactly these coders; None where no grid has all of them."""
    names = {fold_text(name.strip(EDGES)): name for name in coders}
    either_way = [*grids, *(grid.swap_codes_and_coders() for grid in grids)]
    kept = [_keep_coders(grid, names) for grid in either_way]
    with_all = [grid for grid in kept if len(grid.coders) == len(names)]
    return max(with_all, key=lambda grid: len(grid.at), default=None)


def _keep_coders(grid: HeaderGrid, names: Mapping[str, str]) -> HeaderGrid:
    """The columns of these coders, who are called as the user wrote them; `names` by folded name."""
    at = {}
    for (code, coder), place in grid.at.items():
        name = names.get(fold_text(coder.strip(EDGES)))
        if name is not None:
            at[code, name] = place
    return HeaderGrid(at)


def _orient_grid(sheet: RatingsSheet, grid: HeaderGrid, looks: Sequence[ColumnProfile]) -> HeaderGrid:
    """With codes as codes: by the words of the headers, else by who agrees with whom.

    Raises BadInput where neither tells.
    """
    for one in (grid, grid.swap_codes_and_coders()):
        if _names_coders(one) or all(_begins_with_code(name) for name in one.codes):
            return one
    found = _orient_by_agreement(grid, looks)
    if found is not None:
        return found
    codes, coders = ",".join(grid.codes), ",".join(grid.coders)
    wide = "--layout wide where every column is a coder"
    raise BadInput(
        f"{sheet.source}: its columns combine {format_names(grid.codes)} with {format_names(grid.coders)}, "
        "and either may be the coders.",
        f"Say --coders {coders!r} or --coders {codes!r}; {wide}.",
    )


def _orient_by_agreement(grid: HeaderGrid, looks: Sequence[ColumnProfile]) -> HeaderGrid | None:
    """As columns of one code agree better than columns of one coder; None where that is unclear."""
    cells = {column.at: _read_presence(column) for column in looks}
    turned = grid.swap_codes_and_coders()
    here, there = _find_mean_agreement(grid, cells), _find_mean_agreement(turned, cells)
    if here is None or there is None:
        return None
    better = grid if here > there else turned
    if abs(here - there) >= _CLEAR:
        return better
    few, many = sorted((grid, turned), key=lambda one: len(one.coders))
    are_few = len(few.coders) <= _FEW_CODERS and len(many.coders) >= 2 * len(few.coders)
    # Coders are fewer than codes, unless they agree less that way.
    if are_few and better.coders == few.coders and abs(here - there) >= _SLIGHT:
        return few
    return None


def _begins_with_code(name: str) -> bool:
    """`code money`; the end of `anna_code` belongs to what follows."""
    return has_header_word((split_header(name) or [""])[0], CODE)


def _names_coders(grid: HeaderGrid) -> bool:
    """Whether all coders are called coder 1, rater B or the like, and nothing of a code."""
    if all(re.fullmatch(r"[rR]\d+", name) for name in grid.coders):
        return True
    return all(_is_word_for_coder(name) for name in grid.coders)


def _is_word_for_coder(name: str) -> bool:
    """`rater B`: single letters tell coders apart, and say nothing."""
    words = [word for word in split_header(name) if len(word) > 1]
    return bool(words) and all(word in CODER for word in words)


def _names_coders_somewhere(grid: HeaderGrid) -> bool:
    return _names_coders(grid) or _names_coders(grid.swap_codes_and_coders())


def _read_presence(column: ColumnProfile) -> tuple[str, ...]:
    """What the column says of each line: beside marks an empty cell says no."""
    if are_marks(column.counts):
        return tuple(cell or ABSENT for cell in column.cells)
    return column.cells


def _find_mean_agreement(grid: HeaderGrid, cells: Mapping[int, tuple[str, ...]]) -> float | None:
    """How well columns of one code agree with each other, in the mean."""
    found = []
    for code in grid.codes:
        columns = [cells[at] for (name, _), at in grid.at.items() if name == code]
        found += [compute_corrected_agreement(a, b) for a, b in combinations(columns, 2)]
    known = [value for value in found if value is not None]
    return sum(known) / len(known) if known else None


def read_grid(sheet: RatingsSheet, grid: HeaderGrid, options: TableOptions) -> TableReading:
    """The ratings in a grid of columns."""
    looks = profile_columns(sheet, options.empty_keys)
    used = set(grid.at.values())
    keys = [sheet.require_column(name) for name in options.units] or find_unit_columns(looks, used)
    units = name_units(sheet, keys)
    refuse_repeated_units(sheet, units, keys)
    tables = {coder: _build_coder_lines(sheet, grid, coder) for coder in grid.coders}
    variables, codes, notes = read_variables(tables, grid.codes, options)
    named = format_names([sheet.names[at] for at in keys]) if keys else "numbered"
    what = "code" if codes else "variable"
    columns = f"a column for each {what} and coder ({format_names(grid.coders)})"
    return TableReading(
        layout="matrix",
        sentence=f"a line a unit ({named}), {columns}",
        units=tuple(units),
        coders=tuple(grid.coders),
        variables=variables,
        codes=codes,
        left_out=explain_left_out_columns(looks, [*keys, *used]),
        notes=notes,
    )


def _build_coder_lines(sheet: RatingsSheet, grid: HeaderGrid, coder: str) -> CoderTable:
    """For each line of the sheet the coder's cells by code."""
    own = {code: at for (code, name), at in grid.at.items() if name == coder}

    def select_cells(row: Sequence[str]) -> dict[str, str]:
        return {code: row[at] for code, at in own.items()}

    return [select_cells(row) for row in sheet.rows]
