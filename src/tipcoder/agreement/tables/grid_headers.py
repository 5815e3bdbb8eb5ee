"""Headers of two parts, a code and a coder: all ways to part them, and the grid that each makes.

In a `Grid` the first parts are called codes and the second coders; whether they are is found
elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import CODE, CODER, has_header_word
from tipcoder.table_words import BY_WORDS, list_table_words
from tipcoder.text import fold_text

_SIGNS = (
    *(r"\s*[:|/–—]+\s*", r"\s*[\\@#=;~&>»→·•+,]+\s*", r"\s+-\s+", r"\.", "_+", "-", r"\s*[(\[{<]"),
    *(rf"\s+(?:{'|'.join(list_table_words(BY_WORDS))})\s+", r"\s+", r"(?<=[^\W\d_A-Z])(?=[A-Z])"),
)
"""What may stand between a code and a coder. The last is not a sign: `FundsAnna`."""
EDGES = " _-.:|/\\)]}>"
"""What is left of a sign where several meet, as in `funds (anna)` and `A. B._funds`."""
_LEAST = 3
"""Letters of a code or a coder where nothing is between them, as in `fundsanna`."""
_PLACES = (-1, 0, -2, 1)
"""At which of several signs a header is parted: the last, the first, and those next to them."""
_FULL = 0.8
"""The share of code and coder pairs that must have a column."""
_WITH_LAST_WORD = re.compile(r"(?P<rest>.+?)[\s_.-]+(?P<word>[^\s_.-]+)")
_WITH_FIRST_WORD = re.compile(r"(?P<word>[^\s_.-]+)[\s_.-]+(?P<rest>.+)")


@dataclass(frozen=True)
class HeaderGrid:
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

    def swap_codes_and_coders(self) -> HeaderGrid:
        """Coders for codes and codes for coders."""
        swapped = {(coder, code): at for (code, coder), at in self.at.items()}
        return HeaderGrid(swapped)


def build_possible_grids(columns: Sequence[ColumnProfile]) -> list[HeaderGrid]:
    """What each sign at each of its places makes of the headers, and what no sign at all makes."""
    grids = [_split_headers(columns, sign, place) for sign, place in product(_SIGNS, _PLACES)]
    # The last resort: what is found without a sign may be chance.
    grids.append(_split_unseparated_headers(columns))
    return grids


def _split_headers(columns: Sequence[ColumnProfile], sign: str, which: int) -> HeaderGrid:
    """Headers in two at one of the signs in them."""
    at = {}
    for column in columns:
        found = list(re.finditer(sign, column.name))
        # A header with fewer of the signs is not of this grid.
        if not -len(found) <= which < len(found):
            continue
        place = found[which]
        left = column.name[: place.start()].rstrip(EDGES).lstrip()
        right = column.name[place.end() :].lstrip(EDGES).rstrip(" )]}>")
        if left and right:
            # Of two headers that part alike the later one counts; the grid is then not full.
            at[left, right] = column.at
    return HeaderGrid(at)


def _split_unseparated_headers(columns: Sequence[ColumnProfile]) -> HeaderGrid:
    """Headers with nothing between code and coder, as `fundsanna`.

    Each way to cut each header is tried; that in which most headers combine beginnings with endings
    is the best.
    """
    headers = {fold_text(column.name): column.at for column in columns}
    best: Mapping[tuple[str, str], int] = {}
    # Any header may show where all of them are to be cut.
    for first in headers:
        for cut in range(_LEAST, len(first) - _LEAST + 1):
            found = _combine_header_parts(headers, first[:cut], first[cut:])
            if len(found) > len(best):
                best = found
    return HeaderGrid(best)


def _combine_header_parts(
    headers: Mapping[str, int], left: str, right: str
) -> dict[tuple[str, str], int]:
    """The headers that are a beginning some header has before `right`, and an ending behind `left`.

    With `funds` and `anna` the beginnings are all codes that Anna has, and the endings all coders
    of the code funds.
    """
    endings = []
    beginnings = []
    for name in headers:
        if name.startswith(left) and len(name) >= len(left) + _LEAST:
            endings.append(name[len(left) :])
        if name.endswith(right) and len(name) >= len(right) + _LEAST:
            beginnings.append(name[: -len(right)])
    # Any two words share some letters, which does not make them code and coder.
    if not (_are_whole_words(endings) and _are_whole_words(beginnings)):
        return {}
    found = {}
    for beginning, ending in product(beginnings, endings):
        if beginning + ending in headers:
            found[beginning, ending] = headers[beginning + ending]
    return found


def _are_whole_words(parts: Sequence[str]) -> bool:
    """Whether these are several, and no halves of words.

    `ing1` and `ing2` of `rating1` and `scoring2` are halves.
    """
    stems = {re.sub(r"\d+", "", part) for part in parts}
    return len(parts) > 1 and len(stems) == len(parts)


def prune_grid(grid: HeaderGrid) -> HeaderGrid:
    """Without what is beside the grid, as `doc_id` beside `fees_anna`.

    That are parts that combine with one other only. What is taken out may leave more of them.
    """
    while True:
        # Counted anew each time: without one column others may be alone.
        codes = Counter(code for code, _ in grid.at)
        coders = Counter(coder for _, coder in grid.at)
        kept = {}
        for pair, at in grid.at.items():
            code, coder = pair
            if codes[code] > 1 and coders[coder] > 1:
                kept[pair] = at
        if len(kept) == len(grid.at):
            return grid
        grid = HeaderGrid(kept)


def is_full(grid: HeaderGrid) -> bool:
    """Whether two codes or more have the same two coders or more."""
    # One code, or one coder, is a plain wide table.
    if len(grid.codes) < 2 or len(grid.coders) < 2:
        return False
    return len(grid.at) >= max(_FULL * len(grid.codes) * len(grid.coders), 4)


def strip_role_words(grid: HeaderGrid) -> HeaderGrid:
    """Without `code` in `anna_code_funds`.

    What all coders share is not part of their names, and `code` is not part of a code's.
    """
    # In rater 1, rater 2 the shared word is what tells that these are coders.
    if not has_header_word(grid.coders[0], CODER):
        grid = _strip_shared_word(grid.swap_codes_and_coders(), only=None).swap_codes_and_coders()
    return _strip_shared_word(grid, only=CODE)


def _strip_shared_word(grid: HeaderGrid, only: frozenset[str] | None) -> HeaderGrid:
    """Without the first or last word of the codes where all have it, and it is among `only`."""
    for with_word in (_WITH_LAST_WORD, _WITH_FIRST_WORD):
        words = []
        shorter = {}
        for code in grid.codes:
            match = with_word.fullmatch(code)
            if match is not None:
                words.append(match["word"])
                shorter[code] = match["rest"]

        # Without the word every code must still have a name of its own.
        have_own_names = len(set(shorter.values())) == len(grid.codes)
        if len(set(map(fold_text, words))) != 1 or not have_own_names:
            continue
        if only is None or has_header_word(words[0], only):
            return _rename_codes(grid, shorter)
    return grid


def _rename_codes(grid: HeaderGrid, names: Mapping[str, str]) -> HeaderGrid:
    return HeaderGrid({(names[code], coder): at for (code, coder), at in grid.at.items()})
