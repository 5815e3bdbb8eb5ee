"""What is compared: codes x units x coders, each cell a category or not known.

A unit is a response, never a character. "Not known" is not "absent": a coder who has not finished
a response, or finished it before a code existed, said nothing about that code.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.patterns import Cells, CodePatterns, find_code_patterns
from tipcoder.arrays import Bools, Floats
from tipcoder.errors import BadInput

UNKNOWN = -1
PRESENCE = ("absent", "present")
"""The categories of a code."""
Item = TypeVar("Item")


@dataclass(frozen=True, eq=False)
class Ratings:
    """`values` has the shape (codes, units, coders): a category from 0, or -1 where not known.

    For a code of a codebook the categories are 0 absent and 1 present.
    """

    values: Cells
    codes: tuple[str, ...]
    units: tuple[str, ...]
    coders: tuple[str, ...]
    categories: tuple[str, ...] = PRESENCE
    clusters: tuple[int, ...] = ()
    """Which respondent each unit is from, where one has several.

    Empty where every unit is from another one.
    """
    weights: tuple[float, ...] = ()
    """How much each unit counts: the inverse of its chance; empty where chances were equal."""

    def __post_init__(self) -> None:
        shape = (len(self.codes), len(self.units), len(self.coders))
        if self.values.shape != shape:
            raise ValueError(f"values have shape {self.values.shape}, the names say {shape}")

    @property
    def are_codes(self) -> bool:
        """Whether this is presence and absence, and not a variable of categories."""
        return self.categories == PRESENCE

    @property
    def known(self) -> Bools:
        """Where something is known, of the shape of `values`."""
        return self.values >= 0

    @cached_property
    def patterns(self) -> CodePatterns:
        """What coders say of a unit, told apart code by code."""
        return find_code_patterns(self.values, len(self.categories))

    @property
    def joint_units(self) -> Bools:
        """(units,): whether any code is known there of two coders or more.

        Nothing else enters a coefficient.
        """
        is_joint = np.zeros(len(self.units), bool)
        for patterns in self.patterns.distinct:
            is_joint |= patterns.spread(patterns.is_joint)
        return is_joint

    @property
    def known_units(self) -> Bools:
        """(units, coders): whether any code is known there of the coder."""
        is_known = np.zeros(self.values.shape[1:], bool)
        for patterns in self.patterns.distinct:
            is_known |= patterns.spread(patterns.known)
        return is_known

    def select_units(self, keep: Bools) -> Ratings:
        """The same for some units only; `keep` has the shape (units,)."""
        if np.all(keep):
            return self
        where = np.flatnonzero(keep)
        return replace(
            self,
            values=self.values[:, where],
            units=_select_items(self.units, where),
            clusters=_select_items(self.clusters, where),
            weights=_select_items(self.weights, where),
        )

    def select_coders(self, keep: Sequence[int]) -> Ratings:
        """The same for some coders only, by their numbers."""
        if list(keep) == list(range(len(self.coders))):
            return self
        return replace(
            self,
            values=self.values[:, :, list(keep)],
            coders=_select_items(self.coders, keep),
        )

    def select_codes(self, keep: Sequence[int]) -> Ratings:
        """The same for some codes only, by their numbers."""
        if list(keep) == list(range(len(self.codes))):
            return self
        return replace(
            self,
            values=self.values[list(keep)],
            codes=_select_items(self.codes, keep),
        )

    def roll_up_codes(self, parents: Mapping[str, str]) -> Ratings:
        """Codes gathered under their parents, each of which is named once.

        A code without a parent stays as it is.
        """
        nets: dict[str, list[str]] = {}
        for code in self.codes:
            parent = parents.get(code, code)
            nets.setdefault(parent, []).append(code)
        return self.gather_codes(nets)

    def gather_codes(self, nets: Mapping[str, Sequence[str]]) -> Ratings:
        """Nets of codes, each under a name: present where any of its codes is.

        It is absent only where all of its codes are known to be absent. Where one of them is not
        known, and none is present, neither is the net.
        """
        # Looked up by name, because nets may share codes and come in any order.
        place = dict(zip(self.codes, self.patterns.place.tolist(), strict=True))

        values = np.empty((len(nets), *self.values.shape[1:]), np.int16)
        for row, codes in zip(values, nets.values(), strict=True):
            # Codes that are alike add nothing to each other.
            members = dict.fromkeys(place[code] for code in codes)
            row[:] = self._combine_presence(list(members))
        return replace(self, values=values, codes=tuple(nets))

    def _combine_presence(self, members: Sequence[int]) -> Cells:
        """(units, coders): 1 where any of these patterns is present, 0 where none is."""
        first, *others = (self.patterns.distinct[member] for member in members)
        combined = first.spread(first.rows)
        for each in others:
            cells = each.spread(each.rows)
            # Of 0 absent and -1 not known the smaller is not known.
            either = (combined == 1) | (cells == 1)
            combined = np.where(either, np.int16(1), np.minimum(combined, cells))
        return combined

    def split_by_category(self) -> Ratings:
        """One variable with q categories as q codes: this category, or any other.

        Raises ValueError for several variables.
        """
        if len(self.codes) != 1:
            raise ValueError("only one variable can be told apart by its categories")
        one = self.values[0]

        rows = []
        for category in range(len(self.categories)):
            is_chosen = one == category
            rows.append(np.where(one < 0, UNKNOWN, is_chosen))

        return replace(
            self,
            values=np.stack(rows).astype(np.int16),
            codes=self.categories,
            categories=PRESENCE,
        )

    def unit_weights(self) -> Floats:
        """(units,): how much each counts, 1 in the mean of those that two coders rated."""
        if not self.weights:
            return np.ones(len(self.units))
        # With a mean of 1 the weights leave every sum in the size of a count of units.
        weights = np.asarray(self.weights, np.float64)
        joint = self.joint_units
        mean = float(weights[joint].mean()) if joint.any() else 1.0
        return np.asarray(weights / mean)

    @cached_property
    def cluster_numbers(self) -> NDArray[np.intp]:
        """(units,): the number, from 0, of what is drawn again in a bootstrap."""
        if not self.clusters:
            return np.arange(len(self.units))
        # Numbers without gaps, so that they are places of an array too.
        return np.unique(np.asarray(self.clusters), return_inverse=True)[1]


def _select_items(
    items: tuple[Item, ...], where: Sequence[int] | NDArray[np.intp]
) -> tuple[Item, ...]:
    """The items at these places; nothing where there are none to choose from."""
    if not items:
        return ()
    return tuple(items[place] for place in where)


def build_ratings(
    rows: Sequence[Sequence[Hashable | None]],
    coders: Sequence[str] = (),
    units: Sequence[str] = (),
    *,
    name: str = "rating",
    categories: Sequence[Hashable] = (),
) -> Ratings:
    """One variable from a units x coders table with None for "not rated".

    Categories are those named, else those found, numbers in order of size and words by alphabet.
    Raises BadInput for lines of unequal length and for fewer than two coders.
    """
    width = len(rows[0]) if rows else len(coders)
    if width < 2:
        raise BadInput(
            "Agreement needs two coders or more.", "Give each coder a column of their own."
        )

    order = list(categories) or _find_categories(rows)
    number: dict[Hashable | None, int] = {value: n for n, value in enumerate(order)}
    # What was not rated is a value like any other from here on.
    number[None] = UNKNOWN

    values = np.empty((1, len(rows), width), np.int16)
    for unit, row in enumerate(rows):
        if len(row) != width:
            raise BadInput("The lines of the ratings are not equally long.")
        values[0, unit] = [number[value] for value in row]

    return Ratings(
        values=values,
        codes=(name,),
        units=tuple(units) or tuple(str(n + 1) for n in range(len(rows))),
        coders=tuple(coders) or tuple(chr(ord("A") + n) for n in range(width)),
        categories=tuple(map(str, order)),
    )


def _find_categories(rows: Sequence[Sequence[Hashable | None]]) -> list[Hashable]:
    """Every value that is given, in order."""
    found: set[Hashable] = set()
    for row in rows:
        found.update(row)
    # None says "not rated", which is not a category.
    found.discard(None)
    return sorted(found, key=_category_order)


def _category_order(value: Hashable) -> tuple[int, float, str]:
    """Numbers by size, then words by alphabet."""
    try:
        # By size 10 comes after 9; the text tells 1 from 1.0.
        return (0, float(str(value)), str(value))
    except ValueError:
        return (1, 0.0, str(value))


def build_presence_ratings(
    cells: Sequence[Sequence[int | None]], coders: Sequence[str] = (), *, code: str = "code"
) -> Ratings:
    """One code from a units x coders table of 1 present, 0 absent, None not known."""
    rated = build_ratings(cells, coders, name=code, categories=(0, 1))
    return replace(rated, categories=PRESENCE)
