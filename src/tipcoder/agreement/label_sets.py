"""Whole label sets: each response has the set of codes that a coder gave it.

The empty set is a value like any other. How far two sets are apart is in `set_distances`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.ratings import UNKNOWN, Ratings
from tipcoder.arrays import Bools, Floats

_COMMON = 20
"""Clusters in which a set occurs once from which on it is common; reading one that is picked takes
as long as adding up so many in a row."""


class SetPairs(NamedTuple):
    """What sets two coders gave the units that both coded, every pair of sets once."""

    units: NDArray[np.intp]
    """(joint units,): the units that both coded."""
    sets: tuple[NDArray[np.intp], NDArray[np.intp]]
    """(pairs,) each: the set of the one coder, and of the other."""
    number: NDArray[np.intp]
    """(joint units,): which pair each of `units` has."""


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

    @cached_property
    def pairs(self) -> Sequence[SetPairs]:
        """For every two coders; there are far fewer pairs of sets than units."""
        found = []
        kinds = len(self.members)
        for a, b in combinations(range(self.values.shape[1]), 2):
            one, other = self.values[:, a], self.values[:, b]
            units = np.flatnonzero((one >= 0) & (other >= 0))
            together = one[units] * kinds + other[units]
            distinct, number = np.unique(together, return_inverse=True)
            found.append(SetPairs(units, np.divmod(distinct, kinds), number))
        return found

    @cached_property
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

    def __init__(
        self, sets: LabelSets, clusters: NDArray[np.intp], kind: type[np.floating[Any]] = np.float64
    ) -> None:
        """`clusters` (units,) are what is drawn again; `kind` is the precision of counts."""
        unit, coder = np.nonzero(sets.joint)
        value = sets.values[unit, coder]
        order = np.argsort(value, kind="stable")
        # Where the numbers of the sets change, the places of the next set begin.
        borders = np.searchsorted(value[order], np.arange(1, len(sets.members)))
        weights = sets.unit_weights().astype(kind)
        self._clusters = np.split(clusters[unit[order]], borders)
        self._weights = np.split(weights[unit[order]], borders)
        drawn = int(clusters.max(initial=-1)) + 1
        # Whole numbers give the same sum in any order; of weights the order stays as it was.
        self._common = [] if sets.weights else self._list_common_sets(drawn)
        self._rare = sorted(set(range(len(sets.members))).difference(self._common))
        self._columns = np.empty((drawn, len(self._common)), kind)
        for column, number in zip(self._columns.T, self._common, strict=True):
            column[:] = np.bincount(self._clusters[number], minlength=drawn)

    def count_sets(self, often: NDArray[np.floating[Any]]) -> Floats:
        """(replicates, sets) as `count_sets`, from (replicates, clusters)."""
        counts = np.empty((len(self._clusters), len(often)))
        counts[self._common] = (often @ self._columns).T
        # A row that lies in one piece is read far sooner than one that is spread over the matrix.
        by_cluster = np.ascontiguousarray(often.T) if self._rare else often
        for number in self._rare:
            counts[number] = self._weights[number] @ by_cluster[self._clusters[number]]
        return np.ascontiguousarray(counts.T)

    def _list_common_sets(self, drawn: int) -> list[int]:
        """The sets that so many clusters have that all clusters are sooner added up than theirs."""
        sizes = [len(places) for places in self._clusters]
        return [number for number, size in enumerate(sizes) if _COMMON * size > drawn]


def share_identical(sets: LabelSets) -> Floats:
    """(units,): 1 where all coders gave the same set, else 0; NaN where fewer than two coded."""
    known = sets.values >= 0
    top = np.where(known, sets.values, -1).max(axis=1)
    bottom = np.where(known, sets.values, np.iinfo(np.intp).max).min(axis=1)
    return np.where(sets.raters > 0, (top == bottom).astype(np.float64), np.nan)
