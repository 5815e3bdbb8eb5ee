"""Point values, bootstrap and jackknife of every coefficient of every code, in one go and on the same resamples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tipcoder.agreement.coefficients import (
    ALPHA,
    SHARES,
    compute_alpha,
    compute_coefficients,
    macro_alpha,
    pooled_alpha,
)
from tipcoder.agreement.ratings import Flags, Ratings
from tipcoder.agreement.resampling import Draws, estimate_jackknife
from tipcoder.agreement.results import Estimate, choose_interval
from tipcoder.agreement.sums import Floats, Sums, UnitSums, build_unit_sums

POOLED, MACRO = "pooled_alpha", "macro_alpha"
RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's customary thresholds for alpha."""


@dataclass(frozen=True, eq=False)
class AgreementEstimates:
    """Estimates by coefficient and code, and how often alpha reached each threshold."""

    by_name: dict[str, list[Estimate]]
    pooled: Estimate
    macro: Estimate
    reached: dict[float, list[float | None]]
    """Threshold -> per code, the share of replicates in which alpha was at least that."""
    pooled_reached: dict[float, float | None]
    drawn: int


def estimate_agreement(ratings: Ratings, draws: Draws) -> AgreementEstimates:
    """Of all codes of these ratings."""
    sums = build_unit_sums(ratings)
    point = _compute_with_overall(sums.sum_units())
    replicates = _draw_replicates(sums, draws)
    totals = sums.columns.sum(axis=0)
    without = _compute_with_overall(sums.unpack_totals(totals - sums.columns))
    in_code: Flags = np.asarray(sums.unpack_totals(sums.columns).n > 0)
    estimates = {
        name: _build_estimates(name, value, replicates[name], without[name], in_code) for name, value in point.items()
    }
    by_name = {name: found for name, found in estimates.items() if name not in (POOLED, MACRO)}
    thresholds = (RELIABLE, TENTATIVE)
    return AgreementEstimates(
        by_name=by_name,
        pooled=estimates[POOLED][0],
        macro=estimates[MACRO][0],
        reached={least: _find_shares_above(replicates[ALPHA], least) for least in thresholds},
        pooled_reached={least: _find_shares_above(replicates[POOLED], least)[0] for least in thresholds},
        drawn=len(sums.columns),
    )


def estimate_alphas(
    ratings: Ratings, draws: Draws, thresholds: Sequence[float]
) -> tuple[list[Estimate], dict[float, list[float | None]]]:
    """Alpha of each code as `figures` has it, and the share of replicates that reach each threshold."""

    def compute_by_name(sums: Sums) -> dict[str, Floats]:
        return {ALPHA: compute_alpha(sums)}

    sums = build_unit_sums(ratings)
    replicates = _draw_replicates(sums, draws, compute_by_name)[ALPHA]
    without = compute_alpha(sums.unpack_totals(sums.columns.sum(axis=0) - sums.columns))
    in_code: Flags = np.asarray(sums.unpack_totals(sums.columns).n > 0)
    estimates = _build_estimates(ALPHA, compute_alpha(sums.sum_units()), replicates, without, in_code)
    return estimates, {least: _find_shares_above(replicates, least) for least in thresholds}


def _compute_with_overall(sums: Sums) -> dict[str, Floats]:
    found = compute_coefficients(sums)
    return {**found, POOLED: pooled_alpha(sums)[..., None], MACRO: macro_alpha(found[ALPHA])[..., None]}


def _draw_replicates(
    sums: UnitSums, draws: Draws, compute: Callable[[Sums], dict[str, Floats]] = _compute_with_overall
) -> dict[str, Floats]:
    # Single precision for the product alone: whole numbers stay exact, and it halves the time.
    kind = np.float64 if sums.weighted else np.float32
    columns = sums.columns.astype(kind)
    chunks = [
        compute(sums.unpack_totals((weights @ columns).astype(np.float64)))
        for weights in draws.draw_weights(len(columns), kind)
    ]
    if not chunks:
        empty = compute(sums.sum_units())
        return {name: np.full((0, value.shape[-1]), np.nan) for name, value in empty.items()}
    return {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}


def _build_estimates(name: str, value: Floats, replicates: Floats, without: Floats, in_code: Flags) -> list[Estimate]:
    counts: Flags = np.asarray(in_code.any(axis=1, keepdims=True)) if name in (POOLED, MACRO) else in_code
    jack = estimate_jackknife(value, without, counts)
    low, high, undefined = find_interval_ends(replicates)
    floor = 0.0 if name in SHARES else -1.0
    return [
        choose_interval(
            float(value[k]),
            (float(low[k]), float(high[k])),
            float(undefined[k]),
            (float(jack.se[k]), float(jack.low[k]), float(jack.high[k])),
            floor,
        )
        for k in range(len(value))
    ]


def find_interval_ends(replicates: Floats) -> tuple[Floats, Floats, Floats]:
    """The 2.5th and 97.5th percentile of each column and the share of replicates without a value."""
    kinds = replicates.shape[1]
    if not len(replicates):
        return np.full(kinds, np.nan), np.full(kinds, np.nan), np.ones(kinds)
    undefined = np.isnan(replicates).mean(axis=0)
    low, high = np.full(kinds, np.nan), np.full(kinds, np.nan)
    some = undefined < 1
    whole = undefined == 0
    if whole.any():
        low[whole], high[whole] = np.percentile(replicates[:, whole], (2.5, 97.5), axis=0)
    for k in np.flatnonzero(some & ~whole):
        column = replicates[:, k]
        low[k], high[k] = np.percentile(column[~np.isnan(column)], (2.5, 97.5))
    return low, high, undefined


def _find_shares_above(replicates: Floats, least: float) -> list[float | None]:
    defined = ~np.isnan(replicates)
    counts = defined.sum(axis=0)
    above = (np.where(defined, replicates, -2) >= least).sum(axis=0)
    return [float(a / n) if n else None for a, n in zip(above, counts, strict=True)]
