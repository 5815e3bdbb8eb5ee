"""Quantiles of distributions that more than one part of the program needs.

Worked out here and not by scipy, whose import takes longer than most verbs that need one quantile.
"""

from __future__ import annotations

import math
from functools import lru_cache

_EXACT_BELOW = 1_000.0
"""Degrees of freedom from which the series is exact to the last digits."""
_TINY = 1e-300
_MOST_STEPS = 200
_CLOSE = 1e-15


@lru_cache(maxsize=1024)
def find_t_quantile(p: float, df: float) -> float:
    """The t below which a share `p` of Student's distribution with `df` degrees of freedom lies.

    NaN where `df` is not above 0 or `p` is not between 0 and 1, both excluded.
    """
    if not df > 0 or not 0 < p < 1:
        return math.nan
    if p == 0.5:
        return 0.0
    # The distribution is symmetric, and small shares keep their digits.
    tail = min(p, 1 - p)
    size = _find_far(tail, df)
    return size if p > 0.5 else -size


def _find_far(tail: float, df: float) -> float:
    """The t above which a share `tail` below one half lies."""
    z = _find_normal_far(tail)
    if df >= _EXACT_BELOW:
        return _expand(z, df)
    return _solve(tail, df)


def _find_normal_far(tail: float) -> float:
    """The same of the normal distribution, whose tail is known to all digits."""
    low, high = 0.0, 40.0
    while high - low > _CLOSE * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if math.erfc(middle / math.sqrt(2)) / 2 > tail:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _expand(z: float, df: float) -> float:
    """Student's quantile by the normal one (Abramowitz and Stegun, 1964, 26.7.5)."""
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + math.fsum(term / df ** (power + 1) for power, term in enumerate(terms))


def _solve(tail: float, df: float) -> float:
    """Student's quantile by halving what may still hold it: slow, and it cannot go astray."""
    low, high = 0.0, 1.0
    while _compute_tail(high, df) > tail:
        low, high = high, 2 * high
        if math.isinf(high):
            return high
    while True:
        middle = low + (high - low) / 2
        if middle in (low, high):
            return middle
        if _compute_tail(middle, df) > tail:
            low = middle
        else:
            high = middle


def _compute_tail(t: float, df: float) -> float:
    """The share above `t`: half an incomplete beta function (Abramowitz and Stegun, 26.7.1)."""
    square = t * t
    x = df / (df + square)
    return _compute_beta_share(x, square / (df + square), df / 2, 0.5) / 2


def _compute_beta_share(x: float, rest: float, a: float, b: float) -> float:
    """The regularised incomplete beta function of `x`, where `rest` is 1 - `x` in all its digits.

    By its continued fraction (Abramowitz and Stegun, 26.5.8), which is quick on one side of its
    mean; the other side is what is left.
    """
    if x <= 0:
        return 0.0
    if rest <= 0:
        return 1.0
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(scale + a * math.log(x) + b * math.log(rest))
    if x < (a + 1) / (a + b + 2):
        return front * _compute_fraction(x, a, b) / a
    return 1 - front * _compute_fraction(rest, b, a) / b


def _compute_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction, by the method of Lentz (1976)."""
    upper, lower = 1.0, 1 / _keep_off_zero(1 - (a + b) * x / (a + 1))
    value = lower
    for step in range(1, _MOST_STEPS):
        twice = a + 2 * step
        even = step * (b - step) * x / ((twice - 1) * twice)
        odd = -(a + step) * (a + b + step) * x / (twice * (twice + 1))
        change = 1.0
        for term in (even, odd):
            lower = 1 / _keep_off_zero(1 + term * lower)
            upper = _keep_off_zero(1 + term / upper)
            change = upper * lower
            value *= change
        if abs(change - 1) < _CLOSE:
            break
    return value


def _keep_off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def find_chi_square_tail(statistic: float, df: int) -> float:
    """The probability of a chi-square as large as this or larger, for whole degrees of freedom.

    The finite sums of Abramowitz & Stegun (1964), 26.4.4 and 26.4.5.
    """
    half = statistic / 2
    is_odd = df % 2 == 1
    tail = math.erfc(math.sqrt(half)) if is_odd else 0.0
    for step in range(df // 2):
        power = step + 0.5 if is_odd else float(step)
        tail += math.exp(-half) * half**power / math.gamma(power + 1)
    return min(1.0, tail)
