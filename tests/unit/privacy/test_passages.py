"""Passages of an answer in other texts: what is hidden, and what is nobody's."""

from __future__ import annotations

import pytest

from tipcoder.privacy.passages import Passages

ANSWER = "They crossed the frozen lake\nwith nine lanterns and a goat."


def mask(text: str, *answers: str, shared: tuple[str, ...] = ()) -> str:
    passages = Passages(
        answers or (ANSWER,), lambda char: "#", lambda words: any(words in one for one in shared)
    )
    assert passages.stands_in(text) == (passages.mask_text(text) != text)
    return passages.mask_text(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        # Twenty characters or more, with the space before them, and not a character beside them.
        (
            "Compare: crossed the frozen lake, she says.",
            "Compare:########################, she says.",
        ),
        ("He had nine lanterns and a goat, too.", "He had#########################, too."),
        # On one line, as an example has it.
        ("the frozen lake with nine lanterns", "##################################"),
        # Nineteen characters may be chance.
        ("a frozen lake with many", "a frozen lake with many"),
        ("Nothing of it.", "Nothing of it."),
        ("", ""),
    ],
)
def test_what_is_long_enough_is_hidden_and_keeps_its_length(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert len(mask(text)) == len(text)


def test_a_short_answer_counts_where_it_stands_whole() -> None:
    assert mask("He said: Nine lanterns!", "Nine lanterns") == "He said: #############!"
    assert mask("He said: nine lantern", "Nine lanterns") == "He said: nine lantern"
    # So short a one would be hidden in every other sentence.
    assert mask("No, they did not.", "No") == "No, they did not."


def test_what_another_answer_has_too_is_nobodys() -> None:
    other = "We crossed the frozen lake as well."
    text = "crossed the frozen lake, with nine lanterns and a goat"
    assert mask(text, shared=(other,)) == (
        "crossed the frozen lake," + "#" * len(" with nine lanterns and a goat")
    )
