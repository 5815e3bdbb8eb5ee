"""Comparing means: one-way ANOVA, Welch's ANOVA, Welch's t, and their effect sizes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.intervals import (
    ETA_LEVEL,
    LEVEL,
    eta_squared_interval,
    normal_quantile,
    two_sided_p,
)
from tipcoder.quantiles import find_t_quantile
from tipcoder.results.tests import Effect

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats, Ints

_ROUNDING = 2.0**-50
"""Four times the distance between 1 and the next number: what adding and taking logarithms may do
to equal values."""
_FIRST = 1_000
"""Values among which a group that varies is mostly seen to vary."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Number, mean and sum of squared deviations: an entry for each group."""

    n: Ints
    mean: Floats
    squares: Floats

    @property
    def sd(self) -> Floats:
        """Sample standard deviations (n - 1); NaN for fewer than two values."""
        import numpy as np

        with np.errstate(invalid="ignore", divide="ignore"):
            variances = self.squares / (self.n - 1)
        return np.sqrt(np.where(self.n > 1, variances, np.nan))


@dataclass(frozen=True)
class Tested:
    """A statistic, its degrees of freedom and p."""

    statistic: float
    df: tuple[float, ...]
    p: float


def compute_moments(values: Floats, codes: Ints, groups: int) -> Moments:
    """Of known values (no NaN) in known groups."""
    import numpy as np

    n = np.bincount(codes, minlength=groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(codes, weights=values, minlength=groups) / n
    deviations = values - mean[codes]
    squared = np.bincount(codes, weights=deviations * deviations, minlength=groups)
    # Without any value numpy counts integers, whatever the weights are.
    return Moments(n, mean, squared.astype(np.float64))


def choose_unit(values: Floats) -> float:
    """A power of two of the size of these values.

    Tests do not depend on the unit, but squares of very large or small values leave the range of
    floats. Dividing by a power of two changes no digit.
    """
    import numpy as np

    largest = float(np.abs(values).max(initial=0.0))
    if not 0 < largest < math.inf:
        return 1.0
    exponent = math.frexp(largest)[1]
    return math.ldexp(1.0, exponent - 1)


def find_constant_groups(values: Floats, codes: Ints, groups: int) -> Bools:
    """Whether all values of a group are one, but for rounding in the last digits: (groups,).

    Neither the size of the values nor the distance of the groups matters: numbers of 1e-7 vary, and
    so do numbers that differ in their tenth digit.
    """
    # More values cannot make a group constant, and nearly all groups vary from the beginning.
    among_first = _compare_extremes(values[:_FIRST], codes[:_FIRST], groups)
    if not among_first.any():
        return among_first
    return _compare_extremes(values, codes, groups)


def _compare_extremes(values: Floats, codes: Ints, groups: int) -> Bools:
    """Whether the least and the largest value of a group are one: (groups,)."""
    import numpy as np

    low, high = np.full(groups, np.inf), np.full(groups, -np.inf)
    np.minimum.at(low, codes, values)
    np.maximum.at(high, codes, values)
    size = np.maximum(np.abs(low), np.abs(high))
    with np.errstate(invalid="ignore"):
        flat: Bools = high - low <= _ROUNDING * size
    return flat


def find_size(values: Iterable[float]) -> float:
    """The largest of these numbers, whatever its sign; 0 without any."""
    return max(map(abs, values), default=0.0)


def is_rounding(spread: float, size: float) -> bool:
    """Whether a spread is no more than rounding does to numbers of this size."""
    return spread <= _ROUNDING * size


def one_way(m: Moments) -> Tested:
    """One-way ANOVA (Fisher, 1925), equal variances assumed."""
    from scipy.special import fdtrc

    groups, total = len(m.n), int(m.n.sum())
    df = (float(groups - 1), float(total - groups))
    between = _sum_between_groups(m) / df[0]
    within = float(m.squares.sum()) / df[1]
    f = between / within
    return Tested(f, df, float(fdtrc(*df, f)))


def _sum_between_groups(m: Moments) -> float:
    """The sum of squares between groups: of each mean from the grand mean, for every value."""
    grand = float((m.n * m.mean).sum() / m.n.sum())
    return float((m.n * (m.mean - grand) ** 2).sum())


def welch_anova(m: Moments) -> Tested:
    """Welch's one-way test (1951), variances free. Every group needs a variance above 0."""
    from scipy.special import fdtrc

    k = len(m.n)
    weights = m.n / (m.sd**2)
    share = weights / weights.sum()
    grand = float((share * m.mean).sum())
    spread = float(((1 - share) ** 2 / (m.n - 1)).sum())
    between = float((weights * (m.mean - grand) ** 2).sum()) / (k - 1)
    f = between / (1 + 2 * (k - 2) / (k**2 - 1) * spread)
    df = (float(k - 1), (k**2 - 1) / (3 * spread))
    return Tested(f, df, float(fdtrc(*df, f)))


def welch_t(m: Moments) -> Tested:
    """Welch's t (1947) of the first group minus the second.

    The degrees of freedom are Satterthwaite's (1946).
    """
    # Variances of the two means.
    a, b = (m.sd**2 / m.n).tolist()
    t = float(m.mean[0] - m.mean[1]) / math.sqrt(a + b)
    df = (a + b) ** 2 / (a**2 / (int(m.n[0]) - 1) + b**2 / (int(m.n[1]) - 1))
    return Tested(t, (df,), two_sided_p(t, df))


def eta_squared(m: Moments, tested: Tested) -> Effect:
    """Share of the variance that lies between the groups, with its 90% interval."""
    between, within = _sum_between_groups(m), float(m.squares.sum())
    df = (tested.df[0], tested.df[1])
    low, high = eta_squared_interval(tested.statistic, df, int(m.n.sum()))
    return Effect("eta_squared", between / (between + within), low, high, ETA_LEVEL)


def hedges_g(m: Moments) -> Effect:
    """First mean minus second in pooled standard deviations (Hedges, 1981).

    Corrected for small samples. Interval from its large-sample variance (Hedges & Olkin, 1985).
    """
    from scipy.special import gammaln

    n1, n2 = m.n.tolist()
    df = n1 + n2 - 2
    pooled = math.sqrt(float(m.squares.sum()) / df)

    # By logarithms, because the gamma function of 200 leaves the range of floats.
    correction = math.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / math.sqrt(df / 2)
    g = correction * float(m.mean[0] - m.mean[1]) / pooled
    half = normal_quantile() * math.sqrt((n1 + n2) / (n1 * n2) + g * g / (2 * (n1 + n2)))
    return Effect("hedges_g", g, g - half, g + half)


def mean_difference(m: Moments, tested: Tested, unit: float = 1.0) -> Effect:
    """First mean minus second, with the interval of Welch's t.

    `unit` is what 1 means in the moments.
    """
    # Effects in standard deviations do not depend on the unit; this one is in that of the data.
    difference = float(m.mean[0] - m.mean[1]) * unit
    standard_error = math.sqrt(float((m.sd**2 / m.n).sum()))
    half = find_t_quantile((1 + LEVEL) / 2, tested.df[0]) * standard_error * unit
    return Effect("mean_difference", difference, difference - half, difference + half)
