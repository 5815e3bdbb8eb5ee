"""Krippendorff's alpha for ordered values: ordinal, interval and ratio data beside nominal.

Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: alpha = 1 - (n - 1) D_o / D_e, where D_o sums the
squared differences of values within units, each pair over the number of the unit's coders but one, and D_e those of
all values with all others. His ordinal metric is not what other packages call ordinal weights.

Squared differences need no matrix of values by values, so scores of any number of values are no harder than five.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.figures import RELIABLE, TENTATIVE, find_interval_ends
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws, estimate_jackknife
from tipcoder.agreement.results import Estimate, choose_interval
from tipcoder.agreement.sums import Floats
from tipcoder.errors import BadInput

LEVELS = ("nominal", "ordinal", "interval", "ratio")
_CELLS = 2_000_000
"""Numbers held at a time."""


class LevelEstimate(NamedTuple):
    """Alpha at a level, and how probable it is that it reaches each of the two thresholds."""

    alpha: Estimate
    reliable: float | None
    tentative: float | None


@dataclass(frozen=True, eq=False)
class LevelSums:
    """One variable at one level, ready to be summed over any resample of its units."""

    level: str
    values: NDArray[np.intp]
    """(units, coders): the number of the value, or -1. Only units that two coders rated."""
    numbers: Floats
    """(values,): what each value is worth; at the ordinal level only their order counts."""

    def compute_alpha(self, weights: Floats) -> Floats:
        """(replicates,): alpha where each unit counts as often as `weights` (replicates, units) says."""
        totals = self._count_values(weights)
        n = totals.sum(axis=1)
        observed, expected = self._sum_observed(weights, totals), self._sum_expected(totals)
        # What is left of a subtraction that should give 0 is not variation.
        varied = (np.count_nonzero(totals > 1e-9, axis=1) > 1) & (expected > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(varied, 1 - (n - 1) * observed / expected, np.nan))

    def _count_values(self, weights: Floats) -> Floats:
        """(replicates, values): how often each value was given."""
        unit, coder = np.nonzero(self.values >= 0)
        given, kinds = self.values[unit, coder], len(self.numbers)
        totals = [np.bincount(given, row[unit], minlength=kinds) for row in weights]
        return np.array(totals, np.float64).reshape(len(weights), kinds)

    def _sum_observed(self, weights: Floats, totals: Floats) -> Floats:
        if self.level != "ordinal":
            return np.asarray(weights @ self._sum_distances(self.numbers[None])[0])
        out = np.empty(len(weights))
        at_a_time = max(_CELLS // max(self.values.size, 1), 1)
        for start in range(0, len(weights), at_a_time):
            some = slice(start, start + at_a_time)
            out[some] = (weights[some] * self._sum_distances(rank_values(totals[some]))).sum(axis=1)
        return out

    def _sum_distances(self, worth: Floats) -> Floats:
        """(replicates, units): the distances within each unit, both ways, over its coders but one."""
        known = self.values >= 0
        raters = known.sum(axis=1)
        if self.level in ("nominal", "ratio"):
            total = np.zeros((len(worth), len(self.values)))
            for a, b in combinations(range(self.values.shape[1]), 2):
                both = known[:, a] & known[:, b]
                one, other = worth[:, self.values[:, a]], worth[:, self.values[:, b]]
                apart = compute_ratio_distance(one, other) if self.level == "ratio" else one != other
                total += np.where(both, 2.0 * apart, 0.0)
        else:
            # The mean is taken away first, so that large values do not eat the small differences between them.
            shown = np.where(known, worth[:, self.values], 0.0)
            mean = shown.sum(axis=2) / raters
            spread = np.where(known, shown - mean[:, :, None], 0.0)
            total = 2 * raters * (spread**2).sum(axis=2)
        return np.asarray(total / (raters - 1))

    def _sum_expected(self, totals: Floats) -> Floats:
        """(replicates,): the distances of all values to all others."""
        if self.level == "nominal":
            return np.asarray(totals.sum(axis=1) ** 2 - (totals**2).sum(axis=1))
        if self.level == "ratio":
            return self._sum_expected_ratio(totals)
        worth = rank_values(totals) if self.level == "ordinal" else np.broadcast_to(self.numbers, totals.shape)
        n = totals.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = (totals * worth).sum(axis=1) / n
        return np.asarray(2 * n * (totals * (worth - mean[:, None]) ** 2).sum(axis=1))

    def _sum_expected_ratio(self, totals: Floats) -> Floats:
        """Some values at a time: the matrix of distances may be too large to hold."""
        expected = np.zeros(len(totals))
        at_a_time = max(_CELLS // max(len(self.numbers), 1), 1)
        for start in range(0, len(self.numbers), at_a_time):
            some = slice(start, start + at_a_time)
            distance = compute_ratio_distance(self.numbers[:, None], self.numbers[None, some])
            expected += ((totals @ distance) * totals[:, some]).sum(axis=1)
        return expected


def rank_values(totals: Floats) -> Floats:
    """(..., values): where each value stands among all; two differ by all between them and half of each end."""
    return np.asarray(np.cumsum(totals, axis=-1) - totals / 2)


def compute_ratio_distance(one: Floats, other: Floats) -> Floats:
    """((a - b) / (a + b))²; no distance between two zeros."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(one + other == 0, 0.0, ((one - other) / (one + other)) ** 2))


def build_level_sums(ratings: Ratings, level: str) -> LevelSums:
    """The first variable of these ratings. Raises BadInput where its values do not have that level."""
    values = ratings.values[0].astype(np.intp)
    values = values[(values >= 0).sum(axis=1) >= 2]
    return LevelSums(level, values, number_categories(ratings, level))


def number_categories(ratings: Ratings, level: str) -> Floats:
    """The categories as numbers; in their order where they are words. Raises BadInput where the level needs numbers."""
    try:
        numbers = np.array([float(name) for name in ratings.categories])
    except ValueError:
        if level in ("nominal", "ordinal"):
            return np.arange(len(ratings.categories), dtype=np.float64)
        words = [name for name in ratings.categories if not _is_number(name)]
        raise BadInput(
            f"The level {level!r} needs numbers, and {words[0]!r} is none.",
            "Use --level nominal, or --missing for what is no rating, or write numbers.",
        ) from None
    if level == "ratio" and (numbers < 0).any():
        raise BadInput("The level 'ratio' needs numbers from 0 upward.", "Use --level interval.")
    return numbers


def _is_number(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return False
    return True


def compute_level_alpha(ratings: Ratings, level: str) -> float:
    """Alpha of one variable at a level; NaN where nothing varied."""
    sums = build_level_sums(ratings, level)
    return float(sums.compute_alpha(np.ones((1, len(sums.values))))[0])


def estimate_level_alpha(ratings: Ratings, level: str, draws: Draws) -> LevelEstimate:
    """Alpha of one variable at a level, with a bootstrap over units and a jackknife beside."""
    sums = build_level_sums(ratings, level)
    n = len(sums.values)
    if n < 2:
        return LevelEstimate(Estimate(), None, None)
    drawn = [sums.compute_alpha(weights) for weights in draws.draw_weights(n)]
    replicates = np.concatenate(drawn) if drawn else np.zeros(0)
    low, high, undefined = find_interval_ends(replicates[:, None])
    value = sums.compute_alpha(np.ones((1, n)))
    jack = estimate_jackknife(value, _compute_without_each_unit(sums)[:, None], np.ones((n, 1), bool))
    by_jackknife = (float(jack.se[0]), float(jack.low[0]), float(jack.high[0]))
    alpha = choose_interval(float(value[0]), (float(low[0]), float(high[0])), float(undefined[0]), by_jackknife, -1.0)
    return LevelEstimate(alpha, _find_share_reaching(replicates, RELIABLE), _find_share_reaching(replicates, TENTATIVE))


def _compute_without_each_unit(sums: LevelSums) -> Floats:
    n = len(sums.values)
    out = np.empty(n)
    at_a_time = max(_CELLS // n, 1)
    for start in range(0, n, at_a_time):
        left_out = np.arange(start, min(start + at_a_time, n))
        weights = np.ones((len(left_out), n))
        weights[np.arange(len(left_out)), left_out] = 0
        out[left_out] = sums.compute_alpha(weights)
    return out


def _find_share_reaching(replicates: Floats, least: float) -> float | None:
    """Of the replicates in which alpha is defined, the share in which it is at least that."""
    defined = replicates[~np.isnan(replicates)]
    return float((defined >= least).mean()) if len(defined) else None
