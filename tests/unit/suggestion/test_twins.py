"""Nearly the same text is found again, and short words that only look alike are not."""

from __future__ import annotations

import pytest

from tipcoder.suggestion.twins import Twins, find_like_passages, rank_by_likeness


def test_a_text_with_one_letter_changed_is_a_twin_and_another_sentence_is_none() -> None:
    twins = Twins()
    twins.add_text(1, "They trained the police in the capital.")
    twins.add_text(2, "They trained the judges in the provinces.")
    assert [twin.row for twin in twins.find_twins("they  trained the police in the Capital")] == [1]


def test_short_texts_must_be_the_same() -> None:
    twins = Twins()
    twins.add_text(1, "No")
    twins.add_text(2, "Na")
    assert [twin.row for twin in twins.find_twins("no")] == [1]


def test_a_text_is_not_its_own_twin_and_a_forgotten_one_is_none() -> None:
    twins = Twins()
    twins.add_text(1, "They trained the police")
    twins.add_text(2, "They trained the police")
    assert [twin.row for twin in twins.find_twins("They trained the police", but=1)] == [2]
    twins.remove_text(2)
    twins.remove_text(3)
    assert twins.find_twins("They trained the police", but=1) == []


def test_likeness_is_twice_the_common_letters_over_both_lengths() -> None:
    others = {1: "They trained the judges", 2: "they  trained the POLICE", 3: "No."}
    # Of `they trained the police` and `they trained the judges` 18 letters follow each other in
    # both: `they trained the ` and an `e`. 2 x 18 / (23 + 23).
    ranked = rank_by_likeness("They trained the police", others, 70)
    assert [(twin.row, twin.likeness) for twin in ranked] == [
        (2, 100.0),
        (1, pytest.approx(100 * 36 / 46)),
    ]
    assert [twin.row for twin in rank_by_likeness("They trained the police", others, 79)] == [2]


def test_words_like_a_quote_are_found_where_they_stand_and_to_the_ends_of_words() -> None:
    others = {
        1: "In 2020 they TRAINED the police, at last.",
        2: "they trainde the police",
        3: "Nothing of the kind was ever seen here.",
        4: "İ: they trained the police",
    }
    found = find_like_passages("trained the police", others, 80)
    assert {one.row: others[one.row][one.start : one.end] for one in found} == {
        1: "TRAINED the police",
        2: "trainde the police",
        4: "trained the police",
    }
    # A short quote has to be there letter for letter, and as words of its own.
    (short,) = find_like_passages("no", {1: "na", 2: "well, NO!", 3: "nothing"}, 80)
    assert (short.row, short.start, short.end) == (2, 6, 8)
    assert find_like_passages(" !", {1: "well!"}, 80) == []
