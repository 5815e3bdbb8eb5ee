"""Krippendorff's alpha of whole label sets, with a distance between sets."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.label_sets import LabelSets, count_sets
from tipcoder.agreement.set_distances import compute_distances, compute_unit_disagreement
from tipcoder.arrays import Floats
from tipcoder.slices import iterate_slices

_CELLS = 2_000_000
"""Distances between sets held at a time."""


def compute_set_alpha(sets: LabelSets, kind: str, weights: Floats | None = None) -> Floats:
    """alpha of each replicate, (replicates,), from `weights` (replicates, units).

    Without weights of the data, (1,). NaN where nothing varied.
    """
    if weights is None:
        weights = np.ones((1, len(sets.values)))
    weights = sets.weigh(weights)
    apart = SetDistances(sets, kind)
    return compute_counted_set_alpha(apart, weights @ apart.of_units, count_sets(sets, weights))


class SetDistances:
    """How far the sets of a study are apart, worked out once for all resamples."""

    def __init__(self, sets: LabelSets, kind: str) -> None:
        self.sets = sets
        self.kind = kind

    @cached_property
    def of_units(self) -> Floats:
        """(units,): `compute_unit_disagreement`."""
        return compute_unit_disagreement(self.sets, self.kind)

    @cached_property
    def _of_all(self) -> Floats:
        """(sets, sets), of so few sets that it can be held."""
        return compute_distances(self.sets.members, self.kind)

    @property
    def _may_be_held(self) -> bool:
        return len(self.sets.members) ** 2 <= _CELLS

    def measure_from(self, some: slice) -> Floats:
        """(sets, some sets): from each set to some of them."""
        if self._may_be_held:
            return np.asarray(self._of_all[:, some])
        members = self.sets.members
        return compute_distances(members, self.kind, members[some])

    def measure_among(self, values: NDArray[np.intp]) -> Floats:
        """(groups, values, values): between the values of each group, (groups, values), which are
        numbers of sets.
        """
        if self._may_be_held:
            return np.asarray(self._of_all[values[:, :, None], values[:, None, :]])
        among = [compute_distances(self.sets.members[some], self.kind) for some in values]
        return np.stack(among)


def compute_counted_set_alpha(apart: SetDistances, disagreement: Floats, counts: Floats) -> Floats:
    """`compute_set_alpha` where it is known how often each set occurs: `counts` of `count_sets`.

    `disagreement` (replicates,) is the sum of `SetDistances.of_units`.
    """
    to_all = _compute_distance_to_all(apart, counts)
    return _compute_alpha(disagreement, counts.sum(axis=1), (to_all * counts).sum(axis=1))


def _compute_distance_to_all(apart: SetDistances, counts: Floats) -> Floats:
    """(replicates, sets): the distance of each set to all values."""
    if apart.kind == "exact":
        # The sets are distinct: every other one is as far as any.
        return np.asarray(counts.sum(axis=1, keepdims=True) - counts)
    out = np.zeros_like(counts)
    kinds = counts.shape[1]
    # Some sets at a time: the matrix of distances may be too large to hold.
    for some in iterate_slices(kinds, max(_CELLS // max(kinds, 1), 1)):
        out[:, some] = counts @ apart.measure_from(some)
    return out


def _compute_alpha(disagreement: Any, n: Any, expected: Any) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 1e-9, 1 - (n - 1) * disagreement / expected, np.nan))


def compute_set_alpha_without(
    sets: LabelSets, kind: str, clusters: NDArray[np.intp]
) -> tuple[float, Floats]:
    """alpha, and (clusters,) alpha without the units of each cluster; `clusters` is (units,)."""
    return compute_alpha_without(SetDistances(sets, kind), clusters)


def compute_alpha_without(
    distances: SetDistances, clusters: NDArray[np.intp]
) -> tuple[float, Floats]:
    """`compute_set_alpha_without` where the distances are at hand.

    One pass over pairs of sets does for all of them.
    """
    sets = distances.sets
    often = sets.unit_weights()
    by_set = count_sets(sets, often[None])
    to_all = _compute_distance_to_all(distances, by_set)[0]
    counts = by_set[0]
    apart = distances.of_units
    raters, disagreement = often * sets.raters, often * apart

    # The expected disagreement of everybody, of which each cluster takes away a part.
    whole = float(to_all @ counts)
    n, total = counts.sum(), disagreement.sum()
    to_rest = often * np.where(sets.joint, to_all[sets.values], 0.0).sum(axis=1)
    # Distances within what is left out are taken away twice with the rest, and are given back once.
    within = _sum_within_clusters(distances, clusters)
    without = _compute_alpha(
        total - np.bincount(clusters, disagreement),
        n - np.bincount(clusters, raters),
        whole - 2 * np.bincount(clusters, to_rest) + within,
    )
    return float(_compute_alpha(total, n, whole)), without


def _sum_within_clusters(distances: SetDistances, clusters: NDArray[np.intp]) -> Floats:
    """(clusters,): the distances of all values of a cluster to each other."""
    sets = distances.sets
    often, joint = sets.unit_weights(), sets.joint
    of_units = often**2 * distances.of_units * np.maximum(sets.raters - 1, 0)
    within = np.bincount(clusters, of_units).astype(np.float64)

    # In a cluster of several units the values of one are compared with those of the others too.
    several = np.bincount(clusters)[clusters] > 1
    unit, coder = np.nonzero(joint & several[:, None])
    # Values of one cluster are together after sorting.
    order = np.argsort(clusters[unit], kind="stable")
    values, heavy = sets.values[unit, coder][order], often[unit][order]
    numbers, first, size = np.unique(clusters[unit][order], return_index=True, return_counts=True)
    for width in np.unique(size):
        # Clusters of one size are worked out together, as many as can be held.
        alike = np.flatnonzero(size == width)
        for some in iterate_slices(len(alike), max(_CELLS // int(width) ** 2, 1)):
            places = first[alike[some]][:, None] + np.arange(width)
            among = distances.measure_among(values[places])
            weights = heavy[places]
            within[numbers[alike[some]]] = ((among @ weights[:, :, None])[:, :, 0] * weights).sum(1)
    # A cluster of several units none of which is joint has no distances.
    return within
