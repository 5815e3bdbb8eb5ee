"""Characters: what may change on the way into the store, what may reach a terminal,
where a caret may stop.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.text import (
    GraphemeBoundaries,
    fold_text,
    format_number,
    hash_text,
    join_first,
    join_words,
    make_answer_key,
    make_excerpt,
    make_printable,
    make_printable_line,
    measure_cell_width,
    normalise_identifier,
    normalise_text,
)

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
ZALGO = "a" + "\u0301" * 200

# Any code point at all, lone surrogates included, and often the ones that have gone wrong before.
anything = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\r\n\0\x1b\x7f\x85\x9b\u2028\u202a\u202e\u2066\ud800\udfffe\u0301й\u0306ßİ\u200d\ufe0f👩🇺🇸"
        ),
    )
)


# --- into the store ---


@given(anything)
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    once = normalise_text(raw)
    twice = normalise_text(once.text)
    assert twice.text == once.text
    assert (twice.line_ends, twice.nul, twice.surrogates) == (0, 0, 0)


@given(anything)
def test_a_normalised_text_can_be_kept_by_every_store(raw: str) -> None:
    text = normalise_text(raw).text
    text.encode("utf-8")  # no lone surrogate: neither SQLite nor PostgreSQL takes one
    assert "\0" not in text  # PostgreSQL refuses it
    assert "\r" not in text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_a_text_that_every_store_can_keep_is_kept_letter_for_letter(raw: str) -> None:
    assert normalise_text(raw).text == raw


def test_line_ends_of_every_system_become_line_feeds_and_are_counted() -> None:
    found = normalise_text("one\r\ntwo\rthree\nfour")
    assert found.text == "one\ntwo\nthree\nfour"
    assert found.line_ends == 2


def test_a_nul_stays_visible_in_its_place_instead_of_cutting_the_text_off() -> None:
    found = normalise_text("before\0after")
    assert found.text == "before␀after"
    assert found.nul == 1


def test_half_a_surrogate_pair_becomes_the_replacement_sign_and_is_counted() -> None:
    found = normalise_text("a\ud83db\udc00")
    assert found.text == "a\ufffdb\ufffd"
    assert found.surrogates == 2


def test_composed_and_decomposed_letters_stay_as_the_respondent_typed_them() -> None:
    composed, decomposed = "peque\u00f1o й", "pequen\u0303o и\u0306"
    assert normalise_text(composed).text == composed
    assert normalise_text(decomposed).text == decomposed


# --- onto the screen ---


@given(anything)
def test_what_is_shown_has_an_offset_for_every_offset_of_the_text(text: str) -> None:
    assert len(make_printable(text)) == len(text)
    assert len(make_printable_line(text)) == len(text)


def _steers(char: str) -> bool:
    bidirectional = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in bidirectional


@given(anything)
def test_nothing_that_could_steer_a_terminal_gets_through_but_the_line_feed(text: str) -> None:
    assert not [c for c in make_printable(text) if _steers(c) and c != "\n"]
    assert not [c for c in make_printable_line(text) if _steers(c)]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"])))
def test_ordinary_writing_in_any_script_is_shown_as_it_is(text: str) -> None:
    assert make_printable(text) == text


@pytest.mark.parametrize(
    "payload",
    [
        "\x1b]52;c;ZXZpbA==\x1b\\",  # writes the clipboard
        "\x1b]0;title\x07",
        "\x1b[31mred",
        "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
        "\x1bPq#0\x1b\\",
        "\x9b31mred",  # the one-byte form of ESC [
        "\x9d52;c;ZXZpbA==\x9c",
        "rubout\x7f\x08\x08",
    ],
)
def test_an_escape_sequence_in_an_answer_is_shown_and_not_obeyed(payload: str) -> None:
    shown = make_printable(payload)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert [c for c in shown if c.isascii()] == [
        c for c in payload if c.isascii() and c.isprintable()
    ]


def test_an_escape_character_is_shown_as_its_picture() -> None:
    assert make_printable("\x1b[31m") == "␛[31m"
    assert make_printable("\x7f") == "␡"


@pytest.mark.parametrize(
    "text", ["[red]", "[/]", "[@click=app.bell]x[/]", "[sic]", "{{7*7}}", "%s %d", ":smile:"]
)
def test_markup_in_an_answer_is_nothing_special(text: str) -> None:
    assert make_printable(text) == text


def test_a_right_to_left_override_becomes_a_visible_sign() -> None:
    assert make_printable("user\u202etxt.exe") == "user\ufffdtxt.exe"


@pytest.mark.parametrize(
    "number", [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
def test_every_sign_that_turns_the_direction_of_writing_is_made_visible(number: int) -> None:
    """The twelve characters with the property Bidi_Control (Unicode 15.1, PropList.txt)."""
    assert make_printable(f"pay{chr(number)}roll") == "pay\ufffdroll"
    assert make_printable_line(f"pay{chr(number)}roll") == "pay\ufffdroll"


@pytest.mark.parametrize("number", [0x200B, 0x200C, 0x200D, 0x202F, 0x2060, 0x206A])
def test_their_neighbours_are_left_alone(number: int) -> None:
    assert make_printable(f"a{chr(number)}b") == f"a{chr(number)}b"


def test_a_text_on_one_line_shows_where_its_lines_ended() -> None:
    assert make_printable_line("one\ntwo\u2028three") == "one⏎two⏎three"


def test_no_naughty_string_reaches_the_terminal_raw(shared: Path) -> None:
    strings = json.loads((shared / "samples" / "hostile" / "blns.json").read_text("utf-8"))
    assert len(strings) > 400
    for text in strings:
        stored = normalise_text(text).text
        assert not [
            c
            for c in make_printable(stored)
            if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"
        ], text
        assert len(make_printable(stored)) == len(stored)


@given(anything, st.integers(0, 30))
def test_an_excerpt_is_never_longer_than_asked_for_and_stays_on_one_line(
    text: str, limit: int
) -> None:
    shown = make_excerpt(text, limit)
    assert len(shown) <= limit
    assert not [c for c in shown if _steers(c)]


def test_a_short_text_is_its_own_excerpt_and_a_long_one_says_that_it_was_cut() -> None:
    assert make_excerpt("Приют закрыт", 12) == "Приют закрыт"
    assert make_excerpt("Приют закрыт", 8) == "Приют з…"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("shelter", 7),
        ("ñandú", 5),
        ("nin\u0303o", 4),  # n with a combining tilde
        ("приют", 5),
        ("人身売買", 8),
        ("Ｆull", 5),  # a full-width F
        ("नमस्ते", 4),  # four consonants, and two signs that stand on them
        ("ที่", 1),  # one Thai consonant, a vowel and a tone above it
        ("שָׁלוֹם", 4),
        ("\u1100\u1161\u11a8", 2),  # one Korean syllable in three letters
        ("zero\u200bwidth\ufeff", 9),
        ("🇺🇸", 2),
        ("👍🏽", 2),
        ("❤\ufe0f", 2),
        (FAMILY, 2),
        ("", 0),
        (ZALGO, 1),
    ],
)
def test_a_table_leaves_as_many_columns_as_a_terminal_uses(text: str, columns: int) -> None:
    assert measure_cell_width(text) == columns


# --- searching and comparing ---


@given(anything)
def test_a_search_key_is_its_own_search_key(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ПРИЮТ", "приют"),
        ("España", "ESPANA"),
        ("Straße", "STRASSE"),
        ("ΝΌΜΟΣ", "νομος"),
        ("ﬁnance", "FINANCE"),
        ("е\u0301", "Е"),
        ("１２", "12"),
        ("℡", "TEL"),
    ],
)
def test_a_search_finds_a_word_in_any_case_accent_and_width(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


def test_a_search_key_tells_different_words_apart() -> None:
    assert (
        len({fold_text(word) for word in ("embassy", "embajada", "посольство", "посольства")}) == 4
    )


def test_the_hash_of_a_text_is_the_published_sha_256() -> None:
    # The test vectors of FIPS 180-4.
    assert hash_text("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hash_text("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_answers_that_differ_in_case_accents_and_spaces_say_the_same() -> None:
    same = {
        make_answer_key("Q1", text)
        for text in ("Sí, mucho", "sí,  MUCHO", " Sí,\nmucho ", "Si\u0301, mucho")
    }
    assert len(same) == 1


def test_words_that_differ_in_a_letter_are_not_the_same_answer() -> None:
    assert make_answer_key("Q1", "мой") != make_answer_key("Q1", "мои")
    assert make_answer_key("Q1", "si") != make_answer_key("Q1", "sí")


def test_the_same_words_to_another_question_are_another_answer() -> None:
    assert make_answer_key("Q1", "yes") != make_answer_key("Q2", "yes")
    assert make_answer_key("Q1", "yes") != make_answer_key("Q1", "yes.")


def test_respondent_ids_are_compared_as_text_and_not_as_numbers() -> None:
    assert len({normalise_identifier(cell) for cell in ("007", "7", "7.0")}) == 3


def test_a_respondent_id_is_trimmed_and_its_letters_composed() -> None:
    assert normalise_identifier("  e\u0301cole-1\u00a0") == "école-1"


# --- where a caret may stop ---


def _clusters(text: str) -> list[str]:
    steps, at, found = GraphemeBoundaries(text), 0, []
    while at < len(text):
        then = steps.next_boundary(at)
        found.append(text[at:then])
        at = then
    return found


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0301x", ["e\u0301", "x"]),
        (FAMILY + "!", [FAMILY, "!"]),
        ("🇺🇸🇷🇺", ["🇺🇸", "🇷🇺"]),
        ("❤\ufe0fй\u0306", ["❤\ufe0f", "й\u0306"]),
        ("👍🏽", ["👍🏽"]),
        ("\u1100\u1161\u11a8", ["\u1100\u1161\u11a8"]),
        ("नि", ["नि"]),
        ("a\r\nб", ["a", "\r\n", "б"]),
        (ZALGO + "b", [ZALGO, "b"]),
        ("", []),
    ],
)
def test_the_caret_moves_by_what_a_reader_takes_for_one_character(
    text: str, clusters: list[str]
) -> None:
    assert _clusters(text) == clusters


@given(anything)
def test_stepping_forward_and_back_visits_the_same_places(text: str) -> None:
    steps = GraphemeBoundaries(text)
    forward, at = [0], 0
    while at < len(text):
        at = steps.next_boundary(at)
        forward.append(at)
    back, at = [len(text)], len(text)
    while at > 0:
        at = steps.previous_boundary(at)
        back.append(at)
    assert back == forward[::-1]


@given(anything, st.data())
def test_a_selection_grows_to_whole_characters_and_no_further(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    steps = GraphemeBoundaries(text)
    low, high = steps.snap_span(start, end)
    assert 0 <= low <= start <= end <= high <= len(text)
    assert steps.snap_span(low, high) == (low, high)
    assert start - low < len(text[low : steps.next_boundary(low)]) or start == low
    assert high - end < high - steps.previous_boundary(high) or high == end


def test_a_selection_cannot_split_a_family() -> None:
    text = "x" + FAMILY + "y"
    assert GraphemeBoundaries(text).snap_span(2, 3) == (1, 1 + len(FAMILY))


def test_an_empty_selection_between_two_characters_stays_empty() -> None:
    assert GraphemeBoundaries("ab").snap_span(1, 1) == (1, 1)


@pytest.mark.parametrize("text", ["", "ab", "й\u0306", "a\r\n"])
def test_the_caret_stops_at_both_ends(text: str) -> None:
    steps = GraphemeBoundaries(text)
    assert steps.previous_boundary(0) == 0
    assert steps.next_boundary(len(text)) == len(text)
    assert steps.snap_span(-1, len(text) + 5) == (0, len(text))


def test_words_are_listed_as_a_sentence_lists_them() -> None:
    names = ["anna", "boris", "vera", "dina"]
    assert [join_words(names[:n]) for n in range(4)] == [
        "",
        "anna",
        "anna and boris",
        "anna, boris and vera",
    ]
    assert join_words(names[:3], "or") == "anna, boris or vera"
    assert join_first(names, 4) == "anna, boris, vera and dina"
    assert join_first(names, 3) == "anna, boris, vera and 1 more"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (7.0, "7"),
        (-0.5, "-0.5"),
        # Six digits would make 1.23457e+06 of the first, and one number of the next two.
        (1234567.5, "1234567.5"),
        (1000001.0, "1000001"),
        (1000002.0, "1000002"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_number_has_the_digits_that_people_wrote(number: float, written: str) -> None:
    assert format_number(number) == written
