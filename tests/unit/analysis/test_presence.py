"""Three states: present, absent, unknown."""

from __future__ import annotations

from tipcoder.analysis.presence import (
    ABSENT,
    PRESENT,
    UNKNOWN,
    ReadAnswer,
    Share,
    by_country,
    by_respondent,
    majority,
    presence_of,
    questions_of_codes,
    scope_of,
)


def answer(case: int, question: str = "why", *codes: str, **states: bool) -> ReadAnswer:
    """An answer that was asked, written and read, unless said otherwise."""
    flags = {"asked": True, "answered": True, "readable": True, "read": True, **states}
    return ReadAnswer(case, question, codes=frozenset(codes), **flags)


def states(answers: list[ReadAnswer], cases: int, scope: tuple[str, ...] = ("why",)) -> tuple[int, ...]:
    return presence_of("pressure", answers, cases, keys={"pressure"}, scope=scope).states


def test_every_reason_not_to_know_is_unknown_and_none_is_absent() -> None:
    found = states(
        [
            answer(0, "why", "pressure"),
            answer(1),
            answer(2, asked=False),
            answer(3, answered=False, readable=False, read=False),
            answer(4, readable=False, read=False),
            answer(5, read=False),
        ],
        7,
    )
    assert found == (PRESENT, ABSENT, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)


def test_a_text_that_stands_where_nothing_was_asked_is_no_evidence() -> None:
    assert states([answer(0, "why", "pressure", asked=False)], 1) == (UNKNOWN,)


def test_one_answer_read_is_enough_for_absent_and_the_unread_one_is_told() -> None:
    found = presence_of(
        "pressure", [answer(0), answer(0, "how", read=False)], 1, keys={"pressure"}, scope=("why", "how")
    )
    assert found.states == (ABSENT,)
    assert found.coverage.half_read == 1


def test_a_question_out_of_scope_says_nothing() -> None:
    assert states([answer(0, "other")], 1) == (UNKNOWN,)


def test_codes_of_an_answer_that_was_begun_stand_but_nothing_else_is_absent() -> None:
    assert states([answer(0, "why", "pressure", read=False), answer(1, "why", "money", read=False)], 2) == (1, UNKNOWN)


def test_an_even_split_is_unknown_unless_another_answer_has_the_code() -> None:
    split = answer(0)._replace(unsettled=frozenset({"pressure"}))
    assert states([split], 1) == (UNKNOWN,)
    assert states([split, answer(0, "why")], 1) == (UNKNOWN,)
    assert states([split, answer(0, "why", "pressure")], 1) == (PRESENT,)


def test_coverage_counts_cases_and_narrows_step_by_step() -> None:
    answers = [
        answer(0, "why", "pressure"),
        answer(1),
        answer(2, read=False),
        answer(3, readable=False, read=False),
        answer(4, answered=False, readable=False, read=False),
        answer(5, asked=False),
    ]
    found = presence_of("pressure", answers, 7, keys={"pressure"}, scope=("why",)).coverage
    assert (found.asked, found.answered, found.readable, found.coded, found.present) == (5, 4, 3, 2, 1)


def test_the_scope_is_where_a_code_stands_else_everywhere() -> None:
    answers = [answer(0, "why", "pressure"), answer(0, "how"), answer(1, "what", "pressure", asked=False)]
    used = questions_of_codes(answers)
    assert scope_of(["why", "how", "what"], used, {"pressure"}) == ("why",)
    assert scope_of(["why", "how", "what"], used, {"money"}) == ("why", "how", "what")


def test_a_respondent_has_what_any_case_has_and_is_unknown_only_if_all_are() -> None:
    found = by_respondent([PRESENT, ABSENT, ABSENT, UNKNOWN, UNKNOWN], ["a", "a", "b", "b", "c"])
    assert found == {"a": PRESENT, "b": ABSENT, "c": UNKNOWN}


def test_a_country_has_a_share_of_what_is_known() -> None:
    found = by_country([PRESENT, ABSENT, UNKNOWN, UNKNOWN, PRESENT], ["KEN", "KEN", "KEN", "PER", None])
    assert found == {"KEN": Share(1, 2), "PER": Share(0, 0)}
    assert (found["KEN"].share, found["PER"].share) == (0.5, None)


def test_a_majority_is_more_than_half_of_those_who_read() -> None:
    votes = {"anna": frozenset({"a", "b"}), "boris": frozenset({"a"}), "cyril": frozenset({"c"})}
    assert majority(votes) == (frozenset({"a"}), frozenset())
    assert majority({"anna": frozenset({"a"}), "boris": frozenset()}) == (frozenset(), frozenset({"a"}))
    assert majority({}) == (frozenset(), frozenset())
