"""Flags, memos, and acts that reach several answers at once:
one step for undo each, the same on both stores.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import MemoTarget, Outcome
from tipcoder.model.filters import AnswerFilter, AnswerOrder, AttributeTest
from tipcoder.workbench.codebook.editor import CodebookEditor
from tipcoder.workbench.codebook.edits import MergeCodes
from tipcoder.workbench.coding.session import CodingSession

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def study(here_on_both: OpenStudy) -> OpenStudy:
    return here_on_both


@pytest.fixture
def session(study: OpenStudy) -> CodingSession:
    return CodingSession(study, study.register_coder("anna"))


def told(session: CodingSession, answer_id: int) -> list[tuple[str, str]]:
    return [(coding.code, coding.quote) for coding in session.read_codings(answer_id)]


def twins(session: CodingSession) -> list[int]:
    return session.find_answer_ids(AnswerFilter(words="no comment"))


def test_answers_that_differ_only_in_case_and_space_are_gathered_under_the_first(
    session: CodingSession,
) -> None:
    everything = session.find_answer_ids(AnswerFilter())
    first, second = twins(session)
    groups = session.fold_answers(everything)
    assert groups[first] == [first, second]
    assert len(groups) == 11, "twelve readable answers, of which two say the same"
    assert session.find_answer_ids(AnswerFilter(repeated=True)) == [first, second]
    assert len(session.find_answer_ids(AnswerFilter(repeated=False))) == 10


def test_one_act_codes_a_group_whole_and_one_undo_takes_it_all_back(session: CodingSession) -> None:
    first, second = twins(session)
    sentence = session.add_coding(first, "money", finish=True, also=[second])
    assert sentence.endswith("and 1 more")
    assert told(session, first) == [("money", "No comment")]
    assert told(session, second) == [("money", "no comment ")], "each is quoted as it is written"
    assert session.find_reading(second) is not None
    done = session.undo()
    assert done is not None
    assert (told(session, first), told(session, second)) == ([], [])
    assert session.find_reading(second) is None
    session.redo()
    assert told(session, second) == [("money", "no comment ")]


def test_a_span_reaches_only_answers_written_exactly_alike(
    session: CodingSession, find: Find
) -> None:
    first, second = twins(session)
    sentence = session.add_coding(first, "money", (3, 10), also=[second])
    assert sentence.endswith("; 1 written otherwise left out")
    assert told(session, first) == [("money", "comment")]
    assert told(session, second) == []


def test_a_code_is_taken_off_a_group_at_once(session: CodingSession) -> None:
    first, second = twins(session)
    session.add_coding(first, "money", finish=True, also=[second])
    session.remove_coding(session.read_codings(first)[0].id, also=[second])
    assert (told(session, first), told(session, second)) == ([], [])
    assert session.find_reading(second) is None, "finished as coded, and no code is left"


def test_a_code_is_taken_off_many_answers_wherever_it_stands_on_them(
    session: CodingSession, find: Find
) -> None:
    whole, part = find(session, "They gave grants"), find(session, "pushed the ministry")
    session.add_coding(whole, "money")
    session.add_coding(part, "money", (0, 11))
    session.add_coding(part, "pressure")
    other = find(session, "Чиновники обиделись")
    sentence = session.remove_code([other, whole, part], "money")
    answer = session.read_answer(whole)
    assert sentence == f"removed Money from {answer.case} role and 1 more"
    assert (told(session, whole), [code for code, _ in told(session, part)]) == ([], ["pressure"])
    with pytest.raises(BadInput, match="Money is not applied to any of these answers"):
        session.remove_code([whole, part], "money")
    session.undo()
    assert [code for code, _ in told(session, whole)] == ["money"]


def test_many_answers_are_finished_at_once(session: CodingSession, find: Find) -> None:
    first, second = twins(session)
    session.add_coding(second, "money")
    session.finish_answers(first, Outcome.OFF_TOPIC, also=[second])
    assert [r.outcome for i in (first, second) if (r := session.find_reading(i))] == [
        Outcome.OFF_TOPIC
    ] * 2
    assert told(session, second) == [], "an answer that is off-topic carries no code"
    session.reopen_answers(first, also=[second])
    assert [session.find_reading(i) for i in (first, second)] == [None, None]


def test_a_flag_is_a_coders_own_and_goes_the_way_it_came(
    study: OpenStudy, session: CodingSession, find: Find
) -> None:
    at = find(session, "They gave grants")
    assert session.toggle_flag(at).startswith("flagged")
    assert session.is_flagged(at)
    assert session.find_answer_ids(AnswerFilter(flagged=True)) == [at]
    assert at not in session.find_answer_ids(AnswerFilter(flagged=False))
    boris = CodingSession(study, study.register_coder("boris"))
    assert not boris.is_flagged(at)
    assert session.toggle_flag(at).startswith("removed the flag from")
    assert not session.is_flagged(at)
    session.undo()
    assert session.is_flagged(at)


def test_a_memo_stands_on_an_answer_a_quote_or_a_code(session: CodingSession, find: Find) -> None:
    at = find(session, "pushed the ministry")
    session.add_coding(at, "pressure", (0, 11))
    coding = session.read_codings(at)[0]
    session.set_memo(MemoTarget(at), "ask\nagain")
    session.set_memo(MemoTarget(at, coding.id), "[b]strong[/b]")
    session.set_memo(MemoTarget(code="pressure"), "too wide?")
    assert {memo.target: memo.text for memo in session.read_memos(at)} == {
        MemoTarget(at): "ask\nagain",
        MemoTarget(at, coding.id): "[b]strong[/b]",
    }
    assert [memo.text for memo in session.read_code_memos("pressure")] == ["too wide?"]
    assert session.find_answer_ids(AnswerFilter(noted=True)) == [at]


def test_a_newer_memo_takes_the_place_of_the_older_and_undo_brings_it_back(
    session: CodingSession, find: Find
) -> None:
    at = find(session, "pushed the ministry")
    session.set_memo(MemoTarget(at), "first")
    session.set_memo(MemoTarget(at), "second")
    assert [memo.text for memo in session.read_memos(at)] == ["second"]
    session.undo()
    assert [memo.text for memo in session.read_memos(at)] == ["first"]
    session.set_memo(MemoTarget(at), "  ")
    assert session.read_memos(at) == []
    session.undo()
    assert [memo.text for memo in session.read_memos(at)] == ["first"]


def test_a_memo_about_nothing_is_refused(session: CodingSession) -> None:
    with pytest.raises(BadInput, match="There is no code 'presure'"):
        session.set_memo(MemoTarget(code="presure"), "x")
    with pytest.raises(BadInput, match="about an answer or a code"):
        session.set_memo(MemoTarget(), "x")


@pytest.mark.parametrize(
    ("tests", "countries"),
    [
        ([AttributeTest("country", "=", "kenya")], {"Kenya"}),
        ([AttributeTest("country", "!=", "Kenya"), AttributeTest("active", "=", "No")], {"Chile"}),
        ([AttributeTest("country", ":", "осс")], {"Россия"}),
        (
            [AttributeTest("active", "=", " NO\u00a0"), AttributeTest("country", "!=", "Kenya")],
            {"Chile"},
        ),
        ([AttributeTest("country", ">", "1")], set()),
    ],
)
def test_answers_are_chosen_by_attributes_of_their_case(
    session: CodingSession, tests: list[AttributeTest], countries: set[str]
) -> None:
    found = session.find_answer_ids(AnswerFilter(attributes=tuple(tests)))
    assert {
        session.read_answer(answer_id).attributes["country"] for answer_id in found
    } == countries


def test_a_respondents_label_stands_for_all_of_their_cases(session: CodingSession) -> None:
    two = session.find_answer_ids(AnswerFilter(words="embajada presiona"))
    label = session.read_answer(two[0]).case
    respondent = label.partition(".")[0]
    assert label == f"{respondent}.1"
    assert len(session.find_answer_ids(AnswerFilter(cases=(respondent,)))) == 3, (
        "two answers on Peru, one on Chile"
    )
    assert len(session.find_answer_ids(AnswerFilter(cases=(f"{respondent}.2",)))) == 1
    assert session.find_answer_ids(AnswerFilter(cases=("nobody",))) == []


def test_what_a_coder_coded_is_chosen(session: CodingSession, find: Find) -> None:
    at = find(session, "They gave grants")
    session.add_coding(at, "money")
    assert session.find_answer_ids(AnswerFilter(coded=True)) == [at]
    assert len(session.find_answer_ids(AnswerFilter(coded=False))) == 11


def test_one_respondent_is_read_after_the_other(session: CodingSession) -> None:
    found = session.find_answer_ids(AnswerFilter(), AnswerOrder("respondent"))
    places = [(session.read_answer(i).case, session.read_answer(i).question) for i in found]
    assert len(places) == 12
    cases = [case for case, _ in places]
    assert cases == [case for case in dict.fromkeys(cases) for _ in range(cases.count(case))], (
        "cases stay together"
    )
    both = [question for case, question in places if cases.count(case) == 2]
    assert both == ["role", "how"] * (len(both) // 2)


def test_a_list_is_ordered_by_a_column_or_an_attribute_and_turned_round(
    session: CodingSession, find: Find
) -> None:
    by_length = [
        len(session.read_answer(i).text)
        for i in session.find_answer_ids(AnswerFilter(), AnswerOrder("length", reverse=True))
    ]
    assert by_length == sorted(by_length, reverse=True)
    countries = [
        session.read_answer(i).attributes["country"]
        for i in session.find_answer_ids(AnswerFilter(), AnswerOrder("country"))
    ]
    assert countries == sorted(countries, key=str.casefold)
    at = find(session, "They gave grants")
    session.add_coding(at, "money")
    assert session.find_answer_ids(AnswerFilter(), AnswerOrder("codes"))[0] == at, (
        "answers without codes come last"
    )
    assert session.find_answer_ids(AnswerFilter(), AnswerOrder("codes", reverse=True))[0] == at
    assert session.find_answer_ids(AnswerFilter(), AnswerOrder("same", reverse=True))[:2] == twins(
        session
    )


def test_what_others_do_is_news_once_and_what_she_does_herself_is_none(
    study: OpenStudy, session: CodingSession, find: Find
) -> None:
    boris = CodingSession(study, study.register_coder("boris"))
    at = find(session, "They gave grants")
    assert session.read_news() is None
    session.add_coding(at, "money")
    session.toggle_flag(at)
    session.undo()
    assert session.read_news() is None
    told_boris = boris.read_news()
    assert told_boris is not None
    assert "anna" in told_boris.sentence
    boris.add_coding(at, "training")
    boris.finish_answers(at)
    news = session.read_news()
    assert news is not None
    assert news.sentence.startswith("boris: finish, finished: ")
    assert news.sentence.endswith("(and 1 more)")
    assert not news.mine, "it changes nothing of hers"
    assert session.read_news() is None


def test_what_she_does_at_another_desk_changes_her_own_lists(
    study: OpenStudy, session: CodingSession, find: Find
) -> None:
    elsewhere = CodingSession(study, study.register_coder("anna"))
    elsewhere.finish_answers(find(session, "They gave grants"))
    news = session.read_news()
    assert news is not None
    assert news.mine


def test_a_code_that_somebody_retired_a_moment_ago_is_not_put_on(
    study: OpenStudy, session: CodingSession, find: Find
) -> None:
    at = find(session, "They gave grants")
    CodebookEditor(study, study.register_coder("boris")).make_edit(MergeCodes("money", "training"))
    with pytest.raises(BadInput, match="Money has just left the codebook"):
        session.add_coding(at, "money")
    assert told(session, at) == []
    session.add_coding(at, "training")
    news = session.read_news()
    assert news is not None
    assert news.mine
    assert "merged" in news.sentence
    assert "money" not in session.codebook.codes
