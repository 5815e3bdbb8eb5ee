"""What the coders of a unit say of one code, told apart: every row of cells once.

Of a code and two coders there are nine rows at most, however many units there are: present, absent
or not known of either. So what a figure needs of a unit is worked out for each pattern, and the
units only say how often a pattern occurs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tipcoder.arrays import Bools, Ints

Cells = NDArray[np.int16]
Numbers = NDArray[np.unsignedinteger[Any]]
_MOST_COUNTED = 1 << 16
"""Possible patterns that are looked for by counting; of more those that occur are sorted."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """The patterns of one code, and which of them each unit has."""

    rows: Cells
    """(patterns, coders): a category from 0, or -1 where not known. Each of them occurs."""
    number: Numbers
    """(units,): the pattern of each unit."""

    @cached_property
    def times(self) -> Ints:
        """(patterns,): how many units have it."""
        return np.bincount(self.number, minlength=len(self.rows)).astype(np.int64)

    @cached_property
    def known(self) -> Bools:
        """(patterns, coders): whether the coder rated a unit that has it."""
        return np.asarray(self.rows >= 0)

    @cached_property
    def raters(self) -> Ints:
        """(patterns,): how many coders rated a unit that has it."""
        return np.asarray(self.known.sum(axis=1), np.int64)

    @property
    def is_joint(self) -> Bools:
        """(patterns,): whether two coders or more did. Nothing else enters a coefficient."""
        return np.asarray(self.raters >= 2)

    def count_units(self, chosen: Bools) -> int:
        """How many units have one of the patterns that are chosen, (patterns,)."""
        return int(self.times[chosen].sum())

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """(units, ...) from (patterns, ...).

        A sum over units is taken in their order, so that it is rounded as if each had been worked
        out by itself.
        """
        return np.take(values, self.number, axis=0)

    def select_patterns(self, keep: Bools) -> Patterns:
        """Without the units that have another pattern than those of `keep`, (patterns,)."""
        if keep.all():
            return self
        new_number = np.cumsum(keep) - 1
        left = self.number[keep[self.number]]
        return Patterns(self.rows[keep], new_number[left].astype(self.number.dtype))


@dataclass(frozen=True, eq=False)
class CodePatterns:
    """The patterns of several codes on the same units.

    Codes that are the same cell by cell have one entry: a codebook has many that nobody applied.
    """

    distinct: tuple[Patterns, ...]
    place: NDArray[np.intp]
    """(codes,): which of `distinct` is the code's."""

    def of_code(self, code: int) -> Patterns:
        """Of one code, by its number."""
        return self.distinct[int(self.place[code])]


def find_code_patterns(values: Cells, categories: int) -> CodePatterns:
    """Of all codes of `values`, (codes, units, coders)."""
    distinct: list[Patterns] = []
    known_before: dict[tuple[bytes, bytes], int] = {}
    place = np.empty(len(values), np.intp)
    for code, cells in enumerate(values):
        found = _find_patterns(cells, categories)
        place[code] = known_before.setdefault(
            (found.rows.tobytes(), found.number.tobytes()), len(distinct)
        )
        if place[code] == len(distinct):
            distinct.append(found)
    return CodePatterns(tuple(distinct), place)


def _find_patterns(cells: Cells, categories: int) -> Patterns:
    """Of one code, (units, coders). A pattern is a number with one digit for each coder."""
    units, coders = cells.shape
    number: NDArray[np.intp] = np.zeros(units, np.intp)
    possible = 1
    for coder in range(coders):
        number = number * (categories + 1) + cells[:, coder] + 1
        possible *= categories + 1
        # Of many coders few of the possible patterns occur.
        if possible > _MOST_COUNTED:
            number, possible = _number_those_that_occur(number, possible)
    number, patterns = _number_those_that_occur(number, possible)
    some_unit = np.empty(patterns, np.intp)
    some_unit[number] = np.arange(units)
    return Patterns(cells[some_unit], number.astype(np.min_scalar_type(max(patterns - 1, 0))))


def _number_those_that_occur(
    number: NDArray[np.intp], possible: int
) -> tuple[NDArray[np.intp], int]:
    """The same numbers without gaps, in their order, and how many there are."""
    if possible > _MOST_COUNTED:
        occurring, anew = np.unique(number, return_inverse=True)
        return anew, len(occurring)
    occurs = np.bincount(number, minlength=possible) > 0
    return np.asarray((np.cumsum(occurs) - 1)[number]), int(occurs.sum())
