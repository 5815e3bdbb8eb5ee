"""Means with their intervals, worked by hand and by scipy."""

from __future__ import annotations

import pytest
import scipy.stats

from tipcoder.analysis.describing import average_by_group, average_values
from tipcoder.analysis.intervals import t_interval, wilson_interval

FIVE = [0.0, 1.0, 1.0, 2.0, 1.0]
"""Mean 1, sum of squares 2, so sd = sqrt(1/2) and the standard error sqrt(1/10);
t(.975, 4) = 2.7764.
"""


def test_the_interval_of_a_mean_is_students() -> None:
    found = average_values("five", FIVE)
    assert (found.mean, found.sd) == (1.0, pytest.approx(0.5**0.5))
    assert (found.low, found.high) == (
        pytest.approx(1 - 2.7764 * 0.1**0.5, abs=1e-4),
        pytest.approx(1.8780, abs=1e-4),
    )
    other = scipy.stats.t.interval(0.95, 4, loc=1.0, scale=scipy.stats.sem(FIVE))
    assert (found.low, found.high) == pytest.approx(other)


def test_on_a_scale_the_interval_is_cut_off_at_its_ends() -> None:
    """Two answers, 1 and 2: t(.975, 1) = 12.706 and the standard error 1/2
    reach far beyond 0 and 2.
    """
    assert t_interval(1.5, 0.5**0.5, 2) == pytest.approx(
        (1.5 - 12.7062 / 2, 1.5 + 12.7062 / 2), abs=1e-3
    )
    (found,) = average_by_group(["a", "a", "a"], [1.0, 2.0, None], (0.0, 2.0))
    assert (found.low, found.high, found.answers, found.rows) == (0.0, 2.0, 2, 3)


def test_equal_answers_have_no_t_interval_and_on_a_scale_wilsons() -> None:
    assert t_interval(0.1, 0.0, 5) is None
    equal = average_values("equal", [0.1] * 7)
    assert (equal.mean, equal.sd, equal.low, equal.high) == (0.1, 0.0, None, None)
    on_scale = average_values("equal", [2.0] * 5, (0.0, 2.0))
    assert (on_scale.low, on_scale.high) == pytest.approx((2 * wilson_interval(5, 5)[0], 2.0))


def test_a_scale_on_which_everything_counts_the_same_has_no_ends() -> None:
    found = average_values("flat", [1.0, 1.0], (1.0, 1.0))
    assert (found.mean, found.low, found.high) == (1.0, None, None)


@pytest.mark.parametrize(("values", "mean"), [([], None), ([None, None], None), ([3.0], 3.0)])
def test_fewer_than_two_answers_have_no_interval(
    values: list[float | None], mean: float | None
) -> None:
    found = average_values("few", values, (0.0, 5.0))
    assert (found.mean, found.sd, found.low, found.high) == (mean, None, None, None)
