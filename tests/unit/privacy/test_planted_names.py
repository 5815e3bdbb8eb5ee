"""Known names however they are written, and sentences in which somebody says who they are.

The words of all names are ordinary words of the study, so that nothing but the way in which they
stand together tells that they are names.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from tipcoder.privacy.compared_words import fold_word, split_words
from tipcoder.privacy.detection import DESCRIPTIVE, Detector, build_known_entities
from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.hits import is_covered
from tipcoder.privacy.name_forms import build_forms
from tipcoder.privacy.rare_words import Vocabulary

TEXTS = Path(__file__).resolve().parents[2] / "fixtures" / "planted_names" / "texts.csv"
ORGANISATIONS = [
    ("Women's Hope Centre", "6101"),
    ("Harrow Lane Network", "6102"),
    ("Fundación Manos que Siembran", "6202"),
    ("Общественный фонд «Тихий берег»", "6303"),
    ("Громадська організація «Нова стежка»", "6404"),
    ("Association Les Mains Ouvertes", "6505"),
    ("Associação Casa das Marés", "6606"),
]
PEOPLE = [
    ("Marguerite Oldham", "6102"),
    ("Rosa Elena Quispe Llanos", "6202"),
    ("Тимофей Аркадьевич Журавин", ""),
    ("Ольга Степанівна Гайдук", "6404"),
    ("Étienne Vaudreuil", "6505"),
    ("Inês Caldeira Pinto", "6606"),
]


def read_texts() -> list[dict[str, str]]:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLANTED = [row for row in read_texts() if row["identifier"]]
CONTROLS = [row for row in read_texts() if not row["identifier"]]


@pytest.fixture(scope="module")
def knowing(places: Gazetteer) -> Detector:
    used = set()
    for name, _ in ORGANISATIONS:
        used |= {fold_word(word.text) for word in split_words(name)}
    forms = build_forms(ORGANISATIONS, [], [], PEOPLE)
    vocabulary = Vocabulary(frozenset(), frozenset(used))
    return Detector(build_known_entities(forms, places, vocabulary), places, ["UNICEF"], vocabulary)


def test_each_language_has_as_many_texts_as_the_others() -> None:
    assert set(Counter(row["lang"] for row in PLANTED).values()) == {4}
    assert set(Counter(row["lang"] for row in CONTROLS).values()) == {2}
    assert {row["lang"] for row in PLANTED} == {"en", "es", "ru", "uk", "fr", "pt"}


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: row["id"])
def test_what_is_planted_is_covered_whole_and_called_what_it_is(
    knowing: Detector, row: dict[str, str]
) -> None:
    text = row["text"]
    hits = knowing.find_proposals(text, row["owner"])
    kinds = row["type"].split("|")
    identifiers = row["identifier"].split("|")
    # One type for all of them is written once.
    kinds = kinds * len(identifiers) if len(kinds) == 1 else kinds
    showing = []
    for identifier, kind in zip(identifiers, kinds, strict=True):
        wanted = DESCRIPTIVE if kind in DESCRIPTIVE else {kind}
        spans = [(hit.start, hit.end) for hit in hits if hit.kind in wanted]
        # A handle may hold the same letters once more.
        places = [found.start() for found in re.finditer(re.escape(identifier), text)]
        if not any(is_covered(text, at, at + len(identifier), spans) for at in places):
            showing.append((identifier, kind))
    assert showing == []


@pytest.mark.parametrize("row", CONTROLS, ids=lambda row: row["id"])
def test_an_ordinary_text_names_and_describes_nobody(
    knowing: Detector, row: dict[str, str]
) -> None:
    assert knowing.find_known_names(row["text"], row["owner"]) == []
    described = [
        hit for hit in knowing.find_proposals(row["text"], row["owner"]) if hit.kind in DESCRIPTIVE
    ]
    assert described == []
