"""Kinds of saying that were missed once, and neutral ones that were found falsely.

The sentences are invented; tests/data/README.md says how. One is right where a pattern that may
offer speaks for a code of its family exactly if the sentence carries it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.model.codes import Codebook
from tipcoder.suggestion.patterns.compiled import CompiledPatterns
from tipcoder.suggestion.patterns.word_lists import build_lists

TESTS = Path(__file__).resolve().parents[2]
FILES = ("sentences_of_kinds.csv", "sentences_of_kinds_later.csv")
OFFERS = 2
"""Weight from which on a pattern offers its code."""


def read_rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for name in FILES:
        with (TESTS / "data" / name).open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook(TESTS.parent / "codebooks" / "tip.toml")


@pytest.fixture(scope="module")
def patterns(book: Codebook) -> CompiledPatterns:
    return CompiledPatterns(book.codes.values(), build_lists(book.lists), ("en", "es", "ru", "fr"))


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: f"{row['kind']}-{row['language']}")
def test_a_sentence_speaks_for_its_family_exactly_if_it_says_so(
    book: Codebook, patterns: CompiledPatterns, row: dict[str, str]
) -> None:
    matches = patterns.find_matches(row["text"], row["language"])
    offered = {match.code for match in matches if match.weight >= OFFERS}
    found = {code for code in offered if row["family"] in book.path_to(code)}
    assert bool(found) == (row["carries"] == "1"), matches
