"""Finds the options that cells of a column list, and what stands between them.

Some options have the separator in them, `Phone, fixed`. They are known by this: the two pieces are
never apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.study.multi_selects import SEPARATORS
from tipcoder.survey.column_facts import ColumnFacts

_MOST, _FEWEST = 30, 2
"""Options of a question."""
_PIECES = 4
"""Pieces that an option may be cut into, on average."""
_LONGEST = 100
"""Characters of an option."""
_LONGEST_CELL = 300
"""Characters of a middling cell; what is longer is an answer in words."""
_REPEATED = 2
"""Cells from which a piece is an option; what stands in one alone may be somebody's own words."""
_SURELY_REPEATED = 3
"""Rows of an option, on average, from which cells are no words of people's own."""
_OPTIONS_FOR_ONE = 10
"""Options in cells for each piece that is none."""
_SHARE_OF_OPTIONS = 0.8
"""The share of all pieces that must be options."""
_TOGETHER = 3
"""Different cells in which two pieces stand together, so that they are one option."""
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""What blanks may stand between: codes, and no words of a name."""
_COMMA = re.compile(r",(?!\d{3})")
_FEW_DIGITS = re.compile(r"\d{1,2}")
_LOOKED_AT = 500
"""Different cells that are looked at."""


class ListedOptions(NamedTuple):
    """What the cells list."""

    separator: str
    options: tuple[str, ...]
    """In the order of their first cell."""
    own_words: int
    """Pieces that are no option."""
    mentions: int
    """Rows that have each option, added up."""

    @property
    def are_sure(self) -> bool:
        """Whether hardly anything but options stands in the cells, each in several rows."""
        few_others = _OPTIONS_FOR_ONE * self.own_words <= self.mentions
        return few_others and self.mentions >= _SURELY_REPEATED * len(self.options)


class _Cell(NamedTuple):
    """Pieces of a cell, and how many rows have it."""

    pieces: tuple[str, ...]
    rows: int


def find_listed_options(column: ColumnFacts) -> ListedOptions | None:
    """The options, by the first separator that gives some; None where cells list nothing."""
    if column.date_share >= 0.5 or column.median_length > _LONGEST_CELL:
        return None
    for separator in SEPARATORS:
        found = _try_separator(column, separator)
        if found is not None:
            return found
    return None


def _try_separator(column: ColumnFacts, separator: str) -> ListedOptions | None:
    values = list(column.values.items())[:_LOOKED_AT]
    if sum(separator in value for value, _ in values) < _FEWEST - (len(values) < 4):
        return None
    cells = [_cut_cell(value, separator, rows) for value, rows in values]
    if not _may_stand_between(cells, separator, column) or not _repeat_pieces(cells):
        return None
    joined = _join_pieces(cells) if separator == "," else cells
    return _choose_options(joined, separator)


def _cut_cell(value: str, separator: str, rows: int) -> _Cell:
    # `$25,000` is one thing.
    cut = _COMMA.split(value) if separator == "," else value.split(separator)
    pieces = value.split() if separator == " " else cut
    return _Cell(tuple(piece.strip() for piece in pieces if piece.strip()), rows)


def _may_stand_between(cells: Sequence[_Cell], separator: str, column: ColumnFacts) -> bool:
    """Whether a separator can be one here: a blank only between codes, a comma not in numbers."""
    if separator != " " and column.number_share < 0.5:
        return True
    pieces: set[str] = set()
    for cell in cells:
        pieces.update(cell.pieces)
    if separator == " ":
        alone = {cell.pieces[0] for cell in cells if len(cell.pieces) == 1}
        return all(map(_CODE.fullmatch, pieces)) and 2 * len(alone) >= len(pieces)
    # `1,3` may be a number, and `1,3,5` is none.
    longer = [cell for cell in cells if len(cell.pieces) > 2]
    return all(map(_FEW_DIGITS.fullmatch, pieces)) and len(longer) >= _FEWEST


def _repeat_pieces(cells: Sequence[_Cell]) -> bool:
    """Whether nearly all pieces stand in several rows, and there are few: asked before anything
    that takes longer.
    """
    rows: Counter[str] = Counter()
    for cell in cells:
        for piece in cell.pieces:
            rows[piece] += cell.rows
    repeated = sum(count for count in rows.values() if count >= _REPEATED)
    return len(rows) <= _PIECES * _MOST and repeated >= _SHARE_OF_OPTIONS * rows.total()


def _join_pieces(cells: Sequence[_Cell]) -> list[_Cell]:
    """The cells with pieces that are never apart as one."""
    joined = list(cells)
    pair = _find_pair(joined)
    while pair is not None:
        joined = [cell._replace(pieces=_join_pair(cell.pieces, pair)) for cell in joined]
        pair = _find_pair(joined)
    return joined


def _find_pair(cells: Sequence[_Cell]) -> tuple[str, str] | None:
    """Two pieces that are one option: each stands only beside the other, or the second one only
    behind the first, of which it goes on in small letters.
    """
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        single.update(set(cell.pieces))
        pairs.update(set(zip(cell.pieces, cell.pieces[1:], strict=False)))
    for (first, second), together in pairs.items():
        if single[second] != together:
            continue
        goes_on = second[0].islower() and not first[0].islower()
        if goes_on or (single[first] == together >= _TOGETHER):
            return first, second
    return None


def _join_pair(pieces: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    joined: list[str] = []
    for piece in pieces:
        if joined and (joined[-1], piece) == pair:
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return tuple(joined)


def _choose_options(cells: Sequence[_Cell], separator: str) -> ListedOptions | None:
    """Pieces that several rows have are options, if nearly all pieces are such."""
    rows: Counter[str] = Counter()
    for cell in cells:
        for piece in set(cell.pieces):
            rows[piece] += cell.rows
    first = dict.fromkeys(piece for cell in cells for piece in cell.pieces)
    options = tuple(piece for piece in first if rows[piece] >= _REPEATED)
    mentions = sum(rows[option] for option in options)
    if not _FEWEST <= len(options) <= _MOST or max(map(len, options)) > _LONGEST:
        return None
    if mentions < _SHARE_OF_OPTIONS * rows.total() or mentions < _REPEATED * len(options):
        return None
    if not _are_combined(options, cells):
        return None
    # Where each cell has as many pieces as the next, they are parts of one thing: `Lima, Peru`.
    if len({len(cell.pieces) for cell in cells}) < 2 or _are_endings(options, cells):
        return None
    return ListedOptions(separator, options, len(rows) - len(options), mentions)


def _are_combined(options: Sequence[str], cells: Sequence[_Cell]) -> bool:
    """Whether options stand in different cells, as where people choose from one list. A semicolon
    in a sentence that several people wrote, or that was copied, stands between the same two pieces
    each time.
    """
    different: Counter[str] = Counter()
    for cell in cells:
        different.update(set(cell.pieces))
    return sum(different[option] > 1 for option in options) * 2 >= len(options)


def _are_endings(options: Sequence[str], cells: Sequence[_Cell]) -> bool:
    """Whether half of the pieces only go on in small letters: `yes, fully` and `yes, partly`."""
    first = {cell.pieces[0] for cell in cells if cell.pieces}
    endings = [option for option in options if option not in first and option[0].islower()]
    return 2 * len(endings) >= len(options)
