"""Sentences of acts, as the screen says them where the answer is shown: with words, not offsets."""

from __future__ import annotations

import pytest

from tipcoder.workbench.coding.act_sentences import quote_ends

TEXT = "They would not answer the letters we had sent, and then the office was closed."


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("Silence on 7 role at 0-4", "Silence on 7 role at “They”"),
        (
            "removed Silence from 7 role at 0-45 and 2 more",
            "removed Silence from 7 role at “They would … we had sent” and 2 more",
        ),
        (
            "moved Silence on 7 role from 0-4 to 5-14",
            "moved Silence on 7 role from “They” to “would not”",
        ),
        (
            "moved Silence on 7 role from the whole answer to 5-14",
            "moved Silence on 7 role from the whole answer to “would not”",
        ),
        (
            "Silence is applied to 7 role at 0-4, 5-14 already; applied to 3 more",
            "Silence is applied to 7 role at “They”, “would not” already; applied to 3 more",
        ),
        ("Silence on 7 role", "Silence on 7 role"),
    ],
)
def test_the_first_and_the_last_words_stand_for_the_offsets(kept: str, said: str) -> None:
    assert quote_ends(kept, TEXT) == said


def test_numbers_of_a_case_or_a_label_are_no_offsets() -> None:
    sentence = "Aged 20-30 on 3-11 role at 0-4"
    assert quote_ends(sentence, TEXT) == "Aged 20-30 on 3-11 role at “They”"


def test_offsets_beyond_a_text_that_was_replaced_stay_as_they_are() -> None:
    assert quote_ends("Silence on 7 role at 70-99", TEXT) == "Silence on 7 role at 70-99"


def test_words_without_blanks_are_cut_by_letters_and_stay_on_one_line() -> None:
    text = "あ" * 20 + "い" * 20
    cut = "あ" * 14 + " … " + "い" * 14
    assert quote_ends("Silence on 7 role at 0-40", text) == f"Silence on 7 role at “{cut}”"
    assert quote_ends("Silence on 7 role at 0-7", "one\ntwo") == "Silence on 7 role at “one two”"
