"""How far two sets of labels are apart.

The distance has to be named with every figure, because the same data give different values:
identical or not, Jaccard, MASI (Passonneau 2006, 1 - J M), Dice.
"""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.label_sets import LabelSets
from tipcoder.arrays import Bools, Floats

DISTANCES = ("jaccard", "masi", "dice", "exact")


def compute_distances(members: Bools, kind: str, others: Bools | None = None) -> Floats:
    """(sets, other sets) between 0 and 1, from (sets, labels) and (other sets, labels).

    Two empty sets are the same; an empty one is far from any other. Raises ValueError for an
    unknown kind.
    """
    others = members if others is None else others
    size = members.sum(axis=1, dtype=np.int32)
    other_size = others.sum(axis=1, dtype=np.int32)
    width = int(max(size.max(initial=0), other_size.max(initial=0))) + 1

    # A distance depends on three small numbers: looking it up takes a third of the time of working
    # it out.
    i, j, both = (np.asarray(axis, np.float64) for axis in np.ogrid[:width, :width, :width])
    known = _compute_distance(both, i, j, kind)

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

    # Two empty sets are alike, and not 0 / 0.
    jaccard = np.where(either > 0, both / np.maximum(either, 1), 1.0)
    if kind == "jaccard":
        return np.asarray(1 - jaccard)
    if kind == "dice":
        return np.asarray(np.where(either > 0, 1 - 2 * both / np.maximum(one + other, 1), 0.0))

    smaller = np.minimum(one, other)
    if kind == "masi":
        # The empty set is a subset of all in name only: here it is far from any other.
        is_subset = (both == smaller) & (smaller > 0)
        weight = np.select([same, is_subset, both > 0], [1.0, 2 / 3, 1 / 3], 0.0)
        return np.asarray(1 - jaccard * weight)
    if kind == "passonneau_2004":
        # The older scale, under which the empty set is a subset of all; for comparison with
        # published values only.
        return np.asarray(np.select([same, both == smaller, both > 0], [0.0, 1 / 3, 2 / 3], 1.0))
    raise ValueError(f"no distance is called {kind!r}")


def compute_unit_disagreement(sets: LabelSets, kind: str) -> Floats:
    """(units,): the distances between its coders' sets, both ways, over their number but one."""
    out = np.zeros(len(sets.values))
    member = sets.members.astype(np.float64)
    size = member.sum(axis=1)
    for pairs in sets.pairs:
        one, other = pairs.sets
        both = (member[one] * member[other]).sum(axis=1)
        apart = _compute_distance(both, size[one], size[other], kind)
        out[pairs.units] += 2 * apart[pairs.number]
    return np.asarray(out / np.maximum(sets.raters - 1, 1))
