"""The coefficients for nominal categories, from sums of any leading shape at once.

All but percent agreement and specific agreement have the form (pa - pe) / (1 - pe) and differ in
what they expect by chance. Where nobody's choice varied they are undefined: the value is NaN,
whatever a formula may formally give. Whether anything varied is asked of whole numbers, so that no
rounding decides it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.sums import Sums
from tipcoder.arrays import Bools, Floats

ALPHA, PERCENT, AC1 = "krippendorff_alpha", "percent_agreement", "gwet_ac1"
POSITIVE, NEGATIVE = "positive_agreement", "negative_agreement"
CONGER, FLEISS, BP = "conger_kappa", "fleiss_kappa", "brennan_prediger"
NAMES = (PERCENT, ALPHA, POSITIVE, NEGATIVE, AC1, CONGER, FLEISS, BP)

LABELS: Mapping[str, str] = {
    PERCENT: "percent agreement",
    ALPHA: "Krippendorff's α",
    POSITIVE: "positive agreement P+",
    NEGATIVE: "negative agreement P−",
    AC1: "Gwet's AC1",
    CONGER: "Conger's κ",
    FLEISS: "Fleiss' κ",
    BP: "Brennan-Prediger",
}
SHARES = frozenset({PERCENT, POSITIVE, NEGATIVE})
"""Those that run from 0 to 1; the others may be negative."""


def compute_coefficients(sums: Sums) -> dict[str, Floats]:
    """Every coefficient by name, each of shape (..., K).

    Specific agreement (Cicchetti & Feinstein, 1990) only where there are two categories.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        values = _sum_over_axis(sums.known, -1)
        disagree, expect = _count_disagreement(sums, values)
        varied = _has_variation(expect, values)
        out = _compute_chance_corrected(sums, values, disagree, expect)
        if sums.category_count == 2:
            # Of n values that are present, those that meet an absent one do not agree.
            positive = _sum_over_axis(_sum_over_axis(sums.used, -1), -1)
            out[POSITIVE] = 1 - disagree / 2 / positive
            out[NEGATIVE] = 1 - disagree / 2 / (values - positive)

    # Percent agreement is defined without variation: everybody agrees.
    nothing = np.float64(np.nan)
    for name, value in out.items():
        defined = value if name in SHARES else np.where(varied, value, nothing)
        defined[~np.isfinite(defined)] = nothing
        out[name] = defined
    # In one order, whatever the order of computing.
    return {name: out[name] for name in NAMES if name in out}


def _compute_chance_corrected(
    sums: Sums, values: Floats, disagree: Floats, expect: Floats
) -> dict[str, Floats]:
    """Percent agreement and what corrects it for chance, formally, also where nothing varied."""
    q = sums.category_count
    pa = 1 - sums.differ / sums.n
    share = sums.share / sums.n[..., None]
    # The share of category 0, which the sums leave out.
    rest = 1 - _sum_over_axis(share, -1)
    squares = rest**2 + _sum_over_axis(share**2, -1)
    return {
        PERCENT: pa,
        ALPHA: 1 - (values - 1) * disagree / expect,
        AC1: _correct_for_chance(pa, (1 - squares) / (q - 1)),
        CONGER: _correct_for_chance(pa, _compute_conger_expected(sums)),
        FLEISS: _correct_for_chance(pa, squares),
        BP: _correct_for_chance(pa, np.full_like(pa, 1 / q)),
    }


def compute_alpha(sums: Sums) -> Floats:
    """Krippendorff's alpha of each code, (..., K), as in `compute_coefficients`."""
    values = _sum_over_axis(sums.known, -1)
    disagree, expect = _count_disagreement(sums, values)
    varied = _has_variation(expect, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = 1 - (values - 1) * disagree / expect
    return np.where(varied, alpha, np.float64(np.nan))


def _has_variation(expect: Floats, values: Floats) -> Bools:
    """Whether not all values are one category."""
    # Weights are not whole numbers: what is left of a subtraction that should give 0 is not
    # variation.
    return np.asarray(expect > 1e-9 * values**2)


def compute_disagreement(sums: Sums) -> tuple[Floats, Floats]:
    """Krippendorff's D_o and D_e of every code; both 0 where nothing varied or nothing is joint."""
    values = _sum_over_axis(sums.known, -1)
    disagree, expect = _count_disagreement(sums, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.where(values > 1, disagree / values, 0)
        expected = np.where(values > 1, expect / (values * (values - 1)), 0)
    return np.nan_to_num(observed), np.nan_to_num(expected)


def pooled_alpha(sums: Sums, place: NDArray[np.intp]) -> Floats:
    """1 - sum of D_o / sum of D_e over codes (the ratio of sums of De Vries et al. 2008), (...).

    `place` (codes,) says which of the sums are those of each code.
    """
    observed, expected = compute_disagreement(sums)
    observed, expected = np.take(observed, place, axis=-1), np.take(expected, place, axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - observed.sum(axis=-1) / expected.sum(axis=-1))


def macro_alpha(alpha: Floats) -> Floats:
    """The mean over codes where alpha is defined, of shape (...)."""
    defined = np.isfinite(alpha)
    total = np.where(defined, alpha, 0).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / defined.sum(axis=-1))


def _count_disagreement(sums: Sums, values: Floats) -> tuple[Floats, Floats]:
    """What is off the diagonal of the coincidence matrix, and n² - Σ n_k², 0 where nothing varied.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability:
    alpha = 1 - (n - 1) off / (n² - Σ n_k²).
    """
    chosen = _sum_over_axis(sums.used, -2)
    rest = values - _sum_over_axis(chosen, -1)
    expect = values**2 - rest**2 - _sum_over_axis(chosen**2, -1)
    return sums.apart, expect


def _sum_over_axis(values: Floats, axis: int) -> Floats:
    """The sum along a short axis, slice by slice.

    Reducing an axis of two or three at once takes numpy five times as long.
    """
    slices = iter(np.moveaxis(values, axis, 0))
    # A variable of one category has no other, and nothing to add.
    first = next(slices, None)
    if first is None:
        return np.asarray(values.sum(axis=axis))
    total = first.copy()
    for each in slices:
        total += each
    return np.asarray(total)


def _correct_for_chance(pa: Floats, pe: Floats) -> Floats:
    """(pa - pe) / (1 - pe).

    pe is: Gwet (2008) Σ π(1-π) / (q-1); Fleiss (1971) Σ π²; Brennan & Prediger (1981) 1/q.
    """
    return np.asarray((pa - pe) / (1 - pe))


def _compute_conger_expected(sums: Sums) -> Floats:
    """Conger (1980): Σ over categories of (mean over coders)² - variance / m.

    For two coders that is Cohen (1960). A coder without a joint unit takes no part.
    """
    took_part = sums.known > 0
    m = _sum_over_axis(took_part.astype(np.float64), -1)

    # A division by the 1 of who took no part is thrown away below.
    known = np.where(took_part, sums.known, 1)
    rates = np.where(took_part[..., None], sums.used / known[..., None], 0.0)
    rest = np.where(took_part, 1 - _sum_over_axis(rates, -1), 0.0)
    every = np.concatenate([rest[..., None], rates], axis=-1)  # (..., K, m, q)

    mean = _sum_over_axis(every, -2) / m[..., None]
    squares = np.where(took_part[..., None], (every - mean[..., None, :]) ** 2, 0.0)
    variance = _sum_over_axis(squares, -2) / (m - 1)[..., None]
    expected = _sum_over_axis(mean**2 - variance / m[..., None], -1)
    return np.where(m >= 2, expected, np.nan)
