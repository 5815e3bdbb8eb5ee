"""A column for each code and coder: `funds_anna`, `anna.funds`, `funds - anna`, `funds (anna)`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.header_words import AN_ATTRIBUTE, CODE, CODER, extra, says, tokens
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import ABSENT, Asked, Reading, quoted, reasons_of
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.two_columns import corrected_agreement
from tipcoder.agreement.tables.units import refuse_twice, unit_columns, unit_names
from tipcoder.agreement.tables.variables_of_codes import Table, variables_of
from tipcoder.errors import BadInput
from tipcoder.text import fold

_SIGNS = (r"\s*[:|/–—]\s*", r"\s+-\s+", r"\.", "_", "-", r"\s*[(\[]", r"\s+")
_SLIGHT = 0.05
"""The same where coders would be fewer than codes."""
_PLACES = (-1, 0, -2, 1)
"""At which of several signs a header is parted: the last, the first, and those next to them."""
_FULL = 0.8
"""The share of code and coder pairs that must have a column."""
_CLEAR = 0.15
"""By how much columns of one code must agree better than columns of one coder."""


@dataclass(frozen=True)
class Grid:
    """Positions of columns by (code, coder)."""

    at: Mapping[tuple[str, str], int]

    @property
    def codes(self) -> list[str]:
        """In order of appearance."""
        return list(dict.fromkeys(code for code, _ in self.at))

    @property
    def coders(self) -> list[str]:
        """In order of appearance."""
        return list(dict.fromkeys(coder for _, coder in self.at))

    def turned(self) -> Grid:
        """Coders for codes and codes for coders."""
        return Grid({(coder, code): at for (code, coder), at in self.at.items()})


def find_grid(sheet: Sheet, asked: Asked) -> Grid | None:
    """The grid that the headers make, or None. Raises BadInput where codes cannot be told from coders."""
    looks = look_at(sheet, asked.nothing)
    likely = [column for column in looks if column.filled and not (column.is_text or column.is_dates)]
    likely = [column for column in likely if extra(column.name) in ("", AN_ATTRIBUTE) or _is_presence(column)]
    if asked.units:
        keys = {sheet.position(name) for name in asked.units}
        likely = [column for column in likely if column.at not in keys]
    grids = [_split(likely, sign, place) for sign in _SIGNS for place in _PLACES]
    if asked.coders:
        return _with_coders(grids, asked.coders)
    full = [grid for grid in map(_pruned, grids) if _is_full(grid)]
    if not full:
        return None
    widest = max(full, key=lambda grid: (_names_coders(grid) or _names_coders(grid.turned()), len(grid.at)))
    return _oriented(sheet, widest, looks)


def _is_presence(column: Looks) -> bool:
    """Whether the column says yes and no: a code may have any name."""
    return pair_of(column.counts) is not None or are_marks(column.counts)


def _split(columns: Sequence[Looks], sign: str, which: int) -> Grid:
    """Headers in two at one of the signs in them."""
    at = {}
    for column in columns:
        found = list(re.finditer(sign, column.name))
        if -len(found) <= which < len(found):
            place = found[which]
            left, right = column.name[: place.start()].strip(), column.name[place.end() :].strip(" )]")
            if left and right:
                at[left, right] = column.at
    return Grid(at)


def _pruned(grid: Grid) -> Grid:
    """Without what stands beside the grid, as `doc_id` beside `fees_anna`: parts that combine with one other only."""
    while True:
        codes, coders = Counter(code for code, _ in grid.at), Counter(coder for _, coder in grid.at)
        kept = {pair: at for pair, at in grid.at.items() if codes[pair[0]] > 1 and coders[pair[1]] > 1}
        if len(kept) == len(grid.at):
            return grid
        grid = Grid(kept)


def _is_full(grid: Grid) -> bool:
    """Whether two codes or more have the same two coders or more."""
    if len(grid.codes) < 2 or len(grid.coders) < 2:
        return False
    return len(grid.at) >= max(_FULL * len(grid.codes) * len(grid.coders), 4)


def _with_coders(grids: Sequence[Grid], coders: Sequence[str]) -> Grid | None:
    wanted = {fold(name) for name in coders}
    best: Grid | None = None
    for grid in [*grids, *(grid.turned() for grid in grids)]:
        kept = Grid({pair: at for pair, at in grid.at.items() if fold(pair[1]) in wanted})
        if len(kept.coders) == len(wanted) and (best is None or len(kept.at) > len(best.at)):
            best = kept
    return best


def _oriented(sheet: Sheet, grid: Grid, looks: Sequence[Looks]) -> Grid:
    """With codes as codes: by the words of the headers, else by who agrees with whom."""
    for one in (grid, grid.turned()):
        if _names_coders(one) or all(says(name, CODE) for name in one.codes):
            return one
    cells = {column.at: _said(column) for column in looks}
    here, there = _agreement(grid, cells), _agreement(grid.turned(), cells)
    if here is not None and there is not None and abs(here - there) >= _CLEAR:
        return grid if here > there else grid.turned()
    few, many = sorted((grid, grid.turned()), key=lambda one: len(one.coders))
    if len(few.coders) <= 3 and len(many.coders) >= 2 * len(few.coders) and here is not None and there is not None:
        # Coders are fewer than codes, unless they agree less that way.
        better = grid if here > there else grid.turned()
        if better.coders == few.coders and abs(here - there) >= _SLIGHT:
            return few
    raise BadInput(
        f"{sheet.source}: its columns combine {quoted(grid.codes)} with {quoted(grid.coders)}, and either may be the "
        "coders.",
        f"Say --coders {','.join(grid.coders)!r} or --coders {','.join(grid.codes)!r}; --layout wide where every "
        "column is a coder.",
    )


def _names_coders(grid: Grid) -> bool:
    """Whether all coders are called coder 1, rater B or the like, with nothing of a code in it."""
    if all(re.fullmatch(r"[rR]\d+", name) for name in grid.coders):
        return True
    words = [[word for word in tokens(name) if len(word) > 1] for name in grid.coders]
    return all(some and all(word in CODER for word in some) for some in words)


def _said(column: Looks) -> tuple[str, ...]:
    """What the column says of each line: beside marks an empty cell says no."""
    if are_marks(column.counts):
        return tuple(cell or ABSENT for cell in column.cells)
    return column.cells


def _agreement(grid: Grid, cells: Mapping[int, tuple[str, ...]]) -> float | None:
    """How well columns of one code agree with each other, in the mean."""
    found = []
    for code in grid.codes:
        columns = [cells[at] for (name, _), at in grid.at.items() if name == code]
        found += [corrected_agreement(a, b) for a, b in combinations(columns, 2)]
    known = [value for value in found if value is not None]
    return sum(known) / len(known) if known else None


def read_grid(sheet: Sheet, grid: Grid, asked: Asked) -> Reading:
    """The ratings in a grid of columns."""
    looks = look_at(sheet, asked.nothing)
    used = set(grid.at.values())
    keys = [sheet.position(name) for name in asked.units] or unit_columns(looks, used)
    units = unit_names(sheet, keys)
    refuse_twice(sheet, units, keys)
    tables: dict[str, Table] = {}
    for coder in grid.coders:
        own = {code: at for (code, name), at in grid.at.items() if name == coder}
        tables[coder] = [{code: row[at] for code, at in own.items()} for row in sheet.rows]
    variables, codes, notes = variables_of(tables, grid.codes, asked)
    named = quoted([sheet.names[at] for at in keys]) if keys else "numbered"
    what = "code" if codes else "variable"
    return Reading(
        layout="matrix",
        sentence=f"a line a unit ({named}), a column for each {what} and coder ({quoted(grid.coders)})",
        units=tuple(units),
        coders=tuple(grid.coders),
        variables=variables,
        codes=codes,
        left_out=reasons_of(looks, [*keys, *used]),
        notes=notes,
    )
