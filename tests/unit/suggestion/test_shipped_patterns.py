"""The patterns that come with tipcoder hold what their own sentences promise.

The sentences in fixtures/sentences_for_patterns.csv are invented, and by the author of the
patterns, who mended patterns until they held. They guard what was reached; they measure nothing.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.model.codes import Codebook
from tipcoder.suggestion.patterns.compiled import CompiledPatterns
from tipcoder.suggestion.patterns.linting import lint_patterns
from tipcoder.suggestion.patterns.word_lists import build_lists

TESTS = Path(__file__).resolve().parents[2]
SENTENCES = TESTS / "fixtures" / "sentences_for_patterns.csv"
LANGUAGES = ("en", "es", "ru")
"""Those of the sentences."""
PATTERN_LANGUAGES = {*LANGUAGES, "fr", "pt", "uk"}
FAMILIES = ("pushback", "workshop_criticism", "funding_unevenness")
OFFERS = 2
"""Weight from which on a pattern offers its code."""


class Sentence(NamedTuple):
    family: str
    language: str
    speaks: bool
    """Whether it speaks for the family."""
    text: str


def read_sentences() -> list[Sentence]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [
            Sentence(row["family"], row["language"], row["speaks"] == "yes", row["sentence"])
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook(TESTS.parent / "codebooks" / "tip.toml")


@pytest.fixture(scope="module")
def patterns(book: Codebook) -> CompiledPatterns:
    return CompiledPatterns(book.codes.values(), build_lists(book.lists))


def list_family(book: Codebook, top: str) -> set[str]:
    return {top, *(code.key for code in book.codes.values() if code.parent == top)}


def test_every_pattern_finds_its_yes_and_not_its_no(book: Codebook) -> None:
    found = lint_patterns(list(book.codes.values()), build_lists(book.lists))
    assert [finding.describe_finding() for finding in found] == []


@pytest.mark.parametrize("top", FAMILIES)
def test_every_code_that_criticises_has_patterns_and_a_neutral_neighbour(
    book: Codebook, top: str
) -> None:
    for key in list_family(book, top):
        code = book.codes[key]
        assert set(code.patterns) == PATTERN_LANGUAGES, key
        neighbour = book.codes[code.against]
        assert neighbour.codable, key
        assert neighbour.key not in list_family(book, top), key
        assert not neighbour.patterns, key


def test_who_uses_the_report_is_told_by_patterns_alone(book: Codebook) -> None:
    """No code is the neutral side of using it, so an answer without a pattern is offered none."""
    for key in list_family(book, "report_use"):
        code = book.codes[key]
        assert set(code.patterns) == PATTERN_LANGUAGES, key
        assert code.against is None, key
    neighbours = {code.against for code in book.codes.values()}
    assert neighbours.isdisjoint(list_family(book, "report_use"))


def test_french_answers_have_patterns_wherever_spanish_ones_have(book: Codebook) -> None:
    for code in book.codes.values():
        assert ("fr" in code.patterns) == ("es" in code.patterns), code.key


def test_a_neighbour_of_the_same_question_is_offered_in_place_of_its_code(book: Codebook) -> None:
    """Elsewhere it could not take the place."""
    for code in book.codes.values():
        if code.against:
            assert set(code.questions) & set(book.codes[code.against].questions), code.key


def test_there_are_plain_and_hard_sentences_on_both_sides() -> None:
    sides = Counter((each.family, each.language, each.speaks) for each in read_sentences())
    for family in (*FAMILIES, "report_use"):
        for language in LANGUAGES:
            assert sides[family, language, True] >= 20, (family, language)
            assert sides[family, language, False] >= 10, (family, language)


def does_speak(patterns: CompiledPatterns, sentence: Sentence, family: set[str]) -> bool:
    """Whether a pattern that may offer finds the sentence for a code of the family."""
    matches = patterns.find_matches(sentence.text, sentence.language)
    return any(match.code in family and match.weight >= OFFERS for match in matches)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("top", [*FAMILIES, "report_use"])
def test_sentences_that_speak_for_a_family_are_found_and_no_others(
    book: Codebook, patterns: CompiledPatterns, top: str, language: str
) -> None:
    family = list_family(book, top)
    mine = [each for each in read_sentences() if (each.family, each.language) == (top, language)]
    wrong = [each for each in mine if does_speak(patterns, each, family) != each.speaks]
    assert mine
    assert wrong == []
