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
from tipcoder.agreement.patterns import Cells, Patterns
from tipcoder.agreement.ratings import Ratings
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
    patterns = ratings.patterns.of_code(code)
    least = 1 if singles else 2
    # Unlike in the report a unit with one rating may count: irrCAC does so.
    patterns = patterns.select_patterns(patterns.raters >= least)
    n = len(patterns.number)
    # Most formulas ask only how many coders chose what, and not who did.
    counts = count_categories(patterns.rows, len(ratings.categories))
    if not n or counts.any(axis=0).sum() < 2:
        return _UNDEFINED
    if name == ALPHA:
        return _estimate_alpha(patterns, counts, n - 1)

    raters, joint = patterns.raters, patterns.is_joint
    same_pairs = (counts * (counts - 1)).sum(axis=1)
    agree = np.where(joint, same_pairs / np.maximum(raters * (raters - 1), 1), 0.0)
    pa = math.nan
    if joint.any():
        pa = float(patterns.spread(agree)[patterns.spread(joint)].mean())
    expected, each = _compute_expected(name, patterns, counts)
    value = (pa - expected) / (1 - expected)

    # A unit that one coder rated says nothing about agreement: the others carry its weight.
    observed = np.where(joint, agree - expected, 0.0) * n / max(patterns.count_units(joint), 1)
    by_chance = 2 * (1 - value) * (each - expected) / (1 - expected)
    influence = patterns.spread(observed / (1 - expected) - by_chance)
    return _build_linearised(value, value, influence, n - 1, pa, expected)


def estimate_all_linearised(ratings: Ratings) -> list[dict[str, LinearisedEstimate]]:
    """`estimate_each_linearised` of every code; of codes that are alike it is made once."""
    found: dict[int, dict[str, LinearisedEstimate]] = {}
    for code, place in enumerate(ratings.patterns.place.tolist()):
        if place not in found:
            found[place] = estimate_each_linearised(ratings, code)
    return [found[place] for place in ratings.patterns.place.tolist()]


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


def count_categories(rows: Cells, q: int) -> Floats:
    """(patterns, q): how many coders chose each category."""
    counts = np.empty((len(rows), q))
    for category in range(q):
        counts[:, category] = (rows == category).sum(axis=1)
    return counts


def _compute_expected(
    name: str, patterns: Patterns, counts: Floats
) -> tuple[float, Floats | float]:
    """Expected agreement, and the share in it of a unit of each pattern (their mean over units is
    the expectation).
    """
    q = counts.shape[1]
    raters = counts.sum(axis=1)
    share = patterns.spread(counts / raters[:, None]).mean(axis=0)
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
        return _compute_conger_expected(patterns, q)
    raise ValueError(f"there is no standard error for {name}")


def _compute_conger_expected(patterns: Patterns, q: int) -> tuple[float, Floats]:
    """The same for Conger's kappa, whose expectation is of the rates of each coder."""
    # A coder without a rating has no rates: they would be 0 / 0.
    took_part = patterns.known.any(axis=0)
    rows = patterns.rows[:, took_part]
    n, m = len(patterns.number), rows.shape[1]

    known = (rows >= 0).astype(np.float64)
    often = patterns.times @ known
    chosen = np.empty((len(rows), m, q))
    for category in range(q):
        chosen[:, :, category] = rows == category

    rates = np.tensordot(patterns.times, chosen, 1) / often[:, None]  # (m, q)
    mean = rates.mean(axis=0)
    expected = float((mean**2 - rates.var(axis=0, ddof=1) / m).sum())

    # How much one unit moves a coder's rates, and through them the expectation.
    weight = n / often[None, :, None]
    moved = weight * chosen - rates[None] * (weight * known[:, :, None] - 1)
    others = m * mean[None, None, :] - rates[None]
    each = (moved * others).sum(axis=(1, 2)) / (m * (m - 1))
    return expected, each


class LinearisedAlpha(NamedTuple):
    """Krippendorff's alpha, and how much a unit of each pattern moves it."""

    value: float
    uncorrected: float
    """Without Krippendorff's correction for small samples: the mean of the influences."""
    influence: Floats
    """(patterns,)."""
    agreement: float
    expected: float


def _estimate_alpha(patterns: Patterns, counts: Floats, df: int) -> LinearisedEstimate:
    """With the variance as irrCAC 1.0 (R) and later: without the correction for small samples."""
    joint = patterns.select_patterns(patterns.is_joint)
    if not len(joint.number):
        return _UNDEFINED
    found = linearise_alpha(joint, counts[patterns.is_joint])
    influence = joint.spread(found.influence)
    return _build_linearised(
        found.value, found.uncorrected, influence, df, found.agreement, found.expected
    )


def linearise_alpha(patterns: Patterns, counts: Floats) -> LinearisedAlpha:
    """Of units that two coders or more rated, one at least, which do not all have one category.

    `counts` (patterns, q) is how many coders chose each category.
    """
    n, raters = len(patterns.number), patterns.raters
    mean = float(patterns.spread(raters).mean())
    total = n * mean
    share = patterns.spread(counts / mean).mean(axis=0)
    agree = (counts * (counts - 1)).sum(axis=1) / (mean * (raters - 1))
    raw = float(patterns.spread(agree).mean())
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
    return LinearisedAlpha(value, uncorrected, influence, pa, expected)


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
