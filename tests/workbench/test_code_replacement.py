"""One code in the place of another on many answers: ends, memos, nothing doubled, one undo."""

from __future__ import annotations

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import MANY, PERSON, MemoTarget
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.code_replacement import ReplacementScope
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, freeze_round
from tipcoder.workbench.study import OpenStudy


def session_of(study: OpenStudy, name: str = "anna") -> CodingSession:
    return CodingSession(study, study.register_coder(name))


def read_places(session: CodingSession, answer_id: int) -> list[tuple[str, int, int]]:
    return [(one.code, one.start, one.end) for one in session.read_codings(answer_id)]


def test_quotes_keep_their_ends_and_one_undo_brings_all_back(here_on_both: OpenStudy) -> None:
    anna = session_of(here_on_both)
    first, second, third = anna.find_answer_ids(AnswerFilter())[:3]
    anna.add_coding(first, "money", (0, 3), finish=True)
    anna.add_coding(first, "money", (4, 6))
    anna.add_coding(second, "money", finish=True)
    anna.add_coding(third, "training", finish=True)
    quote = anna.read_codings(first)[0]
    anna.set_memo(MemoTarget(first, quote.id), "not sure")
    before = {each: read_places(anna, each) for each in (first, second, third)}
    scope = ReplacementScope((first, second, third))

    assert anna.count_own_codes(scope) == {"money": 2, "training": 1}
    planned = anna.describe_replacement(scope, "money", "training")
    assert "on 2 answers, 3 quotes" in planned
    anna.replace_code(scope, "money", "training")

    assert read_places(anna, first) == [("training", 0, 3), ("training", 4, 6)]
    assert read_places(anna, second) == [("training", *before[second][0][1:])]
    assert read_places(anna, third) == before[third], "it had another code"
    [memo] = anna.read_memos(first)
    assert memo.text == "not sure"
    assert memo.target.coding_id == anna.read_codings(first)[0].id
    readings = [anna.find_reading(each) for each in (first, second, third)]
    assert [one.origin for one in readings if one] == [MANY, MANY, PERSON]

    anna.undo()
    assert {each: read_places(anna, each) for each in (first, second, third)} == before
    readings = [anna.find_reading(each) for each in (first, second)]
    assert [one.origin for one in readings if one] == [PERSON, PERSON]


def test_where_the_new_code_shares_words_it_stays_once_with_both_memos(here: OpenStudy) -> None:
    anna = session_of(here)
    answer = anna.find_answer_ids(AnswerFilter())[0]
    anna.add_coding(answer, "training", (0, 5))
    anna.add_coding(answer, "money", (2, 8))
    for coding, words in zip(anna.read_codings(answer), ("stays", "goes"), strict=True):
        anna.set_memo(MemoTarget(answer, coding.id), words)
    scope = ReplacementScope((answer,))
    assert "1 is on words that have" in anna.describe_replacement(scope, "money", "training")
    anna.replace_code(scope, "money", "training")
    assert read_places(anna, answer) == [("training", 0, 5)]
    assert [memo.text for memo in anna.read_memos(answer)] == ["stays\ngoes"]
    anna.undo()
    assert read_places(anna, answer) == [("training", 0, 5), ("money", 2, 8)]
    assert {memo.text for memo in anna.read_memos(answer)} == {"stays", "goes"}


def test_only_own_quotes_and_only_those_that_are_meant(here: OpenStudy) -> None:
    anna, boris = session_of(here), session_of(here, "boris")
    answer = anna.find_answer_ids(AnswerFilter())[0]
    boris.add_coding(answer, "money", (0, 3))
    anna.add_coding(answer, "money", (0, 3))
    anna.add_coding(answer, "money", (4, 6))
    meant = anna.read_codings(answer)[1].id
    anna.replace_code(ReplacementScope((answer,), {meant}), "money", "training")
    assert read_places(anna, answer) == [("money", 0, 3), ("training", 4, 6)]
    assert read_places(boris, answer) == [("money", 0, 3)]


def test_open_rounds_are_left_out_and_what_cannot_be_is_refused(here: OpenStudy) -> None:
    anna = session_of(here)
    ids = anna.find_answer_ids(AnswerFilter())
    anna.add_coding(ids[0], "money", finish=True)
    draw_round(
        here,
        here.find_coder("lead"),
        RoundPlan(coders=("anna", "boris"), overlap="2", seed=1, only_overlap=True),
    )
    [taken, *_] = anna.find_answer_ids(AnswerFilter(rounds=("R1",)))
    anna.add_coding(taken, "money", finish=True)
    scope = ReplacementScope((taken, ids[0]))
    assert "1 answer of open rounds left out" in anna.replace_code(scope, "money", "training")
    assert [one.code for one in anna.read_codings(taken)] == ["money"]
    with pytest.raises(BadInput, match="1 answer is in an open round"):
        anna.replace_code(ReplacementScope((taken,)), "money", "training")
    freeze_round(here, here.find_coder("lead"), "R1")
    anna.replace_code(ReplacementScope((taken,)), "money", "training")
    with pytest.raises(BadInput, match="on none of these"):
        anna.replace_code(scope, "money", "training")
    with pytest.raises(BadInput, match="already"):
        anna.replace_code(scope, "training", "training")
