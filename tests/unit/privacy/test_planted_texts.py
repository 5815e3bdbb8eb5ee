"""Names, places, dates and posts planted in texts of six languages: all of them are covered."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

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
