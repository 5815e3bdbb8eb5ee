"""Codes that coders take for each other: one applies this code where another applies that one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tipcoder.agreement.patterns import Cells
from tipcoder.agreement.ratings import Ratings
from tipcoder.arrays import Floats


@dataclass(frozen=True)
class Swap:
    """Two codes that coders take for each other."""

    code: str
    other: str
    swaps: int
    expected: float
    """How many there would be if the coders' disagreements had nothing to do with each other."""


def find_swaps(ratings: Ratings, most: int = 10) -> tuple[Swap, ...]:
    """Pairs of codes with the most swaps, the commonest first, at most so many.

    A swap is a response on which one coder has the first code and not the second, and another the
    second and not the first. Expected are as many as if what one coder has alone had nothing to do
    with what the other has alone. Only pairs seen twice, and more often than expected, are given.
    """
    k = len(ratings.codes)
    seen, expected = np.zeros((k, k)), np.zeros((k, k))
    for a, b in combinations(range(len(ratings.coders)), 2):
        found, chance = _count_swaps(ratings.values[:, :, a], ratings.values[:, :, b])
        seen += found
        expected += chance

    pairs = []
    for i, j in combinations(range(k), 2):
        # A single swap may be a slip.
        if seen[i, j] >= 2 and seen[i, j] > expected[i, j]:
            count, by_chance = int(seen[i, j]), float(expected[i, j])
            pairs.append(Swap(ratings.codes[i], ratings.codes[j], count, by_chance))
    pairs.sort(key=lambda pair: (-pair.swaps, pair.expected))
    return tuple(pairs[:most])


def _count_swaps(one: Cells, other: Cells) -> tuple[Floats, Floats]:
    """(codes, codes) of two coders' values (codes, units): swaps, and how many are expected."""
    only_one, only_other = (one == 1) & (other == 0), (one == 0) & (other == 1)
    # A swap needs both; that leaves few of the responses.
    both = only_one.any(axis=0) & only_other.any(axis=0)
    # Single precision has every count of responses as it is.
    found = only_one[:, both].astype(np.float32) @ only_other[:, both].T.astype(np.float32)

    # A response counts where any code is known of both coders.
    both_known = ((one >= 0) & (other >= 0)).any(axis=0).sum()
    chance = np.zeros(found.shape)
    if both_known:
        ones, others = only_one.sum(axis=1), only_other.sum(axis=1)
        chance = np.outer(ones.astype(np.float64), others.astype(np.float64)) / both_known
    # A swap has no direction: which coder is the first does not matter.
    return (found + found.T).astype(np.float64), chance + chance.T
