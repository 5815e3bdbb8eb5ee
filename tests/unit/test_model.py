from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tipcoder.model.codes import Code, Codebook


def _book(*parents: tuple[str, str | None]) -> Codebook:
    return Codebook(
        "T", "en", {key: Code(key, {"en": key.upper()}, parent) for key, parent in parents}
    )


FAMILY = _book(
    ("report", None),
    ("use", "report"),
    ("funding", None),
    ("use_gov", "use"),
    ("critique", "report"),
)


def test_the_path_of_a_code_leads_from_its_root_to_itself() -> None:
    assert FAMILY.path_to("use_gov") == ("report", "use", "use_gov")
    assert FAMILY.path_to("funding") == ("funding",)


def test_the_path_of_a_code_that_is_its_own_ancestor_ends_anyway() -> None:
    assert set(_book(("a", "b"), ("b", "a")).path_to("a")) == {"a", "b"}


def test_the_path_of_an_unknown_code_is_empty() -> None:
    assert FAMILY.path_to("nowhere") == ()


def test_children_stand_in_the_order_of_the_file() -> None:
    assert [code.key for code in FAMILY.children_of("report")] == ["use", "critique"]
    assert [code.key for code in FAMILY.children_of(None)] == ["report", "funding"]
    assert FAMILY.children_of("critique") == ()


def test_the_tree_shows_parents_before_children_and_siblings_in_file_order() -> None:
    order = [(depth, code.key) for depth, code in FAMILY.list_in_tree_order()]
    assert order == [(0, "report"), (1, "use"), (2, "use_gov"), (1, "critique"), (0, "funding")]


def test_a_tree_a_thousand_codes_deep_is_walked_to_its_end() -> None:
    chain = _book(("c0", None), *((f"c{n}", f"c{n - 1}") for n in range(1, 1500)))
    assert len(chain.list_in_tree_order()) == 1500
    assert len(chain.path_to("c1499")) == 1500


def test_a_label_falls_back_to_the_codebooks_language_and_then_to_the_key() -> None:
    code = Code("shelter", {"en": "Shelter", "es": "Refugio", "ru": ""})
    assert code.find_label("es", "en") == "Refugio"
    assert code.find_label("ru", "en") == "Shelter"
    assert code.find_label("fr", "de") == "shelter"


def test_a_code_may_be_put_on_quotes_unless_it_is_a_folder() -> None:
    assert Code("shelter", {}).codable


def test_what_passes_between_the_packages_cannot_be_changed_on_the_way() -> None:
    with pytest.raises(FrozenInstanceError):
        Code("a", {}).key = "b"  # type: ignore[misc]
