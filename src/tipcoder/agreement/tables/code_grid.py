"""A column for each code and coder: `funds_anna`, `anna.funds`, `funds - anna`, `funds (anna)`.

Headers say which two parts each column has; words and agreement say which of both is the coder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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
from tipcoder.agreement.tables.presence import are_marks
from tipcoder.agreement.tables.reading import (
    ABSENT,
    TableOptions,
    format_names,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.two_columns import compute_mean, list_agreements
from tipcoder.errors import BadInput
from tipcoder.text import fold_text

_CLEAR = 0.15
"""By how much columns of one code must agree better than columns of one coder."""
_SLIGHT = 0.05
"""The same where coders would be few, and codes twice as many."""
_FEW_CODERS = 3
_NUMBERED_RATER = re.compile(r"[rR]\d+")


def find_grid(sheet: RatingsSheet, options: TableOptions) -> HeaderGrid | None:
    """The grid that the headers make, or None.

    Raises BadInput where codes cannot be told from coders.
    """
    looks = profile_columns(sheet, options.empty_keys)
    # A column that names the units may have a header of two words too.
    keys = sheet.require_columns(options.units)
    likely = [column for column in looks if column.at not in keys and _may_be_of_grid(column)]
    grids = build_possible_grids(likely)
    if options.coders:
        return _find_grid_of_coders(grids, options.coders)
    # Columns beside the grid are taken away first, or they would hide it.
    full = list(filter(is_full, map(prune_grid, grids)))
    if not full:
        return None
    # Words for a coder tell how headers are to be parted; else the grid with most columns is it.
    widest = max(full, key=lambda grid: (_names_coders_somewhere(grid), len(grid.at)))
    return strip_role_words(_orient_grid(sheet, widest, looks))


def _may_be_of_grid(column: ColumnProfile) -> bool:
    """Whether the column holds ratings by its look; a code may be called like an attribute."""
    if not column.filled or column.is_text or column.is_dates:
        return False
    return column.is_presence or describe_extra_column(column.name) in ("", AN_ATTRIBUTE)


def _find_grid_of_coders(grids: Sequence[HeaderGrid], coders: Sequence[str]) -> HeaderGrid | None:
    """The grid with most columns of exactly these coders; None where no grid has all of them."""
    names = {fold_text(name.strip(EDGES)): name for name in coders}
    # Which part of a header is the coder is told by the names asked for.
    swapped = [grid.swap_codes_and_coders() for grid in grids]
    with_all = []
    for grid in (*grids, *swapped):
        kept = _keep_coders(grid, names)
        if len(kept.coders) == len(names):
            with_all.append(kept)
    return max(with_all, key=lambda grid: len(grid.at), default=None)


def _keep_coders(grid: HeaderGrid, names: Mapping[str, str]) -> HeaderGrid:
    """The columns of these coders, called as the user wrote them; `names` by folded name."""
    at = {}
    for (code, coder), place in grid.at.items():
        # Signs around a name are of the header, not of the name.
        name = names.get(fold_text(coder.strip(EDGES)))
        if name is not None:
            at[code, name] = place
    return HeaderGrid(at)


def _orient_grid(
    sheet: RatingsSheet, grid: HeaderGrid, looks: Sequence[ColumnProfile]
) -> HeaderGrid:
    """With codes as codes: by the words of the headers, else by who agrees with whom.

    Raises BadInput where neither tells.
    """
    # Words for coders or codes are surer than numbers.
    for one in (grid, grid.swap_codes_and_coders()):
        if _names_coders(one) or all(map(_begins_with_code, one.codes)):
            return one
    found = _orient_by_agreement(grid, looks)
    if found is not None:
        return found
    codes, coders = ",".join(grid.codes), ",".join(grid.coders)
    wide = "--layout wide where every column is a coder"
    raise BadInput(
        f"{sheet.source}: its columns combine {format_names(grid.codes)} with "
        f"{format_names(grid.coders)}, and either may be the coders.",
        f"Say --coders {coders!r} or --coders {codes!r}; {wide}.",
    )


def _orient_by_agreement(grid: HeaderGrid, looks: Sequence[ColumnProfile]) -> HeaderGrid | None:
    """As columns of one code agree better than columns of one coder; None where that is unclear."""
    cells = {column.at: _read_presence(column) for column in looks}
    turned = grid.swap_codes_and_coders()
    as_given, as_turned = _find_mean_agreement(grid, cells), _find_mean_agreement(turned, cells)
    # Where nothing varies agreement says nothing about who is who.
    if as_given is None or as_turned is None:
        return None
    better = grid if as_given > as_turned else turned
    difference = abs(as_given - as_turned)
    if difference >= _CLEAR:
        return better

    # Coders are fewer than codes, unless they agree less that way.
    few, many = sorted((grid, turned), key=lambda one: len(one.coders))
    are_few = len(few.coders) <= _FEW_CODERS and len(many.coders) >= 2 * len(few.coders)
    is_better = better.coders == few.coders and difference >= _SLIGHT
    return few if are_few and is_better else None


def _begins_with_code(name: str) -> bool:
    """`code money`; the end of `anna_code` belongs to what follows."""
    words = split_header(name)
    return bool(words) and has_header_word(words[0], CODE)


def _names_coders(grid: HeaderGrid) -> bool:
    """Whether all coders are called coder 1, rater B or the like, and nothing of a code."""
    if all(map(_NUMBERED_RATER.fullmatch, grid.coders)):
        return True
    return all(map(_is_word_for_coder, grid.coders))


def _is_word_for_coder(name: str) -> bool:
    """`rater B`: single letters tell coders apart, and say nothing."""
    words = [word for word in split_header(name) if len(word) > 1]
    return bool(words) and CODER.issuperset(words)


def _names_coders_somewhere(grid: HeaderGrid) -> bool:
    return _names_coders(grid) or _names_coders(grid.swap_codes_and_coders())


def _read_presence(column: ColumnProfile) -> tuple[str, ...]:
    """What the column says of each line: beside marks an empty cell says no."""
    if are_marks(column.counts):
        return tuple(cell or ABSENT for cell in column.cells)
    return column.cells


def _find_mean_agreement(grid: HeaderGrid, cells: Mapping[int, tuple[str, ...]]) -> float | None:
    """How well columns of one code agree with each other, in the mean."""
    columns_of: dict[str, list[tuple[str, ...]]] = {}
    for (code, _), at in grid.at.items():
        # If these are codes, columns of one of them are by coders who saw the same text.
        columns_of.setdefault(code, []).append(cells[at])

    found: list[float] = []
    for columns in columns_of.values():
        found += list_agreements(columns)
    return compute_mean(found)
