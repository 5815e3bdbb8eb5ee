"""Weighted estimates and tests against published output and against their definitions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats

from tipcoder.analysis.correlations import correlate_weighted, run_correlation
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.rao_scott import find_rao_scott, weigh_table
from tipcoder.analysis.survey_design import (
    SurveyDesign,
    estimate_group_means,
    estimate_weighted_share,
)
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Cases, Levels, Numbers, build_levels, build_numbers
from tipcoder.analysis.weighted_describing import weigh_mean
from tipcoder.analysis.weighted_tests import compare_weighted_means
from tipcoder.results.tables import MeanLine

# The 183 schools of `apiclus1`, a cluster sample of school districts (Lumley's package
# survey for R, data set api), by district: elementary, middle and high schools, a small letter for
# one that missed its target (sch.wide = "No"); and the index of the year 2000 (api00).
DISTRICTS = [
    ("HEEEEEEEEMM", "608 684 612 710 729 714 759 585 625 664 669"),
    ("HEME", "443 467 482 496"),
    ("mE", "411 494"),
    ("EmEMmEEEEEEeE", "493 592 550 689 598 628 652 628 832 777 709 709 736"),
    ("EE", "561 555"),
    ("hmEE", "696 631 564 602"),
    ("HEEm", "529 491 510 547"),
    (
        "EEEEMEMEEEEEEEeM",
        "814 806 715 785 720 905 617 630 629 696 476 757 825 595 552 847",
    ),
    ("HHhHEeEME", "714 724 687 723 662 699 807 679 691"),
    (
        "EEEEEEeEEEEEEEeEEEEEEeEEEEEEEEEEEE",
        "622 754 655 764 795 505 638 733 523 511 710 657 602 490 664 651 603 698 511 814 669 711 "
        "538 705 595 551 762 521 709 780 780 722 828 737",
    ),
    (
        "hHEmEEMEEEeEEEEEEEEME",
        "595 661 502 614 585 582 642 536 746 667 629 745 674 637 696 632 639 745 789 656 789",
    ),
    (
        "HHHEEEEEEeEEEEEEeeeEEEEEEEEeMMMMEEEEE",
        "517 478 582 592 587 553 516 535 566 481 472 559 610 599 551 554 561 505 492 504 487 627 "
        "465 529 625 436 542 515 461 528 512 508 670 760 652 546 717",
    ),
    ("EEEmEEMEmEEEE", "701 748 735 699 685 827 711 677 759 697 742 691 700"),
    ("E", "551"),
    ("HEEEEEEMEMEE", "703 676 714 842 824 717 836 733 719 817 749 781"),
]
OF_757 = 1 - 15 / 757
"""The published output corrects variances for 15 districts of 757."""


def list_schools() -> tuple[str, list[float], SurveyDesign]:
    kinds = "".join(letters for letters, _ in DISTRICTS)
    index = [float(one) for _, numbers in DISTRICTS for one in numbers.split()]
    districts = [place for place, (letters, _) in enumerate(DISTRICTS) for _ in letters]
    assert len(kinds) == len(index) == len(districts) == 183
    return kinds, index, SurveyDesign(np.full(183, 33.847), np.array(districts))


def test_a_mean_of_clusters_is_that_of_svymean() -> None:
    """survey's vignette: svymean(~api00, dclus1) is 644.17, standard error 23.542 with the finite
    population correction.
    """
    _, index, design = list_schools()
    found = estimate_group_means(np.array(index), np.zeros(183, dtype=int), 1, design)
    assert float(found.mean[0]) == pytest.approx(644.17, abs=0.005)
    assert float(found.error[0]) * math.sqrt(OF_757) == pytest.approx(23.542, abs=0.0005)
    assert found.df == (14,)


def test_rao_scott_is_that_of_svychisq() -> None:
    """help(svychisq): svychisq(~sch.wide + stype, dclus1) is F = 5.1934, ndf = 1.4946,
    ddf = 20.925, p = 0.02175, with the finite population correction, which only scales F.
    """
    kinds, _, design = list_schools()
    rows = np.array([int(kind.isupper()) for kind in kinds])
    columns = np.array(["EHM".index(kind.upper()) for kind in kinds])
    table = weigh_table(rows, columns, (2, 3), design)
    assert (table.shares * 183 * 33.847).ravel() == pytest.approx(
        [406.1640, 101.5410, 270.7760, 4467.8035, 372.3170, 575.3989], abs=0.01
    )
    tested = find_rao_scott(table)
    assert tested is not None
    f = tested.statistic / OF_757
    assert f == pytest.approx(5.1934, abs=0.00005)
    assert tested.df == pytest.approx((1.4946, 20.9250), abs=0.0005)
    assert scipy.stats.f.sf(f, *tested.df) == pytest.approx(0.02175, abs=0.000005)


WEIGHTS = [Fraction(one) for one in (1, 3, 2, 2, 1, 4, 2, 5)]
VALUES = [Fraction(one) for one in (2, 5, 4, 7, 9, 1, 6, 3)]
GROUPS = [0, 0, 0, 0, 1, 1, 1, 1]
RESPONDENTS = [0, 1, 1, 2, 2, 3, 4, 5]


def compute_difference() -> tuple[Fraction, Fraction]:
    """Mean of the first group less that of the second and its variance, by the definition."""
    means = []
    for group in (0, 1):
        inside = [n for n in range(8) if GROUPS[n] == group]
        total = sum(WEIGHTS[n] for n in inside)
        means.append(sum(WEIGHTS[n] * VALUES[n] for n in inside) / total)
    sums = [Fraction(0)] * 6
    for n in range(8):
        total = sum(WEIGHTS[m] for m in range(8) if GROUPS[m] == GROUPS[n])
        sign = 1 if GROUPS[n] == 0 else -1
        sums[RESPONDENTS[n]] += sign * WEIGHTS[n] * (VALUES[n] - means[GROUPS[n]]) / total
    return means[0] - means[1], Fraction(6, 5) * sum(one * one for one in sums)


def as_floats(numbers: list[Fraction]) -> np.ndarray:
    return np.array([float(one) for one in numbers])


def test_a_difference_of_means_is_what_its_definition_gives() -> None:
    """One respondent has cases in both groups, so that the two means go together."""
    difference, variance = compute_difference()
    cases = Cases(np.array(RESPONDENTS), np.full(8, -1), as_floats(WEIGHTS))
    groups = Levels("plan", ("Basic", "Team"), np.array(GROUPS))
    found = run_test(Pair("score", "plan", groups, Numbers("score", as_floats(VALUES))), cases)
    t = float(difference) / math.sqrt(variance)
    assert (found.test, found.is_weighted, found.df) == ("design-based t", True, (5.0,))
    assert found.statistic == pytest.approx(t)
    assert found.p == pytest.approx(2 * scipy.stats.t.sf(abs(t), 5))
    half = scipy.stats.t.ppf(0.975, 5) * math.sqrt(variance)
    effect = found.effects[0]
    assert (effect.value, effect.low, effect.high) == pytest.approx(
        (float(difference), float(difference) - half, float(difference) + half)
    )
    # Kish (1965): of weights 1, 3, 2 and 2 it is 8 squared by 18. Cases are counted as they are.
    assert found.groups[0].effective_n == pytest.approx(64 / 18)
    assert found.groups[0].n == 4
    unweighted = found.sensitivity[0]
    welch = scipy.stats.ttest_ind(
        *(as_floats(VALUES)[part] for part in (slice(4), slice(4, 8))), equal_var=False
    )
    assert (unweighted.kind, unweighted.test) == ("unweighted", "Welch t")
    assert unweighted.p == pytest.approx(welch.pvalue)


def test_three_means_are_compared_by_the_adjusted_wald_test() -> None:
    """Korn & Graubard (1990), with the covariance by matrix algebra."""
    rng = np.random.default_rng(5)
    weights, values = rng.uniform(0.5, 3, 60), rng.normal(0, 1, 60)
    codes, clusters = np.arange(60) % 3, np.arange(60) // 2
    tested = compare_weighted_means(
        estimate_group_means(values, codes, 3, SurveyDesign(weights, clusters)), 29
    )
    dummies = np.eye(3)[codes]
    bread = np.linalg.inv(dummies.T @ (weights[:, None] * dummies))
    mean = bread @ dummies.T @ (weights * values)
    scores = (weights * (values - dummies @ mean))[:, None] * dummies
    by_cluster = np.eye(30)[clusters].T @ scores
    covariance = bread @ (30 / 29 * by_cluster.T @ by_cluster) @ bread
    contrast = np.array([[1, -1, 0], [0, 1, -1]])
    wald = contrast @ mean @ np.linalg.inv(contrast @ covariance @ contrast.T) @ contrast @ mean
    assert tested is not None
    assert tested.df == (2.0, 28.0)
    assert tested.statistic == pytest.approx(28 / (2 * 29) * wald)


def test_equal_weights_of_single_cases_change_a_share_and_a_correlation_little() -> None:
    """A share has then the variance p (1 - p) / (n - 1), and r is Pearson's."""
    n, share = 50, 0.3
    found = estimate_weighted_share(share, math.sqrt(share * (1 - share) / (n - 1)), n - 1, n)
    # Effective number: 49 (t of 48 by t of 49 degrees of freedom, squared), so a bit more than 49.
    effective = 49 * (scipy.stats.t.ppf(0.975, 48) / scipy.stats.t.ppf(0.975, 49)) ** 2
    wilson = scipy.stats.binomtest(15, 50).proportion_ci(method="wilson")
    assert 49 < effective < 50
    assert (found.low, found.high) == pytest.approx((wilson.low, wilson.high), abs=0.002)
    # Everybody: there is no variance to speak of, and an interval all the same.
    assert estimate_weighted_share(1.0, 0.0, n - 1, 20.0).low == pytest.approx(
        20 / (20 + scipy.stats.norm.ppf(0.975) ** 2)
    )

    rng = np.random.default_rng(3)
    x = rng.normal(size=40)
    y = x + rng.normal(size=40)
    tested = correlate_weighted(x, y, SurveyDesign(np.full(40, 2.5), np.arange(40)))
    assert tested is not None
    assert tested[0].statistic == pytest.approx(scipy.stats.pearsonr(x, y).statistic)
    low, high = tested[1].low, tested[1].high
    assert low is not None and high is not None and low < tested[1].value < high


def test_a_weighted_correlation_is_that_of_cases_repeated_by_their_weight() -> None:
    numbers = [1.0, 4.0, 2.0, 8.0, 5.0, 7.0], [2.0, 3.0, 5.0, 9.0, 4.0, 6.0]
    weights = [1, 3, 2, 1, 4, 2]
    cases = Cases(np.arange(6), np.full(6, -1), np.array(weights, dtype=float))
    outcome, variable = (build_numbers(name, one) for name, one in zip("xy", numbers, strict=True))
    found = run_correlation(outcome, variable, cases, min_n=2)
    repeated = scipy.stats.pearsonr(*(np.repeat(one, weights) for one in numbers))
    assert found.test == "weighted correlation"
    assert found.statistic == pytest.approx(repeated.statistic)


def test_cases_without_a_weight_stand_for_nobody_and_no_test_is_exact() -> None:
    weights = np.array([2.0] * 12 + [math.nan, 0.0] + [1.0] * 10)
    plans = ["Basic"] * 14 + ["Team"] * 10
    said = ["yes"] * 3 + ["no"] * 11 + ["yes"] * 6 + ["no"] * 4
    pair = Pair(
        "said",
        "plan",
        build_levels("plan", ("Basic", "Team"), plans),
        build_levels("said", ("no", "yes"), said),
    )
    found = run_test(pair, Cases(np.arange(24), np.full(24, -1), weights))
    assert (found.test, found.n) == ("Rao-Scott F", 22)
    assert "Fisher exact, which it stands in for, has no weighted form" in found.reason
    basic = found.groups[0]
    assert dict(basic.counts) == {"no": 9, "yes": 3}
    assert basic.shares["yes"][0] == pytest.approx(3 / 12)
    assert found.sensitivity[0].test == "Fisher exact"


def test_the_weighted_median_has_half_of_the_weight_below() -> None:
    design = SurveyDesign(np.array([1.0, 1.0, 1.0, 5.0]), np.arange(4))
    line = weigh_mean(MeanLine("", 4, 4), [1.0, 2.0, 3.0, 10.0], design)
    assert (line.mean, line.median) == (7.0, 10.0)
    assert line.effective_n == pytest.approx(64 / 28)
