"""Where a mark begins and ends: a name whole, and none of the ordinary words beside it.

The sentences are invented. They were written before the rules that they test were changed.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tipcoder.privacy.detection import DESCRIPTIVE, Detector
from tipcoder.privacy.hits import is_covered

TEXTS = Path(__file__).resolve().parents[2] / "fixtures" / "ends_of_names.csv"


def read_sentences() -> list[dict[str, str]]:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_name_spans(detector: Detector, row: dict[str, str]) -> list[tuple[int, int]]:
    """What is marked as a name. A description holds ordinary words by its nature."""
    found = detector.find_proposals(row["text"], language=row["lang"])
    return [(hit.start, hit.end) for hit in found if hit.kind not in DESCRIPTIVE]


@pytest.mark.parametrize("row", read_sentences(), ids=lambda row: row["id"])
def test_a_name_is_marked_whole(detector: Detector, row: dict[str, str]) -> None:
    start = row["text"].index(row["name"])
    spans = find_name_spans(detector, row)
    assert is_covered(row["text"], start, start + len(row["name"]), spans)


@pytest.mark.parametrize("row", read_sentences(), ids=lambda row: row["id"])
def test_no_ordinary_word_beside_it_is_marked(detector: Detector, row: dict[str, str]) -> None:
    start = row["text"].index(row["outside"])
    end = start + len(row["outside"])
    for begin, stop in find_name_spans(detector, row):
        touched = row["text"][max(start, begin) : min(end, stop)]
        assert not touched, f"{row['text'][begin:stop]!r} is marked"
