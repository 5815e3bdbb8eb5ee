"""The study screen: where we are, and going from it to what is next."""

from __future__ import annotations

import pytest

from screen_driver import OpenWorkbench
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.grid import GridScreen
from tipcoder.tui.screens.study import StudyScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round, list_rounds
from tipcoder.workbench.study import OpenStudy


async def test_it_says_what_is_next_and_enter_begins_it(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("1", "2", "t")
        assert isinstance(bench.screen, StudyScreen)
        assert "Go on with role: 6 left" in bench.text
        assert "2 of 8" in bench.text
        await bench.press("down", "enter")
        assert isinstance(bench.screen, CodingScreen)
        assert "[q:how -finished]" in bench.title, "the second line was to begin the other question"


async def test_a_line_of_a_question_or_language_leads_to_its_open_answers(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here, size=(100, 50)) as bench:
        await bench.press("t", "down", "down", "down", "down", "enter")
        assert "[lang:en -finished]" in bench.title
        assert {bench.session.read_answer(i).language for i in bench.coding.ids} == {"en"}


async def test_others_work_is_counted_as_it_is_done(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    boris = CodingSession(here, here.register_coder("boris"))
    async with workbench_of(here, size=(100, 50)) as bench:
        await bench.press("t")
        assert "boris 1" not in bench.text
        boris.finish_answers(boris.find_answer_ids(AnswerFilter())[0])
        for _ in range(40):
            await bench.pilot.pause(0.05)
            if "boris 1" in bench.text:
                break
        assert "boris 1" in bench.text, "within two seconds"
        assert bench.status.startswith("boris: finish")


async def test_screens_lie_on_one_another_and_the_coding_screen_below_them_all(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await bench.press("g", "t")
        assert isinstance(bench.screen, StudyScreen)
        await bench.press("escape")
        assert isinstance(bench.screen, GridScreen)
        await bench.press("t", "g")
        assert isinstance(bench.screen, GridScreen)
        await bench.press("g")
        assert isinstance(bench.screen, CodingScreen)
        assert len(bench.app.screen_stack) == 2, "the first is the one that opened the study"


async def test_undo_works_from_every_screen(here: OpenStudy, workbench_of: OpenWorkbench) -> None:
    async with workbench_of(here) as bench:
        await bench.press("1", "t", "u")
        assert bench.status.startswith("Undone: ")
        assert "0 of 8" in bench.text
        await bench.press("U")
        assert "1 of 8" in bench.text
        await bench.press("escape")
        assert "1 of 12 finished" in bench.title


@pytest.mark.parametrize("key", ["g", "t"])
async def test_help_on_each_screen_tells_that_screens_keys(
    here: OpenStudy, workbench_of: OpenWorkbench, key: str
) -> None:
    from tipcoder.tui.commands import list_commands

    async with workbench_of(here, size=(200, 130)) as bench:
        await bench.press(key)
        place = bench.screen.screen_name
        await bench.press("question_mark")
        for command in list_commands(place):
            assert f"{command.label}. " in bench.text, command.id


async def test_what_others_code_is_said_and_disturbs_no_selection(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    boris = CodingSession(here, here.register_coder("boris"))
    async with workbench_of(here) as bench:
        await bench.press("down", "s")
        selected = bench.coding.answer_text.selection.span
        boris.finish_answers(boris.find_answer_ids(AnswerFilter())[1])
        bench.screen.look_for_news()
        assert bench.status.startswith("boris: finish")
        assert bench.coding.answer_text.selection.span == selected
        anna_elsewhere = CodingSession(here, here.register_coder("anna"))
        anna_elsewhere.add_coding(bench.coding.ids[1], "money", finish=True)
        bench.screen.look_for_news()
        await bench.pilot.pause()
        assert bench.coding.index == 1
        assert "1 of 12 finished" in bench.title, "her own work at another desk is hers"
        assert "Money" in bench.text


async def test_a_lead_freezes_a_round_after_reading_who_has_how_much_left(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    lead = here.register_coder("lead")
    plan = RoundPlan(coders=("anna", "boris"), overlap="3", seed=1, only_overlap=True)
    draw_round(here, lead, plan)
    boris = CodingSession(here, here.register_coder("boris"))
    for answer_id in boris.find_answer_ids(AnswerFilter(rounds=("R1",))):
        boris.finish_answers(answer_id)
    async with workbench_of(here, "anna") as bench:
        await bench.press("t", "Z")
        assert "Freezing is for a lead: lead drew round R1" in bench.status
    async with workbench_of(here, "lead", size=(120, 40)) as bench:
        await bench.press("V", "t", "Z")
        assert "anna 3 of 3 left, boris finished" in bench.text
        assert "cannot be taken back" in " ".join(bench.text.replace("│", "").split())
        await bench.press("escape")
        assert not list_rounds(here)[0].round.frozen_at
        await bench.press("Z", "enter")
        assert list_rounds(here)[0].round.frozen_at
        assert "3 judgements are kept" in bench.status
        assert "R1 is open" not in bench.text
        await bench.press("Z")
        assert "No round is open" in bench.status
