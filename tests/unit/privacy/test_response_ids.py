from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.errors import BadInput
from tipcoder.privacy.response_ids import draw_response_ids, find_numbers


@given(
    st.integers(0, 300), st.integers(4, 9), st.sets(st.integers(1000, 9999).map(str), max_size=200)
)
def test_ids_are_different_free_and_of_the_right_length(
    count: int, digits: int, taken: set[str]
) -> None:
    ids = draw_response_ids(count, digits, taken)
    assert len(set(ids)) == len(ids) == count
    assert not taken & set(ids)
    assert all(len(number) == digits and number.isdecimal() and number[0] != "0" for number in ids)


def test_every_four_digit_number_but_the_years_may_be_drawn_and_no_other() -> None:
    # 1000 to 9999 without 1900 to 2099.
    ids = draw_response_ids(8800, 4, ())
    assert sorted(map(int, ids)) == [n for n in range(1000, 10000) if not 1900 <= n < 2100]


def test_one_respondent_more_than_there_are_numbers_is_told_to_take_another_digit() -> None:
    with pytest.raises(
        BadInput, match="8801 respondents need a response ID and only 8800 numbers of 4 digits"
    ) as caught:
        draw_response_ids(8801, 4, ())
    assert "id_digits = 5" in caught.value.hint
    assert "before anything is exported" in caught.value.hint


def test_taken_numbers_leave_fewer_and_are_counted() -> None:
    taken = [str(n) for n in range(1000, 9990)]
    assert set(draw_response_ids(10, 4, taken)) == {str(n) for n in range(9990, 10000)}
    with pytest.raises(BadInput, match="only 10 numbers of 4 digits are left"):
        draw_response_ids(11, 4, taken)


def test_a_pool_of_long_numbers_that_is_nearly_used_up_is_refused_and_not_searched_for_ever() -> (
    None
):
    with pytest.raises(BadInput, match="numbers of 6 digits are left"):
        draw_response_ids(900_001, 6, ())


def test_survey_ids_of_any_shape_may_be_among_the_taken() -> None:
    taken = {"R_3fk2", "", "0042", "9" * 5000, "²", "-1", "1254", "٤٣٢١"}
    ids = draw_response_ids(8000, 4, taken)
    assert not {"1254", "4321"} & set(ids)  # Arabic digits are digits to a reader too


def test_no_seed_that_a_program_sets_makes_the_ids_come_again() -> None:
    drawn = []
    for _ in range(2):
        random.seed(7)
        drawn.append(tuple(draw_response_ids(50, 4, ())))
    assert drawn[0] != drawn[1]


def test_ids_do_not_come_in_the_order_of_the_numbers() -> None:
    ids = draw_response_ids(200, 4, ())
    assert ids != sorted(ids)
    assert ids != sorted(ids, reverse=True)


def test_nobody_to_name_needs_no_numbers() -> None:
    assert draw_response_ids(0, 4, ()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In 2014 we helped 1254 people", {"2014", "1254"}),
        ("phone 12345 or 123", set()),
        ("law No.9208/2013", {"9208", "2013"}),
        ("x1234y", {"1234"}),
        ("01234 and 12340", set()),
        ("1234\n5678,9012", {"1234", "5678", "9012"}),
        ("", set()),
    ],
)
def test_numbers_that_a_reader_could_take_for_a_response_id_are_found(
    text: str, found: set[str]
) -> None:
    assert find_numbers([text], 4) == found


def test_numbers_of_another_length_do_not_count() -> None:
    assert find_numbers(["1234 12345", "123456"], 5) == {"12345"}
