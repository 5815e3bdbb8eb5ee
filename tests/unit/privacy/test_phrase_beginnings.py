"""Which phrases an answer may have is told by how its words begin."""

from __future__ import annotations

from tipcoder.language import table_keys as keys
from tipcoder.language.tables import load_languages
from tipcoder.privacy.phrase_beginnings import build_mask, list_beginnings
from tipcoder.privacy.phrase_patterns import read_letters

_SIGNS = "(|?*~_#."


def test_a_phrase_is_looked_for_by_the_word_that_tells_most() -> None:
    assert list_beginnings("the (only|first) shelter") == {"shelte"}
    assert list_beginnings("we (run|own)* ... (a|the) home") == {"home."}


def test_a_short_word_is_asked_for_as_a_whole_unless_an_ending_may_follow() -> None:
    assert list_beginnings("av") == {"av."}
    assert list_beginnings("av~") == {"av"}
    assert list_beginnings("art", is_endless=True) == {"art"}


def test_letters_and_blanks_that_may_be_absent_give_every_way_to_begin() -> None:
    assert list_beginnings("(co)?lead") == {"colead.", "lead."}
    assert list_beginnings("safe ?house") == {"safe.", "safeho"}


def test_a_phrase_that_may_begin_anyhow_may_be_in_every_answer() -> None:
    assert list_beginnings("_") == {""}
    assert list_beginnings("ministry of|office") == {""}


def test_no_phrase_of_any_language_is_passed_over_in_an_answer_that_has_it() -> None:
    asked = (keys.TITLES, keys.BODY_HEADS, keys.PLACES_BEFORE, keys.REFUSALS, keys.LAW_PHRASES)
    looked_at = 0
    for language in load_languages():
        for key in asked:
            mask = build_mask(key, language=language)
            for phrase in language[key]:
                if not any(sign in phrase for sign in _SIGNS):
                    looked_at += 1
                    for said in (phrase, f"({phrase.upper()})", f"5 {phrase.title()}, 7"):
                        assert read_letters(said).may_have(mask), phrase
    assert looked_at > 200


def test_an_answer_without_such_words_is_told_at_once() -> None:
    letters = read_letters("Nobody ever came here again.")
    assert not letters.may_have(build_mask(keys.CHAMBERS, keys.SERVICES))
