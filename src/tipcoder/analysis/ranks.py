"""Comparing ranks: Mann-Whitney and Kruskal-Wallis, from counts of each distinct value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tipcoder.analysis.means import Tested
from tipcoder.results.tests import Effect

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints


def _sum_ranks(places: Ints, codes: Ints, groups: int) -> tuple[Ints, Floats, float]:
    """Size and sum of mid-ranks of each group, and the sum of t^3 - t over ties.

    `places` are those of the values among the distinct ones, so nothing has to be sorted.
    """
    import numpy as np

    values = int(places.max()) + 1
    cells = np.bincount(places * groups + codes, minlength=values * groups)
    by_value = cells.reshape(values, groups)
    ties = by_value.sum(axis=1)

    # Equal values share the middle one of the ranks that they take up.
    mid_ranks = np.cumsum(ties) - (ties - 1) / 2
    # As floats, because the cube of a large count leaves the range of integers.
    tied = float((ties.astype(np.float64) ** 3 - ties).sum())
    return by_value.sum(axis=0), mid_ranks @ by_value, tied


def mann_whitney(places: Ints, codes: Ints) -> Tested | None:
    """Mann and Whitney's U (1947) of the first group, with the normal p.

    Corrected for ties and continuity, as is R's default. None if all values are equal. `places` are
    those of the values among the distinct ones.
    """
    from scipy.special import ndtr

    n, ranks, ties = _sum_ranks(places, codes, 2)
    n1, n2 = int(n[0]), int(n[1])
    total = n1 + n2
    u = float(ranks[0]) - n1 * (n1 + 1) / 2
    variance = n1 * n2 / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return None
    z = max(0.0, abs(u - n1 * n2 / 2) - 0.5) / math.sqrt(variance)
    return Tested(u, (), min(1.0, float(2 * ndtr(-z))))


def kruskal_wallis(places: Ints, codes: Ints, groups: int) -> Tested | None:
    """Kruskal and Wallis' H (1952), corrected for ties. None if all values are equal."""
    from scipy.special import chdtrc

    n, ranks, ties = _sum_ranks(places, codes, groups)
    total = int(n.sum())
    correction = 1 - ties / (float(total) ** 3 - total)
    if correction <= 0:
        return None
    h = (12 / (total * (total + 1)) * float((ranks**2 / n).sum()) - 3 * (total + 1)) / correction
    return Tested(h, (float(groups - 1),), float(chdtrc(groups - 1, h)))


def epsilon_squared(tested: Tested, n: int) -> Effect:
    """The share of the variance of ranks that lies between groups: H / (n - 1).

    Kelley's epsilon squared of ranks (Tomczak & Tomczak, 2014); no interval of it is in common use.
    """
    return Effect("epsilon_squared", tested.statistic / (n - 1))
