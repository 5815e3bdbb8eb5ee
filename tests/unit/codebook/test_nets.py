"""What counts as a code that has others below it."""

from __future__ import annotations

import pytest

from tipcoder.codebook.nets import (
    add_own_names,
    find_keys_of_name,
    find_name_label,
    find_own_name,
    list_net_names,
)
from tipcoder.errors import BadInput
from tipcoder.model.codes import Code, Codebook


def book(*codes: Code) -> Codebook:
    return Codebook("", "en", {code.key: code for code in codes})


BOOK = book(
    Code("report", {"en": "The report"}, codable=False),
    Code("use", {"en": "Its use"}, parent="report"),
    Code("use_ngo", {"en": "By NGOs"}, parent="use"),
    Code("use_ngo_often", {"en": "Often"}, parent="use_ngo"),
    Code("money", {"en": "Money"}),
    Code("empty", {"en": "Nothing in it"}, codable=False),
)


def test_a_parent_holds_itself_and_everything_below_it_at_any_depth() -> None:
    assert find_keys_of_name(BOOK, "report") == {"report", "use", "use_ngo", "use_ngo_often"}
    assert find_keys_of_name(BOOK, "use_ngo") == {"use_ngo", "use_ngo_often"}
    assert find_keys_of_name(BOOK, "money") == {"money"}
    assert find_keys_of_name(BOOK, "use.own") == {"use"}


def test_every_name_that_can_be_counted_stands_in_order_of_the_codebook() -> None:
    assert list_net_names(BOOK) == [
        "report",
        "use",
        "use.own",
        "use_ngo",
        "use_ngo.own",
        "use_ngo_often",
        "money",
    ]
    assert add_own_names(BOOK, ["money", "use", "report"]) == ["money", "use", "use.own", "report"]


def test_only_what_can_be_put_on_an_answer_has_something_of_its_own() -> None:
    assert find_own_name(BOOK, "report") is None
    assert find_own_name(BOOK, "money") is None
    for name in ("report.own", "mony", "mony.own"):
        with pytest.raises(BadInput, match=name):
            find_keys_of_name(BOOK, name)


def test_a_code_that_is_really_called_so_is_that_code() -> None:
    odd = book(Code("use", {"en": "Use"}), Code("use.own", {"en": "Own use"}, parent="use"))
    assert find_keys_of_name(odd, "use.own") == {"use.own"}
    assert list_net_names(odd) == ["use", "use.own"]
    assert find_name_label(odd, "use.own", "en") == "Own use"


def test_labels_tell_a_net_from_what_stands_on_its_parent() -> None:
    assert [find_name_label(BOOK, name, "en") for name in ("use", "use.own")] == [
        "Its use",
        "Its use (own)",
    ]
