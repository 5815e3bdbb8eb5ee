"""Tests of a trend over groups with an order: Jonckheere-Terpstra and Cochran-Armitage."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tipcoder.analysis.means import Tested
from tipcoder.results.tests import Effect

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

MOST_EXACT = 20
"""Of so many cases the exact distribution of J is worked out."""
_MOST_STATES = 1000

_Placed = tuple[int, ...]
"""How many cases of each group have been given a value."""


def jonckheere_terpstra(table: Ints) -> tuple[Tested, bool] | None:
    """J and its two-sided p from a table of groups x values, both in their order; and whether the p
    is exact.

    J counts pairs of cases from two groups in which the later group has the higher value, equal
    values as half a pair (Terpstra, 1952; Jonckheere, 1954). With few cases p is that of all
    arrangements of the values at hand, else normal with the variance for ties (Hollander & Wolfe,
    1999, 6.19). None where the groups or the values are all one.
    """
    from scipy.special import ndtr

    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return None
    sizes = table.sum(axis=1).tolist()
    ties = table.sum(axis=0).tolist()
    j = _count_ordered_pairs(table)
    expected = _count_pairs(sizes) / 2
    states = math.prod(size + 1 for size in sizes)
    if sum(sizes) <= MOST_EXACT and states <= _MOST_STATES:
        return Tested(j, (), _find_exact_p(sizes, ties, j, expected)), True
    z = (j - expected) / math.sqrt(_find_variance(sizes, ties))
    return Tested(j, (), min(1.0, float(2 * ndtr(-abs(z))))), False


def _count_pairs(sizes: Sequence[int]) -> float:
    """Pairs of cases from two groups."""
    total = sum(sizes)
    return (total * total - sum(size * size for size in sizes)) / 2


def _count_ordered_pairs(table: Ints) -> float:
    import numpy as np

    counts = table.astype(np.float64)
    # Cases of earlier groups: those with a lower value, and half of those with the same one.
    earlier = np.cumsum(counts, axis=0) - counts
    lower = np.cumsum(earlier, axis=1) - earlier
    return float((counts * (lower + earlier / 2)).sum())


def _find_variance(sizes: Sequence[int], ties: Sequence[int]) -> float:
    """The variance of J without a trend, for groups of these sizes and so many equal values."""
    n = sum(sizes)

    def add_up(numbers: Sequence[int], *less: int) -> float:
        total = 0
        for one in numbers:
            total += math.prod(one - each for each in less)
        return float(total)

    def add_first(numbers: Sequence[int]) -> float:
        return float(sum(one * (one - 1) * (2 * one + 5) for one in numbers))

    variance = (add_first([n]) - add_first(sizes) - add_first(ties)) / 72
    variance += add_up(sizes, 0, 1) * add_up(ties, 0, 1) / (8 * n * (n - 1))
    if n > 2:
        threes = add_up(sizes, 0, 1, 2) * add_up(ties, 0, 1, 2)
        variance += threes / (36 * n * (n - 1) * (n - 2))
    return variance


def _find_exact_p(sizes: Sequence[int], ties: Sequence[int], j: float, expected: float) -> float:
    """The share of arrangements of the values among the cases that are as far from the expected J.

    Values are given out from the lowest on; what has gone to each group decides how much the next
    ones add to J, whatever order they came in.
    """
    start: _Placed = tuple(0 for _ in sizes)
    ways: dict[_Placed, dict[float, int]] = {start: {0.0: 1}}
    for tied in ties:
        ways = _give_out(ways, sizes, tied)
    (found,) = ways.values()
    extreme = sum(n for value, n in found.items() if abs(value - expected) >= abs(j - expected))
    return extreme / sum(found.values())


def _give_out(
    ways: dict[_Placed, dict[float, int]], sizes: Sequence[int], tied: int
) -> dict[_Placed, dict[float, int]]:
    """The ways after the next value has gone to `tied` more cases."""
    after: dict[_Placed, dict[float, int]] = defaultdict(lambda: defaultdict(int))
    for placed, values in ways.items():
        room = [size - taken for size, taken in zip(sizes, placed, strict=True)]
        for given in _list_shares(room, tied):
            added = _find_added(placed, given)
            # Which cases of each group they are.
            chances = math.prod(map(math.comb, room, given))
            reached = after[tuple(map(sum, zip(placed, given, strict=True)))]
            for value, n in values.items():
                reached[value + added] += n * chances
    return after


def _list_shares(room: Sequence[int], tied: int) -> Iterator[tuple[int, ...]]:
    """Every way to part `tied` values among groups with so much room."""
    if not room:
        if not tied:
            yield ()
        return
    for first in range(min(room[0], tied) + 1):
        for others in _list_shares(room[1:], tied - first):
            yield (first, *others)


def _find_added(placed: _Placed, given: Sequence[int]) -> float:
    """What equal values add to J: pairs with lower ones in earlier groups, half of those equal."""
    added, lower, equal = 0.0, 0, 0
    for taken, now in zip(placed, given, strict=True):
        added += now * (lower + equal / 2)
        lower += taken
        equal += now
    return added


def kendall_tau_b(table: Ints, j: float) -> Effect:
    """Kendall's tau-b (1945) of groups and values, from J; no interval of it is given."""
    sizes, ties = table.sum(axis=1).tolist(), table.sum(axis=0).tolist()
    pairs = _count_pairs(sizes)
    return Effect("kendall_tau_b", (2 * j - pairs) / math.sqrt(pairs * _count_pairs(ties)))


def cochran_armitage(table: Ints) -> Tested | None:
    """Chi-square with one degree of freedom of a linear trend in a 2 x k table, whose columns are
    groups in their order and equally far apart (Cochran, 1954; Armitage, 1955).

    None where one of the two rows is empty, or all cases are in one group.
    """
    import numpy as np
    from scipy.special import chdtrc

    r = _correlate_rows(table)
    if r is None:
        return None
    statistic = float(np.sum(table)) * r * r
    return Tested(statistic, (1.0,), float(chdtrc(1, statistic)))


def find_trend_effect(table: Ints) -> Effect:
    """The correlation of being in the second row with the place of the group, whose sign is the
    direction of the trend. For a table that has been tested.
    """
    r = _correlate_rows(table)
    assert r is not None, "what was tested varies"
    return Effect("pearson_r", r)


def _correlate_rows(table: Ints) -> float | None:
    import numpy as np

    counts = table.astype(np.float64)
    n, scores = float(counts.sum()), np.arange(counts.shape[1])
    of_group, with_it = counts.sum(axis=0), float(counts[1].sum())
    spread = n * float(of_group @ scores**2) - float(of_group @ scores) ** 2
    if not 0 < with_it < n or not spread > 0:
        return None
    together = n * float(counts[1] @ scores) - with_it * float(of_group @ scores)
    return together / math.sqrt(with_it * (n - with_it) * spread)
