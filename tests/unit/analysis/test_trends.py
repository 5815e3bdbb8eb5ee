"""Trends over groups with an order: published examples, and every arrangement counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, permutations

import numpy as np
import pytest
import scipy.stats

from tipcoder.analysis.pairs import COCHRAN_ARMITAGE, JONCKHEERE, Pair
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.trends import cochran_armitage, jonckheere_terpstra
from tipcoder.analysis.variables import Cases, Levels, Numbers
from tipcoder.results.tests import StatisticalTest

PIECES = (
    (40, 35, 38, 43, 44, 41),
    (38, 40, 47, 44, 40, 42),
    (48, 40, 45, 43, 46, 44),
)
"""Pieces of work with no, rough and accurate information: Hundal (1969), in Hollander & Wolfe
(1999), table 6.6."""


def count_table(groups: Sequence[Sequence[int]]) -> np.ndarray:
    values = sorted({value for group in groups for value in group})
    return np.array([[group.count(value) for value in values] for group in map(list, groups)])


def test_hollander_and_wolfes_example_of_jonckheere_and_terpstra() -> None:
    """J is 79. Without the correction for ties, which few pairs need, J* is 2.02."""
    found = jonckheere_terpstra(count_table(PIECES))
    assert found is not None
    tested, is_exact = found
    assert (tested.statistic, is_exact) == (79.0, True)
    z = (79 - 54) / math.sqrt((18**2 * 39 - 3 * 6**2 * 15) / 72)
    assert z == pytest.approx(2.02, abs=0.005)
    # Two-sided; the exact p lies near that of the normal distribution.
    assert tested.p == pytest.approx(2 * scipy.stats.norm.sf(z), abs=0.005)
    twice = count_table(PIECES) * 2
    many = jonckheere_terpstra(twice)
    assert many is not None
    assert not many[1], "36 cases are too many to list"
    assert many[0].statistic == 4 * 79.0


def count_pairs(groups: Sequence[Sequence[int]]) -> float:
    """J as it is defined."""
    j = 0.0
    for later, high in enumerate(groups):
        for low in groups[:later]:
            j += sum((a < b) + (a == b) / 2 for a in low for b in high)
    return j


def list_every_j(groups: Sequence[Sequence[int]]) -> list[float]:
    values = [value for group in groups for value in group]
    ends = np.cumsum([0, *map(len, groups)]).tolist()
    parts = list(pairwise(ends))
    return [count_pairs([order[a:b] for a, b in parts]) for order in permutations(values)]


def test_the_exact_p_and_the_variance_are_those_of_every_arrangement() -> None:
    groups = ((1, 2), (1, 3, 3), (2, 4, 3))
    every = list_every_j(groups)
    j, expected = count_pairs(groups), float(np.mean(every))
    found = jonckheere_terpstra(count_table(groups))
    assert found is not None
    assert found[0].statistic == j
    extreme = sum(abs(one - expected) >= abs(j - expected) - 1e-9 for one in every)
    assert found[0].p == pytest.approx(extreme / len(every))

    # The normal p of the same, which more cases would get, has the variance of all arrangements.
    from tipcoder.analysis import trends

    assert trends._find_variance([2, 3, 3], [2, 2, 3, 1]) == pytest.approx(np.var(every))


def test_agrestis_example_of_a_linear_trend() -> None:
    """Malformations by the mother's drinks a day: with equally spaced scores M^2 is 1.83, p = 0.18
    (Agresti, An Introduction to Categorical Data Analysis, 2007, 2.5.2).
    """
    table = np.array([[17066, 14464, 788, 126, 37], [48, 38, 5, 1, 1]])
    tested = cochran_armitage(table)
    assert tested is not None
    assert tested.statistic == pytest.approx(1.83, abs=0.005)
    assert tested.p == pytest.approx(0.18, abs=0.005)
    # n r^2 of the two columns of numbers, by another way.
    scores = np.repeat(np.tile(np.arange(5), 2), table.ravel())
    states = np.repeat(np.repeat([0, 1], 5), table.ravel())
    r = scipy.stats.pearsonr(scores, states).statistic
    assert tested.statistic == pytest.approx(table.sum() * r * r)


def run(groups: Levels, measured: Levels | Numbers, **more: bool) -> StatisticalTest:
    n = len(groups.codes)
    pair = Pair("outcome", "age", groups, measured, **more)
    return run_test(pair, Cases(np.arange(n), np.full(n, -1)))


def test_each_kind_of_outcome_has_its_trend_and_one_reason() -> None:
    rng = np.random.default_rng(8)
    ages = Levels("age", ("young", "middle", "old"), np.arange(60) % 3, is_ordered=True)
    order = Levels("content", ("low", "some", "high"), rng.integers(0, 3, 60))
    found = run(ages, order, ordered=True, has_ordered_groups=True)
    assert found.test == JONCKHEERE
    assert "3 groups with an order; the p is normal" in found.reason
    tau = scipy.stats.kendalltau(ages.codes, order.codes)
    assert found.effects[0].value == pytest.approx(tau.statistic)

    yes = Levels("stays", ("no", "yes"), rng.integers(0, 2, 60))
    found = run(ages, yes, ordered=True, has_ordered_groups=True)
    assert (found.test, found.df) == (COCHRAN_ARMITAGE, (1.0,))
    assert "chi-square would not use the order" in found.reason
    assert found.parallel_tests[0].test == "Pearson chi-square"

    minutes = Numbers("minutes", rng.normal(size=60))
    found = run(ages, minutes, has_ordered_groups=True)
    assert found.test == "Welch ANOVA"
    assert JONCKHEERE in [one.test for one in found.parallel_tests]
    # A code along an outcome of three levels: the trend stands beside.
    found = run(Levels("code", ("absent", "present"), yes.codes), order, ordered=True)
    assert found.test == "Pearson chi-square"
    assert COCHRAN_ARMITAGE in [one.test for one in found.parallel_tests]
