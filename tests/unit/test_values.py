"""A cell means the value that it spells, in whatever blanks, case,
look-alikes or way of writing a number.
"""

from __future__ import annotations

import pytest

from tipcoder.values import Spellings, find_numbers, is_one_letter_off, unify_spellings

NBSP, THIN, ZERO_WIDTH, BOM = "\u00a0", "\u2009", "\u200b", "\ufeff"


@pytest.mark.parametrize(
    ("spelled", "cells"),
    [
        (
            "Yes",
            ["Yes", "yes", "YES", " Yes ", f"Yes{NBSP}", f"{BOM}Yes", f"Ye{ZERO_WIDTH}s", "Ｙｅｓ"],
        ),
        ("Очень важно", ["очень важно", "ОЧЕНЬ ВАЖНО", f"Очень{NBSP}важно", "Очень  важно\n"]),
        ("Pequeño", ["pequeño", "peque\u006e\u0303o", "PEQUEÑO"]),
        ("Straße", ["STRASSE", "straße"]),
        ("İyi", ["iyi", "İYİ"]),
        ("Don't know", ["Don\u2019t know", "don`t know", "DON\u02bcT KNOW", "Don\u00b4t know"]),
        ("18-25", ["18\u201325", "18\u201425", "18\u221225", "１８-２５"]),
        ('So-called "aid"', ["so\u2011called \u201caid\u201d", "So-called \u00abaid\u00bb"]),
        ("1", ["1.0", "1.00", "1,0", "+1", "1.", "１", "١", "01", "1E+0", f" 1{NBSP}", "1.000"]),
        ("0,5", ["0.5", ".5", "0.50", ",5", "00,5"]),
        ("-99", ["-99.0", "\u221299", "\u201399", "-99,00"]),
        ("1000", ["1,000", "1.000", "1 000", f"1{THIN}000", "1'000", "1 000,00", "1,000.0"]),
        ("TRUE", ["True", "true", " TRUE"]),
    ],
)
def test_spellings_of_one_value(spelled: str, cells: list[str]) -> None:
    other = Spellings((spelled, "something else", "77"))
    assert {cell: other.find_value(cell) for cell in cells} == dict.fromkeys(cells, spelled)


@pytest.mark.parametrize(
    ("spelled", "cell"),
    [
        ("Yes", "Yess"),
        ("мой", "мои"),  # accents are letters: "my" in the singular and in the plural
        ("peña", "pena"),
        ("1", "10"),
        ("1", "1.01"),
        ("1", "-1"),
        ("1", "one"),
        ("1", "TRUE"),
        ("1", "1 (yes)"),
        ("1.5", "15"),
        ("No", ""),
        ("Tier 1", "Tier 2"),
    ],
)
def test_what_is_not_the_value(spelled: str, cell: str) -> None:
    assert Spellings((spelled,)).find_value(cell) is None
    assert cell not in Spellings((spelled,))


def test_values_that_differ_only_in_case_stay_two_and_a_third_spelling_is_neither() -> None:
    country_or_we = Spellings(("US", "us"))
    cells = ("US", "us", " US ", f"us{NBSP}", "Us")
    assert [country_or_we.find_value(cell) for cell in cells] == ["US", "us", "US", "us", None]


def test_leading_zeros_tell_values_apart_where_both_are_spelled() -> None:
    both = Spellings(("01", "1"))
    assert [both.find_value(cell) for cell in ("01", "1", "1.0", "01.0", "001")] == [
        "01",
        "1",
        "1",
        "01",
        None,
    ]
    assert Spellings(("1", "2")).find_value("01") == "1"
    assert Spellings(("1", "2"), leading_zeros_count=True).find_value("01") is None


def test_a_number_that_may_be_two_is_the_one_that_is_spelled() -> None:
    assert find_numbers("1.000") == ("1", "1000")
    assert Spellings(("1", "2")).find_value("1.000") == "1"
    assert Spellings(("1000", "2000")).find_value("1.000") == "1000"
    assert Spellings(("1", "1000")).find_value("1.000") is None
    assert find_numbers("2.037,05") == ("2037.05",)
    assert find_numbers("1.18E+10") == ("11800000000",)
    assert (
        find_numbers("1.2.3")
        == find_numbers("twelve")
        == find_numbers("")
        == find_numbers(".")
        == ()
    )


def test_a_whole_answer_is_no_value_and_costs_nothing() -> None:
    assert Spellings(("Yes", "No")).find_value("yes " * 100_000) is None
    assert Spellings(("Yes", "No")).find_value(" " * 100_000 + "yes") == "Yes"


def test_the_nearest_value_is_named_as_it_is_spelled() -> None:
    levels = Spellings(("Не важно", "Важно", "Очень важно"))
    assert levels.find_nearest_value("ОЧНЕЬ ВАЖНО") == "Очень важно"
    assert levels.find_nearest_value("qqq") == ""


@pytest.mark.parametrize(
    ("cell", "spelled", "slip"),
    [
        ("Yess", "Yes", True),
        ("Jaa", "Ja", True),
        ("importnat", "important", True),
        ("Mixed", "Mixes", True),
        ("Positve", "Positive", True),
        ("Yes", "yes", False),  # the same value
        ("Na", "No", False),
        ("Tier 1", "Tier 2", False),
        ("Tier 1", "Tier 11", False),
        ("Very little restricted", "A little restricted", False),
        ("Unimportant", "Important", False),
        ("No", "Yes", False),
    ],
)
def test_a_slip_is_one_letter(cell: str, spelled: str, slip: bool) -> None:
    assert is_one_letter_off(cell, spelled) is slip


def test_a_column_gets_one_spelling_of_each_value() -> None:
    cells = ["north", "North", "North", "SOUTH", None, "south ", "1.0", "1", "1", "01"]
    one = ["North", "North", "North", "SOUTH", None, "SOUTH", "1", "1", "1", "01"]
    assert unify_spellings(cells) == one
    assert unify_spellings(["us", "US", "US", "Us "], ("us", "US")) == ["us", "US", "US", "Us "]
    assert unify_spellings(["low", "low", "LOW"], ("Low", "High")) == ["Low", "Low", "Low"]
