"""What is compared: codes x units x coders, each cell a category or not known.

A unit is a response, never a character. "Not known" is not "absent": a coder who has not finished a response, or
finished it before a code existed, said nothing about that code.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tipcoder.errors import BadInput

UNKNOWN = -1
PRESENCE = ("absent", "present")
"""The categories of a code."""
Cells = NDArray[np.int16]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ratings:
    """`values` has the shape (codes, units, coders): a category from 0, or -1 where nothing is known.

    For a code of a codebook the categories are 0 absent and 1 present.
    """

    values: Cells
    codes: tuple[str, ...]
    units: tuple[str, ...]
    coders: tuple[str, ...]
    categories: tuple[str, ...] = PRESENCE
    clusters: tuple[int, ...] = ()
    """Which respondent each unit is from, where one has several; empty where every unit stands for itself."""
    weights: tuple[float, ...] = ()
    """How much each unit counts, where units were drawn with unequal chances: the inverse of the chance; else empty."""

    def __post_init__(self) -> None:
        shape = (len(self.codes), len(self.units), len(self.coders))
        if self.values.shape != shape:
            raise ValueError(f"values have shape {self.values.shape}, the names say {shape}")

    @property
    def are_codes(self) -> bool:
        """Whether this is presence and absence, and not a variable of categories."""
        return self.categories == PRESENCE

    @property
    def known(self) -> Flags:
        """Where something is known, of the shape of `values`."""
        return self.values >= 0

    @property
    def joint(self) -> Flags:
        """(codes, units): whether two coders or more are known there. Nothing else enters a coefficient."""
        return np.asarray(self.known.sum(axis=2) >= 2)

    def select_units(self, keep: Flags) -> Ratings:
        """The same for some units only."""
        where = np.flatnonzero(keep)
        return replace(
            self,
            values=self.values[:, where],
            units=tuple(self.units[i] for i in where),
            clusters=tuple(self.clusters[i] for i in where) if self.clusters else (),
            weights=tuple(self.weights[i] for i in where) if self.weights else (),
        )

    def select_coders(self, keep: Sequence[int]) -> Ratings:
        """The same for some coders only."""
        return replace(self, values=self.values[:, :, list(keep)], coders=tuple(self.coders[i] for i in keep))

    def select_codes(self, keep: Sequence[int]) -> Ratings:
        """The same for some codes only."""
        return replace(self, values=self.values[list(keep)], codes=tuple(self.codes[i] for i in keep))

    def roll_up_codes(self, parents: Mapping[str, str]) -> Ratings:
        """Codes gathered under another one each, which is named once; a code without a parent stays as it is."""
        names = dict.fromkeys(parents.get(code, code) for code in self.codes)
        return self.gather_codes(
            {name: [code for code in self.codes if parents.get(code, code) == name] for name in names}
        )

    def gather_codes(self, nets: Mapping[str, Sequence[str]]) -> Ratings:
        """Nets of codes, each under a name: present where any of its codes is.

        It is absent only where all of its codes are known to be absent; where one of them is not known, and none is
        present, neither is the net.
        """
        place = {code: k for k, code in enumerate(self.codes)}
        rows = [_combine_presence(self.values[[place[code] for code in codes]]) for codes in nets.values()]
        values = np.stack(rows) if rows else self.values[:0]
        return replace(self, values=values, codes=tuple(nets))

    def split_by_category(self) -> Ratings:
        """One variable with q categories as q codes: this category, or any other."""
        if len(self.codes) != 1:
            raise ValueError("only one variable can be told apart by its categories")
        one = self.values[0]
        split = np.stack([np.where(one < 0, UNKNOWN, one == k) for k in range(len(self.categories))])
        return replace(self, values=split.astype(np.int16), codes=self.categories, categories=PRESENCE)

    def unit_weights(self) -> NDArray[np.float64]:
        """How much each unit counts, 1 in the mean of those that two coders rated."""
        if not self.weights:
            return np.ones(len(self.units))
        weights = np.asarray(self.weights, np.float64)
        joint = np.any(self.joint, axis=0)
        mean = float(weights[joint].mean()) if joint.any() else 1.0
        return np.asarray(weights / mean)

    def cluster_numbers(self) -> NDArray[np.intp]:
        """For each unit the number, from 0, of what is drawn again in a bootstrap."""
        if not self.clusters:
            return np.arange(len(self.units))
        return np.unique(np.asarray(self.clusters), return_inverse=True)[1]


def _combine_presence(values: Cells) -> Cells:
    """(units, coders) from (codes, units, coders): 1 where any code is present, 0 where all are absent, else -1."""
    # Of 0 absent and -1 not known the smaller is not known.
    return np.where((values == 1).any(axis=0), 1, values.min(axis=0)).astype(np.int16)


def build_ratings(
    rows: Sequence[Sequence[Hashable | None]],
    coders: Sequence[str] = (),
    units: Sequence[str] = (),
    *,
    name: str = "rating",
    categories: Sequence[Hashable] = (),
) -> Ratings:
    """One variable from a units x coders table with None for "not rated".

    Categories are those named, else those found, numbers in order of size and words by alphabet. Raises BadInput for
    lines of unequal length and for fewer than two coders.
    """
    width = len(rows[0]) if rows else len(coders)
    if width < 2:
        raise BadInput("Agreement needs two coders or more.", "Give each coder a column of their own.")
    if any(len(row) != width for row in rows):
        raise BadInput("The lines of the ratings are not equally long.")
    found = {value for row in rows for value in row if value is not None}
    order = list(categories) or sorted(found, key=_category_order)
    number: dict[Hashable | None, int] = {value: n for n, value in enumerate(order)}
    number[None] = UNKNOWN
    values = np.array([[number[value] for value in row] for row in rows], np.int16).reshape(1, len(rows), width)
    return Ratings(
        values=values,
        codes=(name,),
        units=tuple(units) or tuple(str(n + 1) for n in range(len(rows))),
        coders=tuple(coders) or tuple(chr(ord("A") + n) for n in range(width)),
        categories=tuple(str(value) for value in order),
    )


def _category_order(value: Hashable) -> tuple[int, float, str]:
    try:
        return (0, float(str(value)), str(value))
    except ValueError:
        return (1, 0.0, str(value))


def build_presence_ratings(
    cells: Sequence[Sequence[int | None]], coders: Sequence[str] = (), *, code: str = "code"
) -> Ratings:
    """One code from a units x coders table of 1 present, 0 absent, None not known."""
    rated = build_ratings(cells, coders, name=code, categories=(0, 1))
    return replace(rated, categories=PRESENCE)
