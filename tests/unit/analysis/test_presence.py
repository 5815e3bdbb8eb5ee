"""Three states: present, absent, unknown."""

from __future__ import annotations

import random

from tipcoder.analysis.answer_table import find_code_presence
from tipcoder.analysis.presence import (
    ABSENT,
    PRESENT,
    UNKNOWN,
    CaseAnswer,
    find_majority,
    find_scope,
    group_questions_by_code,
)
from tipcoder.analysis.presence_counts import group_by_respondent


def answer(case: int, question: str = "why", *codes: str, **states: bool) -> CaseAnswer:
    """An answer that was asked, written and read, unless said otherwise."""
    flags = {"asked": True, "answered": True, "readable": True, "read": True, **states}
    return CaseAnswer(case, question, codes=frozenset(codes), **flags)


def states(
    answers: list[CaseAnswer], cases: int, scope: tuple[str, ...] = ("why",)
) -> tuple[int, ...]:
    return find_code_presence("pressure", answers, cases, keys={"pressure"}, scope=scope).states


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
    found = find_code_presence(
        "pressure",
        [answer(0), answer(0, "how", read=False)],
        1,
        keys={"pressure"},
        scope=("why", "how"),
    )
    assert found.states == (ABSENT,)
    assert found.coverage.half_read == 1


def test_a_question_out_of_scope_says_nothing() -> None:
    assert states([answer(0, "other")], 1) == (UNKNOWN,)


def test_codes_of_an_answer_that_was_begun_stand_but_nothing_else_is_absent() -> None:
    assert states(
        [answer(0, "why", "pressure", read=False), answer(1, "why", "money", read=False)], 2
    ) == (1, UNKNOWN)


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
    found = find_code_presence("pressure", answers, 7, keys={"pressure"}, scope=("why",)).coverage
    assert (found.asked, found.answered, found.readable, found.coded, found.present) == (
        5,
        4,
        3,
        2,
        1,
    )


def test_the_scope_is_where_a_code_stands_else_everywhere() -> None:
    answers = [
        answer(0, "why", "pressure"),
        answer(0, "how"),
        answer(1, "what", "pressure", asked=False),
    ]
    used = group_questions_by_code(answers)
    assert find_scope(["why", "how", "what"], used, {"pressure"}) == ("why",)
    assert find_scope(["why", "how", "what"], used, {"money"}) == ("why", "how", "what")


def test_a_respondent_has_what_any_case_has_and_is_unknown_only_if_all_are() -> None:
    found = group_by_respondent(
        [PRESENT, ABSENT, ABSENT, UNKNOWN, UNKNOWN], ["a", "a", "b", "b", "c"]
    )
    assert found == {"a": PRESENT, "b": ABSENT, "c": UNKNOWN}


def test_a_majority_is_more_than_half_of_those_who_read() -> None:
    votes = {"anna": frozenset({"a", "b"}), "boris": frozenset({"a"}), "cyril": frozenset({"c"})}
    assert find_majority(votes) == (frozenset({"a"}), frozenset())
    assert find_majority({"anna": frozenset({"a"}), "boris": frozenset()}) == (
        frozenset(),
        frozenset({"a"}),
    )
    assert find_majority({}) == (frozenset(), frozenset())


def net(answers: list[CaseAnswer], cases: int) -> tuple[int, ...]:
    """A net of `use` and `other`, looked for where they stand."""
    keys, used = {"use", "other"}, group_questions_by_code(answers)
    scope = find_scope(["why", "how", "what"], used, keys)
    return find_code_presence("use", answers, cases, keys=keys, scope=scope, used=used).states


STANDING = [answer(0, "why", "use"), answer(0, "how", "other")]
"""`use` stands on why, `other` on how."""


def test_a_net_holds_a_case_once_that_has_any_of_its_codes() -> None:
    assert net(
        [*STANDING, answer(1, "why", "use", "other"), answer(2, "how", "other", read=False)], 3
    ) == (1, 1, 1)


def test_a_net_is_absent_only_where_every_code_that_applies_is() -> None:
    found = net(
        [
            *STANDING,
            *(answer(1, "why"), answer(1, "how")),
            *(answer(2, "why"), answer(2, "how", read=False)),
            *(answer(3, "why", read=False), answer(3, "how")),
            *(answer(4, "why"), answer(4, "how", readable=False, read=False)),
        ],
        5,
    )
    assert found == (PRESENT, ABSENT, UNKNOWN, UNKNOWN, UNKNOWN)


def test_a_code_does_not_apply_where_nothing_was_asked_or_written() -> None:
    found = net(
        [
            *STANDING,
            *(answer(1, "why"), answer(1, "how", asked=False)),
            *(answer(2, "why"), answer(2, "how", answered=False, readable=False, read=False)),
            *(answer(3, "what"),),
        ],
        4,
    )
    assert found == (PRESENT, ABSENT, ABSENT, UNKNOWN)


def test_a_tie_on_one_code_leaves_the_net_open_unless_another_is_there() -> None:
    split = answer(1, "why")._replace(unsettled=frozenset({"use"}))
    assert net([*STANDING, split], 2) == (PRESENT, UNKNOWN)
    assert net([*STANDING, split, answer(1, "how", "other")], 2) == (PRESENT, PRESENT)


def test_readers_who_put_different_codes_of_a_net_agree_on_the_net() -> None:
    """Of three readers one puts use, one other and one nothing:
    neither has a majority, and two see the net.
    """
    votes = (frozenset({"use"}), frozenset({"other"}), frozenset[str]())
    assert net([*STANDING, answer(1, "why")._replace(votes=votes)], 2) == (PRESENT, PRESENT)
    two = (frozenset({"use"}), frozenset({"other"}))
    tie = answer(1, "why")._replace(votes=two, unsettled=frozenset({"use", "other"}))
    assert net([*STANDING, tie], 2) == (PRESENT, PRESENT), "both see it"
    halves = answer(1, "why")._replace(
        votes=(frozenset({"use"}), frozenset[str]()), unsettled=frozenset({"use"})
    )
    assert net([*STANDING, halves], 2) == (PRESENT, UNKNOWN), "one of two is a tie"
    one_of_three = (frozenset({"use"}), frozenset[str](), frozenset[str]())
    assert net([*STANDING, answer(1, "why")._replace(votes=one_of_three)], 2) == (PRESENT, ABSENT)


def define_states(
    answers: list[CaseAnswer],
    cases: int,
    keys: set[str],
    scope: set[str],
    used: dict[str, frozenset[str]],
) -> list[int]:
    """The three states case by case, as the module's docstring defines them."""
    found = []
    for case in range(cases):
        evidence = [
            one for one in answers if one.case == case and one.asked and one.question in scope
        ]
        readable = [one for one in evidence if one.readable]
        holding = [one for one in readable if one.holds_any(frozenset(keys))]
        others = [one for one in readable if one not in holding]
        is_split = any(one.leaves_open(frozenset(keys)) for one in others)
        is_read = any(one.read and not one.leaves_open(frozenset(keys)) for one in others)
        told = {one.question for one in readable if one.answered and one.read}
        written = {one.question for one in evidence if one.answered}
        is_open = False
        for key in keys if len(keys) > 1 else ():
            where = set(used.get(key, ())) & scope
            is_open |= bool(written & where) and not told & where
        if holding:
            found.append(PRESENT)
        elif is_read and not is_split and not is_open:
            found.append(ABSENT)
        else:
            found.append(UNKNOWN)
    return found


def test_many_answers_at_once_say_what_each_case_says_by_itself() -> None:
    draw = random.Random(5)
    codes, questions = ["use", "other", "third"], ["why", "how", "what"]

    def some_codes() -> frozenset[str]:
        return frozenset(code for code in codes if draw.random() < 0.3)

    for _ in range(60):
        answers = []
        for _ in range(draw.randint(0, 25)):
            flags = {
                name: draw.random() < 0.8 for name in ("asked", "answered", "readable", "read")
            }
            votes = tuple(some_codes() for _ in range(draw.choice((0, 0, 1, 2, 3))))
            one = answer(draw.randrange(6), draw.choice(questions), *some_codes(), **flags)
            answers.append(one._replace(unsettled=some_codes() - one.codes, votes=votes))
        keys = set(draw.sample(codes, draw.randint(1, 3)))
        scope, used = set(draw.sample(questions, 2)), group_questions_by_code(answers)
        found = find_code_presence("use", answers, 6, keys=keys, scope=scope, used=used)
        assert list(found.states) == define_states(answers, 6, keys, scope, used)
