"""Cells that name several things."""

from __future__ import annotations

import pytest

from tipcoder.analysis.crosswalk import build_crosswalk
from tipcoder.analysis.mentions import Mentions

NAMES = build_crosswalk(
    [
        {"country": "KEN", "name": "Kenya", "aliases": ""},
        {"country": "IRN", "name": "Iran", "aliases": "Iran, Islamic Republic of"},
        {"country": "TCD", "name": "Chad", "aliases": ""},
        {"country": "USA", "name": "United States", "aliases": "US|U.S."},
    ]
)


def counted(cells: list[str | None], *levels: str) -> dict[str, int]:
    return {line.label: line.count for line in Mentions(cells, levels, NAMES).count_names()[0]}


@pytest.mark.parametrize("separator", [",", ", ", ";", "; ", "|", " | ", "\n"])
def test_every_separator_parts_two_names(separator: str) -> None:
    assert counted([f"Web{separator}Phone", "Web"]) == {"Web": 2, "Phone": 1}


def test_each_cell_names_a_thing_once_and_empty_cells_name_nothing() -> None:
    lines, answered = Mentions(["Web, web,Web ", None, "", " ; ,", "Fax;"], (), NAMES).count_names()
    assert [(line.label, line.count, line.base) for line in lines] == [("Fax", 1, 2), ("Web", 1, 2)]
    assert answered == 2


def test_levels_are_found_whole_in_their_order_and_others_follow() -> None:
    cells = [
        "Phone, fixed, Web",
        "web,Phone,mobile",
        "Phone, mobile, Phone, fixed",
        "Other: by hand, Web",
        "Phone",
    ]
    levels = ("Web", "Phone, fixed", "Phone, mobile", "Letter")
    assert list(counted(list(cells), *levels).items()) == [
        ("Web", 3),
        ("Phone, fixed", 2),
        ("Phone, mobile", 2),
        ("Letter", 0),
        ("Other: by hand", 1),
        ("Phone", 1),
    ]


def test_a_level_may_have_any_separator_in_it() -> None:
    cells: list[str | None] = ["Web; mobile, Yes/No | maybe", "Web; Web; mobile", "Yes/No|maybe"]
    assert counted(cells, "Web; mobile", "Yes/No | maybe", "Web") == {
        "Web; mobile": 2,
        "Yes/No | maybe": 2,
        "Web": 1,
    }


def test_the_longest_level_is_taken() -> None:
    assert counted(
        ["Yes, at home, often", "Yes"], "Yes", "Yes, at home", "Yes, at home, often"
    ) == {
        "Yes": 1,
        "Yes, at home": 0,
        "Yes, at home, often": 1,
    }


def test_without_levels_a_comma_inside_a_name_is_learned_from_stronger_separators() -> None:
    assert counted(["Phone, fixed;Web;", "Phone, mobile;", "Phone, fixed"]) == {
        "Phone, fixed": 2,
        "Phone, mobile": 1,
        "Web": 1,
    }
    assert counted(["Web,Phone; Mail", "Web", "Phone"]) == {"Phone": 2, "Web": 2, "Mail": 1}


def test_some_cells_are_cut_as_the_whole_column_is() -> None:
    column: list[str | None] = ["Phone, fixed;Web", "Phone, fixed", None, "Web"]
    lines, answered = Mentions(column, (), NAMES).count_names([column[1], column[2]])
    assert [(line.label, line.count, line.base) for line in lines] == [("Phone, fixed", 1, 1)]
    assert answered == 1


def test_countries_are_called_by_one_name_and_what_is_none_is_kept() -> None:
    assert counted(
        ["US, Kenya", "U.S.", "Kenya, Iran, Islamic Republic of", "Kenya, Chad", "some embassy"]
    ) == {
        "Kenya": 3,
        "United States": 2,
        "Chad": 1,
        "Iran": 1,
        "some embassy": 1,
    }
