"""What is offered for the invented sentences of the contrast set, with the codebook as it comes.

A sentence is right where a code of its family is offered exactly if it carries the family.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.model.codes import Codebook
from tipcoder.shipped_data import reference_file
from tipcoder.suggestion.concepts import parse_concepts
from tipcoder.suggestion.offering import choose_suggestions
from tipcoder.suggestion.suggester import Suggester, SuggesterText
from tipcoder.tomlfile import load_toml

TESTS = Path(__file__).resolve().parents[2]
SHIPPED = TESTS.parent / "codebooks" / "tip.toml"
LANGUAGES = ("en", "es", "ru")
SENTENCES = {"plain": 36, "hard": 24}
"""Of each family."""
REACHED = {
    ("pushback", "plain"): 34,
    ("pushback", "hard"): 15,
    ("workshop_criticism", "plain"): 35,
    ("workshop_criticism", "hard"): 17,
    ("funding_unevenness", "plain"): 31,
    ("funding_unevenness", "hard"): 15,
    ("report_use", "plain"): 34,
    ("report_use", "hard"): 16,
}
"""Sentences that were told apart when they were last counted, which may only rise.

Wanted are nine plain ones of ten, and three hard ones of four; benchmarks/RESULTS.md says where
that is missed.
"""
Right = dict[tuple[str, str], list[bool]]
"""(family, kind) -> of each sentence, whether the offer is right."""


@pytest.fixture(scope="module")
def right() -> Right:
    with (TESTS / "data" / "contrast.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    book = read_codebook(SHIPPED)
    concepts = parse_concepts(load_toml(reference_file("concepts.toml")), "concepts.toml")
    texts = [SuggesterText(row["text"], row["question"], row["language"]) for row in rows]
    codes = [code for _, code in book.list_in_tree_order()]
    suggester = Suggester(texts, codes, concepts, LANGUAGES, lists=book.lists)

    found: Right = {}
    for at, row in enumerate(rows):
        offered = choose_suggestions(suggester, at, list(suggester.number))
        of_family = [one for one in offered if is_below(book, one.code, row["family"])]
        is_right = bool(of_family) == (row["carries"] == "1")
        found.setdefault((row["family"], row["kind"]), []).append(is_right)
    return found


def is_below(book: Codebook, code: str, family: str) -> bool:
    return family in book.path_to(code)


@pytest.mark.parametrize(("family", "kind"), REACHED)
def test_no_fewer_sentences_are_told_apart_than_before(
    right: Right, family: str, kind: str
) -> None:
    told = right[family, kind]
    assert len(told) == SENTENCES[kind]
    assert sum(told) >= REACHED[family, kind]
