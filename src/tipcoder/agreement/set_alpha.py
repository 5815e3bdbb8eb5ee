"""Krippendorff's alpha of whole label sets, with a distance between sets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.label_sets import LabelSets, count_sets
from tipcoder.agreement.set_distances import compute_distances, compute_unit_disagreement
from tipcoder.arrays import Floats
from tipcoder.slices import iterate_slices

_CELLS = 2_000_000
"""Distances held at a time."""


def compute_set_alpha(sets: LabelSets, kind: str, weights: Floats | None = None) -> Floats:
    """alpha of each replicate, (replicates,), from `weights` (replicates, units).

    Without weights of the data, (1,). NaN where nothing varied.
    """
    if weights is None:
        weights = np.ones((1, len(sets.values)))
    # How often a unit was drawn, times how much it counts.
    weights = sets.unit_weights() * weights
    counts = count_sets(sets, weights)
    to_all = _compute_distance_to_all(sets, kind, counts)
    disagreement = weights @ compute_unit_disagreement(sets, kind)
    return _compute_alpha(disagreement, counts.sum(axis=1), (to_all * counts).sum(axis=1))


def _compute_distance_to_all(sets: LabelSets, kind: str, counts: Floats) -> Floats:
    """(replicates, sets): the distance of each set to all values."""
    if kind == "exact":
        # The sets are distinct: every other one is as far as any.
        return np.asarray(counts.sum(axis=1, keepdims=True) - counts)
    out = np.zeros_like(counts)
    kinds = counts.shape[1]
    # Some sets at a time: the matrix of distances may be too large to hold.
    for some in iterate_slices(kinds, max(_CELLS // max(kinds, 1), 1)):
        out[:, some] = counts @ compute_distances(sets.members, kind, sets.members[some])
    return out


def _compute_alpha(disagreement: Any, n: Any, expected: Any) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 1e-9, 1 - (n - 1) * disagreement / expected, np.nan))


def compute_set_alpha_without(
    sets: LabelSets, kind: str, clusters: NDArray[np.intp]
) -> tuple[float, Floats]:
    """alpha, and (clusters,) alpha without the units of each cluster; `clusters` is (units,).

    One pass over pairs of sets does for all of them.
    """
    often = sets.unit_weights()
    by_set = count_sets(sets, often[None])
    to_all = _compute_distance_to_all(sets, kind, by_set)[0]
    counts = by_set[0]
    apart = compute_unit_disagreement(sets, kind)
    raters, disagreement = often * sets.raters, often * apart

    # The expected disagreement of everybody, of which each cluster takes away a part.
    whole = float(to_all @ counts)
    n, total = counts.sum(), disagreement.sum()
    to_rest = often * np.where(sets.joint, to_all[sets.values], 0.0).sum(axis=1)
    # Distances within what is left out are taken away twice with the rest, and are given back once.
    within = _sum_within_clusters(sets, kind, clusters, apart)
    without = _compute_alpha(
        total - np.bincount(clusters, disagreement),
        n - np.bincount(clusters, raters),
        whole - 2 * np.bincount(clusters, to_rest) + within,
    )
    return float(_compute_alpha(total, n, whole)), without


def _sum_within_clusters(
    sets: LabelSets, kind: str, clusters: NDArray[np.intp], apart: Floats
) -> Floats:
    """(clusters,): the distances of all values of a cluster to each other."""
    often, joint = sets.unit_weights(), sets.joint
    of_units = often**2 * apart * np.maximum(sets.raters - 1, 0)
    within = np.bincount(clusters, of_units).astype(np.float64)

    # In a cluster of several units the values of one are compared with those of the others too.
    # Units of one cluster are together after sorting, and are split where the number changes.
    order = np.argsort(clusters, kind="stable")
    first_of_each = np.flatnonzero(np.diff(clusters[order])) + 1
    for units in np.split(order, first_of_each):
        if len(units) > 1:
            is_joint = joint[units]
            members = sets.members[sets.values[units][is_joint]]
            heavy = np.broadcast_to(often[units][:, None], is_joint.shape)[is_joint]
            within[clusters[units[0]]] = heavy @ compute_distances(members, kind) @ heavy
    return within
