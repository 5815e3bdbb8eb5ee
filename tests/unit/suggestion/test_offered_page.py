"""The page about suggestions says what is offered, and why: its example is tried line by line."""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

import pytest

from readme import ROOT
from tipcoder.codebook.reading import parse_codebook
from tipcoder.shipped_data import reference_file
from tipcoder.suggestion.concepts import parse_concepts
from tipcoder.suggestion.offering import choose_suggestions
from tipcoder.suggestion.patterns.linting import lint_patterns
from tipcoder.suggestion.patterns.word_lists import build_lists
from tipcoder.suggestion.suggester import Suggester, SuggesterText, Suggestion
from tipcoder.tomlfile import load_toml

PAGE = (ROOT / "docs" / "suggestions.md").read_text("utf-8")
SECTION = PAGE.partition("## What is offered, and why\n")[2].partition("\n## ")[0]


class Line(NamedTuple):
    """A line of the table; `offered` has each code with its strength, where the page names it."""

    question: str
    answer: str
    offered: list[tuple[str, str]]


def list_lines() -> list[Line]:
    lines = []
    for row in SECTION.partition("| question |")[2].splitlines()[2:]:
        if not row.startswith("|"):
            break
        question, answer, offered, _ = (cell.strip() for cell in row.strip("|").split("|"))
        lines.append(Line(question, answer, re.findall(r"`(\w+)`(?: \((\w+)\))?", offered)))
    return lines


LINES = list_lines()
BLOCK = SECTION.partition("```toml\n")[2].partition("```")[0]
BOOK = parse_codebook(tomllib.loads(BLOCK), "codebook.toml")


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    concepts = parse_concepts(load_toml(reference_file("concepts.toml")), "concepts.toml")
    texts = [SuggesterText(line.answer, line.question, "en") for line in LINES]
    return Suggester(texts, list(BOOK.codes.values()), concepts, ["en"], lists=BOOK.lists)


def offer(suggester: Suggester, row: int) -> list[Suggestion]:
    return choose_suggestions(suggester, row, list(BOOK.codes))


def test_the_example_has_every_case_and_its_patterns_pass_their_sentences() -> None:
    assert len(LINES) == 7
    assert [len(line.offered) for line in LINES] == [2, 2, 1, 1, 1, 0, 0]
    assert lint_patterns(list(BOOK.codes.values()), build_lists(BOOK.lists)) == []


@pytest.mark.parametrize("row", range(len(LINES)), ids=lambda row: LINES[row].answer)
def test_what_is_offered_is_what_the_page_says(suggester: Suggester, row: int) -> None:
    found = offer(suggester, row)
    said = LINES[row].offered
    assert [one.code for one in found] == [code for code, _ in said]
    for one, (_, strength) in zip(found, said, strict=True):
        assert strength in ("", one.strength)


def test_a_pattern_that_only_supports_puts_its_code_first(suggester: Suggester) -> None:
    too_long = [line.answer for line in LINES].index("The workshop was too long.")
    assert suggester.rank_codes(too_long)[0][0] == "workshop_criticism"


def test_the_order_counts_patterns_and_the_neutral_code_as_the_page_says(
    suggester: Suggester,
) -> None:
    """1.5 times the weight is added, and half of the neutral code's score is taken off."""
    for row, weight in ((0, 3), (1, 2), (2, 0), (4, 1)):
        own = suggester.score_topic(row, "workshop_criticism")
        neutral = suggester.score_topic(row, "workshops")
        expected = own - neutral / 2 + 1.5 * weight
        assert suggester.score_text(row, "workshop_criticism") == pytest.approx(expected)
