"""Krippendorff & Craggs (2016), The reliability of multi-valued coding of data: nominal mv-alpha.

Observed: Dice distances between the sets of codes that coders gave. Expected: the distances between
sets of the sizes that occur, filled with labels by their frequency and without replacement.
Enumerating pairs of sets takes hours for 30 codes; here they are summed as coefficients of the
polynomial prod(1 + n x + n y + n (n-1) x y z) over labels, in which x and y count the members of
the two sets and z those in both.
"""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.label_sets import LabelSets, count_sets
from tipcoder.agreement.set_distances import compute_unit_disagreement
from tipcoder.arrays import Floats


def compute_mv_alpha(sets: LabelSets, weights: Floats | None = None) -> Floats:
    """mv-alpha of each replicate, (replicates,), from `weights` (replicates, units).

    Without weights of the data, (1,). NaN where nothing is expected.
    """
    if weights is None:
        weights = np.ones((1, len(sets.values)))
    weights = sets.weigh(weights)
    observed = weights @ compute_unit_disagreement(sets, "dice")
    return compute_counted_mv_alpha(sets, observed, count_sets(sets, weights))


def compute_counted_mv_alpha(sets: LabelSets, observed: Floats, counts: Floats) -> Floats:
    """The same where it is known how often each set occurs: `counts` of `count_sets`.

    `observed` (replicates,) is the sum of Dice distances in units.
    """
    values = counts.sum(axis=1)
    labels = counts @ sets.members.astype(np.float64)
    of_size = _count_sizes(sets, counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = _compute_expected(labels, of_size / values[:, None])
        return np.asarray(np.where(expected > 0, 1 - observed / values / expected, np.nan))


def compute_mv_disagreement(sets: LabelSets) -> tuple[float, float]:
    """D_o and D_e of the data."""
    weights = np.ones((1, len(sets.values)))
    counts = count_sets(sets, weights)
    observed = (weights @ compute_unit_disagreement(sets, "dice"))[0] / counts.sum()

    labels = counts @ sets.members.astype(np.float64)
    expected = _compute_expected(labels, _count_sizes(sets, counts) / counts.sum())
    return float(observed), float(expected[0])


def _count_sizes(sets: LabelSets, counts: Floats) -> Floats:
    """(replicates, sizes): how many sets have each size from 0, from (replicates, sets)."""
    sizes = sets.members.sum(axis=1)
    # The expectation depends on how large sets are, and not on which codes are in them.
    of_size = np.empty((len(counts), int(sizes.max(initial=0)) + 1))
    for size in range(of_size.shape[1]):
        of_size[:, size] = counts[:, sizes == size].sum(axis=1)
    return of_size


def _compute_expected(labels: Floats, of_size: Floats) -> Floats:
    """D_e per replicate from label counts (replicates, labels) and shares of set sizes."""
    pairs = _weigh_pairs_by_overlap(labels, of_size.shape[1] - 1)
    size = np.arange(of_size.shape[1])
    i, j, t = size[:, None, None], size[None, :, None], size[None, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(i + j > 0, 1 - 2 * t / np.maximum(i + j, 1), 0.0)
        mean = (pairs * distance).sum(axis=-1) / pairs.sum(axis=-1)

    # How often sets of both sizes meet.
    together = of_size[:, :, None] * of_size[:, None, :]
    # Sizes that no two sets can have together (a label in both that occurs once) are expected to
    # differ in nothing.
    return np.asarray((np.nan_to_num(mean) * together).sum(axis=(1, 2)))


def _weigh_pairs_by_overlap(labels: Floats, largest: int) -> Floats:
    """(replicates, size, size, overlap): weights of all pairs of sets.

    They are scaled alike for each pair of sizes, so that large counts do not overflow.
    """
    # Products of thirty counts are beyond the range of a float.
    scale = np.maximum(labels.max(axis=1, initial=1), 1)
    found = np.zeros((len(labels), largest + 1, largest + 1, largest + 1))
    found[:, 0, 0, 0] = 1
    for label in range(labels.shape[1]):
        often = labels[:, label]
        one = (often / scale)[:, None, None, None]
        # A label that occurs once cannot be in both sets; in a resample counts stay whole, unless
        # units have weights.
        both = (often * np.maximum(often - 1, 0) / scale**2)[:, None, None, None]
        # Each label is in neither set, in one of them, or in both.
        before = found.copy()
        found[:, 1:] += one * before[:, :-1]
        found[:, :, 1:] += one * before[:, :, :-1]
        found[:, 1:, 1:, 1:] += both * before[:, :-1, :-1, :-1]
    return found
