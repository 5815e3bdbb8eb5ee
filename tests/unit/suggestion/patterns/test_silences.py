"""Patterns of nothing but `unless`: clauses in which those of a code do not count."""

from __future__ import annotations

import pytest

from tipcoder.model.codes import Code, CodePattern
from tipcoder.suggestion.patterns.compiled import CompiledPatterns
from tipcoder.suggestion.patterns.linting import lint_patterns
from tipcoder.suggestion.patterns.word_lists import build_lists

SILENCE = CodePattern(
    "unless press * mock~", 3, "The press mocks it.", "Officials told the press that they mock it."
)


def make_codes() -> list[Code]:
    mocks = CodePattern("mock~", 2)
    return [
        Code("pushback", {}, patterns={"en": (SILENCE, mocks)}),
        Code("resentment", {}, parent="pushback", patterns={"en": (mocks,)}),
        Code("elsewhere", {}, patterns={"en": (mocks,)}),
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The press mocks it.", ["elsewhere"]),
        ("The government thanks, the press mocks it.", ["elsewhere"]),
        ("The press mocks it, officials mock it.", ["pushback", "resentment", "elsewhere"]),
        (
            "The press prints that all the officials mock it.",
            ["pushback", "resentment", "elsewhere"],
        ),
        ("Officials and the press mock it.", ["pushback", "resentment", "elsewhere"]),
        ("Officials mock it.", ["pushback", "resentment", "elsewhere"]),
    ],
)
def test_a_clause_that_begins_so_says_nothing_for_the_code_and_those_below(
    sentence: str, found: list[str]
) -> None:
    patterns = CompiledPatterns(make_codes(), build_lists())
    assert [match.code for match in patterns.find_matches(sentence, "en")] == found


def test_its_sentences_are_tried_like_those_of_others() -> None:
    wrong = CodePattern("unless press * mock~", 3, "They mock it.", "The press mocks it.")
    for pattern, findings in ((SILENCE, 0), (wrong, 2)):
        code = Code("pushback", {}, patterns={"en": (pattern,)})
        assert len(lint_patterns([code], build_lists())) == findings


def test_unless_not_alone_says_nothing() -> None:
    code = Code("pushback", {}, patterns={"en": (CodePattern("unless not"),)})
    patterns = CompiledPatterns([code], build_lists())
    assert [fault.place.number for fault in patterns.faults] == [1]


def test_codes_in_a_ring_silence_each_other() -> None:
    mocks = CodePattern("mock~", 2)
    codes = [
        Code("first", {}, parent="second", patterns={"en": (SILENCE, mocks)}),
        Code("second", {}, parent="first", patterns={"en": (mocks,)}),
    ]
    patterns = CompiledPatterns(codes, build_lists())
    assert patterns.find_matches("The press mocks it.", "en") == []
