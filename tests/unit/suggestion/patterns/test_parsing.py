"""A slip in a pattern is named with its place and what to write instead."""

from __future__ import annotations

import pytest

from pattern_helpers import compile_one
from tipcoder.errors import BadInput
from tipcoder.suggestion.patterns.parsing import parse_pattern
from tipcoder.suggestion.patterns.pattern import Pattern
from tipcoder.suggestion.patterns.scanning import Scanner
from tipcoder.suggestion.patterns.word_lists import build_lists

SLIPS = [
    ("(waste of time", "character 1: a parenthesis is not closed. Add the )."),
    ("waste of time)", "character 14: “)” cannot stand here."),
    ("waste (|time)", "character 7: parentheses have an empty part."),
    ("a | b", "character 3: a | stands between two words. Write a|b without blanks"),
    ("a| b", "character 2: a | stands between two words."),
    ("not", "character 1: nothing stands behind `not`."),
    ("not not invite~", "character 5: `not` stands twice."),
    ("not (very)?", "character 1: what stands behind `not` may be absent."),
    ("a ***  b", "character 3: a gap is * or **."),
    ("a*b", "character 2: “*” cannot stand here. Put a blank on both sides of it."),
    ("~ a", "character 1: “~” cannot stand here."),
    ("invi~te", "character 5: a ~ stands in a word."),
    ("no, never", "character 3: “,” cannot stand here. Leave it out: commas part no words."),
    ("why?", "character 4: “?” cannot stand here. It stands behind parentheses: colo(u)?r."),
    ("100 $", "character 5: “$” cannot stand here."),
    ("@nogs left", "character 1: there is no list @nogs. Did you mean '@ngo'?"),
    ("@ngo~", "character 5: @ngo cannot have a ~."),
    ("*", "character 1: it has no word."),
    ("a unless", "character 9: nothing stands behind `unless`."),
    ("(a unless b)", "character 4: `unless` cannot stand inside parentheses."),
    ("a\nb (c", "line 2, character 3: a parenthesis is not closed."),
    ("((((((((a))))))))", "character 7: parentheses stand too deep."),
    ("wor(d a|e)s", "character 1: these parentheses stand in a word."),
    ("x" * 1001, "the pattern is too long."),
    (" ".join(["(a b|c d|e f|g h|i j)"] * 4), "stands for more than 500 rows of words."),
]


@pytest.mark.parametrize(("text", "complaint"), SLIPS)
def test_a_slip_is_named(text: str, complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        compile_one(text)
    assert complaint in str(caught.value)
    assert len(str(caught.value)) < 300
    assert len(str(caught.value).splitlines()) == 1


def test_a_list_that_is_not_there_in_a_language_is_told() -> None:
    with pytest.raises(BadInput, match=r"the list @boat has no words in 'ru'. Add ru = \[...\]"):
        parse_pattern("@boat", "ru", build_lists({"boat": {"en": ("boat",)}}))


def test_a_slip_in_an_entry_names_the_list() -> None:
    with pytest.raises(BadInput, match=r"in the list @boat: .* a parenthesis is not closed"):
        parse_pattern("big @boat", "en", build_lists({"boat": {"en": ("(boat",)}}))


def test_lists_that_name_each_other_in_a_ring_are_refused() -> None:
    ring = build_lists({"a1": {"en": ("@b1",)}, "b1": {"en": ("@a1",)}})
    with pytest.raises(BadInput, match="there is no list @a1"):
        parse_pattern("@a1", "en", ring)


def test_every_shipped_list_can_be_read_in_all_of_its_languages() -> None:
    lists = build_lists()
    names = {
        "negator",
        "lack",
        "excess",
        "government",
        "officials",
        "usa",
        "ngo",
        "we",
        "us",
        "few",
    }
    assert names | {"only", "weak", "named"} == set(lists.shipped)
    for name, by_language in lists.shipped.items():
        assert set(by_language) == {"en", "es", "ru", "uk", "fr", "pt"}, name
        for language in by_language:
            assert parse_pattern(f"@{name}", language, lists).row


@pytest.mark.parametrize(
    "pattern",
    [
        "(waste of time|money~|don't) * (not good|never) unless (a|unless)~",
        "invite~|call~ (no invitation|not one)",
        "(very)? bad|good (not|no) (x|not useful) unless not",
        "(été|co-ordinat~|U.S) colo(u)?r (2006|n_a)",
    ],
)
def test_plain_words_that_are_read_at_once_mean_what_they_mean_one_by_one(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_it() -> Pattern | str:
        try:
            return parse_pattern(pattern, "en", build_lists())
        except BadInput as error:
            return str(error)

    at_once = read_it()
    monkeypatch.setattr(Scanner, "see_plain_ways", lambda _: "")
    assert at_once == read_it()
