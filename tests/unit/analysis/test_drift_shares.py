"""The same answers judged twice: weighted shares, and what is left of a change."""

from __future__ import annotations

import pytest

from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.drift_shares import JudgedAgain, compare_judged_again, subtract_drift


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
