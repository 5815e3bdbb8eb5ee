"""What a coefficient needs to know of the ratings, as sums over units.

Every coefficient for nominal categories is a function of a few sums. That makes a bootstrap one
matrix product (replicates x units times units x sums) for all codes at once, and a jackknife one
subtraction. Where units were drawn with unequal chances each counts by its weight, and the sums
estimate those of all (Horvitz & Thompson, 1952).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.ratings import Cells, Ratings
from tipcoder.arrays import Bools, Floats


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over joint units, of any leading shape; `K` codes, `m` coders, `q` categories.

    Category 0 is left out: it is what remains.
    """

    n: Floats
    """(..., K): joint units."""
    known: Floats
    """(..., K, m): joint units that the coder rated."""
    differ: Floats
    """(..., K): the share of pairs of coders who differ, summed."""
    apart: Floats
    """(..., K): what is off the diagonal of Krippendorff's coincidence matrix."""
    share: Floats
    """(..., K, q-1): the share of the unit's coders who chose the category, summed."""
    used: Floats
    """(..., K, m, q-1): how often the coder chose the category."""

    @property
    def category_count(self) -> int:
        """How many categories there are, q."""
        return int(self.share.shape[-1]) + 1


@dataclass(frozen=True, eq=False)
class UnitSums:
    """The same for single units (or respondents), as the columns of one matrix."""

    columns: Floats
    """(units or respondents, columns)."""
    group_of: NDArray[np.intp]
    """(K,): codes of one group are known at the same places and share their first columns."""
    codes: int
    coders: int
    categories: int
    weighted: bool = False
    """Whether units count by weights, so that the columns are not whole numbers."""
    paired: bool = False
    """Whether there are two coders: shares are then halves of counts, and have no columns."""

    def unpack_totals(self, totals: Floats) -> Sums:
        """Totals of the columns, (..., columns), by what they mean."""
        m, q, k = self.coders, self.categories, self.codes
        groups = int(self.group_of.max(initial=-1)) + 1
        lead = totals.shape[:-1]

        # Each group has a column for its joint units and one for each coder.
        shared_width = groups * (1 + m)
        by_group = totals[..., :shared_width].reshape(*lead, groups, 1 + m)
        shared = by_group[..., self.group_of, :]

        # Each code has the columns that `_build_own_columns` makes, in that order.
        if self.paired:
            own = totals[..., shared_width:].reshape(*lead, k, 1 + (q - 1) * m)
            used = own[..., 1:].reshape(*lead, k, m, q - 1)
            return Sums(
                n=shared[..., 0],
                known=shared[..., 1:],
                differ=own[..., 0] / 2,
                apart=own[..., 0],
                share=(used[..., 0, :] + used[..., 1, :]) / 2,
                used=used,
            )
        own = totals[..., shared_width:].reshape(*lead, k, 2 + (q - 1) * (1 + m))
        return Sums(
            n=shared[..., 0],
            known=shared[..., 1:],
            differ=own[..., 0],
            apart=own[..., 1],
            share=own[..., 2 : 1 + q],
            used=own[..., 1 + q :].reshape(*lead, k, m, q - 1),
        )

    def sum_units(self) -> Sums:
        """The sums over all units."""
        return self.unpack_totals(self.columns.sum(axis=0))


class _Raters(NamedTuple):
    """How many coders rated each unit, (units,): 0 where fewer than two."""

    number: Floats
    share: Floats
    """What one of them is of all; 1/2 where there are none."""


def build_unit_sums(ratings: Ratings) -> UnitSums:
    """Of every unit, or of every respondent where a respondent has several units."""
    k, _, m = ratings.values.shape
    q = len(ratings.categories)
    # A column is one run of memory while it is made: what is known of a code, coder by coder.
    groups: dict[bytes, int] = {}
    group_of = np.empty(k, np.intp)
    raters_of: list[_Raters] = []
    shared: list[Floats] = []
    own: list[Floats] = []
    gather = _ClusterSums(ratings)
    # Counts of two coders are whole numbers, so that half of a sum is the sum of halves.
    is_paired = m == 2 and not ratings.weights

    for code in range(k):
        values = np.ascontiguousarray(ratings.values[code].T)  # (m, n)
        known = values >= 0
        # Only units that two coders rated enter a coefficient.
        known &= known.sum(axis=0) >= 2

        # Most codes are known at the same places, so that a report has few groups.
        group = groups.setdefault(known.tobytes(), len(groups))
        group_of[code] = group
        if group == len(raters_of):
            count = known.sum(axis=0).astype(np.float64)
            raters_of.append(_Raters(count, 1 / np.maximum(count, 2)))
            shared += gather.sum_columns([count >= 2, *known])
        columns = _build_own_columns(values, known, raters_of[group], q)
        # The shares come in second place, and behind it those of the categories.
        own += gather.sum_columns([columns[1], *columns[1 + q :]] if is_paired else columns)

    # Column by column as they were made: of a large study they take most of the memory.
    summed = np.empty((gather.size, len(shared) + len(own)))
    for at, column in enumerate((*shared, *own)):
        summed[:, at] = column
    return UnitSums(summed, group_of, k, m, q, bool(ratings.weights), is_paired)


class _ClusterSums:
    """Columns of units summed by respondent, where respondents have several units."""

    def __init__(self, ratings: Ratings) -> None:
        # A respondent is drawn again as a whole, with all responses.
        self._numbers = ratings.cluster_numbers() if ratings.clusters else None
        self._weights = ratings.unit_weights() if ratings.weights else None
        self.size = len(ratings.units)
        if self._numbers is not None:
            self.size = int(self._numbers.max(initial=-1)) + 1

    def sum_columns(self, columns: Iterable[Floats | Bools]) -> list[Floats]:
        """(respondents,) each, from (units,) each."""
        summed = []
        for column in columns:
            values = np.asarray(column, np.float64)
            if self._weights is not None:
                values = values * self._weights
            if self._numbers is not None:
                values = np.bincount(self._numbers, values, self.size).astype(np.float64)
            summed.append(values)
        return summed


def _build_own_columns(values: Cells, known: Bools, raters: _Raters, q: int) -> list[Floats]:
    """The columns, (units,) each, of one code; `values` and `known` are (coders, units)."""
    chosen = []
    often = []
    for category in range(1, q):
        by_coder = known & (values == category)
        chosen.append(by_coder)
        often.append(by_coder.sum(axis=0).astype(np.float64))

    # Category 0 has no column of its own: it is what the others leave.
    rest = raters.number - sum(often)
    squares = rest * rest + sum(each * each for each in often)
    # Disagreement rather than agreement: it is exactly 0 where there is none, in any precision.
    apart = (raters.number * raters.number - squares) / np.maximum(raters.number - 1, 1)

    columns = [apart * raters.share, apart]
    columns += [each * raters.share for each in often]
    for coder in range(len(values)):
        columns += [by_coder[coder].astype(np.float64) for by_coder in chosen]
    return columns
