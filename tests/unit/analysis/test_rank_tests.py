"""An ordered outcome in groups without an order: published values, and other programs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import scipy.stats
from statsmodels.stats.multitest import multipletests

from tipcoder.analysis.pairs import CHI2, KRUSKAL, Pair
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Cases, Levels
from tipcoder.results.tests import StatisticalTest

CLEARANCE = ((2.9, 3.0, 2.5, 2.6, 3.2), (3.8, 2.7, 4.0, 2.4), (2.8, 3.4, 3.7, 2.2, 2.0))
"""Mucociliary efficiency of three groups: Hollander and Wolfe (1973, p. 115); R: `kruskal.test`."""
LABELS = ("normal", "obstructed", "asbestosis")


def compare_plans(groups: list[int], order: list[int], *labels: str) -> StatisticalTest:
    names = tuple(f"level {place}" for place in range(max(order) + 1))
    pair = Pair(
        "outcome",
        "plan",
        Levels("plan", labels, np.array(groups)),
        Levels("outcome", names, np.array(order)),
        ordered=True,
        has_nominal_groups=True,
    )
    return run_test(pair, Cases(np.arange(len(order)), np.full(len(order), -1)))


def clearance() -> StatisticalTest:
    """The measurements as an ordered outcome with a level for each value."""
    values = np.concatenate([np.array(group) for group in CLEARANCE])
    places = np.unique(values, return_inverse=True)[1]
    groups = np.repeat([0, 1, 2], [len(group) for group in CLEARANCE])
    return compare_plans(groups.tolist(), places.tolist(), *LABELS)


def test_three_groups_have_kruskal_and_wallis_and_a_share_of_the_ranks() -> None:
    found = clearance()
    # R, kruskal.test: 0.7714, df = 2, p = 0.68; epsilon squared is H / (n - 1).
    assert found.test == KRUSKAL
    assert found.statistic == pytest.approx(0.77143, abs=5e-6)
    assert found.p == pytest.approx(0.68, abs=5e-5)
    assert found.effects[0].value == pytest.approx(0.77143 / 13, abs=5e-6)
    assert found.reason == (
        "Kruskal-Wallis: 3 groups without an order and an outcome with one, which chi-square "
        "would not use."
    )
    assert "'obstructed' has 4: with fewer than 5 cases the p is a rough one." in found.notes


def test_each_pair_is_mann_and_whitneys_adjusted_by_holm() -> None:
    pairs = [one for one in clearance().parallel_tests if one.kind.startswith("pair")]
    plain = []
    for one, other in combinations(CLEARANCE, 2):
        plain.append(scipy.stats.mannwhitneyu(one, other, method="asymptotic").pvalue)
    adjusted = multipletests(plain, method="holm")[1]
    assert [pair.p for pair in pairs] == pytest.approx(adjusted)
    assert [pair.n for pair in pairs] == [9, 10, 9]
    assert pairs[0].note == "normal against obstructed, adjusted by Holm over 3 pairs"


def test_what_an_order_tells_is_not_left_to_chi_square() -> None:
    # Each group has one level more than the one before, so that ranks differ most.
    found = compare_plans([0] * 8 + [1] * 8 + [2] * 8, [0, 1] * 4 + [1, 2] * 4 + [2, 3] * 4, *"abc")
    beside = found.parallel_tests[0]
    table = [[4, 4, 0, 0], [0, 4, 4, 0], [0, 0, 4, 4]]
    assert beside.test == CHI2
    assert beside.p == pytest.approx(scipy.stats.chi2_contingency(table).pvalue)
    assert found.p is not None
    assert beside.p is not None
    assert found.p < beside.p


def test_a_group_without_cases_is_left_out_and_many_groups_are_not_paired() -> None:
    found = compare_plans([0] * 6 + [2] * 6, [0, 1, 2] * 4, *"abc")
    assert found.df == (1,)
    many = compare_plans([place // 2 for place in range(14)], [0, 1, 2, 3, 4, 5, 6] * 2, *"abcdefg")
    assert "Pairs of groups are not compared: there are 7 groups." in many.notes


def test_two_levels_stay_shares() -> None:
    found = compare_plans([0] * 20 + [1] * 20 + [2] * 20, ([0, 1] * 10) * 3, *"abc")
    assert found.test == CHI2
