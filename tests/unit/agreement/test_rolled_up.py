"""Codes taken together: present where any is, absent where all are, and not known else."""

from __future__ import annotations

import numpy as np
import pytest

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.measurement import measure_codes
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws

P, A, U = 1, 0, -1
UNITS = tuple("abcdefghi")


def rated(**codes: list[int]) -> Ratings:
    """One coder's values by code; the second coder says the same."""
    values = np.array([[[value, value] for value in row] for row in codes.values()], np.int16)
    return Ratings(values, tuple(codes), UNITS[: values.shape[1]], ("anna", "boris"))


#                  every pair of present, absent and not known
USE, OTHER = [P, P, P, A, A, A, U, U, U], [P, A, U, P, A, U, P, A, U]
TOGETHER = [P, P, P, P, A, U, P, U, U]


def test_every_pair_of_states_taken_together() -> None:
    both = rated(use=USE, other=OTHER).roll_up_codes({"use": "net", "other": "net"})
    assert both.codes == ("net",)
    assert both.values[0, :, 0].tolist() == TOGETHER
    assert both.values[0, :, 1].tolist() == TOGETHER


def test_codes_without_a_parent_stay_as_they_are_and_names_keep_their_order() -> None:
    ratings = rated(money=OTHER, use=USE, other=OTHER)
    rolled = ratings.roll_up_codes({"use": "net", "other": "net"})
    assert rolled.codes == ("money", "net")
    assert rolled.values[0].tolist() == ratings.values[0].tolist()
    assert rolled.values[1, :, 0].tolist() == TOGETHER
    assert (rolled.units, rolled.coders) == (ratings.units, ratings.coders)


def test_a_code_may_count_for_several_nets() -> None:
    nets = rated(use=USE, other=OTHER, deep=[A] * 9).gather_codes(
        {"all": ["use", "other", "deep"], "part": ["other"]}
    )
    assert nets.values[0, :, 0].tolist() == [P, P, P, P, A, U, P, U, U]
    assert nets.values[1, :, 0].tolist() == OTHER


def test_coders_who_put_different_codes_of_a_branch_agree_on_the_branch() -> None:
    """Ten responses: on five anna puts use and boris other.
    By hand: each code disagrees on five, the branch never.
    """
    anna, boris = [P] * 5 + [A] * 5, [A] * 10
    use, other = list(zip(anna, boris, strict=True)), list(zip(boris, anna, strict=True))
    ratings = Ratings(
        np.array([use, other], np.int16), ("use", "other"), tuple("abcdefghij"), ("anna", "boris")
    )
    found = assess_agreement(
        ratings, ReportRequest("t", Draws(50)), nets=ratings.gather_codes({"use": ["use", "other"]})
    )
    rolled, own = found.parents
    assert [(one.code, dict(one.part)) for one in found.parents] == [
        ("use", {"as": "rolled up"}),
        ("use", {"as": "own"}),
    ]
    assert rolled.coefficients[ALPHA].value == 1.0
    # alpha = 1 - (2n - 1) * split / (n1 * n0) for two coders:
    # 20 values, 5 of them present, 5 responses split.
    assert own.coefficients[ALPHA].value == pytest.approx(1 - 19 * 5 / (5 * 15))
    assert measure_codes(ratings, 0.667, {"net": ["use", "other"]}, Draws(50))[0].alpha.value == 1.0
