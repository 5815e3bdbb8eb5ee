"""Points in groups, and how well they hold together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.slices import iterate_slices
from tipcoder.yielding import yield_if_asked

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

UNSORTED = -1
"""The group of a statement that is like none."""
FEWEST, MOST = 4, 30
"""Themes that are drafted unless somebody says how many."""
_NEAR = 0.3
"""Cosine with the middle of its group below which a statement is like none."""
_STARTS = 4
_SEED = 1
_AT_ONCE = 1_000


def propose_count(statements: int) -> int:
    """How many themes a person can look through and still tell apart: the root of half of them."""
    wanted = round(math.sqrt(statements / 2))
    return max(FEWEST, min(MOST, wanted))


def group_points(points: Floats, weights: Sequence[int], count: int) -> Ints:
    """The group of each point, or UNSORTED; `weights` is how often each was said.

    k-means (Lloyd 1982, doi:10.1109/TIT.1982.1056489) of rows of length one, with a seed: the same
    answers give the same groups.
    """
    import numpy as np
    from sklearn.cluster import KMeans

    known = np.flatnonzero(np.linalg.norm(points, axis=1) > 0)
    groups = np.full(len(points), UNSORTED)
    if not len(known):
        return groups
    # People who say the same are one point, and one point is one group.
    count = min(count, len(np.unique(points[known].round(6), axis=0)))
    model = KMeans(count, n_init=_STARTS, random_state=_SEED)
    found = model.fit_predict(points[known], sample_weight=np.array(weights)[known])
    groups[known] = found
    groups[measure_nearness(points, groups) < _NEAR] = UNSORTED
    return groups


def measure_nearness(points: Floats, groups: Ints) -> Floats:
    """Each point's cosine with the middle of its group; 0 for one without a group."""
    import numpy as np

    nearness = np.zeros(len(points))
    for group in sorted(set(groups.tolist()) - {UNSORTED}):
        rows = np.flatnonzero(groups == group)
        middle = points[rows].mean(axis=0)
        length = np.linalg.norm(middle)
        if length > 0:
            nearness[rows] = points[rows] @ middle / length
    return nearness


def find_nearest(points: Floats, owners: Ints) -> Ints:
    """For each point the nearest one of another owner; -1 where there is none.

    `owners` are respondents: people repeat themselves, and that says nothing about a theme.
    """
    import numpy as np

    nearest = np.full(len(points), -1)
    for rows in iterate_slices(len(points), _AT_ONCE):
        yield_if_asked()
        cosines = points[rows] @ points.T
        cosines[owners[rows, None] == owners[None, :]] = -np.inf
        best = cosines.argmax(axis=1)
        is_like = cosines[np.arange(len(best)), best] > 0
        nearest[rows] = np.where(is_like, best, -1)
    return nearest
