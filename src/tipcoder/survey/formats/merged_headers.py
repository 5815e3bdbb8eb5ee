"""Headers of a sheet that lie over several rows, because cells of them are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tipcoder.survey.formats.workbook_cells import format_cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_DEEPEST = 6
"""Rows that a header may take; what is merged further down is data."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range, (row, column) from 0, both within it."""


@dataclass(frozen=True)
class MergedHeader:
    """The rows that a header takes, joined into one; depth 1 where nothing is merged."""

    first_row: int = 0
    """Its first row, counted from 1; 0 where the header is an ordinary row."""
    depth: int = 1
    cells: tuple[str, ...] = ()

    @property
    def is_deep(self) -> bool:
        """Whether rows were joined."""
        return self.depth > 1

    def holds_row(self, number: int) -> bool:
        """Whether the row is one of those that were joined."""
        return self.is_deep and self.first_row <= number < self.first_row + self.depth

    def ends_with(self, number: int) -> bool:
        """Whether the row is the last of them."""
        return number == self.first_row + self.depth - 1


def find_merged_header(sheet: CalamineSheet) -> MergedHeader:
    """Join the rows of a header by column, from the upper words to the lower ones.

    A title that is merged over the whole width is no header.
    """
    ranges = sheet.merged_cell_ranges or []
    if sheet.start is None or not ranges:
        return MergedHeader()
    width = int(sheet.width)
    top, left = sheet.start
    for first in range(top, top + _DEEPEST):
        depth = _measure_depth(ranges, first, width)
        if depth > 1:
            rows = list(islice(sheet.iter_rows(), first, first + depth))
            return MergedHeader(first + 1, depth, _join_rows(rows, ranges, first, left))
        if depth == 1:
            return MergedHeader()
    return MergedHeader()


def _measure_depth(ranges: list[Range], first: int, width: int) -> int:
    """How many rows a header takes that begins in row `first`; 0 for a title over the whole
    width."""
    deepest = 1
    for (top, left), (bottom, right) in ranges:
        if top != first:
            continue
        if right - left + 1 >= width:
            return 0
        # Under words that span columns there is a row for each of these.
        below = 1 if right > left else 0
        deepest = max(deepest, bottom - top + 1 + below)
    return min(deepest, _DEEPEST)


def _join_rows(
    rows: Sequence[Sequence[object]], ranges: list[Range], first: int, left: int
) -> tuple[str, ...]:
    """The words of each column, from the top; words that span columns count for all of them."""
    texts = []
    for row in rows:
        texts.append([format_cell(value).strip() for value in row])
    for (top, begin), (bottom, end) in ranges:
        inside = first <= top and bottom < first + len(texts)
        if not inside or end == begin:
            continue
        spread = texts[top - first]
        for column in range(begin - left, end - left + 1):
            if 0 <= column < len(spread):
                spread[column] = texts[top - first][begin - left]
    joined = []
    for words in zip(*texts, strict=True):
        several = dict.fromkeys(word for word in words if word)
        joined.append(" - ".join(several))
    return tuple(joined)
