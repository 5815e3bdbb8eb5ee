"""Comparing ranks: Mann-Whitney and Kruskal-Wallis, from counts of each distinct value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tipcoder.analysis.means import Tested

if TYPE_CHECKING:
    from tipcoder.analysis.variables import Floats, Ints


def _sum_ranks(places: Ints, codes: Ints, groups: int) -> tuple[Ints, Floats, float]:
    """Size and sum of mid-ranks of each group, and the sum of t^3 - t over ties."""
    import numpy as np

    values = int(places.max()) + 1
    by_value = np.bincount(places * groups + codes, minlength=values * groups).reshape(
        values, groups
    )
    ties = by_value.sum(axis=1)
    mid = np.cumsum(ties) - (ties - 1) / 2
    return by_value.sum(axis=0), mid @ by_value, float((ties.astype(np.float64) ** 3 - ties).sum())


def mann_whitney(places: Ints, codes: Ints) -> Tested | None:
    """U of the first group, with the normal p, corrected for ties and continuity (R's default).

    None if all are equal.

    `places` are the places of the values among the distinct ones.
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
