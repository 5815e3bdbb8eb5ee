"""Agreement on whole label sets, with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.estimates import Estimate, choose_interval
from tipcoder.agreement.label_sets import LabelSets, share_identical
from tipcoder.agreement.multi_valued import compute_mv_alpha
from tipcoder.agreement.replicates import NO_REPLICATES, build_estimates
from tipcoder.agreement.resampling import Draws, Jackknife, estimate_jackknife
from tipcoder.agreement.set_alpha import compute_set_alpha, compute_set_alpha_without
from tipcoder.arrays import Bools, Floats

MOST_SETS = 1_000
"""Distinct label sets up to which they are drawn again; the jackknife takes over above that."""
LARGEST_SET = 8
"""Codes in one set up to which mvα is drawn again as often as all else.

Its cost grows with their cube.
"""
_FEWER_REPLICATES = 200
MV, JACCARD, MASI, EXACT = "mv_alpha", "set_alpha_jaccard", "set_alpha_masi", "set_alpha_exact"
_DISTANCES = {JACCARD: "jaccard", MASI: "masi", EXACT: "exact"}


def estimate_set_figures(
    sets: LabelSets, clusters: NDArray[np.intp], draws: Draws
) -> dict[str, Estimate]:
    """mvα, and α under each distance, by name; `clusters` (units,) are what is drawn again."""
    if not sets.raters.any():
        return dict.fromkeys((MV, *_DISTANCES), Estimate())
    estimates = {MV: _estimate_mv_alpha(sets, clusters, draws)}
    for name, distance in _DISTANCES.items():
        estimates[name] = _estimate_set_alpha(sets, distance, clusters, draws)
    return estimates


def _estimate_mv_alpha(sets: LabelSets, clusters: NDArray[np.intp], draws: Draws) -> Estimate:
    # What a resample costs is known before it is drawn.
    largest = int(sets.members.sum(axis=1).max(initial=0))
    if largest > LARGEST_SET:
        draws = draws._replace(replicates=min(draws.replicates, _FEWER_REPLICATES))
    value = float(compute_mv_alpha(sets)[0])
    return _estimate_figure(value, _draw_figure(draws, clusters, partial(compute_mv_alpha, sets)))


def _estimate_set_alpha(
    sets: LabelSets, distance: str, clusters: NDArray[np.intp], draws: Draws
) -> Estimate:
    # The jackknife is cheap, so that it is always at hand.
    value, without = compute_set_alpha_without(sets, distance, clusters)
    is_joint = np.zeros((len(without), 1), bool)
    # Who has no joint response is in no figure, and leaving them out says nothing.
    is_joint[clusters[sets.raters > 0]] = True
    jackknife = estimate_jackknife(np.array([value]), without[:, None], is_joint)

    replicates = NO_REPLICATES
    if len(sets.members) <= MOST_SETS:
        replicates = _draw_figure(draws, clusters, partial(compute_set_alpha, sets, distance))
    return _estimate_figure(value, replicates, jackknife)


def _draw_figure(
    draws: Draws, clusters: NDArray[np.intp], compute: Callable[[Floats], Floats]
) -> Floats:
    """(replicates, 1): the figure in each resample; `compute` takes weights (replicates, units)."""
    drawn = int(clusters.max(initial=-1)) + 1
    replicates = [NO_REPLICATES]
    for weights in draws.draw_weights(drawn):
        figure = compute(weights[:, clusters])
        replicates.append(figure[:, None])
    return np.concatenate(replicates)


def _estimate_figure(
    value: float, replicates: Floats, jackknife: Jackknife | None = None, *, floor: float = -1.0
) -> Estimate:
    """One estimate, from `replicates` (drawn, 1)."""
    if not len(replicates):
        # Nothing was drawn again, as of too many distinct sets: the jackknife has to do.
        by_jackknife = (math.nan,) * 3 if jackknife is None else jackknife.pick_figure(0)
        return choose_interval(value, (math.nan, math.nan), 0.0, by_jackknife, floor)
    (estimate,) = build_estimates(np.array([value]), replicates, jackknife, floor=floor)
    return estimate


def estimate_identical(sets: LabelSets, clusters: NDArray[np.intp], draws: Draws) -> Estimate:
    """The share of joint responses with the same set of codes from everybody."""
    same = share_identical(sets)
    joint: Bools = np.asarray(~np.isnan(same))
    if not joint.any():
        return Estimate()
    often = sets.unit_weights()

    def compute_weighted_share(weights: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            # A resample may hold no joint response at all: then it has no value.
            counted = weights[:, joint] * often[joint]
            return np.asarray(counted @ same[joint] / counted.sum(axis=1))

    value = float(np.average(same[joint], weights=often[joint]))
    replicates = _draw_figure(draws, clusters, compute_weighted_share)
    return _estimate_figure(value, replicates, floor=0.0)
