"""A code in a segment against the rest: counts by hand, intervals and tests of other programs."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tipcoder.analysis.segments import (
    SegmentCounts,
    SegmentTest,
    adjust_segments,
    compare_with_rest,
    count_option,
    count_segments,
    find_clustered_p,
)
from tipcoder.analysis.variables import Levels

PRESENT, ABSENT, UNKNOWN = 1, 0, -1
SEVERAL = SegmentCounts("Basic", 12, 18, 2, 7, 35)


def levels(codes: list[int], *labels: str) -> Levels:
    return Levels("plan", labels, np.array(codes))


def test_unknown_cases_count_in_no_share_and_cases_without_a_segment_in_no_rest() -> None:
    plan = levels([0, 0, 0, 1, 1, 2, -1], "Basic", "Team", "Business")
    states = np.array([PRESENT, ABSENT, UNKNOWN, PRESENT, PRESENT, ABSENT, PRESENT])
    assert count_segments(plan, states) == [
        SegmentCounts("Basic", 1, 2, 1, 2, 3),
        SegmentCounts("Team", 2, 2, 0, 1, 3),
        SegmentCounts("Business", 0, 1, 0, 3, 4),
    ]


def test_the_rest_of_an_option_is_whoever_was_asked_and_did_not_choose_it() -> None:
    chosen = levels([1, 1, 1, 0, 0, -1], "no", "yes")
    states = np.array([PRESENT, ABSENT, UNKNOWN, PRESENT, ABSENT, PRESENT])
    assert count_option("Email", chosen, states) == SegmentCounts("Email", 1, 2, 1, 1, 2)


def test_shares_and_differences_have_the_intervals_of_statsmodels() -> None:
    share, difference = SEVERAL.share, SEVERAL.difference
    assert share is not None
    assert difference is not None
    assert share == pytest.approx((12 / 18, *proportion_confint(12, 18, method="wilson")))
    expected = confint_proportions_2indep(12, 18, 7, 35, method="newcomb")
    assert difference == pytest.approx((12 / 18 - 7 / 35, *expected))


def test_nothing_known_has_no_share_and_no_difference() -> None:
    empty = SegmentCounts("Basic", 0, 0, 4, 7, 35)
    assert empty.share is None
    assert empty.difference is None
    assert compare_with_rest(empty, 1).note == "Not tested: nothing is known here."


def test_a_large_table_is_tested_as_scipy_does_with_yates_and_a_small_one_exactly() -> None:
    large = compare_with_rest(SEVERAL, 10)
    assert large.p == pytest.approx(scipy.stats.chi2_contingency([[12, 6], [7, 28]]).pvalue)
    assert "smallest expected count is 6.45" in large.note
    small = compare_with_rest(SegmentCounts("Team", 3, 4, 0, 2, 12), 1)
    assert small.test == "Fisher exact"
    assert small.p == pytest.approx(scipy.stats.fisher_exact([[3, 1], [2, 10]]).pvalue)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((3, 9, 0, 20, 40), "Few cases: 9 known here; a test needs 10."),
        ((20, 40, 0, 3, 9), "Few cases: 9 known in the rest; a test needs 10."),
        ((3, 20, 0, 6, 40), "Rare code: 9 cases have it; a test needs 10."),
        ((20, 20, 0, 39, 40), "Common code: 1 case is without it; a test needs 10."),
    ],
)
def test_few_cases_are_counted_and_not_tested(
    counts: tuple[int, int, int, int, int], why: str
) -> None:
    found = compare_with_rest(SegmentCounts("Basic", *counts), 10)
    assert (found.p, found.note) == (None, why)


def test_the_test_of_two_segments_counts_once_in_the_family() -> None:
    tests = [
        SegmentTest("a", 0.01),
        SegmentTest("a", 0.01, is_repeated=True),
        SegmentTest(note="Few cases."),
        SegmentTest("b", 0.04),
    ]
    # Holm over two tests: 2 * 0.01, then max(0.02, 0.04).
    assert [one.p_adjusted for one in adjust_segments(tests, "holm")] == [0.02, 0.02, None, 0.04]


def test_cases_of_one_respondent_are_no_independent_ones() -> None:
    inside = levels([1] * 6 + [0] * 6, "no", "yes")
    states = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1])
    one_each = find_clustered_p(inside, states, np.arange(12))
    assert one_each is None
    # Every case twice is no more than the same six respondents.
    doubled = find_clustered_p(
        levels([1] * 12 + [0] * 12, "no", "yes"), np.repeat(states, 2), np.repeat(np.arange(12), 2)
    )
    assert doubled is not None
    # Without clusters the doubled cases would give p below this.
    here, rest = np.repeat(states[:6], 2), np.repeat(states[6:], 2)
    assert doubled > scipy.stats.ttest_ind(here, rest).pvalue
