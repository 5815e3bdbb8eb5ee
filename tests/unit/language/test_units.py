"""What one key selects: words, clauses, sentences and lines of texts
as people really write them.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.language.units import (
    TextUnit,
    find_span_after,
    find_span_around,
    find_span_before,
    find_spans,
)


def pieces(text: str, unit: TextUnit) -> list[str]:
    return [text[start:end] for start, end in find_spans(text, unit)]


def test_a_sentence_ends_at_a_stop_a_question_or_an_exclamation() -> None:
    assert pieces("They deny it. Why? Nobody knows!", TextUnit.SENTENCE) == [
        "They deny it.",
        "Why?",
        "Nobody knows!",
    ]


def test_spanish_opening_marks_belong_to_the_sentence_they_open() -> None:
    assert pieces("Si, pero no. ¿Por que? Porque si", TextUnit.SENTENCE) == [
        "Si, pero no.",
        "¿Por que?",
        "Porque si",
    ]


def test_russian_quotation_marks_close_after_the_stop() -> None:
    assert pieces("«Нет.» Сказали так. Т.е. отказали.", TextUnit.SENTENCE) == [
        "«Нет.»",
        "Сказали так.",
        "Т.е. отказали.",
    ]


def test_chinese_needs_no_space_between_sentences() -> None:
    assert pieces("政府应该。第二句！", TextUnit.SENTENCE) == ["政府应该。", "第二句！"]


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = "The U.S. embassy asked Dr. Okoye and J. Mora. We came."
    assert pieces(text, TextUnit.SENTENCE) == [
        "The U.S. embassy asked Dr. Okoye and J. Mora.",
        "We came.",
    ]


def test_a_number_of_a_list_belongs_to_its_item() -> None:
    assert pieces("1. We asked. 2. They said no", TextUnit.SENTENCE) == [
        "1. We asked.",
        "2. They said no",
    ]


def test_decimals_and_addresses_hold_together() -> None:
    assert pieces("We got 2.5 million from a.b@example.org. Gone.", TextUnit.SENTENCE) == [
        "We got 2.5 million from a.b@example.org.",
        "Gone.",
    ]


def test_a_line_break_always_ends_a_sentence_because_lists_have_no_stops() -> None:
    assert pieces("- training\n- money\n\nnothing else", TextUnit.SENTENCE) == [
        "- training",
        "- money",
        "nothing else",
    ]


def test_an_ellipsis_goes_on_when_the_next_word_is_small() -> None:
    assert pieces("They came... but late. Then... Nothing", TextUnit.SENTENCE) == [
        "They came... but late.",
        "Then...",
        "Nothing",
    ]


def test_clauses_are_cut_at_commas_dashes_and_brackets() -> None:
    assert pieces("They came, late - as always (twice) and left", TextUnit.CLAUSE) == [
        "They came",
        "late",
        "- as always",
        "(twice)",
        "and left",
    ]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("They paid; they trained: twice,", ["They paid", "they trained", "twice"]),
        ("政府，应该；做", ["政府", "应该", "做"]),
        ("At 10:30, in 2,000 places", ["At 10:30", "in 2,000 places"]),
        ("Вызвали нас, сказали: нет.", ["Вызвали нас", "сказали", "нет."]),
        (", so it went", ["so it went"]),
    ],
)
def test_a_clause_does_not_take_the_mark_that_parts_it_from_the_next(
    text: str, clauses: list[str]
) -> None:
    assert pieces(text, TextUnit.CLAUSE) == clauses


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("They came. /", ["They came. /"]),
        ("They came! / Nobody spoke! /", ["They came!", "/ Nobody spoke! /"]),
        ("/\nThey came", ["/\nThey came"]),
        ("Yes.\n-\nNo.", ["Yes.\n-", "No."]),
        ("👍 ❤", ["👍 ❤"]),
        ("Good.\n👍", ["Good.", "👍"]),
        ("???", ["???"]),
    ],
)
def test_a_lone_mark_is_no_sentence(text: str, sentences: list[str]) -> None:
    assert pieces(text, TextUnit.SENTENCE) == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't e-mail", ["don't", "e-mail"]),
        ("сотрудники по-прежнему", ["сотрудники", "по-прежнему"]),
        ("सरकार का", ["सरकार", "का"]),
        ("cafe\u0301 olé", ["cafe\u0301", "olé"]),
        ("(yes!)", ["yes"]),
    ],
)
def test_a_word_keeps_its_marks_apostrophes_and_hyphens(text: str, words: list[str]) -> None:
    assert pieces(text, TextUnit.WORD) == words


def test_nothing_is_selected_in_nothing() -> None:
    for unit in TextUnit:
        assert find_spans("", unit) == []
    assert find_spans(" \n ", TextUnit.SENTENCE) == []
    assert find_spans("…!?", TextUnit.WORD) == []


def test_neighbours_of_an_offset() -> None:
    words = find_spans("one two three", TextUnit.WORD)
    assert find_span_around(words, 5) == (4, 7)
    assert find_span_around(words, 3) == (4, 7)
    assert find_span_around(words, 99) == (8, 13)
    assert find_span_after(words, 8) == (8, 13)
    assert find_span_after(words, 9) is None
    assert find_span_before(words, 7) == (4, 7)
    assert find_span_before(words, 2) is None


@given(
    st.text(alphabet=st.sampled_from("ab .,;!?…\n-()«»1А́éд。"), max_size=60),
    st.sampled_from(list(TextUnit)),
)
def test_spans_lie_in_order_inside_the_text_and_hold_something(text: str, unit: TextUnit) -> None:
    end = 0
    for start, stop in find_spans(text, unit):
        assert end <= start < stop <= len(text)
        assert unit is TextUnit.WHOLE or text[start:stop] == text[start:stop].strip()
        end = stop


@given(st.text(max_size=60))
def test_every_visible_character_is_in_a_sentence(text: str) -> None:
    inside = {i for start, end in find_spans(text, TextUnit.SENTENCE) for i in range(start, end)}
    assert all(i in inside for i, char in enumerate(text) if not char.isspace())
