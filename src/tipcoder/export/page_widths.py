"""How a table is fitted to a page: the size of its letters and the widths of its columns."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.export.document import Align, Table
from tipcoder.text import measure_cell_width

_LEAST_LETTERS = 4
_BOLD, _DIGITS = 1.15, 1.15
"""How much wider letters of a head and digits are than usual letters."""


_BLANKS = re.compile(r"[ \t\n]+")
_UNIT = re.compile(r"(?<=\d) (?=%)")
_INTERVAL = re.compile(r"\[([^\s\]]+), ([^\s\]]+)\]")


@dataclass(frozen=True)
class PageMeasures:
    """What a format can do on a page, all in one unit."""

    width: float
    """Between the margins."""
    letter: float
    """A letter of the text, wide ones counted in."""
    padding: float
    """What stands beside the words of a cell, on both sides together."""
    sizes: Sequence[float]
    """Sizes of letters that are tried, the first that of the text."""
    binds_numbers: bool = False
    """Whether numbers stand in one piece, `bind_numbers`, in letters whose digits are wide."""


def fit_page(table: Table, page: PageMeasures) -> tuple[float, list[float]]:
    """The size of the letters, and the widths of the columns in the unit of the page.

    The largest size at which no word is broken; the smallest where all of them break some.
    """
    widths: list[float] = []
    for size in page.sizes:
        least, widths = share_page(table, page, page.letter * size / page.sizes[0])
        if least <= page.width:
            return size, widths
    return page.sizes[-1], widths


def share_page(table: Table, page: PageMeasures, letter: float) -> tuple[float, list[float]]:
    """What the columns need at least, and their widths, where a letter is so wide.

    Each gets what its longest word needs, so that no word is broken; what is left they share by
    the root of how much more stands in them, so that a long column does not starve the others.
    """
    least, more = [], []
    for place, name in enumerate(table.head):
        is_bound = page.binds_numbers and table.columns[place].align is Align.RIGHT
        texts = _list_texts(table, place, is_bound=is_bound)
        # A head may take two lines once; each row that does makes the table longer.
        head = math.ceil(measure_cell_width(name) / 2)
        longest = max([head, *map(measure_cell_width, texts)])
        in_cells = max(map(_measure_longest_word, texts), default=0)
        if is_bound:
            in_cells = math.ceil(in_cells * _DIGITS)
        longest_word = max(in_cells, math.ceil(_measure_longest_word(name) * _BOLD))
        least.append(max(longest_word, _LEAST_LETTERS) * letter + page.padding)
        more.append(max(longest - longest_word, 0) ** 0.5)
    needed = sum(least)
    if needed >= page.width or not sum(more):
        return needed, [page.width * width / needed for width in least]
    left = page.width - needed
    widths = []
    for width, weight in zip(least, more, strict=True):
        widths.append(width + left * weight / sum(more))
    return needed, widths


def _list_texts(table: Table, place: int, *, is_bound: bool) -> list[str]:
    """The cells of a column, numbers as they are kept together."""
    texts = [row[place].shown for row in table.rows]
    return list(map(bind_numbers, texts)) if is_bound else texts


def bind_numbers(text: str) -> str:
    """The text with a number and its unit on one line, and an interval in one piece."""
    return _UNIT.sub("\N{NO-BREAK SPACE}", _INTERVAL.sub("[\\1,\N{NO-BREAK SPACE}\\2]", text))


def measure_unbroken(table: Table, page: PageMeasures) -> float:
    """What the table needs where every cell stands in one line of the text's own letters."""
    needed = 0.0
    for place, name in enumerate(table.head):
        texts = [name, *(row[place].shown for row in table.rows)]
        needed += max(map(measure_cell_width, texts)) * page.letter + page.padding
    return needed


def _measure_longest_word(text: str) -> int:
    # Not split(), which takes a space that does not break for one that does.
    return max(map(measure_cell_width, _BLANKS.split(text)), default=0)
