"""Krippendorff & Craggs (2016), The reliability of multi-valued coding of data: mv-alpha for nominal values.

Observed: Dice distances between the sets of codes that coders gave. Expected: the distances between sets of the sizes
that occur, filled with labels by their frequency and without replacement. Enumerating pairs of sets takes hours for
30 codes; here they are summed as coefficients of the polynomial prod(1 + n x + n y + n (n-1) x y z) over labels, in
which x and y count the members of the two sets and z those in both.
"""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.label_sets import LabelSets, compute_unit_disagreement, count_sets
from tipcoder.agreement.sums import Floats


def compute_mv_alpha(sets: LabelSets, weights: Floats | None = None) -> Floats:
    """mv-alpha of each replicate, (replicates,); without weights of the data, (1,). NaN where nothing is expected."""
    weights = sets.unit_weights() * (np.ones((1, len(sets.values))) if weights is None else weights)
    counts = count_sets(sets, weights)
    values = counts.sum(axis=1)
    observed = weights @ compute_unit_disagreement(sets, "dice")
    member = sets.members.astype(np.float64)
    sizes = sets.members.sum(axis=1)
    largest = int(sizes.max(initial=0))
    of_size = np.stack([counts[:, sizes == size].sum(axis=1) for size in range(largest + 1)], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = _compute_expected(counts @ member, of_size / values[:, None])
        return np.asarray(np.where(expected > 0, 1 - observed / values / expected, np.nan))


def compute_mv_disagreement(sets: LabelSets) -> tuple[float, float]:
    """D_o and D_e of the data."""
    weights = np.ones((1, len(sets.values)))
    counts = count_sets(sets, weights)
    observed = (weights @ compute_unit_disagreement(sets, "dice"))[0] / counts.sum()
    sizes = sets.members.sum(axis=1)
    of_size = np.array([[counts[:, sizes == size].sum() for size in range(int(sizes.max(initial=0)) + 1)]])
    expected = _compute_expected(counts @ sets.members.astype(np.float64), of_size / counts.sum())
    return float(observed), float(expected[0])


def _compute_expected(labels: Floats, of_size: Floats) -> Floats:
    """D_e per replicate from label counts (replicates, labels) and shares of set sizes (replicates, sizes)."""
    pairs = _weigh_pairs_by_overlap(labels, of_size.shape[1] - 1)
    size = np.arange(of_size.shape[1])
    i, j, t = size[:, None, None], size[None, :, None], size[None, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(i + j > 0, 1 - 2 * t / np.maximum(i + j, 1), 0.0)
        mean = (pairs * distance).sum(axis=-1) / pairs.sum(axis=-1)
    together = of_size[:, :, None] * of_size[:, None, :]
    # Sizes that no two sets can have together (a label in both that occurs once) are expected to differ in nothing.
    return np.asarray((np.nan_to_num(mean) * together).sum(axis=(1, 2)))


def _weigh_pairs_by_overlap(labels: Floats, largest: int) -> Floats:
    """(replicates, size, size, overlap): weights of all pairs of sets, scaled alike for each pair of sizes."""
    scale = np.maximum(labels.max(axis=1, initial=1), 1)
    found = np.zeros((len(labels), largest + 1, largest + 1, largest + 1))
    found[:, 0, 0, 0] = 1
    for label in range(labels.shape[1]):
        often = labels[:, label]
        one = (often / scale)[:, None, None, None]
        # A label that occurs once cannot be in both sets; in a resample counts stay whole, unless units have weights.
        both = (often * np.maximum(often - 1, 0) / scale**2)[:, None, None, None]
        before = found.copy()
        found[:, 1:] += one * before[:, :-1]
        found[:, :, 1:] += one * before[:, :, :-1]
        found[:, 1:, 1:, 1:] += both * before[:, :-1, :-1, :-1]
    return found
