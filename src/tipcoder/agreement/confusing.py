"""Codes that coders take for each other: one puts this code where another puts that one."""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import Swap


def find_swaps(ratings: Ratings, most: int = 10) -> tuple[Swap, ...]:
    """Pairs of codes with the most swaps, the commonest first; only those seen twice, and more often than expected.

    A swap is a response on which one coder has the first code and not the second, and another the second and not the
    first. Expected are as many as if what one coder has alone had nothing to do with what the other has alone.
    """
    k = len(ratings.codes)
    seen, expected = np.zeros((k, k)), np.zeros((k, k))
    for a in range(len(ratings.coders)):
        for b in range(a + 1, len(ratings.coders)):
            one, other = ratings.values[:, :, a], ratings.values[:, :, b]
            only_one = ((one == 1) & (other == 0)).astype(np.float64)
            only_other = ((one == 0) & (other == 1)).astype(np.float64)
            both_known = ((one >= 0) & (other >= 0)).any(axis=0).sum()
            found = only_one @ only_other.T
            seen += found + found.T
            if both_known:
                chance = np.outer(only_one.sum(axis=1), only_other.sum(axis=1)) / both_known
                expected += chance + chance.T
    pairs = [
        Swap(ratings.codes[i], ratings.codes[j], int(seen[i, j]), float(expected[i, j]))
        for i in range(k)
        for j in range(i + 1, k)
        if seen[i, j] >= 2 and seen[i, j] > expected[i, j]
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.swaps, pair.expected))[:most])
