"""Patterns of a codebook in many answers: which language, which weight, and what a slip does."""

from __future__ import annotations

import numpy as np

from pattern_helpers import compile_one
from tipcoder.model.answers import UNKNOWN_LANGUAGE
from tipcoder.model.codes import Code, CodePattern
from tipcoder.suggestion.patterns.compiled import CompiledPatterns
from tipcoder.suggestion.patterns.word_lists import build_lists

CODES = (
    Code(
        "not_invited",
        {},
        patterns={
            "en": (CodePattern("not invite~", 3), CodePattern("never invite~", 1)),
            "es": (CodePattern("not invitar~"),),
        },
    ),
    Code("neutral", {}),
    Code("useless", {}, patterns={"en": (CodePattern("waste of (time|money)", 0.5),)}),
)


def compiled() -> CompiledPatterns:
    return CompiledPatterns(CODES, build_lists())


def test_the_language_of_an_answer_chooses_the_patterns() -> None:
    patterns = compiled()
    assert patterns.languages == ("en", "es")
    assert [match.number for match in patterns.find_matches("We were not invited", "en")] == [1]
    assert patterns.find_matches("We were not invited", "es") == []
    assert patterns.find_matches("No nos invitaron", "en") == []
    assert patterns.find_matches("No nos invitaron", "fr") == []


def test_where_nobody_can_tell_the_language_all_are_tried() -> None:
    patterns = compiled()
    for text, language in (("Not invited", "en"), ("No invitadas", "es")):
        (match,) = patterns.find_matches(text, UNKNOWN_LANGUAGE)
        assert match.language == language


def test_only_the_languages_asked_for_are_compiled() -> None:
    assert CompiledPatterns(CODES, build_lists(), ["es"]).languages == ("es",)


def test_weights_are_those_of_the_strongest_and_of_all_patterns() -> None:
    texts = [
        "They never invited us: a waste of time",
        "We were invited",
        "No nos invitan. No invitan.",
    ]
    scores = compiled().score_texts(texts, ["en", "en", "es"])
    assert scores.codes == ("not_invited", "useless")
    # "never" is a negation too, so both English patterns are found in the first text.
    assert scores.best.toarray().tolist() == [[3, 0.5], [0, 0], [2, 0]]
    assert scores.total.toarray().tolist() == [[4, 0.5], [0, 0], [2, 0]]
    assert scores.best.dtype == scores.total.dtype == np.float32


def test_a_sum_does_not_grow_beyond_two_strong_patterns() -> None:
    many = tuple(CodePattern(f"not invite~ * {word}", 3) for word in ("us", "them", "you"))
    patterns = CompiledPatterns([Code("a", {}, patterns={"en": many})], build_lists())
    scores = patterns.score_texts(["They did not invite us them you"], ["en"])
    assert scores.total.toarray().tolist() == [[6]]


def test_nothing_is_found_without_patterns_or_texts() -> None:
    empty = CompiledPatterns([Code("a", {})], build_lists())
    assert empty.score_texts(["Not invited"], ["en"]).best.shape == (1, 0)
    assert compiled().score_texts([], []).best.shape == (0, 2)


def test_a_slip_leaves_one_pattern_out_and_is_told() -> None:
    code = Code("a", {}, patterns={"en": (CodePattern("(open"), CodePattern("not invite~"))})
    patterns = CompiledPatterns([code], build_lists())
    (fault,) = patterns.faults
    assert (fault.place.code, fault.place.language, fault.place.number) == ("a", "en", 1)
    assert "a parenthesis is not closed" in fault.error.message
    assert [match.number for match in patterns.find_matches("Not invited", "en")] == [2]


def test_whoever_waits_hears_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    compiled().score_texts(["a"] * 1200, ["en"] * 1200, lambda done, of: told.append((done, of)))
    assert told == [(0, 1200), (500, 1200), (1000, 1200), (1200, 1200)]


def test_many_answers_before_change_nothing_about_the_next() -> None:
    patterns = compile_one("(not invite~|waste of time) unless hotel")
    sentences = {
        "They did not invite us.": True,
        "A waste of time.": True,
        "A waste of time in a hotel.": False,
        "They invited us.": False,
    }
    for _ in range(300):  # more than are counted to learn which words are rare
        for sentence, found in sentences.items():
            assert bool(patterns.find_places(sentence, "en")) is found
