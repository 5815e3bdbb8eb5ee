"""Counting who could have written a row: worked by hand on a dozen respondents."""

from __future__ import annotations

from tipcoder.privacy.small_cells import (
    ExportedRow,
    find_constant_columns,
    find_small_profiles,
    find_small_rows,
    find_telling_combinations,
)

EVERYBODY = [
    *(ExportedRow(str(n), ("Africa", "yes")) for n in range(1, 7)),  # six alike
    *(ExportedRow(str(n), ("Africa", "no")) for n in range(7, 10)),  # three alike
    ExportedRow("10", ("Asia", "yes")),
    ExportedRow("10", ("Asia", "no")),
    ExportedRow("11", ("Asia", "yes")),
    ExportedRow("12", ("Asia", "no")),
]


def test_a_combination_is_small_though_each_of_its_columns_is_not() -> None:
    shown = [
        ExportedRow("1", ("Africa", "yes")),
        ExportedRow("7", ("Africa", "no")),
        ExportedRow("11", ("Asia", "yes")),
    ]
    assert find_small_rows(shown, EVERYBODY, 5) == {
        ExportedRow("7", ("Africa", "no")),
        ExportedRow("11", ("Asia", "yes")),
    }
    assert find_small_rows(shown, EVERYBODY, 3) == {ExportedRow("11", ("Asia", "yes"))}


def test_two_rows_of_one_respondent_count_once() -> None:
    twice = [ExportedRow("1", ("a",)), ExportedRow("1", ("a",)), ExportedRow("2", ("a",))]
    assert find_small_rows([twice[0]], twice, 3) == {ExportedRow("1", ("a",))}


def test_rows_that_fit_many_may_fit_one_respondent_only_when_taken_together() -> None:
    both = [ExportedRow("10", ("Asia", "yes")), ExportedRow("10", ("Asia", "no"))]
    assert find_small_profiles(both, EVERYBODY, 2) == {"10"}
    assert find_small_profiles(both[:1], EVERYBODY, 2) == set()  # 10 and 11 have it


def test_numbers_that_are_the_same_for_all_of_a_country_are_seen() -> None:
    countries = ["Kenya", "Kenya", "Togo", "Ghana", "Peru", None]
    columns = {
        "tier": ["2.1", "2.1", "1.4", "1.4", "1.4", ""],
        "opinion": ["a", "b", "a", "a", "b", "a"],
        "survey": ["one", "one", "one", "one", "one", "one"],
    }
    assert find_constant_columns(columns, countries) == ["tier"]


def test_what_fewer_than_three_countries_share_names_the_country() -> None:
    countries = ["Kenya", "Kenya", "Togo", "Ghana", "Peru", None]
    values = [("2.1",), ("2.1",), ("1.4",), ("1.4",), ("1.4",), ("2.1",)]
    assert find_telling_combinations(values, countries) == {("2.1",)}
