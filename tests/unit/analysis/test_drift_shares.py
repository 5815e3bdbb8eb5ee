"""The same answers judged twice: weighted shares, and what is left of a change."""

from __future__ import annotations

import math

import pytest

from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.drift_shares import (
    JudgedAgain,
    compare_judged_again,
    find_drift_correlation,
    subtract_drift,
)
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.analysis.weighted_changes import find_change_influence
from tipcoder.results.changes import OTHERS, PANEL


def test_equal_chances_give_the_interval_of_paired_shares() -> None:
    # Cavo et al. (2012), in Fagerland, Lydersen & Laake (2017), chapter 8.
    answers = (
        [JudgedAgain(True, True, 3.0)] * 59
        + [JudgedAgain(True, False, 3.0)] * 6
        + [JudgedAgain(False, True, 3.0)] * 16
        + [JudgedAgain(False, False, 3.0)] * 80
    )
    found = compare_judged_again(answers)
    assert (found.n, found.gained, found.dropped) == (161, 16, 6)
    assert found.difference.value == pytest.approx(0.0621, abs=6e-5)
    assert found.difference.low == pytest.approx(0.0046, abs=6e-5)
    assert found.difference.high == pytest.approx(0.1186, abs=6e-5)


def test_an_answer_counts_by_the_inverse_of_its_chance() -> None:
    """By hand: ten answers drawn with 1/2 all have it and keep it; ten with 1/8 gain it twice."""
    answers = (
        [JudgedAgain(True, True, 2.0)] * 10
        + [JudgedAgain(False, True, 8.0)] * 2
        + [JudgedAgain(False, False, 8.0)] * 8
    )
    found = compare_judged_again(answers)
    assert found.then == pytest.approx(20 / 100)
    assert found.now == pytest.approx(36 / 100)
    # Of 20 answers with these weights, 100 ** 2 / (10 * 4 + 10 * 64) count: 14.7.
    even = [JudgedAgain(one.then, one.now, 1.0) for one in answers]
    weighted_width = found.difference.high - found.difference.low
    same = compare_judged_again(even).difference
    assert weighted_width > same.high - same.low


def test_what_is_left_has_an_interval_from_both() -> None:
    # By hand, with symmetric intervals: sqrt(8 ** 2 + 6 ** 2) = 10.
    rest = subtract_drift(Estimated(12.0, 4.0, 20.0), Estimated(5.0, -1.0, 11.0))
    assert rest == pytest.approx((7.0, -3.0, 17.0))


def test_coders_who_judge_as_before_still_leave_a_doubt() -> None:
    found = compare_judged_again([JudgedAgain(place < 4, place < 4, 1.0) for place in range(20)])
    assert found.difference.value == 0
    assert found.difference.low < 0 < found.difference.high


# 20 respondents: 5 keep the code, 3 lose it, 2 gain it, 10 never had it.
AGAIN = (
    [JudgedAgain(True, True, 1.0)] * 5
    + [JudgedAgain(True, False, 1.0)] * 3
    + [JudgedAgain(False, True, 1.0)] * 2
    + [JudgedAgain(False, False, 1.0)] * 10
)
NAMES = [f"R{n}" for n in range(20)]
BEFORE = {who: float(one.then) for who, one in zip(NAMES, AGAIN, strict=True)}
LATER = {f"S{n}": float(n < 12) for n in range(40)}


def test_where_all_were_coded_again_what_is_left_is_later_less_coded_again() -> None:
    """The earlier share falls out of the difference: its variance is that of the two others."""
    of_later = 0.3 * 0.7 / 40
    of_before, of_again = 8 / 20 * 12 / 20 / 20, 7 / 20 * 13 / 20 / 20
    # Of the drift, the mean of -1 (three times) and 1 (twice).
    of_drift = (5 / 20 - (1 / 20) ** 2) / 20
    error = math.sqrt(of_later + of_before)
    influence = find_change_influence(OTHERS, WaveSamples(BEFORE, LATER))
    shared = find_drift_correlation(AGAIN, NAMES, influence, error)
    variance = error**2 + of_drift - 2 * shared * error * math.sqrt(of_drift)
    assert variance == pytest.approx(of_later + of_again)


def test_the_correlation_of_change_and_drift_by_hand() -> None:
    """Half of the answers were coded again, and weigh what they weigh in the wave."""
    chosen, names = AGAIN[4:14], NAMES[4:14]
    weights = {who: 1.0 + (n % 2) for n, who in enumerate(NAMES)}
    share = sum(weights[who] * BEFORE[who] for who in NAMES) / 30
    # One keeps it, three lose it, two gain it, four never had it.
    drift = -1 / 10
    moved = [(one.now - one.then - drift) / 10 for one in chosen]
    earlier = [weights[who] * (BEFORE[who] - share) / 30 for who in names]
    covariance = -sum(one * other for one, other in zip(moved, earlier, strict=True))
    expected = covariance / (0.2 * math.sqrt(sum(one * one for one in moved)))
    assert expected > 0
    waves = WaveSamples(BEFORE, LATER, weights, dict.fromkeys(LATER, 1.0))
    found = find_drift_correlation(chosen, names, find_change_influence(OTHERS, waves), 0.2)
    assert found == pytest.approx(expected)
    # By symmetric intervals: what both share makes it narrower.
    rest = subtract_drift(Estimated(12.0, 4.0, 20.0), Estimated(5.0, -1.0, 11.0), 0.5)
    half = math.sqrt(64 + 36 - 48)
    assert rest == pytest.approx((7.0, 7 - half, 7 + half))


def test_what_a_panel_said_later_is_in_the_change_too() -> None:
    """All of it by hand: of 20 in both waves, with what each moves the change by."""
    after = {who: float(n % 3 == 0) for n, who in enumerate(NAMES)}
    change = [after[who] - BEFORE[who] for who in NAMES]
    drift = [one.now - one.then for one in AGAIN]
    middle, mean = sum(change) / 20, sum(drift) / 20
    pairs = zip(change, drift, strict=True)
    covariance = sum((one - middle) * (other - mean) for one, other in pairs) / 400
    spread = math.sqrt(sum((one - mean) ** 2 for one in drift) / 400)
    influence = find_change_influence(PANEL, WaveSamples(BEFORE, after))
    found = find_drift_correlation(AGAIN, NAMES, influence, 0.2)
    assert found == pytest.approx(covariance / (0.2 * spread))


def test_answers_of_others_share_nothing_with_the_change() -> None:
    assert find_drift_correlation(AGAIN, NAMES, {"S1": 0.5, "S2": -0.5}, 0.1) == 0.0
    # Answers that were coded as before do not move anything.
    assert find_drift_correlation(AGAIN[10:], NAMES[10:], {"R12": 0.5}, 0.1) == 0.0
