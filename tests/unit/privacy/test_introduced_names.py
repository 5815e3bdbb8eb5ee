"""A name made of a word that everybody writes is pointed at where the words before it say that a
name follows; all names are invented.
"""

from __future__ import annotations

import pytest

from tipcoder.privacy.capitals import find_capitals
from tipcoder.privacy.common_words import CommonWords
from tipcoder.privacy.compared_words import split_words
from tipcoder.text import fold_text

INTRODUCED = [
    ("A group called Safe steps helps us.", "Safe"),
    ("We have partners such as the Open hands there.", "Open"),
    ("People like Quiet water came to us.", "Quiet"),
    ("Their film is titled “Small lights of the coast”.", "Small"),
    ("Nos ayuda una casa llamada Manos amigas cada mes.", "Manos"),
    ("Hay grupos como Pasos firmes en el norte.", "Pasos"),
    ("Есть группа под названием Тихая гавань у реки.", "Тихая"),
    ("Нам помогают такие как Тёплый дом из города.", "Тёплый"),
    ("Є група під назвою Тихий берег біля річки.", "Тихий"),
    ("Допомагають такі як Тепла хата з міста.", "Тепла"),
    ("Un groupe appelé Mains ouvertes nous aide.", "Mains"),
    ("Des associations telles que Petits pas nous aident.", "Petits"),
    ("Um grupo chamado Mãos abertas ajuda.", "Mãos"),
    ("Temos parceiros tais como Passos firmes no norte.", "Passos"),
]


def find_words(text: str, common: CommonWords) -> list[str]:
    return [text[hit.start : hit.end] for hit in find_capitals(text, split_words(text), common)]


@pytest.mark.parametrize(("text", "name"), INTRODUCED)
def test_an_ordinary_word_that_is_introduced_is_a_name(text: str, name: str) -> None:
    common = CommonWords(ordinary=frozenset([fold_text(name)]))
    assert find_words(text, common) == [name]
    # Nothing but the words before it tells.
    behind = text[text.index(name) :]
    assert find_words(f"x {behind}", common) == []


@pytest.mark.parametrize(
    ("text", "common"),
    [
        ("We like safe steps.", CommonWords(ordinary=frozenset(["safe"]))),
        ("Everybody would like. Safe steps are few.", CommonWords(ordinary=frozenset(["safe"]))),
        ("We work like The others.", CommonWords(stops=frozenset(["the"]))),
        ("Groups such as Women came.", CommonWords(topics=frozenset(["women"]))),
        ("It is unlike Safe steps.", CommonWords(ordinary=frozenset(["safe"]))),
        ("They came from Safe steps.", CommonWords(ordinary=frozenset(["safe"]))),
    ],
)
def test_without_words_that_introduce_it_an_ordinary_word_is_none(
    text: str, common: CommonWords
) -> None:
    assert find_words(text, common) == []
