"""Agreement on whole label sets, with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.estimates import Estimate, choose_interval
from tipcoder.agreement.label_sets import DrawnSets, LabelSets, share_identical
from tipcoder.agreement.multi_valued import compute_counted_mv_alpha, compute_mv_alpha
from tipcoder.agreement.replicates import NO_REPLICATES, build_estimates
from tipcoder.agreement.resampling import Draws, Jackknife, estimate_jackknife
from tipcoder.agreement.set_alpha import (
    SetDistances,
    compute_alpha_without,
    compute_counted_set_alpha,
)
from tipcoder.agreement.set_distances import compute_unit_disagreement
from tipcoder.arrays import Bools, Floats

MOST_SETS = 1_000
"""Distinct label sets up to which they are drawn again; the jackknife takes over above that."""
LARGEST_SET = 8
"""Codes in one set up to which mvα is drawn again as often as all else.

Its cost grows with their cube.
"""
_FEWER_REPLICATES = 200
MV, JACCARD, MASI, EXACT = "mv_alpha", "set_alpha_jaccard", "set_alpha_masi", "set_alpha_exact"
IDENTICAL = "identical"
_DISTANCES = {JACCARD: "jaccard", MASI: "masi", EXACT: "exact"}


class _CountedFigure(NamedTuple):
    """A figure of resamples that rests on sums over units and on how often each set occurs."""

    of_units: Sequence[Floats]
    """What is summed, (units,) each."""
    compute: Callable[[Sequence[Floats], Floats], Floats]
    """(replicates,) from these sums, (replicates,) each, and from the counts of `count_sets`."""


def estimate_set_figures(
    sets: LabelSets, clusters: NDArray[np.intp], draws: Draws
) -> dict[str, Estimate]:
    """mvα, α under each distance, and the share of joint responses with the same set of codes from
    everybody, by name.

    `clusters` (units,) are what is drawn again.
    """
    if not sets.raters.any():
        return dict.fromkeys((MV, *_DISTANCES, IDENTICAL), Estimate())
    mv_alpha = _CountedFigure(
        (compute_unit_disagreement(sets, "dice"),),
        lambda sums, counts: compute_counted_mv_alpha(sets, sums[0], counts),
    )
    apart = {name: SetDistances(sets, distance) for name, distance in _DISTANCES.items()}
    same = share_identical(sets)
    joint: Bools = np.asarray(~np.isnan(same))
    is_same = np.where(joint, same, 0.0)
    identical = _CountedFigure((is_same, joint.astype(np.float64)), _compute_identical)
    together = {IDENTICAL: identical}
    if len(sets.members) <= MOST_SETS:
        for name, distances in apart.items():
            together[name] = _CountedFigure(
                (distances.of_units,), partial(_compute_set_alpha, distances)
            )

    # What a resample costs is known before it is drawn.
    replicates: dict[str, Floats] = dict.fromkeys(_DISTANCES, NO_REPLICATES)
    if int(sets.members.sum(axis=1).max(initial=0)) > LARGEST_SET:
        fewer = draws._replace(replicates=min(draws.replicates, _FEWER_REPLICATES))
        replicates |= _draw_figures(sets, clusters, fewer, {MV: mv_alpha})
    else:
        together[MV] = mv_alpha
    replicates |= _draw_figures(sets, clusters, draws, together)

    estimates = {MV: _estimate_figure(float(compute_mv_alpha(sets)[0]), replicates[MV])}
    for name, distances in apart.items():
        estimates[name] = _estimate_set_alpha(distances, clusters, replicates[name])
    value = float(np.average(same[joint], weights=sets.unit_weights()[joint]))
    estimates[IDENTICAL] = _estimate_figure(value, replicates[IDENTICAL], floor=0.0)
    return estimates


def _estimate_set_alpha(
    distances: SetDistances, clusters: NDArray[np.intp], replicates: Floats
) -> Estimate:
    # The jackknife is cheap, so that it is always at hand.
    value, without = compute_alpha_without(distances, clusters)
    is_joint = np.zeros((len(without), 1), bool)
    # Who has no joint response is in no figure, and leaving them out says nothing.
    is_joint[clusters[distances.sets.raters > 0]] = True
    jackknife = estimate_jackknife(np.array([value]), without[:, None], is_joint)
    return _estimate_figure(value, replicates, jackknife)


def _draw_figures(
    sets: LabelSets,
    clusters: NDArray[np.intp],
    draws: Draws,
    figures: Mapping[str, _CountedFigure],
) -> dict[str, Floats]:
    """(replicates, 1) of each figure, all of them in the same resamples.

    What a resample takes is drawing it and counting its sets, which is done once for all figures.
    """
    found: dict[str, list[Floats]] = {name: [NO_REPLICATES] for name in figures}
    drawn = int(clusters.max(initial=-1)) + 1
    # In single precision whole numbers stay exact, and are counted in half the time.
    kind = np.float64 if sets.weights else np.float32
    drawn_sets = DrawnSets(sets, clusters, kind)
    unit_weights = sets.unit_weights()
    by_cluster: dict[str, list[NDArray[np.floating[Any]]]] = {}
    for name, figure in figures.items():
        sums = [np.bincount(clusters, unit_weights * one, drawn) for one in figure.of_units]
        # Distances between sets may be fractions, and these are added up in double precision.
        by_cluster[name] = [one.astype(np.float64 if np.any(one % 1) else kind) for one in sums]
    kinds = {one.dtype.type for sums in by_cluster.values() for one in sums}

    for often in draws.draw_weights(drawn, kind) if figures else ():
        counts = drawn_sets.count_sets(often)
        of_kind = {each: often.astype(each, copy=False) for each in kinds}
        for name, figure in figures.items():
            drawn_sums = [
                (of_kind[one.dtype.type] @ one).astype(np.float64) for one in by_cluster[name]
            ]
            found[name].append(figure.compute(drawn_sums, counts)[:, None])
    return {name: np.concatenate(parts) for name, parts in found.items()}


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


def _compute_identical(sums: Sequence[Floats], _counts: Floats) -> Floats:
    """(replicates,): the share of joint responses that are the same, from both numbers."""
    same, joint = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        # A resample may hold no joint response at all: then it has no value.
        return np.asarray(same / joint)


def _compute_set_alpha(apart: SetDistances, sums: Sequence[Floats], counts: Floats) -> Floats:
    return compute_counted_set_alpha(apart, sums[0], counts)
