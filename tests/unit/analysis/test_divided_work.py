"""Corrected shares where several coders divided the cases: counted by hand, and by jackknife."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tipcoder.analysis.design_based import compare_means, estimate_mean
from tipcoder.analysis.divided_work import UNMEASURED, explain_division
from tipcoder.analysis.misclassification import CheckedCases, measure_accuracy
from tipcoder.analysis.rogan_gladen import estimate_rogan_gladen
from tipcoder.arrays import Bools, Floats

NONE = -1


def make_cases(
    coders: list[list[int]], settled: list[int], weights: Floats | None = None
) -> CheckedCases:
    """Cases of one respondent each; a row of codes for each coder."""
    size = len(settled)
    return CheckedCases(
        coded=np.array(coders),
        settled=np.array(settled),
        weights=np.ones(size) if weights is None else weights,
        respondents=np.arange(size),
    )


def every(cases: CheckedCases) -> Bools:
    return np.ones(len(cases.settled), dtype=bool)


# 60 cases. Anna coded 30 of them alone, 10 with the code; Ben 10, 8 with it. Both judged the other
# 20, of which 8 have the code: Anna saw 6 of these and 1 of the 12 others, Ben 7 and 2.
ANNA = [1] * 10 + [0] * 20 + [NONE] * 10 + [1] * 6 + [0] * 2 + [1] * 1 + [0] * 11
BEN = [NONE] * 30 + [1] * 8 + [0] * 2 + [1] * 7 + [0] * 1 + [1] * 2 + [0] * 10
SETTLED = [NONE] * 40 + [1] * 8 + [0] * 12


def test_each_coder_counts_by_her_part_of_the_work() -> None:
    cases = make_cases([ANNA, BEN], SETTLED)
    found = estimate_mean(cases, every(cases))
    # Three quarters of the work are Anna's. A case of the sample is coded as it is to be expected:
    # 18 alone and 3/4 of 7 and 1/4 of 9 in the sample make 25.5 of 60. Anna has one code too few
    # in 20, Ben one too many.
    assert found.value == pytest.approx(25.5 / 60 + 3 / 4 * 1 / 20 - 1 / 4 * 1 / 20)
    accuracy = measure_accuracy(cases)
    assert (accuracy.checked, accuracy.present) == (20, 8)
    assert accuracy.sensitivity == pytest.approx(3 / 4 * 6 / 8 + 1 / 4 * 7 / 8)
    assert accuracy.specificity == pytest.approx(3 / 4 * 11 / 12 + 1 / 4 * 10 / 12)
    # Wrong is a case on which anybody was: two that Anna missed, of which Ben missed one, and two
    # that Ben invented, of which Anna invented one.
    assert accuracy.errors == 4
    by_formula = estimate_rogan_gladen(cases, every(cases)).share
    assert by_formula is not None
    # (apparent + specificity - 1) / (sensitivity + specificity - 1)
    sensitivity, specificity = 0.75 * 6 / 8 + 0.25 * 7 / 8, 0.75 * 11 / 12 + 0.25 * 10 / 12
    corrected = (25.5 / 60 + specificity - 1) / (sensitivity + specificity - 1)
    assert by_formula.value == pytest.approx(corrected)


def test_in_a_segment_its_own_parts_of_the_work_count() -> None:
    """Among cases that Ben coded alone nothing of Anna's errors matters."""
    cases = make_cases([ANNA, BEN], SETTLED)
    of_ben = np.arange(60) >= 30
    found = estimate_mean(cases, of_ben)
    # 8 alone and 9 in the sample of 30; one too many in 20.
    assert found.value == pytest.approx(17 / 30 - 1 / 20)


def test_who_coded_nothing_alone_changes_nothing() -> None:
    """Ben judged the sample only: all is as if the codes were Anna's."""
    anna = [1] * 12 + [0] * 28 + ANNA[40:]
    ben = [NONE] * 40 + BEN[40:]
    both, alone = make_cases([anna, ben], SETTLED), make_cases([anna], SETTLED)
    found, want = (estimate_mean(cases, every(cases)) for cases in (both, alone))
    assert found.value == pytest.approx(want.value)
    assert found.standard_error == pytest.approx(want.standard_error)
    numbers = np.arange(60.0)
    of_both, of_anna = (compare_means(cases, numbers) for cases in (both, alone))
    assert of_both is not None
    assert of_anna is not None
    assert of_both.value == pytest.approx(of_anna.value)
    assert of_both.standard_error == pytest.approx(of_anna.standard_error)


def test_where_all_cases_were_judged_by_all_it_is_the_share_of_the_truth() -> None:
    cases = make_cases([ANNA[40:], BEN[40:]], SETTLED[40:])
    found = estimate_mean(cases, every(cases))
    assert found.value == pytest.approx(8 / 20)
    assert found.standard_error == pytest.approx(math.sqrt(0.4 * 0.6 / 19))


def test_coders_without_errors_give_the_share_as_they_coded_it() -> None:
    truth = [1] * 12 + [0] * 18 + [1] * 4 + [0] * 6 + [1] * 8 + [0] * 12
    anna = truth[:30] + [NONE] * 10 + truth[40:]
    ben = [NONE] * 30 + truth[30:]
    cases = make_cases([anna, ben], [NONE] * 40 + truth[40:])
    found = estimate_mean(cases, every(cases))
    assert found.value == pytest.approx(24 / 60)
    assert found.standard_error == pytest.approx(math.sqrt(0.4 * 0.6 / 59))


def test_errors_of_who_did_much_and_was_hardly_compared_are_not_guessed() -> None:
    cleo = [NONE] * 60
    cleo[:10] = ANNA[:10]
    anna = [NONE] * 10 + ANNA[10:]
    cases = make_cases([anna, BEN, cleo], SETTLED)
    assert explain_division(cases, every(cases)) == UNMEASURED
    assert not explain_division(make_cases([ANNA, BEN], SETTLED), np.ones(60, dtype=bool))

    # Two cases of 40 are a twentieth of the work: she is taken to err as the others.
    cleo[2:10] = [NONE] * 8
    anna[2:10] = ANNA[2:10]
    cases = make_cases([anna, BEN, cleo], SETTLED)
    assert not explain_division(cases, every(cases))
    # Of the 38 others Anna has 28 and Ben 10.
    p, q = 28 / 38, 10 / 38
    expected = (18 + p * 7 + q * 9) / 60 + (p - q) / 20
    assert estimate_mean(cases, every(cases)).value == pytest.approx(expected)


def draw_cases(
    random: np.random.Generator, size: int, sample: int, *, in_pairs: bool = False
) -> CheckedCases:
    """A survey that three coders divided, 30 % with the code; they err differently."""
    truth = random.random(size) < 0.3
    sensitivity, specificity = np.array([0.8, 0.5, 0.7]), np.array([0.99, 0.94, 0.97])
    seen = random.random((3, size)) < sensitivity[:, None]
    invented = random.random((3, size)) >= specificity[:, None]
    said = np.where(truth, seen, invented).astype(np.int64)
    in_sample = random.permutation(size) < sample
    coder = random.choice(3, size, p=(0.5, 0.35, 0.15))
    is_given = (np.arange(3)[:, None] == coder) | in_sample
    if in_pairs:
        is_given &= ~in_sample | (random.integers(0, 3, size) != np.arange(3)[:, None])
    return CheckedCases(
        np.where(is_given, said, NONE),
        np.where(in_sample, truth, NONE).astype(np.int64),
        np.ones(size),
        np.arange(size),
    )


@pytest.mark.parametrize("in_pairs", [False, True], ids=["all judge the sample", "pairs do"])
def test_the_standard_error_is_that_of_the_jackknife(in_pairs: bool) -> None:
    """Each case left out once (Tukey, 1958), which knows nothing of how the error is made up."""
    cases = draw_cases(np.random.default_rng(3), 400, 120, in_pairs=in_pairs)
    without = []
    for place in range(400):
        without.append(estimate_mean(cases, np.arange(400) != place).value)
    spread = np.array(without) - np.mean(without)
    jackknife = math.sqrt(399 / 400 * float(spread @ spread))
    assert estimate_mean(cases, every(cases)).standard_error == pytest.approx(jackknife, rel=0.02)


def test_corrected_intervals_hold_the_truth_whoever_coded_it() -> None:
    random = np.random.default_rng(1)
    held = plain = 0
    for _ in range(400):
        cases = draw_cases(random, 1000, 200)
        found = estimate_mean(cases, every(cases)).find_interval(0, 1)
        held += found.low <= 0.3 <= found.high
        # Of the 800 that one coder judged.
        share = float((cases.coded.max(axis=0)[cases.settled == NONE] == 1).mean())
        plain += abs(share - 0.3) <= 1.96 * math.sqrt(share * (1 - share) / 800)
    # The promise is 95 %; of 400 draws three standard errors are 3.3 points.
    assert held / 400 == pytest.approx(0.95, abs=0.033)
    assert plain / 400 < 0.5
