"""Figures of a ranking, against hand-worked examples and scikit-learn."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tipcoder.suggestion.measuring import (
    average_precision,
    estimate_random_reading,
    measure_reading,
    recall_at,
    top_right,
)


def test_average_precision_of_a_ranking_worked_by_hand() -> None:
    # Carriers at ranks 1, 3 and 5: (1/1 + 2/3 + 3/5) / 3.
    found = average_precision([5.0, 4.0, 3.0, 2.0, 1.0], [True, False, True, False, True])
    assert found == pytest.approx((1 + 2 / 3 + 3 / 5) / 3)
    assert math.isnan(average_precision([1.0], [False]))


@given(
    st.lists(
        st.tuples(st.integers(-1000, 1000), st.booleans()),
        min_size=1,
        max_size=40,
        unique_by=lambda x: x[0],
    )
)
def test_average_precision_is_that_of_scikit_learn(ranked: list[tuple[int, bool]]) -> None:
    from sklearn.metrics import average_precision_score

    assume(any(carries for _, carries in ranked))
    scores, carries = [float(score) for score, _ in ranked], [carries for _, carries in ranked]
    assert average_precision(scores, carries) == pytest.approx(
        average_precision_score(carries, scores)
    )


def test_what_reading_costs_worked_by_hand() -> None:
    # 20 carriers among 100, the first 19 at the front and the last at the very end:
    # 95 % are found after 19.
    found = measure_reading([*range(1, 20), 100], 100)
    assert found.read_for_95 == pytest.approx(0.19)
    assert found.wss_95 == pytest.approx(0.76)
    assert found.atd == pytest.approx((sum(range(1, 20)) + 100) / 20 / 100)
    assert (found.found_10, found.found_20, found.first) == (10 / 20, 19 / 20, 1)
    # Of a single carrier, 95 % is all.
    assert measure_reading([7], 10).read_for_95 == pytest.approx(0.7)


def test_a_random_order_costs_what_drawing_it_often_costs_on_average() -> None:
    import numpy as np

    random = np.random.default_rng(3)
    drawn = [measure_reading((random.permutation(60)[:8] + 1).tolist(), 60) for _ in range(4000)]
    expected = estimate_random_reading(8, 60)
    for name in ("read_for_95", "wss_95", "atd", "found_10", "found_20"):
        assert getattr(expected, name) == pytest.approx(
            np.mean([getattr(one, name) for one in drawn]), abs=0.01
        )


def test_recall_counts_codes_and_the_first_place_counts_answers() -> None:
    ranked = [["a", "b", "c", "d"], ["b", "a", "c", "d"], ["a", "b", "c", "d"]]
    carried = [{"a", "d"}, {"d"}, set()]
    assert recall_at(ranked, carried, 3) == pytest.approx(1 / 3)
    assert top_right(ranked, carried) == pytest.approx(1 / 2)
    assert math.isnan(recall_at(ranked, [set()] * 3))
    assert math.isnan(top_right(ranked, [set()] * 3))


def test_nothing_to_find_is_an_error_and_not_a_perfect_result() -> None:
    with pytest.raises(ValueError, match="nothing"):
        measure_reading([], 10)
