"""Intervals of a difference of two shares or of two estimates, and the test of paired shares."""

from __future__ import annotations

import math
from typing import NamedTuple

from tipcoder.analysis.intervals import LEVEL, wilson_interval


class Estimated(NamedTuple):
    """An estimate with its interval."""

    value: float
    low: float
    high: float


class PairedCounts(NamedTuple):
    """The same people twice: how many had it both times, only at first, only later, never."""

    both: float
    only_before: float
    only_after: float
    neither: float

    @property
    def n(self) -> float:
        """How many people."""
        return sum(self)


def subtract_estimates(after: Estimated, before: Estimated, correlation: float = 0.0) -> Estimated:
    """`after` minus `before`, by the method of variance estimates recovery (Zou & Donner, 2008).

    `correlation` is that of the two estimates. Of two Wilson intervals, it gives method 10 of
    Newcombe (1998a) for independent shares, and with the correlation of pairs method 10 of
    Newcombe (1998b).
    """
    value = after.value - before.value
    low = value - _join_distances(after.value - after.low, before.high - before.value, correlation)
    high = value + _join_distances(after.high - after.value, before.value - before.low, correlation)
    return Estimated(value, low, high)


def _join_distances(one: float, other: float, correlation: float) -> float:
    # Rounding may leave a tiny negative number where the two cancel out.
    return math.sqrt(max(0.0, one * one + other * other - 2 * correlation * one * other))


def estimate_share(successes: float, n: float, level: float = LEVEL) -> Estimated:
    """A share with Wilson's interval; `n` may be an effective number, and must not be 0."""
    low, high = wilson_interval(successes, n, level)
    return Estimated(successes / n, low, high)


def find_phi(counts: PairedCounts) -> float:
    """The correlation of two paired yes-or-no answers; 0 where one of them never varies."""
    return _divide_by_margins(_cross_product(counts), counts)


def find_corrected_phi(counts: PairedCounts) -> float:
    """The same corrected for continuity, as Newcombe (1998b) puts it into his interval: a positive
    one is taken nearer to 0.
    """
    product = _cross_product(counts)
    if product > 0:
        product = max(product - counts.n / 2, 0.0)
    return _divide_by_margins(product, counts)


def _cross_product(counts: PairedCounts) -> float:
    return counts.both * counts.neither - counts.only_before * counts.only_after


def _divide_by_margins(product: float, counts: PairedCounts) -> float:
    before = counts.both + counts.only_before
    after = counts.both + counts.only_after
    margins = before * (counts.n - before) * after * (counts.n - after)
    return product / math.sqrt(margins) if margins > 0 else 0.0


def find_mcnemar_mid_p(only_before: int, only_after: int) -> float:
    """The two-sided mid-p value of McNemar's test (Fagerland, Lydersen & Laake, 2013).

    Where as many changed one way as the other it is 1 less half the chance of just that. 1 where
    nobody changed.
    """
    from scipy.special import bdtr

    changed = only_before + only_after
    fewer = min(only_before, only_after)
    if not changed:
        return 1.0
    # Twice the lower tail of a fair coin, with the observed count at half its weight.
    reached = float(bdtr(fewer, changed, 0.5))
    below = float(bdtr(fewer - 1, changed, 0.5)) if fewer else 0.0
    if only_before == only_after:
        # The two tails share the observed count, which has half its weight once and not twice.
        return 1.0 - (reached - below) / 2
    return reached + below
