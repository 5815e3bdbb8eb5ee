"""Nearly the same text is found again, and short words that only look alike are not."""

from __future__ import annotations

from tipcoder.suggestion.twins import Twins


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
