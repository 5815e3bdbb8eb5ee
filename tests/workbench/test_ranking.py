"""Digits: filled by what was used most, and steady under the fingers afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tipcoder.workbench.coding.digit_codes import DIGITS, EVERYWHERE, DigitCodes

CODES = [f"c{n:02}" for n in range(14)]
ANYWHERE: dict[str, tuple[str, ...]] = dict.fromkeys(CODES, ())
"""Codes that are meant for no question in particular."""


def digits(ranking: DigitCodes, question: str = "q") -> list[str]:
    return ranking.rank_codes(question)[: len(DIGITS)]


def test_without_any_work_the_order_is_that_of_the_codebook() -> None:
    assert DigitCodes(ANYWHERE, []).rank_codes("q") == CODES


def test_what_was_used_most_on_the_question_comes_first_then_what_was_used_elsewhere() -> None:
    ranking = DigitCodes(
        ANYWHERE, [("q", "c05", 2), ("q", "c13", 7), ("other", "c11", 50), ("other", "c05", 1)]
    )
    assert ranking.rank_codes("q")[:4] == ["c13", "c05", "c11", "c00"]
    assert ranking.rank_codes("other")[:4] == ["c11", "c05", "c13", "c00"]


def test_before_any_work_codes_meant_for_the_question_come_first() -> None:
    ranking = DigitCodes({**ANYWHERE, "c12": ("q", "r"), "c04": ("q",), "c01": ("r",)}, [])
    assert ranking.rank_codes("q")[:4] == ["c04", "c12", "c00", "c01"]
    assert ranking.rank_codes("r")[:4] == ["c01", "c12", "c00", "c02"]


def test_codes_used_on_the_question_go_before_those_meant_for_it_and_these_before_others() -> None:
    ranking = DigitCodes({**ANYWHERE, "c12": ("q",)}, [("q", "c07", 1), ("other", "c09", 50)])
    assert ranking.rank_codes("q")[:4] == ["c07", "c12", "c09", "c00"]


def test_every_code_is_offered_once() -> None:
    ranking = DigitCodes(ANYWHERE, [("q", "c13", 1)])
    ranking.count_use("q", "c12")
    assert sorted(ranking.rank_codes("q")) == CODES


def test_a_code_that_left_the_codebook_is_not_offered() -> None:
    ranking = DigitCodes(ANYWHERE, [("q", "gone", 99)])
    ranking.count_use("q", "gone")
    assert ranking.rank_codes("q") == CODES


def test_using_a_code_that_has_a_digit_moves_none() -> None:
    ranking = DigitCodes(ANYWHERE, [("q", "c00", 1)])
    before = digits(ranking)
    for _ in range(20):
        ranking.count_use("q", "c08")
    assert digits(ranking) == before


def test_a_code_without_a_digit_takes_that_of_the_one_used_least_and_the_last_of_those() -> None:
    ranking = DigitCodes(
        ANYWHERE, [("q", code, 9 if n < 7 else 1) for n, code in enumerate(CODES[:9])]
    )
    assert digits(ranking) == CODES[:9]
    ranking.count_use("q", "c13")
    assert digits(ranking) == [*CODES[:8], "c13"]


def test_digits_of_one_question_are_not_moved_by_work_on_another() -> None:
    ranking = DigitCodes(ANYWHERE, [])
    before = digits(ranking)
    for _ in range(5):
        ranking.count_use("other", "c13")
    assert digits(ranking) == before
    assert "c13" in digits(ranking, "other")


def test_few_codes_all_have_digits_that_never_move() -> None:
    ranking = DigitCodes(dict.fromkeys(CODES[:4], ()), [])
    for code in reversed(CODES[:4]):
        ranking.count_use("q", code)
    assert ranking.rank_codes("q") == CODES[:4]


@given(st.lists(st.tuples(st.sampled_from(["q", "r"]), st.sampled_from(CODES)), max_size=60))
def test_at_most_one_digit_changes_with_each_act_and_the_code_just_used_has_one(
    acts: list[tuple[str, str]],
) -> None:
    ranking = DigitCodes(ANYWHERE, [("q", "c10", 3)])
    for question, code in acts:
        before = digits(ranking, question)
        ranking.count_use(question, code)
        after = digits(ranking, question)
        assert code in after
        assert sum(old != new for old, new in zip(before, after, strict=True)) == (
            code not in before
        )


def test_a_changed_codebook_moves_no_digit_but_those_of_codes_that_are_gone() -> None:
    ranking = DigitCodes(ANYWHERE, [("q", "c12", 3)])
    before = digits(ranking)
    assert before[:2] == ["c12", "c00"]
    ranking.update_codes(
        dict.fromkeys(["new", *(code for code in CODES if code not in ("c00", "c03"))], ())
    )
    after = digits(ranking)
    assert [code for code in after if code in before] == [
        code for code in before if code not in ("c00", "c03")
    ]
    assert after[1] not in before
    assert [at for at in range(len(DIGITS)) if after[at] != before[at]] == [1, 4]
    assert "c00" not in ranking.rank_codes("q")
    assert sorted(ranking.rank_codes("q")) == sorted({"new", *CODES} - {"c00", "c03"})


def test_a_codebook_that_shrinks_below_nine_leaves_digits_empty_at_the_end() -> None:
    ranking = DigitCodes(ANYWHERE, [])
    assert len(digits(ranking)) == 9
    ranking.update_codes({"c01": (), "c13": ()})
    assert digits(ranking) == ["c13", "c01"]


def test_a_code_that_comes_back_after_an_undone_merge_has_its_digit_again() -> None:
    ranking = DigitCodes(ANYWHERE, [("q", "c03", 5)])
    before = digits(ranking)
    without = {code: () for code in CODES if code != "c03"}
    ranking.update_codes(without)
    assert digits(ranking) == ["c09", *before[1:]], "its digit went to the next of the codebook"
    ranking.update_codes(ANYWHERE)
    assert digits(ranking) == before


def test_codes_that_leave_one_after_the_other_and_come_back_together_have_their_digits_again() -> (
    None
):
    ranking = DigitCodes(ANYWHERE, [])
    before = digits(ranking)
    ranking.update_codes({code: () for code in CODES if code != "c02"})
    instead = digits(ranking)[2]
    ranking.update_codes({code: () for code in CODES if code not in ("c02", instead, "c05")})
    ranking.update_codes(ANYWHERE)
    assert digits(ranking) == before


def test_of_few_codes_one_that_comes_back_goes_between_the_same_two() -> None:
    few = dict.fromkeys(CODES[:4], ())
    ranking = DigitCodes(few, [])
    assert digits(ranking) == CODES[:4]
    ranking.update_codes({code: () for code in CODES[:4] if code not in ("c01", "c02")})
    assert digits(ranking) == ["c00", "c03"]
    ranking.update_codes(few)
    assert digits(ranking) == CODES[:4]


def test_a_digit_that_was_taken_by_use_meanwhile_is_not_taken_back() -> None:
    ranking = DigitCodes(ANYWHERE, [("q", code, 5) for code in CODES[:8]])
    ranking.update_codes({code: () for code in CODES if code != "c08"})
    assert digits(ranking)[8] == "c09"
    ranking.count_use("q", "c13")
    assert digits(ranking)[8] == "c13"
    ranking.update_codes(ANYWHERE)
    assert digits(ranking)[8] == "c13", "a digit does not change under the fingers"


def test_pinned_codes_keep_their_digit_through_offers_use_new_codes_and_a_merge_undone() -> None:
    ranking = DigitCodes(
        ANYWHERE, [("q", "c13", 9)], {"c07": 2}, {"q": {"c11": 1}, EVERYWHERE: {"c12": 9}}
    )
    without = {code: () for code in CODES if code not in ("c11", "c12")}

    def pinned_digits(offered: Sequence[str] = ()) -> list[str | None]:
        places = ranking.place_codes("q", offered)
        return [places.digits.get(digit) for digit in (1, 2, 9)]

    assert pinned_digits() == ["c11", "c07", "c12"]
    assert ranking.place_codes("q").digits[3] == "c13", "used most: the first digit that is free"
    offered = ranking.place_codes("q", ["c10", "c07", "c09"])
    assert [offered.digits[digit] for digit in (1, 2, 3, 4, 9)] == [
        "c11",
        "c07",
        "c10",
        "c09",
        "c12",
    ]
    assert sorted(offered.codes) == CODES
    for code in CODES:
        ranking.count_use("q", code)
        assert pinned_digits() == ["c11", "c07", "c12"]
    ranking.update_codes({"new": (), **without}, {"c07": 2})
    assert pinned_digits()[1] == "c07"
    ranking.update_codes(ANYWHERE, {"c07": 2})
    assert pinned_digits() == ["c11", "c07", "c12"]


def test_a_pin_changes_two_digits_and_a_code_below_nine_drives_out_one() -> None:
    ranking = DigitCodes(ANYWHERE, [])
    before = digits(ranking)
    ranking.update_pins({"q": {"c04": 1}})
    assert digits(ranking) == ["c04", *before[1:4], "c00", *before[5:]], "they changed places"
    ranking.update_pins({"q": {"c04": 1, "c13": 3}})
    assert digits(ranking)[2] == "c13"
    assert digits(ranking, "other") == before
    ranking.update_pins({})
    assert digits(ranking)[:3] == ["c04", "c01", "c13"], "taking a pin off moves nothing"


def test_few_codes_may_leave_digits_empty_between_them() -> None:
    ranking = DigitCodes(dict.fromkeys(CODES[:3], ()), [], {"c02": 7})
    assert ranking.place_codes("q").digits == {1: "c00", 2: "c01", 7: "c02"}
    assert ranking.place_codes("q", ["c01", "c02"]).digits == {1: "c01", 2: "c00", 7: "c02"}


def test_a_codebook_digit_holds_on_the_questions_of_its_code_and_a_pin_goes_before_it() -> None:
    codes = {**ANYWHERE, "c05": ("q",), "c06": ("r",)}
    ranking = DigitCodes(codes, [], {"c05": 8, "c06": 8})
    assert ranking.place_codes("q").digits[8] == "c05"
    assert ranking.place_codes("r").digits[8] == "c06"
    ranking.update_pins({EVERYWHERE: {"c01": 8}})
    assert ranking.place_codes("q").digits[8] == ranking.place_codes("r").digits[8] == "c01"
