"""Gwet's standard errors, by linearisation of one coefficient of one variable.

They are what irrCAC prints, so that figures can be compared; intervals of the report come from a bootstrap over
responses. With most responses coded once they are up to three times too wide unless single codings are left out,
which is the default here.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.coefficients import AC1, ALPHA, BP, CONGER, FLEISS, PERCENT
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.student import t_quantile
from tipcoder.agreement.sums import Floats

LINEARISED = (PERCENT, ALPHA, AC1, CONGER, FLEISS, BP)
"""Coefficients for which there is a standard error."""


class LinearisedEstimate(NamedTuple):
    """A coefficient of one variable with Gwet's standard error, and the 95 % interval by t with n - 1 df."""

    value: float
    se: float
    low: float
    high: float
    """Not above 1."""
    agreement: float
    expected: float


def estimate_linearised(ratings: Ratings, name: str, *, singles: bool = False, code: int = 0) -> LinearisedEstimate:
    """Gwet (2014), Handbook of Inter-Rater Reliability, chapters 5 and 6; NaN where nothing varied.

    With `singles`, units rated by one coder enter the expectation and n, as in irrCAC; alpha never uses them.
    """
    values = ratings.values[code]
    raters = (values >= 0).sum(axis=1)
    values = values[raters >= (1 if singles else 2)]
    q = len(ratings.categories)
    counts = np.stack([(values == k).sum(axis=1) for k in range(q)], axis=1).astype(np.float64)
    if not len(values) or (counts.sum(axis=0) > 0).sum() < 2:
        return LinearisedEstimate(*([math.nan] * 6))
    if name == ALPHA:
        return _estimate_alpha(counts, len(counts) - 1)
    raters = counts.sum(axis=1)
    joint = raters >= 2
    n = len(counts)
    agree = np.where(joint, (counts * (counts - 1)).sum(axis=1) / np.maximum(raters * (raters - 1), 1), 0.0)
    pa = float(agree[joint].mean()) if joint.any() else math.nan
    expected, each = _compute_expected(name, values, counts, raters, q)
    value = (pa - expected) / (1 - expected)
    # A unit that one coder rated says nothing about agreement: the others carry its weight.
    observed = np.where(joint, agree - expected, 0.0) * n / max(int(joint.sum()), 1)
    influence = observed / (1 - expected) - 2 * (1 - value) * (each - expected) / (1 - expected)
    return _build_linearised(value, value, influence, n - 1, pa, expected)


def _compute_expected(
    name: str, values: NDArray[np.int16], counts: Floats, raters: Floats, q: int
) -> tuple[float, Floats | float]:
    """Expected agreement, and the share of each unit in it (such that their mean is the expectation)."""
    share = (counts / raters[:, None]).mean(axis=0)
    if name == PERCENT:
        return 0.0, 0.0
    if name == BP:
        return 1 / q, 1 / q
    if name == AC1:
        return float((share * (1 - share)).sum() / (q - 1)), (counts * (1 - share)).sum(axis=1) / raters / (q - 1)
    if name == FLEISS:
        return float((share**2).sum()), (counts * share).sum(axis=1) / raters
    if name == CONGER:
        return _compute_conger_expected(values, q)
    raise ValueError(f"there is no standard error for {name}")


def _compute_conger_expected(values: NDArray[np.int16], q: int) -> tuple[float, Floats]:
    took_part = (values >= 0).any(axis=0)
    values = values[:, took_part]
    n, m = values.shape
    known = (values >= 0).astype(np.float64)
    often = known.sum(axis=0)
    chosen = np.stack([(values == k).astype(np.float64) for k in range(q)], axis=2)  # (n, m, q)
    rates = chosen.sum(axis=0) / often[:, None]  # (m, q)
    mean = rates.mean(axis=0)
    expected = float((mean**2 - rates.var(axis=0, ddof=1) / m).sum())
    # How much one unit moves a coder's rates, and through them the expectation.
    weight = n / often[None, :, None]
    moved = weight * chosen - rates[None] * (weight * known[:, :, None] - 1)
    each = (moved * (m * mean[None, None, :] - rates[None])).sum(axis=(1, 2)) / (m * (m - 1))
    return expected, each


def _estimate_alpha(counts: Floats, df: int) -> LinearisedEstimate:
    """With the variance as irrCAC 1.0 (R) and later have it: without the correction for small samples."""
    counts = counts[counts.sum(axis=1) >= 2]
    n = len(counts)
    raters = counts.sum(axis=1)
    if n < 1:
        return LinearisedEstimate(*([math.nan] * 6))
    mean = float(raters.mean())
    total = n * mean
    share = (counts / mean).mean(axis=0)
    agree = (counts * (counts - 1)).sum(axis=1) / (mean * (raters - 1))
    raw = float(agree.mean())
    pa = (1 - 1 / total) * raw + 1 / total
    expected = float((share**2).sum())
    value = (pa - expected) / (1 - expected)
    uncorrected = (raw - expected) / (1 - expected)
    each_a = agree - raw * (raters - mean) / mean
    each_e = (counts * share).sum(axis=1) / mean - expected * (raters - mean) / mean
    influence = (each_a - expected) / (1 - expected) - 2 * (1 - uncorrected) * (each_e - expected) / (1 - expected)
    return _build_linearised(value, uncorrected, influence, df, pa, expected)


def _build_linearised(
    value: float, centre: float, influence: Floats, df: int, pa: float, expected: float
) -> LinearisedEstimate:
    n = len(influence)
    if n < 2:
        return LinearisedEstimate(value, math.nan, math.nan, math.nan, pa, expected)
    se = math.sqrt(float(((influence - centre) ** 2).sum()) / (n * (n - 1)))
    reach = t_quantile(0.975, df) * se
    return LinearisedEstimate(value, se, value - reach, min(value + reach, 1.0), pa, expected)
