"""Long work in parts: nothing is left out and nothing comes twice."""

import pytest

from tipcoder.slices import iterate_chunks, iterate_slices


def test_parts_hold_everything_once_and_in_order() -> None:
    assert [list(part) for part in iterate_chunks("abcdefg", 3)] == [
        ["a", "b", "c"],
        ["d", "e", "f"],
        ["g"],
    ]


def test_a_whole_number_of_parts_has_no_empty_one_at_the_end() -> None:
    assert list(iterate_slices(4, 2)) == [slice(0, 2), slice(2, 4)]
    assert list(iterate_chunks([], 2)) == []


def test_a_part_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        list(iterate_slices(3, 0))
