"""Point values, bootstrap and jackknife of every coefficient, in one go.

All coefficients are computed on the same resamples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.coefficients import (
    ALPHA,
    SHARES,
    compute_alpha,
    compute_coefficients,
    macro_alpha,
    pooled_alpha,
)
from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicates import build_estimates, find_shares_reaching
from tipcoder.agreement.resampling import Draws, estimate_jackknife
from tipcoder.agreement.sums import Sums, UnitSums, build_unit_sums
from tipcoder.arrays import Bools, Floats
from tipcoder.slices import iterate_slices

POOLED, MACRO = "pooled_alpha", "macro_alpha"
RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's customary thresholds for alpha."""
_CELLS = 500_000
"""Sums worked on at a time."""
Item = TypeVar("Item")
Figures = dict[str, Floats]
"""Values by the name of the coefficient, of any leading shape: (..., K) for codes that differ."""


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
    compute = partial(_compute_with_overall, sums.place)
    # One set of resamples serves all codes, so that figures of codes can be compared.
    replicates = _draw_replicates(sums, draws, compute)
    estimates = _estimate_figures(sums, replicates, compute)
    # What is of all codes together is not of any one of them.
    pooled = estimates.pop(POOLED)
    macro = estimates.pop(MACRO)

    reached = {}
    pooled_reached = {}
    for least in (RELIABLE, TENTATIVE):
        shares = find_shares_reaching(replicates[ALPHA], least)
        reached[least] = _hand_out(shares, sums.place)
        pooled_reached[least] = find_shares_reaching(replicates[POOLED], least)[0]

    return AgreementEstimates(
        by_name={name: _hand_out(found, sums.place) for name, found in estimates.items()},
        pooled=pooled[0],
        macro=macro[0],
        reached=reached,
        pooled_reached=pooled_reached,
        drawn=len(sums.columns),
    )


def estimate_alphas(
    ratings: Ratings, draws: Draws, thresholds: Sequence[float]
) -> tuple[list[Estimate], dict[float, list[float | None]]]:
    """Alpha of each code as `estimate_agreement` has it, without the other coefficients.

    The second result is, for each threshold and code, the share of replicates that reach it.
    """
    sums = build_unit_sums(ratings)
    replicates = _draw_replicates(sums, draws, _compute_alpha_only)
    estimates = _estimate_figures(sums, replicates, _compute_alpha_only)
    reached = {}
    for least in thresholds:
        shares = find_shares_reaching(replicates[ALPHA], least)
        reached[least] = _hand_out(shares, sums.place)
    return _hand_out(estimates[ALPHA], sums.place), reached


def _hand_out(found: Sequence[Item], place: NDArray[np.intp]) -> list[Item]:
    """For each code what was found of those that are alike."""
    return [found[at] for at in place]


def _compute_with_overall(place: NDArray[np.intp], sums: Sums) -> Figures:
    """Every coefficient of each code that differs from the others, and two of all codes together:
    (..., 1). `place` (codes,) says which of them each code is.
    """
    found = compute_coefficients(sums)
    pooled = pooled_alpha(sums, place)[..., None]
    macro = macro_alpha(np.take(found[ALPHA], place, axis=-1))[..., None]
    return {**found, POOLED: pooled, MACRO: macro}


def _compute_alpha_only(sums: Sums) -> Figures:
    return {ALPHA: compute_alpha(sums)}


def _draw_replicates(sums: UnitSums, draws: Draws, compute: Callable[[Sums], Figures]) -> Figures:
    """(replicates, K) of every figure that `compute` gives."""
    # Single precision for the product alone: whole numbers stay exact, and it halves the time.
    kind = np.float64 if sums.weighted else np.float32
    columns: NDArray[np.floating[Any]] = sums.columns.astype(kind, copy=False)
    chunks = []
    for weights in draws.draw_weights(len(columns), kind):
        totals = (weights @ columns).astype(np.float64)
        chunks.append(compute(sums.unpack_totals(totals)))

    if not chunks:
        of_data = compute(sums.unpack_totals(sums.sum_columns()))
        return {name: np.full((0, value.shape[-1]), np.nan) for name, value in of_data.items()}

    replicates = {}
    for name in chunks[0]:
        replicates[name] = np.concatenate([chunk[name] for chunk in chunks])
    return replicates


def _compute_without_each(sums: UnitSums, compute: Callable[[Sums], Figures]) -> Figures:
    """(drawn, K) of every figure, each without one response (or respondent)."""
    # The sums without one response are the sums of all less its own.
    totals = sums.sum_columns()
    parts = []
    # Some at a time: what a figure is worked out from takes many times its room.
    for some in iterate_slices(len(sums.columns), max(_CELLS // max(len(totals), 1), 1)):
        parts.append(compute(sums.unpack_totals(totals - sums.columns[some])))
    if not parts:
        return compute(sums.unpack_totals(sums.columns))
    joined = {}
    for name in parts[0]:
        joined[name] = np.concatenate([part[name] for part in parts])
    return joined


def _estimate_figures(
    sums: UnitSums, replicates: Figures, compute: Callable[[Sums], Figures]
) -> dict[str, list[Estimate]]:
    """Values of the data with bootstrap and jackknife, by name and code."""
    values = compute(sums.unpack_totals(sums.sum_columns()))
    without = _compute_without_each(sums, compute)
    in_code = sums.find_joint()
    in_any: Bools = np.asarray(in_code.any(axis=1, keepdims=True))

    estimates = {}
    for name, value in values.items():
        counts = in_any if name in (POOLED, MACRO) else in_code
        jackknife = estimate_jackknife(value, without[name], counts)
        # A jackknife may leave the range of the coefficient.
        floor = 0.0 if name in SHARES else -1.0
        estimates[name] = build_estimates(value, replicates[name], jackknife, floor=floor)
    return estimates
