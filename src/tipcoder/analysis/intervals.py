"""Confidence intervals of effect sizes, shares and means.

Those of effect sizes invert noncentral distributions (Steiger, 2004), and those of means stay
inside their scale.

scipy.special has every distribution that is needed; scipy.stats would add most of a second to each
command.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from tipcoder.quantiles import find_t_quantile

LEVEL = 0.95
_USUAL_QUANTILE = 1.959963984540054
"""The z of the usual level: shares alone need no other, and so no import of scipy."""
ETA_LEVEL = 0.90
"""By convention of APA style: the two-sided 90% interval of eta squared agrees with the one-sided F
test at 5%."""
_STEPS = 200


def two_sided_p(t: float, df: float) -> float:
    """p of |t|, df real."""
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(t)))


def normal_quantile(level: float = LEVEL) -> float:
    """The z that cuts off (1 - level) / 2 above."""
    if level == LEVEL:
        return _USUAL_QUANTILE
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def eta_squared_interval(
    f: float, df: tuple[float, float], n: int, level: float = ETA_LEVEL
) -> tuple[float, float]:
    """Interval of eta squared, lambda / (lambda + N) (Steiger, 2004)."""
    from scipy.special import ncfdtr

    def find_lower_tail(noncentrality: float) -> float:
        return float(ncfdtr(df[0], df[1], noncentrality, f))

    low, high = _find_noncentrality(find_lower_tail, f * df[0], level)
    # The upper end is never below the estimate itself.
    high = max(high, f * df[0] * n / df[1])
    return low / (low + n), high / (high + n)


def v_interval(
    chi2: float, df: int, n: int, smaller: int, level: float = LEVEL
) -> tuple[float, float]:
    """Interval of Cramér's V, sqrt(lambda / (N (k - 1))) (Steiger, 2004).

    `n` is N, and `smaller` is k - 1, with k the smaller side of the table. Where even no
    association would seldom give so small a chi-square, the upper end is V itself, not 0 below it.
    """
    from scipy.special import chndtr

    def find_lower_tail(noncentrality: float) -> float:
        return float(chndtr(chi2, df, noncentrality))

    low, high = _find_noncentrality(find_lower_tail, chi2, level)
    upper = math.sqrt(max(high, chi2) / (n * smaller))
    return math.sqrt(low / (n * smaller)), min(1.0, upper)


def _find_noncentrality(
    below: Callable[[float], float], start: float, level: float
) -> tuple[float, float]:
    """The noncentralities at which the statistic stands at the upper and at the lower tail."""
    tail = (1 - level) / 2
    return _solve_noncentrality(below, start, 1 - tail), _solve_noncentrality(below, start, tail)


def _solve_noncentrality(below: Callable[[float], float], start: float, wanted: float) -> float:
    """The noncentrality at which `below`, which falls with it, is `wanted`.

    0 where it is under `wanted` from the beginning.
    """
    low, high = 0.0, max(start, 1.0)
    if not below(1e-12) > wanted:
        return 0.0

    # Double the upper end until the solution lies between the two, then halve the distance.
    while below(high) > wanted:
        low, high = high, high * 2
        if high > 1e12:
            return high
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if high - low < 1e-10 * max(1.0, high):
            break
        if below(middle) > wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def wilson_interval(successes: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """Score interval of a share (Wilson, 1927). `n` must not be 0; of a weighted share it is the
    effective number.
    """
    z2 = normal_quantile(level) ** 2
    p = successes / n
    # The centre moves from the share towards one half, the more so the smaller n is.
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def t_interval(
    mean: float, sd: float | None, n: int, level: float = LEVEL
) -> tuple[float, float] | None:
    """Interval of a mean by Student's t with n - 1 degrees of freedom (Student, 1908).

    None where nothing varies or fewer than two were measured: then the data say nothing about its
    width. On a short scale it may reach beyond the ends.
    """
    if n < 2 or not sd:
        return None
    half = find_t_quantile((1 + level) / 2, n - 1) * sd / math.sqrt(n)
    return mean - half, mean + half


def mean_in_scale(
    mean: float, n: int, low: float, high: float, level: float = LEVEL
) -> tuple[float, float]:
    """Interval of a mean on a scale with two ends: Wilson's, as if the mean were a share.

    The share is that of the way from end to end. No variable on the scale varies more than a share
    with the same mean, so the interval errs on the wide side; it never leaves the scale, and five
    equal answers do not get an interval of no width.
    """
    span = high - low
    inside = wilson_interval((mean - low) / span * n, n, level)
    return low + inside[0] * span, low + inside[1] * span
