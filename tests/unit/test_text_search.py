"""Where a text has what is looked for, told in code points of the text itself."""

from __future__ import annotations

import unicodedata

import pytest

from tipcoder.model.filters import AnswerFilter, NearTest
from tipcoder.text import fold_text
from tipcoder.text_search import fold_with_places, has_near_pair
from tipcoder.workbench.coding.filter_hits import find_hits

TEXT = "Straße: Ещё полиция — LA POLICÍA, ﬁnal."


def hits(text: str, **where: object) -> list[str]:
    return [text[start:end] for start, end in find_hits(text, AnswerFilter(**where))]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [TEXT, unicodedata.normalize("NFD", TEXT), "İstanbul ΣΑΣ ǆ"])
def test_a_text_folded_letter_by_letter_is_the_folded_text(text: str) -> None:
    assert fold_with_places(text).text == fold_text(text)


def test_hits_are_the_words_as_they_stand_in_the_text() -> None:
    assert hits(TEXT, words="еще policia STRASSE fin") == ["Straße", "Ещё", "POLICÍA", "ﬁn"]
    # The accent belongs to the letter, however it was typed.
    apart = unicodedata.normalize("NFD", "La policía vino")
    assert hits(apart, words="polici") == [unicodedata.normalize("NFD", "policí")]
    assert hits(apart, patterns=("policía",)) == [unicodedata.normalize("NFD", "policía")]


def test_phrases_go_over_the_end_of_a_line_and_a_blank_at_an_end_ends_a_word() -> None:
    text = "They were not\n invited. Not invitedly."
    assert hits(text, phrases=("not invited",)) == ["not\n invited", "Not invited"]
    assert hits(text, phrases=("not invited ",)) == ["not\n invited"]


def test_only_what_is_near_is_marked_and_nothing_that_is_not_wanted() -> None:
    text = "Police came. Money for the police was short; police."
    near = AnswerFilter(
        nearby=(NearTest("money", "police", 3),), none_of=(AnswerFilter(words="short"),)
    )
    assert [text[a:b] for a, b in find_hits(text, near)] == ["Police", "Money", "police"]
    either = AnswerFilter(any_of=((AnswerFilter(words="came"), AnswerFilter(words="nobody")),))
    assert [text[a:b] for a, b in find_hits(text, either)] == ["came"]
    assert find_hits(text, AnswerFilter(languages=("en",))) == []


@pytest.mark.parametrize(
    ("text", "distance", "is_near"),
    [
        ("police money", 1, True),
        ("money, police", 1, True),
        ("police had money", 1, False),
        ("police had money", 2, True),
        # One word with a hyphen, and one with an apostrophe, is one step each.
        ("police well-known didn't money", 3, True),
        ("police well-known didn't money", 2, False),
    ],
)
def test_the_distance_is_counted_in_steps_from_word_to_word(
    text: str, distance: int, is_near: bool
) -> None:
    assert has_near_pair(text, NearTest("police", "money", distance)) is is_near
