"""Names, places, dates and posts planted in texts of six languages: all of them are covered."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tipcoder.privacy.compared_words import spell_in_latin
from tipcoder.privacy.detection import Detector
from tipcoder.privacy.hits import HIGH, is_covered

TEXTS = Path(__file__).resolve().parents[2] / "fixtures" / "planted_texts" / "texts.csv"


def read_texts() -> list[dict[str, str]]:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLANTED = [row for row in read_texts() if row["identifier"]]
CONTROLS = [row for row in read_texts() if not row["identifier"]]


def test_each_language_has_as_many_texts_as_the_others() -> None:
    assert set(Counter(row["lang"] for row in PLANTED).values()) == {6}
    assert set(Counter(row["lang"] for row in CONTROLS).values()) == {2}
    assert {row["lang"] for row in PLANTED} == {"en", "es", "ru", "uk", "fr", "pt"}


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: row["id"])
def test_what_is_planted_is_covered_whole(detector: Detector, row: dict[str, str]) -> None:
    text = row["text"]
    spans = [(hit.start, hit.end) for hit in detector.find_proposals(text)]
    showing = []
    for identifier in row["identifier"].split("|"):
        start = text.index(identifier)
        if not is_covered(text, start, start + len(identifier), spans):
            showing.append(identifier)
    assert showing == []


@pytest.mark.parametrize("row", CONTROLS, ids=lambda row: row["id"])
def test_nothing_of_an_ordinary_text_is_grave(detector: Detector, row: dict[str, str]) -> None:
    grave = [hit for hit in detector.find_proposals(row["text"]) if hit.severity == HIGH]
    assert grave == []


def find_dates(detector: Detector, text: str) -> list[str]:
    """The dates that are proposed of a text, as they are written."""
    hits = detector.find_proposals(text)
    return [text[hit.start : hit.end] for hit in hits if hit.kind == "date"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Fue el 12 de febrero de 2014.", ["12 de febrero de 2014"]),
        ("We had 5 marching events.", []),
        ("Of these 12 may attend.", []),
        ("We came on 12 May.", ["12 May"]),
        ("C'était le 12 février.", ["12 février"]),
        ("Це було 3 березня.", ["3 березня"]),
        ("В январе 2013 года", ["январе 2013 года"]),
        ("out of 12 set free", []),
        ("em 12 de out. de 2013", ["12 de out. de 2013"]),
        ("from 3 to 5 June 2012", ["3 to 5 June 2012"]),
        ("с 3 по 5 июня", ["3 по 5 июня"]),
        ("am 3.4.2012 or 03-04-2012", ["3.4.2012", "03-04-2012"]),
        ("in the third quarter of 2013", ["the third quarter of 2013"]),
        ("in spring 2014", ["spring 2014"]),
        ("los años 90", ["los años 90"]),
        ("el 12, 13 y 14 de marzo", ["12, 13 y 14 de marzo"]),
        ("un lunes de marzo", ["lunes de marzo"]),
        ("am 12. 3. 2014", ["12. 3. 2014"]),
        ("version 1.2.3.4 of it", []),
    ],
)
def test_a_date_is_found_whole_and_other_words_are_none(
    detector: Detector, text: str, dates: list[str]
) -> None:
    assert find_dates(detector, text) == dates


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("La reunión fue larga.", []),
        ("Reunión con la embajada.", []),
        ("LA REUNIÓN FUE LARGA.", []),
        ("La réunion était longue.", []),
        ("Elle vit à La Réunion.", ["La Réunion"]),
        ("Queremos la paz; vivimos en La Paz.", ["La Paz"]),
        ("Малі діти чекають. Того дня їх не було.", []),
        ("перо и пером", []),
        ("В Перу живут перуанки.", ["Перу", "перуанки"]),
    ],
)
def test_a_word_that_is_spelt_like_a_place_is_none(
    detector: Detector, text: str, named: list[str]
) -> None:
    found = detector.find_place_names(text)
    assert [text[hit.start : hit.end] for hit in found] == named


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("өнөр", "onor"),
        ("үміт", "umit"),
        ("ұлы", "uly"),
        ("жаһан", "zhahan"),
        ("қыз", "kyz"),
        ("таң", "tang"),
        ("ғалым", "galym"),
        ("надежда", "nadezhda"),
    ],
)
def test_letters_of_central_asia_are_spelt_as_people_write_them(cyrillic: str, latin: str) -> None:
    assert spell_in_latin(cyrillic) == latin
