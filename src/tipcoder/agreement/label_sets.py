"""Agreement on whole label sets: each response has the set of codes that a coder gave it; the empty set is a value.

alpha with a distance between sets. The distance has to be named with every figure, because the same data give
different values: identical or not, Jaccard, MASI (Passonneau 2006, 1 - J M), Dice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.ratings import UNKNOWN, Flags, Ratings
from tipcoder.agreement.sums import Floats

DISTANCES = ("jaccard", "masi", "dice", "exact")
_CELLS = 2_000_000
"""Distances held at a time."""


@dataclass(frozen=True, eq=False)
class LabelSets:
    """Which set each coder gave each unit."""

    members: Flags
    """(sets, labels): the distinct sets."""
    values: NDArray[np.intp]
    """(units, coders): the number of the set, or -1."""
    weights: tuple[float, ...] = ()
    """How much each unit counts; empty where all count alike."""

    def unit_weights(self) -> Floats:
        """(units,): how much each counts, 1 in the mean."""
        return np.asarray(self.weights) if self.weights else np.ones(len(self.values))

    @property
    def raters(self) -> Floats:
        """(units,): coders, 0 where fewer than two."""
        raters = (self.values >= 0).sum(axis=1)
        return np.where(raters >= 2, raters, 0).astype(np.float64)


def build_code_sets(ratings: Ratings) -> LabelSets:
    """Sets from presence and absence. A coder's set on a unit is known only where every code is known."""
    k, n, m = ratings.values.shape
    if not k or not n:
        return LabelSets(np.zeros((0, k), bool), np.full((n, m), UNKNOWN, np.intp))
    complete = (ratings.values >= 0).all(axis=0)  # (n, m)
    flat = (ratings.values == 1).transpose(1, 2, 0).reshape(n * m, k)
    chosen = flat[complete.ravel()]
    packed = np.ascontiguousarray(np.packbits(chosen, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)
    values = np.full(n * m, UNKNOWN, np.intp)
    values[complete.ravel()] = number
    weights = tuple(ratings.unit_weights().tolist()) if ratings.weights else ()
    return LabelSets(chosen[first], values.reshape(n, m), weights)


def build_label_sets(rows: Sequence[Sequence[Collection[str] | None]]) -> LabelSets:
    """Sets from a units x coders table of collections of labels, None for "not coded"."""
    labels = sorted({label for row in rows for cell in row if cell is not None for label in cell})
    distinct = sorted({frozenset(cell) for row in rows for cell in row if cell is not None}, key=sorted)
    number = {found: n for n, found in enumerate(distinct)}
    members = np.array([[label in found for label in labels] for found in distinct], bool)
    values = [[UNKNOWN if cell is None else number[frozenset(cell)] for cell in row] for row in rows]
    return LabelSets(members.reshape(len(distinct), len(labels)), np.array(values, np.intp))


def compute_distances(members: Flags, kind: str, others: Flags | None = None) -> Floats:
    """(sets, other sets) between 0 and 1. Two empty sets are the same; an empty one is far from any other."""
    others = members if others is None else others
    size, other_size = members.sum(axis=1, dtype=np.int32), others.sum(axis=1, dtype=np.int32)
    width = int(max(size.max(initial=0), other_size.max(initial=0))) + 1
    # A distance depends on three small numbers: looking it up takes a third of the time of working it out.
    i, j, both = np.ogrid[:width, :width, :width]
    known = _compute_distance(both.astype(np.float64), i.astype(np.float64), j.astype(np.float64), kind)
    place = (members.astype(np.float32) @ others.astype(np.float32).T).astype(np.int32)
    place += (other_size * width)[None, :]
    place += (size * width * width)[:, None]
    return np.asarray(known.ravel().take(place))


def _compute_distance(both: Floats, one: Floats, other: Floats, kind: str) -> Floats:
    """From the sizes of the intersection and of the two sets."""
    either = one + other - both
    same = both == either
    if kind == "exact":
        return np.asarray((~same).astype(np.float64))
    jaccard = np.where(either > 0, both / np.maximum(either, 1), 1.0)
    if kind == "jaccard":
        return np.asarray(1 - jaccard)
    if kind == "dice":
        return np.asarray(np.where(either > 0, 1 - 2 * both / np.maximum(one + other, 1), 0.0))
    smaller = np.minimum(one, other)
    if kind == "masi":
        weight = np.select([same, (both == smaller) & (smaller > 0), both > 0], [1.0, 2 / 3, 1 / 3], 0.0)
        return np.asarray(1 - jaccard * weight)
    if kind == "passonneau_2004":
        # The older scale, under which the empty set is a subset of all; for comparison with published values only.
        return np.asarray(np.select([same, both == smaller, both > 0], [0.0, 1 / 3, 2 / 3], 1.0))
    raise ValueError(f"no distance is called {kind!r}")


def compute_unit_disagreement(sets: LabelSets, kind: str) -> Floats:
    """(units,): the distances between its coders' sets, both ways, over their number but one."""
    out = np.zeros(len(sets.values))
    member = sets.members.astype(np.float64)
    size = member.sum(axis=1)
    m = sets.values.shape[1]
    for a in range(m):
        for b in range(a + 1, m):
            known = np.flatnonzero((sets.values[:, a] >= 0) & (sets.values[:, b] >= 0))
            one, other = sets.values[known, a], sets.values[known, b]
            both = (member[one] * member[other]).sum(axis=1)
            out[known] += 2 * _compute_distance(both, size[one], size[other], kind)
    return np.asarray(out / np.maximum(sets.raters - 1, 1))


def count_sets(sets: LabelSets, weights: Floats) -> Floats:
    """(replicates, sets): how often each set occurs on joint units, each unit as often as its weight says."""
    kinds = len(sets.members)
    joint = (sets.values >= 0) & (sets.raters > 0)[:, None]
    unit = np.broadcast_to(np.arange(len(sets.values))[:, None], joint.shape)[joint]
    value = sets.values[joint]
    return np.array([np.bincount(value, row[unit], minlength=kinds) for row in weights]).reshape(len(weights), kinds)


def compute_set_alpha(sets: LabelSets, kind: str, weights: Floats | None = None) -> Floats:
    """alpha of each replicate, (replicates,); without weights of the data, (1,). NaN where nothing varied."""
    weights = sets.unit_weights() * (np.ones((1, len(sets.values))) if weights is None else weights)
    counts = count_sets(sets, weights)
    expected = (_compute_distance_to_all(sets, kind, counts) * counts).sum(axis=1)
    return _compute_alpha(weights @ compute_unit_disagreement(sets, kind), counts.sum(axis=1), expected)


def _compute_distance_to_all(sets: LabelSets, kind: str, counts: Floats) -> Floats:
    """(replicates, sets): the distance of each set to all values. The matrix of distances may be too large to hold."""
    if kind == "exact":  # the sets are distinct: every other one is as far as any
        return np.asarray(counts.sum(axis=1, keepdims=True) - counts)
    out = np.zeros_like(counts)
    at_a_time = max(_CELLS // max(counts.shape[1], 1), 1)
    for start in range(0, counts.shape[1], at_a_time):
        some = slice(start, start + at_a_time)
        out[:, some] = counts @ compute_distances(sets.members, kind, sets.members[some])
    return out


def _compute_alpha(disagreement: Any, n: Any, expected: Any) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 1e-9, 1 - (n - 1) * disagreement / expected, np.nan))


def compute_set_alpha_without(sets: LabelSets, kind: str, clusters: NDArray[np.intp]) -> tuple[float, Floats]:
    """alpha, and (clusters,) alpha without the units of each cluster: one pass over pairs of sets does for all."""
    often = sets.unit_weights()
    counts = count_sets(sets, often[None])
    to_all = _compute_distance_to_all(sets, kind, counts)[0]
    counts = counts[0]
    raters, apart = sets.raters, compute_unit_disagreement(sets, kind)
    joint = (sets.values >= 0) & (raters > 0)[:, None]
    to_rest = often * np.where(joint, to_all[sets.values], 0.0).sum(axis=1)
    # Distances within what is left out are taken away twice with the rest, and are given back once.
    within = np.bincount(clusters, often**2 * apart * np.maximum(raters - 1, 0))
    raters, disagreement = often * raters, often * apart
    order = np.argsort(clusters, kind="stable")
    for units in np.split(order, np.flatnonzero(np.diff(clusters[order])) + 1):
        if len(units) > 1:
            gone = sets.members[sets.values[units][joint[units]]]
            heavy = np.broadcast_to(often[units][:, None], joint[units].shape)[joint[units]]
            within[clusters[units[0]]] = heavy @ compute_distances(gone, kind) @ heavy
    whole = float(to_all @ counts)
    n, total = counts.sum(), disagreement.sum()
    left = _compute_alpha(
        total - np.bincount(clusters, disagreement),
        n - np.bincount(clusters, raters),
        whole - 2 * np.bincount(clusters, to_rest) + within,
    )
    return float(_compute_alpha(total, n, whole)), left


def share_identical(sets: LabelSets) -> Floats:
    """(units,): 1 where all coders gave the same set, 0 where not, NaN where fewer than two coded."""
    known = sets.values >= 0
    top = np.where(known, sets.values, -1).max(axis=1)
    bottom = np.where(known, sets.values, np.iinfo(np.intp).max).min(axis=1)
    return np.where(sets.raters > 0, (top == bottom).astype(np.float64), np.nan)
