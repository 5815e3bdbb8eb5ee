"""The contrast set is well formed, balanced, and owes nothing to the words of the codebook.

Whether the suggestions get it right is measured elsewhere.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.model.codes import Codebook
from tipcoder.text import fold_text

TESTS = Path(__file__).resolve().parents[2]
CONTRAST = TESTS / "data" / "contrast.csv"
SHIPPED = TESTS.parent / "codebooks" / "tip.toml"
FAMILIES = ("pushback", "workshop_criticism", "funding_unevenness", "report_use")
LANGUAGES = ("en", "es", "ru")
TEXTS_OF_KIND = {"plain": 6, "hard": 4}
ALIKE = 0.5
"""Share of common words from which two texts are near copies."""

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with CONTRAST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook(SHIPPED)


def list_words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold_text(text)))


def measure_common_words(one: Collection[str], other: Collection[str]) -> float:
    """Jaccard's share: words in both texts, of the words in either."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second)


def iterate_written_texts(book: Codebook) -> Iterator[str]:
    """Every cue and example of the codebook, in all its languages."""
    for code in book.codes.values():
        for texts_by_language in (code.cues, code.examples):
            for texts in texts_by_language.values():
                yield from texts


def test_each_family_has_as_many_texts_of_a_language_and_kind_for_it_as_against_it(
    rows: list[Row],
) -> None:
    expected: dict[tuple[str, str, str, str], int] = {}
    for family in FAMILIES:
        for language in LANGUAGES:
            for kind, number in TEXTS_OF_KIND.items():
                expected[family, language, kind, "1"] = number
                expected[family, language, kind, "0"] = number
    found = Counter((row["family"], row["language"], row["kind"], row["carries"]) for row in rows)
    assert found == expected


def test_the_code_of_a_text_belongs_to_its_family(rows: list[Row], book: Codebook) -> None:
    for row in rows:
        if row["carries"] == "1":
            assert row["family"] in book.path_to(row["code"]), row["text"]
        else:
            assert row["code"] == row["family"], row["text"]
        assert row["question"] in book.codes[row["code"]].questions, row["text"]


def test_money_that_stopped_is_not_taken_for_unevenness(rows: list[Row]) -> None:
    assert "funding_ended" not in {row["code"] for row in rows}


def test_texts_are_sentences_in_the_letters_of_their_language(rows: list[Row]) -> None:
    for row in rows:
        text = row["text"]
        assert text == " ".join(text.split())
        assert 3 <= len(list_words(text)) <= 40, text
        is_cyrillic = re.search("[\u0400-\u04ff]", text) is not None
        assert is_cyrillic == (row["language"] == "ru"), text


def test_no_text_comes_twice_or_nearly_so(rows: list[Row]) -> None:
    texts = [list_words(row["text"]) for row in rows]
    for one, other in combinations(texts, 2):
        assert measure_common_words(one, other) < ALIKE, (one, other)


def test_no_text_was_taken_from_the_codebook(rows: list[Row], book: Codebook) -> None:
    written = {list_words(text) for text in iterate_written_texts(book)}
    assert len(written) > len(book.codes)
    for row in rows:
        words = list_words(row["text"])
        for other in written:
            assert " ".join(words) not in " ".join(other), row["text"]
            assert measure_common_words(words, other) < ALIKE, row["text"]
