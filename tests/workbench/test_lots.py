"""Lots: quotas in proportion or in equal parts, chances that are known, and draws that repeat."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tipcoder.workbench.rounds.stratified_sample import (
    Stratum,
    allocate_equally,
    allocate_in_proportion,
    draw_sample,
)

GROUPS = {"a": range(100), "b": range(100, 140), "c": range(140, 150)}


def quotas(strata: list[Stratum]) -> dict[str, int]:
    return {stratum.name: stratum.drawn for stratum in strata}


def test_in_proportion_means_the_same_share_of_each_as_far_as_whole_answers_go() -> None:
    assert quotas(allocate_in_proportion(GROUPS, 30)) == {"a": 20, "b": 8, "c": 2}
    assert quotas(allocate_in_proportion(GROUPS, 10)) == {
        "a": 7,
        "b": 3,
        "c": 0,
    }  # 6.67, 2.67, .67: the largest remainders


def test_in_equal_parts_means_as_many_of_each_as_far_as_they_have_them() -> None:
    assert quotas(allocate_equally(GROUPS, 30)) == {"a": 10, "b": 10, "c": 10}
    assert quotas(allocate_equally(GROUPS, 60)) == {"a": 25, "b": 25, "c": 10}
    assert quotas(allocate_equally(GROUPS, 2)) == {"a": 1, "b": 1, "c": 0}
    assert quotas(allocate_equally({"a": [], "b": [1]}, 5)) == {"a": 0, "b": 1}


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.data())
def test_never_more_than_there_are_and_never_fewer_than_asked(
    sizes: list[int], data: st.DataObject
) -> None:
    groups = {str(n): range(1000 * n, 1000 * n + size) for n, size in enumerate(sizes)}
    size = data.draw(st.integers(1, sum(sizes)))
    for strata in (allocate_in_proportion(groups, size), allocate_equally(groups, size)):
        assert sum(stratum.drawn for stratum in strata) == size
        assert all(0 <= stratum.drawn <= len(stratum.answers) for stratum in strata)
        chosen = draw_sample(strata, 1)
        assert len(chosen) == size
        assert draw_sample(strata, 1) == chosen
        for stratum in strata:
            assert {chosen[each] for each in stratum.answers if each in chosen} <= {stratum.chance}
