"""Country files and what is made of them."""

from __future__ import annotations

import csv
import math

import pytest

from conftest import ROOT  # the one of the whole suite
from tipcoder.analysis.country_files import read_country_table, read_freedom_house
from tipcoder.analysis.crosswalk import Crosswalk, build_crosswalk
from tipcoder.analysis.indicators import IndicatorValue, as_number, summarise_by_country
from tipcoder.errors import BadInput


@pytest.fixture(scope="module")
def crosswalk() -> Crosswalk:
    with (ROOT / "data" / "reference" / "countries.csv").open(encoding="utf-8", newline="") as file:
        return build_crosswalk(csv.DictReader(file))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("Tier 2    ", 2.0),
        ("Tier 1", 1.0),
        ("Watchlist    ", 2.5),
        ("Tier 2 Watch List", 2.5),
        ("2.5", 2.5),
        ("$1,234,500", 1234500.0),
        ("-0.5", -0.5),
        ("NA", None),
        ("-", None),
        ("..", None),
        ("", None),
        ("Special case", None),
        ("2(5)", None),
        ("nan", None),
        ("1e999", None),
    ],
)
def test_numbers_as_people_write_them(cell: str, number: float | None) -> None:
    assert as_number(cell) == number


KENYA = [
    IndicatorValue("Kenya", 1999, None),
    IndicatorValue("Kenya", 2003, 2.0),
    IndicatorValue("Kenya", 2001, 3.0),
    IndicatorValue("Kenya", 2002, None),
    IndicatorValue("Kenya", 2004, 2.5),
    IndicatorValue("Kenya", 2005, None),
]


@pytest.mark.parametrize(
    ("summary", "value"),
    [("mean", 2.5), ("first", 3.0), ("last", 2.5), ("last-first", -0.5), ("sum", 7.5)],
)
def test_only_non_missing_years_count_in_order_of_years(
    crosswalk: Crosswalk, summary: str, value: float
) -> None:
    assert summarise_by_country(KENYA, crosswalk, summary).values == {"KEN": value}


def test_a_country_without_a_number_is_absent_rather_than_zero(crosswalk: Crosswalk) -> None:
    assert (
        summarise_by_country([IndicatorValue("Kenya", 2001, None)], crosswalk, "sum").values == {}
    )


def test_awards_of_one_year_are_added_and_logged(crosswalk: Crosswalk) -> None:
    awards = [
        IndicatorValue("Ghana", 2001, 100.0),
        IndicatorValue("Ghana", 2001, 100.0),
        IndicatorValue("Ghana", 2003, 50.0),
    ]
    assert summarise_by_country(awards, crosswalk, "sum", "log1p").values == {"GHA": math.log(251)}
    assert summarise_by_country(
        [IndicatorValue("Ghana", 2001, 0.0)], crosswalk, "sum", "log1p"
    ).values == {"GHA": 0.0}


def test_two_different_values_in_one_year_are_reported_and_the_first_counts(
    crosswalk: Crosswalk,
) -> None:
    found = summarise_by_country(
        [IndicatorValue("Serbia", 2003, 2.0), IndicatorValue("Yugoslavia", 2003, 3.0)],
        crosswalk,
        "mean",
    )
    assert (found.values, found.twice) == ({"SRB": 2.0}, ("Serbia 2003",))


def test_unknown_names_of_a_file_are_listed_and_used_nowhere(crosswalk: Crosswalk) -> None:
    found = summarise_by_country(
        [IndicatorValue("Kenja", 2003, 2.0), IndicatorValue("Global", 2003, 9.0)], crosswalk, "mean"
    )
    assert (found.values, found.unknown) == ({}, ("Kenja",))


def test_a_long_table_names_the_column_it_lacks() -> None:
    rows = [["country", "year", "tier"], ["Kenya", "2001", "Tier 2    "]]
    assert list(
        read_country_table(rows, "t.csv", country="country", year="year", value="tier")
    ) == [IndicatorValue("Kenya", 2001, 2.0)]
    with pytest.raises(BadInput, match="no column 'Tier'"):
        list(read_country_table(rows, "t.csv", country="country", value="Tier"))


FREEDOM = [
    ["Survey Edition", "1980", "", "", "1982", "", "", "1983-84", "", "", "2002", "", ""],
    [
        "Year(s) Under Review",
        "1980",
        "",
        "",
        "Jan.1981-Aug. 1982",
        "",
        "",
        "Aug.1982-Nov.1983",
        "",
        "",
        "2001",
        "",
        "",
    ],
    ["", "PR", "CL", "Status", "PR", "CL", "Status", "PR", "CL", "Status", "PR", "CL", "Status"],
    ["Kenya", "5", "4", "PF", "5", "5", "PF", "5", "5", "PF", "6", "5", "NF"],
    ["Kosovo", "-", "-", "-", "-", "-", "-", "-", "-", "-", "6", "-", "-"],
    ["", "", ""],
]


def test_freedom_house_years_are_read_and_not_counted() -> None:
    """Numbering the columns 1980, 1981, ... would put the rating of 2001 into 1983."""
    found = [
        reading for reading in read_freedom_house(FREEDOM, "fh.csv") if reading.name == "Kenya"
    ]
    assert [(r.year, r.value) for r in found] == [
        (1980, 9.0),
        (1982, 10.0),
        (1983, 10.0),
        (2001, 11.0),
    ]
    assert 1981 not in {r.year for r in found}


def test_a_rating_that_lacks_a_half_has_no_total() -> None:
    kosovo = [r for r in read_freedom_house(FREEDOM, "fh.csv") if r.name == "Kosovo"]
    assert {r.value for r in kosovo} == {None}
    assert [r.value for r in read_freedom_house(FREEDOM, "fh.csv", "PR") if r.name == "Kosovo"][
        -1
    ] == 6.0


def test_another_layout_is_refused_with_a_remedy() -> None:
    with pytest.raises(BadInput, match="three header rows"):
        list(
            read_freedom_house(
                [["country", "year", "PR", "CL"], ["Kenya", "2001", "6", "5"]], "fh.csv"
            )
        )
