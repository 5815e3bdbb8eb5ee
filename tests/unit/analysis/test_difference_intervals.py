"""Intervals of differences and the mid-p test, against published worked examples."""

from __future__ import annotations

import math

import pytest
import scipy.stats

from tipcoder.analysis.difference_intervals import (
    Estimated,
    PairedCounts,
    estimate_share,
    find_corrected_phi,
    find_mcnemar_mid_p,
    subtract_estimates,
)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_independent_shares_have_the_intervals_of_newcombes_table(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, method 10.
    found = subtract_estimates(estimate_share(*one), estimate_share(*other))
    assert found.low == pytest.approx(low, abs=6e-5)
    assert found.high == pytest.approx(high, abs=6e-5)


def interval_of_pairs(counts: PairedCounts) -> Estimated:
    """The first occasion minus the second, as the books print it."""
    first = estimate_share(counts.both + counts.only_before, counts.n)
    second = estimate_share(counts.both + counts.only_after, counts.n)
    return subtract_estimates(first, second, correlation=find_corrected_phi(counts))


def test_paired_shares_have_the_interval_of_the_book_on_contingency_tables() -> None:
    # Complete response before and after therapy (Cavo et al., 2012), in Fagerland, Lydersen &
    # Laake, Statistical Analysis of Contingency Tables (2017), chapter 8: -0.062 [-0.119, -0.005].
    found = interval_of_pairs(PairedCounts(59, 6, 16, 80))
    assert found.value == pytest.approx(-0.0621, abs=6e-5)
    assert found.low == pytest.approx(-0.1186, abs=6e-5)
    assert found.high == pytest.approx(-0.0046, abs=6e-5)


def test_the_correlation_of_pairs_narrows_their_interval() -> None:
    counts = PairedCounts(40, 5, 5, 50)
    paired = interval_of_pairs(counts)
    apart = subtract_estimates(estimate_share(45, 100), estimate_share(45, 100))
    assert paired.high - paired.low < apart.high - apart.low


@pytest.mark.parametrize(
    ("only_before", "only_after", "p"),
    [
        # Airway hyper-responsiveness of 21 children (Bentur et al., 2009), in Fagerland, Lydersen &
        # Laake (2013), BMC Medical Research Methodology 13:91: mid-p .039, exact .070.
        (1, 7, 0.039),
        # By hand: (1 + 5) / 32 * 2 - 5 / 32 with 1 of 5, and 1 / 16 * 2 - 1 / 16 with 0 of 4.
        (4, 1, 7 / 32),
        (0, 4, 1 / 16),
        # As many one way as the other: 1 - dbinom(b, 2 b, 0.5) / 2, by the function
        # McNemar_midP_test_paired_2x2 of the authors' R package contingencytables 3.0.0.
        (1, 1, 3 / 4),
        (2, 2, 13 / 16),
        (6, 6, 1 - 924 / 4096 / 2),
    ],
)
def test_mid_p_of_mcnemar(only_before: int, only_after: int, p: float) -> None:
    assert find_mcnemar_mid_p(only_before, only_after) == pytest.approx(p, abs=5e-4)


@pytest.mark.parametrize("changed", range(1, 15))
def test_mid_p_is_the_exact_p_less_the_chance_of_what_was_observed(changed: int) -> None:
    """Of the exact p by scipy's binomtest; half of that chance where both sides are as many."""
    for one_way in range(changed + 1):
        chance = math.comb(changed, one_way) / 2**changed
        if 2 * one_way == changed:
            chance /= 2
        expected = scipy.stats.binomtest(one_way, changed).pvalue - chance
        found = find_mcnemar_mid_p(one_way, changed - one_way)
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_where_nobody_changed_nothing_speaks_against_no_change() -> None:
    assert find_mcnemar_mid_p(0, 0) == 1.0
    # A share that never varies has no correlation with anything.
    assert find_corrected_phi(PairedCounts(10, 0, 0, 0)) == 0.0
