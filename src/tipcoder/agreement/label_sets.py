"""Whole label sets: each response has the set of codes that a coder gave it.

The empty set is a value like any other. How far two sets are apart is in `set_distances`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.ratings import UNKNOWN, Ratings
from tipcoder.arrays import Bools, Floats

_COMMON = 20
"""Clusters in which a set occurs once from which on it is common; reading one that is picked takes
as long as adding up so many in a row."""


@dataclass(frozen=True, eq=False)
class LabelSets:
    """Which set each coder gave each unit."""

    members: Bools
    """(sets, labels): the distinct sets."""
    values: NDArray[np.intp]
    """(units, coders): the number of the set, or -1."""
    weights: tuple[float, ...] = ()
    """How much each unit counts; empty where all count alike."""

    def weigh(self, weights: Floats) -> Floats:
        """(replicates, units): how often each unit was drawn, times how much it counts."""
        return self.unit_weights() * weights if self.weights else weights

    def unit_weights(self) -> Floats:
        """(units,): how much each counts, 1 in the mean."""
        return np.asarray(self.weights) if self.weights else np.ones(len(self.values))

    @property
    def raters(self) -> Floats:
        """(units,): coders, 0 where fewer than two."""
        raters = (self.values >= 0).sum(axis=1)
        return np.where(raters >= 2, raters, 0).astype(np.float64)

    @property
    def joint(self) -> Bools:
        """(units, coders): whether the coder gave the unit a set, and another coder did too."""
        return np.asarray((self.values >= 0) & (self.raters > 0)[:, None])


def build_code_sets(ratings: Ratings) -> LabelSets:
    """Sets from presence and absence.

    A coder's set on a unit is known only where every code is known.
    """
    k, n, m = ratings.values.shape
    # There is nothing to pack, and numpy has no type of zero bytes.
    if not k or not n:
        return LabelSets(np.zeros((0, k), bool), np.full((n, m), UNKNOWN, np.intp))

    complete = (ratings.values >= 0).all(axis=0).ravel()  # (n * m,)
    flat = (ratings.values == 1).transpose(1, 2, 0).reshape(n * m, k)
    chosen = flat[complete]

    # As runs of bytes, sets of any number of codes are sorted at once.
    packed = np.ascontiguousarray(np.packbits(chosen, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)

    values = np.full(n * m, UNKNOWN, np.intp)
    values[complete] = number
    weights = tuple(ratings.unit_weights().tolist()) if ratings.weights else ()
    return LabelSets(chosen[first], values.reshape(n, m), weights)


def count_sets(sets: LabelSets, weights: Floats) -> Floats:
    """(replicates, sets): how often each set occurs on joint units.

    Each unit counts as often as its weight, (replicates, units), says.
    """
    kinds = len(sets.members)
    # A unit that one coder coded has no pair of sets, and its set is not expected anywhere.
    unit, coder = np.nonzero(sets.joint)
    value = sets.values[unit, coder]
    counts = np.empty((len(weights), kinds))
    # A row that lies in one piece is read far sooner than one that is spread over the matrix.
    for replicate, row in enumerate(np.ascontiguousarray(weights)):
        counts[replicate] = np.bincount(value, row[unit], minlength=kinds)
    return counts


class DrawnSets:
    """Which sets come with each cluster, so that those of a resample are counted from how often
    each cluster was drawn, and not unit by unit.
    """

    def __init__(self, sets: LabelSets, clusters: NDArray[np.intp]) -> None:
        """`clusters` (units,) are what is drawn again."""
        unit, coder = np.nonzero(sets.joint)
        value = sets.values[unit, coder]
        order = np.argsort(value, kind="stable")
        # Where the numbers of the sets change, the places of the next set begin.
        borders = np.searchsorted(value[order], np.arange(1, len(sets.members)))
        self._clusters = np.split(clusters[unit[order]], borders)
        self._weights = np.split(sets.unit_weights()[unit[order]], borders)
        # Whole numbers give the same sum in any order; of weights the order stays as it was.
        self._is_whole = not sets.weights

    def count_sets(self, often: Floats) -> Floats:
        """(replicates, sets) as `count_sets`, from (replicates, clusters)."""
        counts = np.empty((len(self._clusters), len(often)))
        common = self._list_common_sets(often.shape[1])
        if common:
            columns = [np.bincount(self._clusters[n], minlength=often.shape[1]) for n in common]
            counts[common] = (often @ np.stack(columns, axis=1).astype(often.dtype)).T
        rare = sorted(set(range(len(counts))).difference(common))
        # A row that lies in one piece is read far sooner than one that is spread over the matrix.
        by_cluster = np.ascontiguousarray(often.T) if rare else often
        for number in rare:
            counts[number] = self._weights[number] @ by_cluster[self._clusters[number]]
        return np.ascontiguousarray(counts.T)

    def _list_common_sets(self, drawn: int) -> list[int]:
        """The sets that so many clusters have that all clusters are sooner added up than theirs."""
        if not self._is_whole:
            return []
        sizes = [len(places) for places in self._clusters]
        return [number for number, size in enumerate(sizes) if _COMMON * size > drawn]


def share_identical(sets: LabelSets) -> Floats:
    """(units,): 1 where all coders gave the same set, else 0; NaN where fewer than two coded."""
    known = sets.values >= 0
    top = np.where(known, sets.values, -1).max(axis=1)
    bottom = np.where(known, sets.values, np.iinfo(np.intp).max).min(axis=1)
    return np.where(sets.raters > 0, (top == bottom).astype(np.float64), np.nan)
