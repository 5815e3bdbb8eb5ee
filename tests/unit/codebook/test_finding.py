"""Finding a code by a few letters, as a coder types them in a hurry."""

from __future__ import annotations

import pytest

from tipcoder.codebook.finding import find_codes, write_in_latin
from tipcoder.model.codes import Code, Codebook

BOOK = Codebook(
    "Test",
    "en",
    {
        code.key: code
        for code in (
            Code("reaction", {"en": "Reactions"}, codable=False),
            Code(
                "blames_ngos",
                {"en": "Blames NGOs", "es": "Culpa a las ONG", "ru": "Винит НПО"},
                parent="reaction",
                cues={"ru": ("грантоеды",), "es": ("nos echan la culpa",)},
            ),
            Code(
                "denial", {"en": "Denies the problem", "ru": "Отрицает проблему"}, parent="reaction"
            ),
            Code("workshop_not_invited", {"en": "Not invited", "es": "No invitaron"}),
            Code("workshops", {"en": "Workshops", "es": "Talleres y capacitación"}),
        )
    },
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("blam", "blames_ngos"),
        ("den", "denial"),
        ("bn", "blames_ngos"),
        ("not inv", "workshop_not_invited"),
        ("отриц", "denial"),
        ("otrits", "denial"),
        ("grantoed", "blames_ngos"),
        ("CAPACITACION", "workshops"),
        ("culpa", "blames_ngos"),
        ("denles", "denial"),
    ],
)
def test_the_code_meant_comes_first(typed: str, code: str) -> None:
    assert find_codes(BOOK, typed)[0].code.key == code


def test_the_words_that_fitted_are_told() -> None:
    assert find_codes(BOOK, "grantoed")[0].words == "грантоеды"


def test_all_codes_are_offered_before_the_first_letter_but_no_folder() -> None:
    assert [found.code.key for found in find_codes(BOOK, "  ")] == [
        "blames_ngos",
        "denial",
        "workshop_not_invited",
        "workshops",
    ]


def test_a_folder_is_never_offered() -> None:
    assert all(found.code.codable for found in find_codes(BOOK, "reactions"))


def test_letters_that_mean_nothing_find_nothing() -> None:
    assert find_codes(BOOK, "xqzj") == []


def test_cyrillic_is_written_in_latin_letters_as_people_type_it() -> None:
    assert write_in_latin("Жалюзи ещё") == "zhalyuzi eshche"
    assert write_in_latin("Capacitación") == "capacitacion"
