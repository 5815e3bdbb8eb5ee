"""Shares corrected for errors of coding: published figures, and cases that are plain by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tipcoder.analysis.design_based import compare_means, estimate_mean
from tipcoder.analysis.misclassification import (
    CheckedCases,
    explain_refusal,
    measure_accuracy,
)
from tipcoder.analysis.rogan_gladen import correct_share, estimate_rogan_gladen
from tipcoder.arrays import Bools


def make_cases(
    coded: list[int], settled: list[int], weights: list[float] | None = None
) -> CheckedCases:
    """Cases of one respondent each."""
    return CheckedCases(
        coded=np.array(coded),
        settled=np.array(settled),
        weights=np.array(weights or [1.0] * len(coded)),
        respondents=np.arange(len(coded)),
    )


def every(cases: CheckedCases) -> Bools:
    return np.ones(len(cases.coded), dtype=bool)


@pytest.mark.parametrize(
    ("positive", "tested", "sensitivity", "specificity", "published"),
    [
        # The vignette on surveillance of the R package epiR (Stevenson & Sergeant), `epi.prev`:
        # 26 of 200 with 0.30 and 0.96 are 0.35, 50 of 125 with 0.50 and 0.95 are 0.78.
        (26, 200, 0.30, 0.96, 0.35),
        (50, 125, 0.50, 0.95, 0.78),
    ],
)
def test_the_formula_gives_the_published_shares(
    positive: int, tested: int, sensitivity: float, specificity: float, published: float
) -> None:
    corrected = correct_share(positive / tested, sensitivity, specificity)
    assert round(corrected, 2) == published


# 200 cases, 50 of them coded with the code. Of 40 checked ones 10 have it, 8 of these were coded;
# of 30 that have it not 27 were not coded.
CODED = [1] * 8 + [0] * 2 + [1] * 3 + [0] * 27 + [1] * 39 + [0] * 121
SETTLED = [1] * 10 + [0] * 30 + [-1] * 160


def test_sensitivity_and_specificity_correct_a_share_by_hand() -> None:
    cases = make_cases(CODED, SETTLED)
    accuracy = measure_accuracy(cases)
    assert (accuracy.sensitivity, accuracy.specificity) == (0.8, 0.9)
    assert (accuracy.checked, accuracy.present, accuracy.errors) == (40, 10, 5)
    found = estimate_rogan_gladen(cases, every(cases))
    assert found.share is not None
    # (0.25 - 0.1) / 0.7
    assert found.share.value == pytest.approx(0.15 / 0.7)
    assert 0 <= found.share.low < found.share.value < found.share.high
    assert not found.is_truncated


def test_a_share_below_the_false_positives_is_cut_at_nothing() -> None:
    # None of the 160 others was coded: 11 of 200 are fewer than the 10 % that are coded in error.
    cases = make_cases(CODED[:40] + [0] * 160, SETTLED)
    found = estimate_rogan_gladen(cases, every(cases))
    assert found.share is not None
    assert (found.share.value, found.share.low) == (0.0, 0.0)
    assert found.is_truncated


def test_a_case_that_was_drawn_more_often_counts_less() -> None:
    """The ten that have the code: eight drawn for certain, two with one chance in four."""
    weights = [1.0] * 8 + [4.0] * 2 + [1.0] * 190
    accuracy = measure_accuracy(make_cases(CODED, SETTLED, weights))
    assert accuracy.sensitivity == pytest.approx(8 / 16)


def test_codes_that_tell_nothing_or_too_little_are_refused() -> None:
    at_chance = make_cases([1, 0] * 20, [1, 1, 0, 0] * 10)
    assert "tell nearly nothing" in explain_refusal(measure_accuracy(at_chance))
    rare = make_cases([1] * 4 + [0] * 36, [1] * 4 + [0] * 36)
    assert "fewer than 5 cases of the sample have the code" in explain_refusal(
        measure_accuracy(rare)
    )
    assert not explain_refusal(measure_accuracy(make_cases(CODED, SETTLED)))


def test_a_sample_of_everything_gives_the_mean_of_the_truth() -> None:
    truth = [1] * 12 + [0] * 28
    cases = make_cases([0, 1] * 20, truth)
    found = estimate_mean(cases, every(cases))
    assert found.value == pytest.approx(0.3)
    # The standard error of a mean: s / sqrt(n), with n - 1 in s.
    assert found.standard_error == pytest.approx(math.sqrt(0.3 * 0.7 / 39))


def test_codes_without_error_give_the_share_as_it_was_coded() -> None:
    coded = [1] * 10 + [0] * 30
    cases = make_cases(coded, [1] * 5 + [-1] * 5 + [0] * 15 + [-1] * 15)
    found = estimate_mean(cases, every(cases))
    assert found.value == 0.25
    assert found.standard_error == pytest.approx(math.sqrt(0.25 * 0.75 / 39))


def test_the_share_is_that_of_the_codes_plus_the_mean_error_of_the_sample() -> None:
    cases = make_cases(CODED, SETTLED)
    found = estimate_mean(cases, every(cases))
    # 50 of 200; in the sample of 40 two were missed and three coded in error.
    assert found.value == pytest.approx(0.25 + (2 - 3) / 40)
    weighted = make_cases(CODED, SETTLED, [1.0] * 8 + [4.0] * 2 + [1.0] * 190)
    assert estimate_mean(weighted, every(weighted)).value == pytest.approx(0.25 + (8 - 3) / 46)


def test_a_difference_of_two_parts_has_the_error_of_both() -> None:
    cases = make_cases([0, 1] * 20, [1] * 12 + [0] * 28)
    first = np.arange(40) < 20
    less = estimate_mean(cases, first).subtract(estimate_mean(cases, ~first))
    assert less.value == pytest.approx(0.6)
    # All that are in the second part have it not, which has no error.
    assert less.standard_error == pytest.approx(math.sqrt(0.6 * 0.4 / 19))


def test_cases_of_one_respondent_are_no_independent_ones() -> None:
    """Each of 20 respondents twice with the same codes: the error is that of 20 cases."""
    alone = make_cases([1] * 6 + [0] * 14, [1] * 6 + [0] * 14)
    twice = CheckedCases(
        np.tile(alone.coded, 2), np.tile(alone.settled, 2), np.ones(40), np.tile(np.arange(20), 2)
    )
    of_twenty = estimate_mean(alone, every(alone)).standard_error * math.sqrt(19 / 20)
    of_forty = estimate_mean(twice, every(twice)).standard_error * math.sqrt(39 / 40)
    assert of_forty == pytest.approx(of_twenty)


def test_means_by_a_code_are_those_of_the_truth_where_all_of_it_is_known() -> None:
    truth = np.array([1] * 15 + [0] * 25)
    numbers = np.arange(40.0)
    numbers[3] = np.nan
    cases = make_cases([1, 0] * 20, truth.tolist())
    found = compare_means(cases, numbers)
    assert found is not None
    known = ~np.isnan(numbers)
    there, absent = numbers[known & (truth == 1)], numbers[known & (truth == 0)]
    assert found.value == pytest.approx(there.mean() - absent.mean())
    # The delta method divides by n where Welch's standard error has n - 1 in each group.
    welch = math.sqrt(there.var() / len(there) + absent.var() / len(absent))
    assert found.standard_error == pytest.approx(welch, rel=0.02)


def test_corrected_intervals_hold_the_truth_where_plain_ones_do_not() -> None:
    """400 surveys of 1,000 cases, 30 % with the code: of 100 coded ones a fifth is wrong."""
    random = np.random.default_rng(1)
    held = plain = 0
    for _ in range(400):
        truth = random.random(1000) < 0.3
        coded = np.where(truth, random.random(1000) < 0.7, random.random(1000) < 0.05)
        settled = np.where(np.arange(1000) < 200, truth, -1)
        cases = make_cases(coded.astype(int).tolist(), settled.tolist())
        found = estimate_mean(cases, every(cases)).find_interval(0, 1)
        held += found.low <= 0.3 <= found.high
        share = coded.mean()
        plain += abs(share - 0.3) <= 1.96 * math.sqrt(share * (1 - share) / 1000)
    # The promise is 95 %; of 400 draws three standard errors are 3.3 points.
    assert held / 400 == pytest.approx(0.95, abs=0.033)
    assert plain / 400 < 0.5


def weigh(cases: CheckedCases, weights: list[float]) -> CheckedCases:
    return replace(cases, survey_weights=np.array(weights))


def test_whole_weights_are_so_many_cases() -> None:
    """A case that weighs 3 is three cases: in the share, in the sample and in what errs."""
    times = [1 + place % 3 for place in range(len(CODED))]
    weighted = weigh(make_cases(CODED, SETTLED), [float(one) for one in times])
    repeated = make_cases(np.repeat(CODED, times).tolist(), np.repeat(SETTLED, times).tolist())
    one, other = measure_accuracy(weighted), measure_accuracy(repeated)
    assert one.sensitivity == pytest.approx(other.sensitivity)
    assert one.specificity == pytest.approx(other.specificity)
    assert one.checked == 40, "cases are counted without weights"
    found = estimate_mean(weighted, every(weighted)).value
    assert found == pytest.approx(estimate_mean(repeated, every(repeated)).value)
    shares = [
        estimate_rogan_gladen(cases, every(cases), replicates=200).share
        for cases in (weighted, repeated)
    ]
    assert shares[0] is not None
    assert shares[1] is not None
    assert shares[0].value == pytest.approx(shares[1].value)


def test_where_all_is_settled_it_is_the_weighted_share_of_the_truth() -> None:
    """Weights 1 and 3 on 40 cases. The variance is n / (n - 1) times the sum of the squares of what
    each case moves the share by, her weight times her distance from it, by the sum of weights.
    """
    truth = np.array([1] * 10 + [0] * 30)
    weights = np.array([3.0, 1.0] * 20)
    cases = weigh(make_cases([1, 0] * 20, truth.tolist()), weights.tolist())
    found = estimate_mean(cases, every(cases))
    # Five cases with the code weigh 3, five weigh 1; all weigh 80.
    assert found.value == pytest.approx(20 / 80)
    moved = weights * (truth - 0.25) / 80
    assert found.standard_error == pytest.approx(math.sqrt(40 / 39 * float(moved @ moved)))


def test_who_has_no_weight_stands_for_nobody() -> None:
    weights = [math.nan if place < 2 else 1.0 for place in range(len(CODED))]
    weighted = weigh(make_cases(CODED, SETTLED), weights)
    fewer = make_cases(CODED[2:], SETTLED[2:])
    found, want = (estimate_mean(cases, every(cases)) for cases in (weighted, fewer))
    assert found.value == pytest.approx(want.value)
    assert found.standard_error == pytest.approx(want.standard_error)


def test_means_by_a_code_are_weighted() -> None:
    """Where all of the truth is known they are the weighted means of the two groups."""
    truth = np.array([1] * 15 + [0] * 25)
    numbers, weights = np.arange(40.0), np.array([2.0, 1.0, 1.0, 4.0] * 10)
    cases = weigh(make_cases([1, 0] * 20, truth.tolist()), weights.tolist())
    found = compare_means(cases, numbers)
    assert found is not None
    there, absent = truth == 1, truth == 0
    means = [np.average(numbers[group], weights=weights[group]) for group in (there, absent)]
    assert found.value == pytest.approx(means[0] - means[1])
