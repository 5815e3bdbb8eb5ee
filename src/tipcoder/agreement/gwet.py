"""Gwet's standard errors, by linearisation of one coefficient of one variable.

They are what irrCAC prints, so that figures can be compared; intervals of the report come from a
bootstrap over responses. With most responses coded once they are up to three times too wide unless
single codings are left out, which is the default here.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tipcoder.agreement.coefficients import AC1, ALPHA, BP, CONGER, FLEISS, PERCENT
from tipcoder.agreement.ratings import Cells, Ratings
from tipcoder.arrays import Floats
from tipcoder.quantiles import find_t_quantile

LINEARISED = (PERCENT, ALPHA, AC1, CONGER, FLEISS, BP)
"""Coefficients for which there is a standard error."""


class LinearisedEstimate(NamedTuple):
    """A coefficient of one variable with Gwet's standard error.

    The 95 % interval is by t with n - 1 degrees of freedom.
    """

    value: float
    se: float
    low: float
    high: float
    """Not above 1."""
    agreement: float
    expected: float


_UNDEFINED = LinearisedEstimate(*([math.nan] * 6))


def estimate_linearised(
    ratings: Ratings, name: str, *, singles: bool = False, code: int = 0
) -> LinearisedEstimate:
    """Gwet (2014), Handbook of Inter-Rater Reliability, chapters 5 and 6; NaN where nothing varied.

    With `singles`, units rated by one coder enter the expectation and n, as in irrCAC; alpha never
    uses them.
    """
    values = ratings.values[code]
    least = 1 if singles else 2
    # Unlike in the report a unit with one rating may count: irrCAC does so.
    values = values[(values >= 0).sum(axis=1) >= least]
    # Most formulas ask only how many coders chose what, and not who did.
    counts = _count_categories(values, len(ratings.categories))
    if not len(values) or (counts.sum(axis=0) > 0).sum() < 2:
        return _UNDEFINED
    if name == ALPHA:
        return _estimate_alpha(counts, len(counts) - 1)

    raters = counts.sum(axis=1)
    joint = raters >= 2
    n = len(counts)
    same_pairs = (counts * (counts - 1)).sum(axis=1)
    agree = np.where(joint, same_pairs / np.maximum(raters * (raters - 1), 1), 0.0)
    pa = float(agree[joint].mean()) if joint.any() else math.nan
    expected, each = _compute_expected(name, values, counts)
    value = (pa - expected) / (1 - expected)

    # A unit that one coder rated says nothing about agreement: the others carry its weight.
    observed = np.where(joint, agree - expected, 0.0) * n / max(int(joint.sum()), 1)
    by_chance = 2 * (1 - value) * (each - expected) / (1 - expected)
    influence = observed / (1 - expected) - by_chance
    return _build_linearised(value, value, influence, n - 1, pa, expected)


def estimate_each_linearised(ratings: Ratings, code: int = 0) -> dict[str, LinearisedEstimate]:
    """Every coefficient in `LINEARISED` that is defined for one code or variable, by name.

    On units that two coders or more rated. Nothing where units have weights: the formulas give
    every unit the same.
    """
    if ratings.weights:
        return {}
    found = {}
    for name in LINEARISED:
        each = estimate_linearised(ratings, name, code=code)
        if math.isfinite(each.se):
            found[name] = each
    return found


def _count_categories(values: Cells, q: int) -> Floats:
    """(units, q): how many coders gave each unit each category."""
    counts = np.empty((len(values), q))
    for category in range(q):
        counts[:, category] = (values == category).sum(axis=1)
    return counts


def _compute_expected(name: str, values: Cells, counts: Floats) -> tuple[float, Floats | float]:
    """Expected agreement, and the share of each unit in it (their mean is the expectation)."""
    q = counts.shape[1]
    raters = counts.sum(axis=1)
    share = (counts / raters[:, None]).mean(axis=0)
    if name == PERCENT:
        return 0.0, 0.0
    if name == BP:
        return 1 / q, 1 / q
    if name == AC1:
        expected = float((share * (1 - share)).sum() / (q - 1))
        return expected, (counts * (1 - share)).sum(axis=1) / raters / (q - 1)
    if name == FLEISS:
        return float((share**2).sum()), (counts * share).sum(axis=1) / raters
    if name == CONGER:
        return _compute_conger_expected(values, q)
    raise ValueError(f"there is no standard error for {name}")


def _compute_conger_expected(values: Cells, q: int) -> tuple[float, Floats]:
    """The same for Conger's kappa, whose expectation is of the rates of each coder."""
    # A coder without a rating has no rates: they would be 0 / 0.
    took_part = (values >= 0).any(axis=0)
    values = values[:, took_part]
    n, m = values.shape

    known = (values >= 0).astype(np.float64)
    often = known.sum(axis=0)
    chosen = np.empty((n, m, q))
    for category in range(q):
        chosen[:, :, category] = values == category

    rates = chosen.sum(axis=0) / often[:, None]  # (m, q)
    mean = rates.mean(axis=0)
    expected = float((mean**2 - rates.var(axis=0, ddof=1) / m).sum())

    # How much one unit moves a coder's rates, and through them the expectation.
    weight = n / often[None, :, None]
    moved = weight * chosen - rates[None] * (weight * known[:, :, None] - 1)
    others = m * mean[None, None, :] - rates[None]
    each = (moved * others).sum(axis=(1, 2)) / (m * (m - 1))
    return expected, each


def _estimate_alpha(counts: Floats, df: int) -> LinearisedEstimate:
    """With the variance as irrCAC 1.0 (R) and later: without the correction for small samples."""
    counts = counts[counts.sum(axis=1) >= 2]
    n = len(counts)
    raters = counts.sum(axis=1)
    if n < 1:
        return _UNDEFINED

    mean = float(raters.mean())
    total = n * mean
    share = (counts / mean).mean(axis=0)
    agree = (counts * (counts - 1)).sum(axis=1) / (mean * (raters - 1))
    raw = float(agree.mean())
    # Krippendorff's correction for small samples.
    pa = (1 - 1 / total) * raw + 1 / total
    expected = float((share**2).sum())
    value = (pa - expected) / (1 - expected)
    uncorrected = (raw - expected) / (1 - expected)

    # Units with more coders than others count more in both parts.
    each_a = agree - raw * (raters - mean) / mean
    each_e = (counts * share).sum(axis=1) / mean - expected * (raters - mean) / mean
    by_chance = 2 * (1 - uncorrected) * (each_e - expected) / (1 - expected)
    influence = (each_a - expected) / (1 - expected) - by_chance
    return _build_linearised(value, uncorrected, influence, df, pa, expected)


def _build_linearised(
    value: float, centre: float, influence: Floats, df: int, pa: float, expected: float
) -> LinearisedEstimate:
    n = len(influence)
    # One unit has a value and no spread.
    if n < 2:
        return LinearisedEstimate(value, math.nan, math.nan, math.nan, pa, expected)
    se = math.sqrt(float(((influence - centre) ** 2).sum()) / (n * (n - 1)))
    reach = find_t_quantile(0.975, df) * se
    return LinearisedEstimate(value, se, value - reach, min(value + reach, 1.0), pa, expected)
