"""Whether more answers bring more codes: a published example, and every order counted by hand."""

from __future__ import annotations

from itertools import permutations

import pytest

from tipcoder.analysis.saturation import (
    count_incidences,
    estimate_unseen,
    list_new_codes,
    measure_new_information,
    rarefy,
)

SEEDS = [1] * 3 + [2] * 2 + [60] * 29
"""The seed bank of Butler & Chazdon (1998), the example of EstimateS: 34 species on 121 samples, 3
on one and 2 on two of them. How often the others occur changes no digit of what is tested here."""


def test_what_is_unseen_is_as_estimates_prints_it() -> None:
    found = estimate_unseen(SEEDS, 121)
    # EstimateS 9.1: Chao 2 34.99, from 34.09 to 44.61, standard deviation 1.81.
    assert [round(34 + end, 2) for end in found.unseen] == [34.99, 34.09, 44.61]
    assert round(found.standard_error, 2) == 1.81


def test_the_curve_is_as_estimates_prints_it() -> None:
    found = rarefy(SEEDS, 121, (118, 119, 120, 121))
    # EstimateS 9.1: S(est) of 118 to 121 samples, with its 95% interval.
    assert [round(one.value, 2) for one in found] == [33.92, 33.95, 33.98, 34.0]
    assert [round(one.low, 2) for one in found] == [31.09, 31.12, 31.14, 31.16]
    assert [round(one.high, 2) for one in found] == [36.76, 36.78, 36.81, 36.84]


def test_the_curve_is_the_mean_over_all_orders() -> None:
    answers = [{"law"}, {"law", "money"}, set(), {"shelter"}, {"money", "police"}]
    curve = [0.0] * 5
    orders = list(permutations(answers))
    for order in orders:
        seen: set[str] = set()
        for place, codes in enumerate(order):
            seen |= codes
            curve[place] += len(seen) / len(orders)
    found = rarefy(count_incidences(answers), 5, range(1, 6))
    assert [one.value for one in found] == pytest.approx(curve)


def test_new_information_is_a_share_of_the_base() -> None:
    answers = [{"a", "b"}, {"b", "c"}, {"a"}, {"d"}, {"e"}, {"a"}, {"b"}, set(), {"f"}]
    new = [len(codes) for codes in list_new_codes(answers)]
    assert new == [2, 1, 0, 1, 1, 0, 0, 0, 1]
    runs = measure_new_information(new, base=4, run=2)
    # The first four answers have four codes.
    assert [(run.first, run.last, run.new, run.ratio) for run in runs] == [
        (5, 6, 1, 0.25),
        (6, 7, 0, 0.0),
        (7, 8, 0, 0.0),
        (8, 9, 1, 0.25),
    ]
    assert measure_new_information(new, base=9, run=2) == []


def test_nothing_seen_is_nothing_to_go_by() -> None:
    assert estimate_unseen([], 0).unseen == (0.0, 0.0, 0.0)
    assert rarefy([], 3, (1, 2)) == [(0.0, 0.0, 0.0)] * 2
    # One code on one answer: there may be as many again.
    assert estimate_unseen([1, 5, 5], 9).unseen == (0.0, 0.0, 1.0)
