"""Every mistake in a pattern is told in a sentence with its code, language and number."""

from __future__ import annotations

import pytest

from pattern_helpers import Lists
from tipcoder.model.codes import Code, CodePattern
from tipcoder.suggestion.patterns.linting import lint_patterns
from tipcoder.suggestion.patterns.word_lists import build_lists

GOOD = CodePattern("not invite~", 2, "They did not invite us.", "They invited us.")


def lint(*patterns: CodePattern, language: str = "en", lists: Lists | None = None) -> list[str]:
    code = Code("missed", {}, patterns={language: patterns})
    return [each.describe_finding() for each in lint_patterns([code], build_lists(lists))]


def test_nothing_is_said_of_a_good_pattern() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        (CodePattern("not invite~"), "“not invite~” has no sentence to test it."),
        (
            CodePattern("not invite~", 2, "We came.", "They invited us."),
            "“not invite~” does not find its `yes` sentence.",
        ),
        (
            CodePattern("not invite~", 2, "Not invited.", "Never invited."),
            "“not invite~” finds its `no` sentence.",
        ),
        (CodePattern("not invite~", 2, "Not invited."), "“not invite~” has no `no`,"),
        (CodePattern("not invite~", 2, "", "Invited."), "“not invite~” has no `yes`,"),
        (CodePattern("once", 1, "Once.", "Twice."), "is found wherever “once” stands."),
        (CodePattern("justify|useless", 2, "Justify.", "No."), "wherever “justify” stands."),
        (CodePattern("the", 2, "The report.", "A report."), "is found wherever “the” stands."),
        (CodePattern("* useless ape", 2, "useless ape", "ape"), "has a gap at an end"),
        (CodePattern("useless ape **", 2, "useless ape", "ape"), "has a gap at an end"),
        (CodePattern("@nogs", 2, "a", "b"), "there is no list @nogs. Did you mean '@ngo'?"),
        (CodePattern("(ape", 2, "a", "b"), "a parenthesis is not closed."),
        (
            CodePattern("big ape unless (big ape|hen)", 2, "a", "b"),
            "finds nothing: what stands behind `unless` is the pattern itself.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(pattern: CodePattern, sentence: str) -> None:
    told = [each for each in lint(GOOD, pattern) if sentence in each]
    assert len(told) == 1
    assert told[0].startswith("missed, en, pattern 2: ")


def test_a_test_sentence_is_never_repeated() -> None:
    secret = "My name is Ada and we came."
    assert "Ada" not in " ".join(lint(CodePattern("not invite~", 2, secret, "Not invited, Ada")))


def test_a_weak_word_may_order() -> None:
    assert lint(CodePattern("once", 0.5, "Once.", "Twice.")) == []


def test_a_pattern_that_stands_twice_is_told() -> None:
    twin = CodePattern("not  (invite~)", 1, "Not invited", "Invited")
    assert lint(GOOD, twin) == [
        "missed, en, pattern 2: “not (invite~)” says the same as pattern 1. Keep one of them."
    ]
    codes = [Code(key, {}, patterns={"en": (GOOD,)}) for key in ("first", "second")]
    (finding,) = lint_patterns(codes, build_lists())
    assert finding.describe_finding() == (
        "second, en, pattern 1: “not invite~” says the same as pattern 1 of first. "
        "Keep one of them."
    )
    exception = CodePattern("not invite~ unless us", 2, "Not invited", "Not invite us")
    assert lint(GOOD, exception) == []


def test_a_negation_in_a_language_whose_negations_are_unknown_is_told() -> None:
    found = lint(CodePattern("not zvan~", 2, "a", "b"), language="hr")
    assert any("finds nothing: what negates in 'hr' is not known." in each for each in found)


def test_a_short_beginning_is_told() -> None:
    found = lint(CodePattern("zva~ nas", 2, "zvali nas", "nas"), language="hr")
    assert found == [
        "missed, hr, pattern 1: “zva~” is a short beginning, and stands for many other words."
    ]


def test_patterns_of_a_folder_are_told() -> None:
    code = Code("folder", {}, patterns={"en": (GOOD,)}, codable=False)
    (finding,) = lint_patterns([code], build_lists())
    assert "speaks for a folder, which is never suggested." in finding.describe_finding()


def test_a_slip_in_a_list_is_told_once_for_the_list() -> None:
    found = lint(GOOD, lists={"boat": {"en": ("boat*",)}})
    assert len(found) == 1
    assert found[0].startswith("@boat, en: ")
