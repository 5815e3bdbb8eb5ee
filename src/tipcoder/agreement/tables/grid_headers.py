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
from tipcoder.text import fold_text

_SIGNS = (
    *(r"\s*[:|/–—]+\s*", r"\s*[\\@#=;~&>»→·•+,]+\s*", r"\s+-\s+", r"\.", "_+", "-", r"\s*[(\[{<]"),
    *(r"\s+(?:coded by|rated by|by|von|durch|por|par|от)\s+", r"\s+", r"(?<=[^\W\d_A-Z])(?=[A-Z])"),
)
"""What may stand between a code and a coder. The last is no sign: `FundsAnna`."""
EDGES = " _-.:|/\\)]}>"
"""What is left of a sign where several stand together, as in `funds (anna)` and `A. B._funds`."""
_LEAST = 3
"""Letters of a code or a coder where nothing stands between them, as in `fundsanna`."""
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
        return HeaderGrid({(coder, code): at for (code, coder), at in self.at.items()})


def build_possible_grids(columns: Sequence[ColumnProfile]) -> list[HeaderGrid]:
    """What each sign at each of its places makes of the headers, and what no sign at all makes."""
    grids = []
    for sign, place in product(_SIGNS, _PLACES):
        grids.append(_split_headers(columns, sign, place))
    return [*grids, _split_unseparated_headers(columns)]


def _split_headers(columns: Sequence[ColumnProfile], sign: str, which: int) -> HeaderGrid:
    """Headers in two at one of the signs in them."""
    at = {}
    for column in columns:
        found = list(re.finditer(sign, column.name))
        if -len(found) <= which < len(found):
            place = found[which]
            left = column.name[: place.start()].rstrip(EDGES).lstrip()
            right = column.name[place.end() :].lstrip(EDGES).rstrip(" )]}>")
            if left and right:
                at[left, right] = column.at
    return HeaderGrid(at)


def _split_unseparated_headers(columns: Sequence[ColumnProfile]) -> HeaderGrid:
    """Headers with nothing between code and coder, as `fundsanna`.

    Each way to cut each header is tried; that in which most headers combine beginnings with endings
    is the best.
    """
    headers = {fold_text(column.name): column.at for column in columns}
    best: Mapping[tuple[str, str], int] = {}
    for first in headers:
        for cut in range(_LEAST, len(first) - _LEAST + 1):
            found = _combine_header_parts(headers, first[:cut], first[cut:])
            if len(found) > len(best):
                best = found
    return HeaderGrid(best)


def _combine_header_parts(headers: Mapping[str, int], left: str, right: str) -> dict[tuple[str, str], int]:
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
    """Without what stands beside the grid, as `doc_id` beside `fees_anna`.

    That are parts that combine with one other only. What is taken out may leave more of them.
    """
    while True:
        codes = Counter(code for code, _ in grid.at)
        coders = Counter(coder for _, coder in grid.at)
        beside = [pair for pair in grid.at if codes[pair[0]] == 1 or coders[pair[1]] == 1]
        if not beside:
            return grid
        grid = HeaderGrid({pair: at for pair, at in grid.at.items() if pair not in beside})


def is_full(grid: HeaderGrid) -> bool:
    """Whether two codes or more have the same two coders or more."""
    if len(grid.codes) < 2 or len(grid.coders) < 2:
        return False
    return len(grid.at) >= max(_FULL * len(grid.codes) * len(grid.coders), 4)


def strip_role_words(grid: HeaderGrid) -> HeaderGrid:
    """Without `code` in `anna_code_funds`.

    What all coders share is none of their names, and `code` is no code's.
    """
    if not has_header_word(grid.coders[0], CODER):
        grid = _strip_shared_word(grid.swap_codes_and_coders(), only=None).swap_codes_and_coders()
    return _strip_shared_word(grid, only=CODE)


def _strip_shared_word(grid: HeaderGrid, only: frozenset[str] | None) -> HeaderGrid:
    """Without the first or last word of the codes where all have it, and it is among `only`."""
    for with_word in (_WITH_LAST_WORD, _WITH_FIRST_WORD):
        matches = [with_word.fullmatch(name) for name in grid.codes]
        found = [match for match in matches if match is not None]
        shared = {fold_text(match["word"]) for match in found}
        shorter = [match["rest"] for match in found]
        if len(shared) != 1 or len(set(shorter)) != len(matches):
            continue
        if only is None or has_header_word(found[0]["word"], only):
            plain = dict(zip(grid.codes, shorter, strict=True))
            return HeaderGrid({(plain[code], coder): at for (code, coder), at in grid.at.items()})
    return grid
