"""Keys pressed faster than screens change: each acts where the one before it led."""

from __future__ import annotations

from screen_driver import OpenWorkbench, hurry, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.study import OpenStudy


async def test_a_key_after_a_change_of_screens_acts_on_the_new_one(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        # On the study and codebook screens no digit codes anything, and 0 finishes nothing.
        hurry(bench, "t", "1", "0", "b", "1", "x", "z")
        await until(bench, lambda: bench.screen.screen_name is ScreenName.CODEBOOK)
        await bench.pilot.pause()
        assert bench.session.find_answer_ids(AnswerFilter(finished=True)) == []
        assert bench.session.find_answer_ids(AnswerFilter(coded=True)) == []
        hurry(bench, "escape", "escape", "1")
        await until(bench, lambda: bool(bench.session.find_answer_ids(AnswerFilter(finished=True))))
        assert bench.screen.screen_name is ScreenName.CODING


async def test_words_typed_right_after_a_box_is_asked_for_stand_in_the_box(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first = bench.coding.ids[0]
        hurry(bench, "m", *"0x1z u", "escape")
        await until(bench, lambda: bool(bench.session.read_memos(first)))
        assert [memo.text for memo in bench.session.read_memos(first)] == ["0x1z u"]
        assert bench.session.find_reading(first) is None
        hurry(bench, "m", *" and more", "ctrl+s", "down", "1")
        await until(bench, lambda: bool(bench.session.find_answer_ids(AnswerFilter(finished=True))))
        assert [memo.text for memo in bench.session.read_memos(first)] == ["0x1z u and more"]
        assert bench.session.find_answer_ids(AnswerFilter(finished=True)) == [bench.coding.ids[1]]
        assert not any(isinstance(screen, TextBox) for screen in bench.app.screen_stack)


async def test_a_key_after_a_choice_acts_when_the_choice_has(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first, second = bench.coding.ids[:2]
        hurry(bench, ";", *"train", "enter", "0")
        await until(bench, lambda: bench.session.find_reading(second) is not None)
        assert [c.code for c in bench.session.read_codings(first)] == ["training"]
        assert bench.session.read_codings(second) == []
