"""The coefficients for nominal categories, from sums of any leading shape at once.

All but percent agreement and specific agreement have the form (pa - pe) / (1 - pe) and differ in what they expect by
chance. Where nobody's choice varied they are undefined: the value is NaN, whatever a formula may formally give.
Whether anything varied is asked of whole numbers, so that no rounding decides it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tipcoder.agreement.ratings import Flags
from tipcoder.agreement.sums import Floats, Sums

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
    """Every coefficient by name, each of shape (..., K). Specific agreement only where there are two categories."""
    with np.errstate(divide="ignore", invalid="ignore"):
        values = _sum_over_axis(sums.known, -1)
        disagree, expect = _count_disagreement(sums, values)
        varied = _has_variation(expect, values)
        pa = 1 - sums.differ / sums.n
        share = sums.share / sums.n[..., None]
        rest = 1 - _sum_over_axis(share, -1)
        squares = rest**2 + _sum_over_axis(share**2, -1)
        out = {
            PERCENT: pa,
            ALPHA: 1 - (values - 1) * disagree / expect,
            AC1: _correct_for_chance(pa, (1 - squares) / (sums.q - 1)),
            CONGER: _correct_for_chance(pa, _compute_conger_expected(sums)),
            FLEISS: _correct_for_chance(pa, squares),
            BP: _correct_for_chance(pa, np.full_like(pa, 1 / sums.q)),
        }
        if sums.q == 2:
            positive = _sum_over_axis(_sum_over_axis(sums.used, -1), -1)
            out[POSITIVE] = 1 - disagree / 2 / positive
            out[NEGATIVE] = 1 - disagree / 2 / (values - positive)
    nothing = np.float64(np.nan)
    for name, value in out.items():
        out[name] = value if name in SHARES else np.where(varied, value, nothing)
        out[name][~np.isfinite(out[name])] = nothing
    return {name: out[name] for name in NAMES if name in out}


def compute_alpha(sums: Sums) -> Floats:
    """Krippendorff's alpha of each code, (..., K), as in `coefficients`."""
    values = _sum_over_axis(sums.known, -1)
    disagree, expect = _count_disagreement(sums, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(_has_variation(expect, values), 1 - (values - 1) * disagree / expect, np.float64(np.nan))


def _has_variation(expect: Floats, values: Floats) -> Flags:
    """Weights are no whole numbers: what is left of a subtraction that should give 0 is not variation."""
    return np.asarray(expect > 1e-9 * values**2)


def compute_disagreement(sums: Sums) -> tuple[Floats, Floats]:
    """Krippendorff's D_o and D_e of every code; both 0 where nothing varied or nothing is joint."""
    values = _sum_over_axis(sums.known, -1)
    disagree, expect = _count_disagreement(sums, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.where(values > 1, disagree / values, 0)
        expected = np.where(values > 1, expect / (values * (values - 1)), 0)
    return np.nan_to_num(observed), np.nan_to_num(expected)


def pooled_alpha(sums: Sums) -> Floats:
    """1 - sum of D_o / sum of D_e over codes (the ratio of sums of De Vries et al. 2008), of shape (...)."""
    observed, expected = compute_disagreement(sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - observed.sum(axis=-1) / expected.sum(axis=-1))


def macro_alpha(alpha: Floats) -> Floats:
    """The mean over codes where alpha is defined, of shape (...)."""
    defined = np.isfinite(alpha)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(defined, alpha, 0).sum(axis=-1) / defined.sum(axis=-1))


def _count_disagreement(sums: Sums, values: Floats) -> tuple[Floats, Floats]:
    """What is off the diagonal of the coincidence matrix, and n² - Σ n_k², which is 0 where nothing varied.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: alpha = 1 - (n - 1) off / (n² - Σ n_k²).
    """
    chosen = _sum_over_axis(sums.used, -2)
    rest = values - _sum_over_axis(chosen, -1)
    expect = values**2 - rest**2 - _sum_over_axis(chosen**2, -1)
    return sums.apart, expect


def _sum_over_axis(values: Floats, axis: int) -> Floats:
    """The sum along a short axis, slice by slice: reducing an axis of two or three takes numpy five times as long."""
    slices = iter(np.moveaxis(values, axis, 0))
    first = next(slices, None)
    if first is None:
        return np.asarray(values.sum(axis=axis))
    total = first.copy()
    for each in slices:
        total += each
    return np.asarray(total)


def _correct_for_chance(pa: Floats, pe: Floats) -> Floats:
    """(pa - pe) / (1 - pe). pe is: Gwet (2008) Σ π(1-π) / (q-1); Fleiss (1971) Σ π²; Brennan & Prediger (1981) 1/q."""
    return np.asarray((pa - pe) / (1 - pe))


def _compute_conger_expected(sums: Sums) -> Floats:
    """Conger (1980): Σ over categories of (mean over coders)² - variance / m; for two coders Cohen (1960).

    A coder without a joint unit takes no part.
    """
    took_part = sums.known > 0
    m = _sum_over_axis(took_part.astype(np.float64), -1)
    rates = np.where(took_part[..., None], sums.used / np.where(took_part, sums.known, 1)[..., None], 0.0)
    rest = np.where(took_part, 1 - _sum_over_axis(rates, -1), 0.0)
    every = np.concatenate([rest[..., None], rates], axis=-1)  # (..., K, m, q)
    mean = _sum_over_axis(every, -2) / m[..., None]
    spread = _sum_over_axis(np.where(took_part[..., None], (every - mean[..., None, :]) ** 2, 0.0), -2)
    variance = spread / (m - 1)[..., None]
    expected = _sum_over_axis(mean**2 - variance / m[..., None], -1)
    return np.where(m >= 2, expected, np.nan)
