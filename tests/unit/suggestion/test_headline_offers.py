"""What is offered for the sentences of the four families that a reader asks about first.

A sentence is right where a code of its family is offered exactly if the sentence says it. The
sentences were written before the patterns that they try; tests/data/README.md says how.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.shipped_data import reference_file
from tipcoder.suggestion.concepts import parse_concepts
from tipcoder.suggestion.offering import choose_suggestions
from tipcoder.suggestion.suggester import Suggester, SuggesterText
from tipcoder.tomlfile import load_toml

TESTS = Path(__file__).resolve().parents[2]
SHIPPED = TESTS.parent / "codebooks" / "tip.toml"
FILES = ("headline_sentences.csv", "headline_sentences_later.csv")
LANGUAGES = ("en", "es", "ru")
QUESTIONS = {
    "funding_unevenness": "Q3.13",
    "workshop_criticism": "Q3.11",
    "pushback": "Q3.24.Text",
    "report_use": "Q3.21_4_TEXT",
}
"""What the answers to which a family is meant were asked."""
SENTENCES = {("plain", "yes"): 39, ("hard", "yes"): 42, ("plain", "no"): 30, ("hard", "no"): 24}
"""Of each family, in both files together."""
REACHED = {
    ("funding_unevenness", "plain", "yes"): 37,
    ("funding_unevenness", "hard", "yes"): 41,
    ("funding_unevenness", "plain", "no"): 29,
    ("funding_unevenness", "hard", "no"): 20,
    ("workshop_criticism", "plain", "yes"): 39,
    ("workshop_criticism", "hard", "yes"): 42,
    ("workshop_criticism", "plain", "no"): 30,
    ("workshop_criticism", "hard", "no"): 20,
    ("pushback", "plain", "yes"): 38,
    ("pushback", "hard", "yes"): 41,
    ("pushback", "plain", "no"): 29,
    ("pushback", "hard", "no"): 21,
    ("report_use", "plain", "yes"): 39,
    ("report_use", "hard", "yes"): 41,
    ("report_use", "plain", "no"): 30,
    ("report_use", "hard", "no"): 22,
}
"""Sentences that were told apart when they were last counted, which may only rise."""
Told = dict[tuple[str, str, str], list[bool]]
"""(family, kind, expected) -> of each sentence, whether the offer is right."""


@pytest.fixture(scope="module")
def told() -> Told:
    rows = read_rows()
    book = read_codebook(SHIPPED)
    concepts = parse_concepts(load_toml(reference_file("concepts.toml")), "concepts.toml")
    texts = [
        SuggesterText(row["sentence"], QUESTIONS[row["family"]], row["language"]) for row in rows
    ]
    codes = [code for _, code in book.list_in_tree_order()]
    suggester = Suggester(texts, codes, concepts, LANGUAGES, lists=book.lists)

    found: Told = {}
    for at, row in enumerate(rows):
        offered = choose_suggestions(suggester, at, list(suggester.number))
        is_offered = any(row["family"] in book.path_to(one.code) for one in offered)
        is_right = is_offered == (row["expected"] == "yes")
        found.setdefault((row["family"], row["kind"], row["expected"]), []).append(is_right)
    return found


def read_rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for name in FILES:
        with (TESTS / "data" / name).open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def test_no_sentence_stands_twice() -> None:
    sentences = [row["sentence"] for row in read_rows()]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(("family", "kind", "expected"), REACHED)
def test_no_fewer_sentences_are_told_apart_than_before(
    told: Told, family: str, kind: str, expected: str
) -> None:
    right = told[family, kind, expected]
    assert len(right) == SENTENCES[kind, expected]
    assert sum(right) >= REACHED[family, kind, expected]
