"""Answers that say the same in one line: mixed ones say so,
and finishing them judges nothing that nobody read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,role
1,They trained the police.
2,They paid for a shelter.
3,They trained the police.
4,they trained the police.
5,They trained the police.
6,Nothing.
"""
STUDY = """\
title = "Six answers"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "role"
[privacy]
response_ids = "from-column"
"""
SAME = (1, 3, 4, 5)
"""Respondents whose answers say the same; the fourth is written otherwise."""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        yield here


def ids_of(session: CodingSession) -> dict[int, int]:
    return {int(session.read_answer(i).case): i for i in session.find_answer_ids(AnswerFilter())}


def stands(session: CodingSession) -> dict[int, tuple[list[str], Outcome | None]]:
    """Respondent -> codes and outcome, as the store has them."""
    found = {}
    for case, answer_id in ids_of(session).items():
        reading = session.find_reading(answer_id)
        codes = sorted(coding.code for coding in session.read_codings(answer_id))
        found[case] = (codes, reading.outcome if reading else None)
    return found


def row_of(bench: WorkbenchDriver, words: str) -> str:
    return next(line for line in bench.text.splitlines() if words in line)


def place(bench: WorkbenchDriver) -> str:
    """What stands above the answer."""
    return str(bench.screen.query_one("#place").render())


async def test_an_answer_coded_singly_does_not_make_its_twins_none_applies_with_the_fold(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(120, 36)) as bench:
        session = bench.session
        await bench.press("s", "semicolon")
        await bench.type("training")
        await bench.press("enter")
        assert stands(session)[1] == (["training"], None)
        await bench.press("D")
        assert "codes 4 at once" in bench.text
        assert "≠ mixed, 0 of 4 finished; on some: Training (1)" in place(bench)
        assert "≠" in row_of(bench, "×4")
        assert "mixed" in row_of(bench, "×4")
        assert "◐ Training" in bench.text
        await bench.press("enter")
        assert stands(session)[1] == (["training"], Outcome.CODED)
        assert [stands(session)[case] for case in SAME[1:]] == [([], None)] * 3
        assert (
            "finished: 1 role; 3 without codes left open. Code all, say that none applies, or "
            "unfold."
        ) in bench.status
        assert bench.coding.index == 0, "the line is not done, so it stays"
        assert "≠ mixed, 1 of 4 finished" in place(bench)
        await bench.press("enter")
        assert (
            "Nothing finished: 3 of these have no code. Code all, say that none applies, or unfold."
            in bench.status
        )
        assert [stands(session)[case] for case in SAME[1:]] == [([], None)] * 3
        await bench.press("u")
        assert stands(session)[1] == (["training"], None)


async def test_a_digit_puts_its_code_on_all_of_a_mixed_line_as_one_act(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    ids = ids_of(anna)
    anna.add_coding(ids[1], "training", finish=True)
    anna.add_coding(ids[5], "money", finish=True)
    before = stands(anna)
    async with workbench_of(study, size=(120, 36)) as bench:
        await bench.press("D", "home")
        assert "≠ mixed, 2 of 4 finished; on some: Money (1), Training (1)" in place(bench)
        bench.coding.apply_code("training")
        await bench.pilot.pause()
        coded = (["training"], Outcome.CODED)
        assert [stands(anna)[case] for case in SAME] == [
            coded,
            coded,
            coded,
            (["money", "training"], Outcome.CODED),
        ]
        await bench.press("home")
        assert "mixed, 4 of 4 finished; on all: Training; on some: Money (1)" in place(bench)
        await bench.press("u")
        assert stands(anna) == before
        await bench.press("home", "0")
        assert [stands(anna)[case] for case in SAME] == [([], Outcome.NONE_APPLIES)] * 4
        assert "none applies: 1 role and 3 more, 2 codings removed" in bench.status
        await bench.press("u")
        assert stands(anna) == before


def test_a_code_that_stands_on_words_of_one_member_is_said_to_be_put_on_the_others(
    study: OpenStudy,
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    ids = ids_of(anna)
    first, *others = (ids[case] for case in SAME)
    anna.add_coding(first, "training", (0, 4))
    said = anna.add_coding(first, "training", finish=True, also=others, move_overlapped=True)
    assert said == "Training is applied to 1 role at 0-4 already; applied to 3 more"
    assert [len(anna.read_codings(each)) for each in (first, *others)] == [1, 1, 1, 1]
    assert anna.add_coding(
        first, "training", finish=True, also=others, move_overlapped=True
    ).endswith("already and 3 more")


async def test_members_with_codes_are_finished_as_they_are_and_lines_that_agree_go_on(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    ids = ids_of(anna)
    for case in SAME:
        anna.add_coding(ids[case], "training")
    anna.finish_answers(ids[3])
    async with workbench_of(study) as bench:
        await bench.press("D", "home")
        assert "mixed, 1 of 4 finished; on all: Training" in place(bench)
        await bench.press("enter")
        assert [stands(anna)[case] for case in SAME] == [(["training"], Outcome.CODED)] * 4
        assert bench.coding.index == 1, "nothing is left open, so the next one is shown"
        assert "mixed" not in bench.text
        await bench.press("home", "r")
        assert [stands(anna)[case][1] for case in SAME] == [None] * 4
        assert "reopened 1 role and 3 more" in bench.status


async def test_without_any_code_enter_still_says_none_applies_of_all_that_are_open(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    ids = ids_of(anna)
    async with workbench_of(study) as bench:
        await bench.press("D", "enter")
        assert [stands(anna)[case] for case in SAME] == [([], Outcome.NONE_APPLIES)] * 4
        await bench.press("u")
        anna.finish_answers(ids[3], Outcome.OFF_TOPIC)
        await bench.press("home", "enter")
        assert [stands(anna)[case][1] for case in SAME] == [None, Outcome.OFF_TOPIC, None, None], (
            "another of them was judged otherwise, so nothing is taken for granted"
        )
        anna.reopen_answers(ids[3])
        anna.finish_answers(ids[3])
        await bench.press("enter")
        assert [stands(anna)[case] for case in SAME] == [([], Outcome.NONE_APPLIES)] * 4


async def test_words_coded_in_a_fold_leave_open_what_is_written_otherwise(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    async with workbench_of(study) as bench:
        await bench.press("D", "w", "1")
        assert "1 written otherwise left out" in bench.status
        await bench.press("enter")
        done = [stands(anna)[case][1] for case in SAME]
        assert done == [Outcome.CODED, Outcome.CODED, None, Outcome.CODED]
        assert "; 1 without codes left open" in bench.status


async def test_the_grid_shows_mixed_lines_in_words_and_finishes_them_by_the_same_rule(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    ids = ids_of(anna)
    anna.add_coding(ids[4], "training", finish=True)
    async with workbench_of(study, size=(140, 30)) as bench:
        await bench.press("g", "D", "home")
        row = row_of(bench, "×4")
        assert "≠" in row
        assert "✓" not in row
        assert "mixed, 1 of 4 finished" in row
        assert "mixed, 1 of 4 finished; on some: Training (1)" in bench.text, (
            "in full below the table"
        )
        await bench.press("space", "A", "E")
        assert stands(anna)[6] == ([], Outcome.NONE_APPLIES), (
            "a line of its own is finished as it stands"
        )
        assert [stands(anna)[case][1] for case in SAME] == [None, None, Outcome.CODED, None]
        assert "; 3 without codes left open" in bench.status
        await bench.press("home", "d")
        assert stands(anna)[4] == ([], None), "a code that only some carry can be taken off"
        assert "mixed" not in row_of(bench, "×4")
        await bench.press("enter")
        assert isinstance(bench.screen, CodingScreen)


async def test_at_80_columns_a_mixed_line_is_still_told_by_sign_and_word(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    anna.add_coding(ids_of(anna)[3], "training")
    async with workbench_of(study) as bench:
        await bench.press("D", "home")
        assert "≠" in row_of(bench, "×4 mixed")
        assert "on some: Training (1)" in place(bench)
        await bench.press("d")
        assert stands(anna)[3] == ([], None)
        await bench.press("u", "g")
        assert "≠" in row_of(bench, "×4")
        assert "mixed" in row_of(bench, "×4")


async def test_a_code_pressed_again_moves_the_quotes_of_all_that_are_written_alike_as_one_act(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    ids = ids_of(anna)

    def quotes() -> list[list[str]]:
        return [[coding.quote for coding in anna.read_codings(ids[case])] for case in SAME]

    async with workbench_of(study) as bench:
        await bench.press("D", "w", "1")
        assert quotes() == [["They"], ["They"], [], ["They"]]
        await bench.press("right_square_bracket", "1")
        assert quotes() == [["They trained"], ["They trained"], [], ["They trained"]]
        assert "moved Pressure on 1 role from “They” to “They trained” and 2 more" in bench.status
        await bench.press("u")
        assert quotes() == [["They"], ["They"], [], ["They"]]


async def test_a_filtered_fold_counts_what_an_act_reaches_and_not_what_the_filter_left_out(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    ids = ids_of(anna)
    for case in (3, 4):
        anna.add_coding(ids[case], "training")
    async with workbench_of(study, size=(120, 36)) as bench:
        for screen in ("coding", "g"):
            if screen == "g":
                await bench.press("g")
            bench.screen.list_answers(AnswerFilter(words="trained", codes=("training",)))  # type: ignore[attr-defined]
            if not bench.coding.list.folding:
                await bench.press("D")
            assert "×2" in bench.text, screen
            assert "×4" not in bench.text, screen
