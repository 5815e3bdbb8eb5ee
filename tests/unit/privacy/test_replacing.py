"""The released wording: role nouns in the place of spans,
the way the authors of the study print quotes.
"""

from __future__ import annotations

import pytest

from tipcoder.privacy.hits import HIGH, LOW, Hit
from tipcoder.privacy.replacements import (
    ELLIPSIS,
    NAMED_KINDS,
    TextReplacement,
    build_edits,
    choose_replacement,
    choose_wider_replacement,
    is_own_wording,
    list_replacements,
    release_wording,
    resolve_overlaps,
)

LANGUAGES = ("en", "es", "ru", "uk", "fr", "pt")


def test_nouns_stand_where_names_stood_and_the_article_stays() -> None:
    text = "The government of Moldova told Ada Brindle to wait."
    edits = [TextReplacement(18, 25, "[country]"), TextReplacement(31, 42, "[person]")]
    assert (
        release_wording(text, 0, len(text), edits)
        == "The government of [country] told [person] to wait."
    )


def test_a_quote_that_cuts_a_name_in_two_shows_its_noun_and_none_of_its_letters() -> None:
    text = "Ask Harbour Light about it."
    edits = [TextReplacement(4, 17, "[organisation]")]
    assert release_wording(text, 0, 11, edits) == "Ask [organisation]"
    assert release_wording(text, 12, len(text), edits) == "[organisation] about it."
    assert release_wording(text, 6, 9, edits) == "[organisation]"


def test_of_overlapping_edits_the_longest_speaks_for_all_of_their_extent() -> None:
    text = "the only shelter in Moldova for boys"
    edits = [TextReplacement(20, 27, "[country]"), TextReplacement(0, 36, ELLIPSIS)]
    assert resolve_overlaps(edits) == [TextReplacement(0, 36, ELLIPSIS)]
    assert (
        release_wording(
            text,
            0,
            len(text),
            [TextReplacement(0, 22, ELLIPSIS), TextReplacement(20, 27, "[country]")],
        )
        == "[...] for boys"
    )


def test_brackets_of_respondents_become_round_so_that_edits_can_be_told() -> None:
    assert release_wording("they [the police] came", 0, 22, []) == "they (the police) came"


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u202e", "\x1b[31m", "\x07", "\ufeff", "\u2066", "\x9b"],
    ids=lambda text: ascii(text),
)
def test_nothing_that_hides_or_steers_a_screen_leaves(hidden: str) -> None:
    wording = release_wording(f"one{hidden} two", 0, 7 + len(hidden), [])
    assert all(char.isprintable() for char in wording)
    assert wording.startswith("one")


def test_a_noun_does_not_stand_twice_in_a_row() -> None:
    assert (
        release_wording(
            "in Lima, Peru",
            0,
            13,
            [TextReplacement(3, 7, "[city]"), TextReplacement(9, 13, "[country]")],
        )
        == "in [city], [country]"
    )
    assert (
        release_wording(
            "Lima Lima", 0, 9, [TextReplacement(0, 4, "[city]"), TextReplacement(5, 9, "[city]")]
        )
        == "[city]"
    )


def test_every_kind_has_a_noun_in_every_language_of_the_study_and_never_a_number() -> None:
    for kind in NAMED_KINDS:
        for language in LANGUAGES:
            offered = list_replacements(kind, language)
            assert offered[0] == choose_replacement(kind, language)
            assert offered[-1] == ELLIPSIS
            for noun in offered:
                assert (noun[0], noun[-1]) == ("[", "]")
                assert not any(char.isdigit() for char in noun)
                assert not is_own_wording(noun)
    assert [choose_replacement("country", language) for language in LANGUAGES] == [
        "[country]",
        "[país]",
        "[страна]",
        "[країна]",
        "[pays]",
        "[país]",
    ]
    assert choose_replacement("country", "ka") == "[country]"
    assert choose_wider_replacement("place", "es") == "[región]"


def test_what_has_no_noun_is_left_out_and_what_a_person_wrote_is_known_as_such() -> None:
    hits = [Hit(0, 3, "unique_claim", LOW, ("claims",)), Hit(5, 9, "person", HIGH, ("person",))]
    assert [edit.replacement for edit in build_edits(hits, "en")] == [ELLIPSIS, "[person]"]
    assert is_own_wording("[the Moldovan office]")
    assert not is_own_wording("")
