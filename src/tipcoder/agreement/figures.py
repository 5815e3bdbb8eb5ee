"""Point values, bootstrap and jackknife of every coefficient of every code, in one go and on the same resamples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tipcoder.agreement.coefficients import ALPHA, SHARES, alpha_alone, coefficients, macro_alpha, pooled_alpha
from tipcoder.agreement.ratings import Flags, Ratings
from tipcoder.agreement.resampling import Draws, jackknife
from tipcoder.agreement.results import Estimate, chosen_interval
from tipcoder.agreement.sums import Floats, Sums, UnitSums, unit_sums

POOLED, MACRO = "pooled_alpha", "macro_alpha"
RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's customary thresholds for alpha."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Estimates by coefficient and code, and how often alpha reached each threshold."""

    by_name: dict[str, list[Estimate]]
    pooled: Estimate
    macro: Estimate
    reached: dict[float, list[float | None]]
    """Threshold -> per code, the share of replicates in which alpha was at least that."""
    pooled_reached: dict[float, float | None]
    drawn: int


def figures(ratings: Ratings, draws: Draws) -> Figures:
    """Of all codes of these ratings."""
    sums = unit_sums(ratings)
    point = _with_overall(sums.total())
    replicates = _bootstrap(sums, draws)
    totals = sums.columns.sum(axis=0)
    without = _with_overall(sums.unpacked(totals - sums.columns))
    in_code: Flags = np.asarray(sums.unpacked(sums.columns).n > 0)
    estimates = {
        name: _estimates(name, value, replicates[name], without[name], in_code) for name, value in point.items()
    }
    by_name = {name: found for name, found in estimates.items() if name not in (POOLED, MACRO)}
    thresholds = (RELIABLE, TENTATIVE)
    return Figures(
        by_name=by_name,
        pooled=estimates[POOLED][0],
        macro=estimates[MACRO][0],
        reached={least: _share_above(replicates[ALPHA], least) for least in thresholds},
        pooled_reached={least: _share_above(replicates[POOLED], least)[0] for least in thresholds},
        drawn=len(sums.columns),
    )


def alphas(
    ratings: Ratings, draws: Draws, thresholds: Sequence[float]
) -> tuple[list[Estimate], dict[float, list[float | None]]]:
    """Alpha of each code as `figures` has it, and the share of replicates that reach each threshold."""

    def compute(sums: Sums) -> dict[str, Floats]:
        return {ALPHA: alpha_alone(sums)}

    sums = unit_sums(ratings)
    replicates = _bootstrap(sums, draws, compute)[ALPHA]
    without = alpha_alone(sums.unpacked(sums.columns.sum(axis=0) - sums.columns))
    in_code: Flags = np.asarray(sums.unpacked(sums.columns).n > 0)
    estimates = _estimates(ALPHA, alpha_alone(sums.total()), replicates, without, in_code)
    return estimates, {least: _share_above(replicates, least) for least in thresholds}


def _with_overall(sums: Sums) -> dict[str, Floats]:
    found = coefficients(sums)
    return {**found, POOLED: pooled_alpha(sums)[..., None], MACRO: macro_alpha(found[ALPHA])[..., None]}


def _bootstrap(
    sums: UnitSums, draws: Draws, compute: Callable[[Sums], dict[str, Floats]] = _with_overall
) -> dict[str, Floats]:
    # Single precision for the product alone: whole numbers stay exact, and it halves the time.
    kind = np.float64 if sums.weighted else np.float32
    columns = sums.columns.astype(kind)
    chunks = [
        compute(sums.unpacked((weights @ columns).astype(np.float64))) for weights in draws.weights(len(columns), kind)
    ]
    if not chunks:
        empty = compute(sums.total())
        return {name: np.full((0, value.shape[-1]), np.nan) for name, value in empty.items()}
    return {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}


def _estimates(name: str, value: Floats, replicates: Floats, without: Floats, in_code: Flags) -> list[Estimate]:
    counts: Flags = np.asarray(in_code.any(axis=1, keepdims=True)) if name in (POOLED, MACRO) else in_code
    jack = jackknife(value, without, counts)
    low, high, undefined = ends(replicates)
    floor = 0.0 if name in SHARES else -1.0
    return [
        chosen_interval(
            float(value[k]),
            (float(low[k]), float(high[k])),
            float(undefined[k]),
            (float(jack.se[k]), float(jack.low[k]), float(jack.high[k])),
            floor,
        )
        for k in range(len(value))
    ]


def ends(replicates: Floats) -> tuple[Floats, Floats, Floats]:
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


def _share_above(replicates: Floats, least: float) -> list[float | None]:
    defined = ~np.isnan(replicates)
    counts = defined.sum(axis=0)
    above = (np.where(defined, replicates, -2) >= least).sum(axis=0)
    return [float(a / n) if n else None for a, n in zip(above, counts, strict=True)]
