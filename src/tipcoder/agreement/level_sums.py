"""Distances between ordered values, summed over any resample of the units.

Squared differences need no matrix of values by values, so scores of any number of values are no
harder than five.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tipcoder.arrays import Floats
from tipcoder.slices import iterate_slices

_CELLS = 2_000_000
"""Numbers held at a time."""


@dataclass(frozen=True, eq=False)
class LevelSums:
    """One variable at one level, ready to be summed over any resample of its units."""

    level: str
    values: NDArray[np.intp]
    """(units, coders): the number of the value, or -1. Only units that two coders rated."""
    numbers: Floats
    """(values,): what each value is worth; at the ordinal level only their order counts."""

    def compute_alpha(self, weights: Floats) -> Floats:
        """(replicates,): alpha where each unit counts as often as its weight.

        `weights` has the shape (replicates, units).
        """
        totals = self._count_values(weights)
        n = totals.sum(axis=1)
        observed = self._sum_observed(weights, totals)
        expected = self._sum_expected(totals)
        # What is left of a subtraction that should give 0 is not variation.
        varied = (np.count_nonzero(totals > 1e-9, axis=1) > 1) & (expected > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(varied, 1 - (n - 1) * observed / expected, np.nan))

    def compute_alpha_without_each(self) -> Floats:
        """(units,): alpha without one unit at a time."""
        n = len(self.values)
        out = np.empty(n)
        for part in iterate_slices(n, max(_CELLS // n, 1)):
            left_out = np.arange(part.start, part.stop)
            weights = np.ones((len(left_out), n))
            weights[np.arange(len(left_out)), left_out] = 0
            out[part] = self.compute_alpha(weights)
        return out

    def _count_values(self, weights: Floats) -> Floats:
        """(replicates, values): how often each value was given."""
        # All values in one row, so that a replicate is one count.
        unit, coder = np.nonzero(self.values >= 0)
        given = self.values[unit, coder]
        kinds = len(self.numbers)
        totals = np.empty((len(weights), kinds))
        for replicate, row in enumerate(weights):
            totals[replicate] = np.bincount(given, row[unit], minlength=kinds)
        return totals

    def _sum_observed(self, weights: Floats, totals: Floats) -> Floats:
        """(replicates,): the distances within units."""
        if self.level != "ordinal":
            return np.asarray(weights @ self._sum_distances(self.numbers[None])[0])
        # The rank of a value depends on which units were drawn: it is new for each replicate.
        out = np.empty(len(weights))
        at_a_time = max(_CELLS // max(self.values.size, 1), 1)
        for some in iterate_slices(len(weights), at_a_time):
            distances = self._sum_distances(rank_values(totals[some]))
            out[some] = (weights[some] * distances).sum(axis=1)
        return out

    def _sum_distances(self, worth: Floats) -> Floats:
        """(replicates, units): the distances within each unit, both ways, over its coders but one.

        `worth` has the shape (replicates, values).
        """
        raters = (self.values >= 0).sum(axis=1)
        if self.level in ("nominal", "ratio"):
            total = self._sum_pair_distances(worth)
        else:
            total = self._sum_squared_differences(worth, raters)
        return np.asarray(total / (raters - 1))

    def _sum_pair_distances(self, worth: Floats) -> Floats:
        """Distances that are not squared differences, pair by pair of coders."""
        known = self.values >= 0
        total = np.zeros((len(worth), len(self.values)))
        for a, b in combinations(range(self.values.shape[1]), 2):
            # The number -1 of an unknown value reads the last one, and is left out here.
            both = known[:, a] & known[:, b]
            one, other = worth[:, self.values[:, a]], worth[:, self.values[:, b]]
            if self.level == "ratio":
                apart = compute_ratio_distance(one, other)
            else:
                apart = np.asarray(one != other, np.float64)
            total += np.where(both, 2.0 * apart, 0.0)
        return total

    def _sum_squared_differences(self, worth: Floats, raters: NDArray[np.intp]) -> Floats:
        """Squared differences of all pairs of a unit, from their distances to its mean."""
        known = self.values >= 0
        shown = np.where(known, worth[:, self.values], 0.0)
        # The mean is taken away first, so that large values do not eat the small differences
        # between them.
        mean = shown.sum(axis=2) / raters
        spread = np.where(known, shown - mean[:, :, None], 0.0)
        return np.asarray(2 * raters * (spread**2).sum(axis=2))

    def _sum_expected(self, totals: Floats) -> Floats:
        """(replicates,): the distances of all values to all others."""
        n = totals.sum(axis=1)
        if self.level == "nominal":
            return np.asarray(n**2 - (totals**2).sum(axis=1))
        if self.level == "ratio":
            return self._sum_expected_ratio(totals)

        # Sums of squared differences follow from the mean, without all pairs.
        worth = np.broadcast_to(self.numbers, totals.shape)
        if self.level == "ordinal":
            worth = rank_values(totals)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = (totals * worth).sum(axis=1) / n
        squares = totals * (worth - mean[:, None]) ** 2
        return np.asarray(2 * n * squares.sum(axis=1))

    def _sum_expected_ratio(self, totals: Floats) -> Floats:
        """Some values at a time: the matrix of distances may be too large to hold."""
        expected = np.zeros(len(totals))
        kinds = len(self.numbers)
        for some in iterate_slices(kinds, max(_CELLS // max(kinds, 1), 1)):
            distance = compute_ratio_distance(self.numbers[:, None], self.numbers[None, some])
            expected += ((totals @ distance) * totals[:, some]).sum(axis=1)
        return expected


def rank_values(totals: Floats) -> Floats:
    """(..., values): the rank of each value among all.

    Two values differ by all that lie between them and by half of each of themselves.
    """
    return np.asarray(np.cumsum(totals, axis=-1) - totals / 2)


def compute_ratio_distance(one: Floats, other: Floats) -> Floats:
    """((a - b) / (a + b))²; no distance between two zeros."""
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = ((one - other) / (one + other)) ** 2
        return np.asarray(np.where(one + other == 0, 0.0, distance))
