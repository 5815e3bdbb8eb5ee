"""Text that a terminal sends as keys codes nothing."""

from __future__ import annotations

import pytest

from screen_driver import OpenWorkbench, hurry, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.app import TipcoderApp
from tipcoder.tui.key_bursts import is_burst
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.study import OpenStudy


@pytest.fixture(autouse=True)
def from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TipcoderApp, "heeds_bursts", True)


def test_a_word_is_a_burst_and_a_held_key_or_a_macro_is_none() -> None:
    assert is_burst(list("Ministry of Labour"))
    assert is_burst(list("12345678"))
    assert not is_burst(["j"] * 40)
    assert not is_burst(list("s2s3s4m"))


async def test_thirteen_letters_at_once_code_nothing_and_one_sentence_says_so(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        hurry(bench, *"1230xz1ds2me.", "enter", "0")
        await until(bench, lambda: "at once" in bench.status)
        assert bench.status.endswith(
            "15 letters came at once, as when text is pasted; none of them did anything."
        )
        assert bench.session.find_answer_ids(AnswerFilter(finished=True)) == []
        assert bench.session.find_answer_ids(AnswerFilter(coded=True)) == []
        assert not any(isinstance(screen, TextBox) for screen in bench.app.screen_stack)


async def test_hands_are_not_kept_waiting_and_a_box_takes_any_text(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        first = bench.coding.ids[0]
        hurry(bench, "m")
        await until(bench, lambda: isinstance(bench.app.screen, TextBox))
        hurry(bench, *"Ask the team about it", "escape")
        await until(bench, lambda: bool(bench.session.read_memos(first)))
        assert [memo.text for memo in bench.session.read_memos(first)] == ["Ask the team about it"]
        hurry(bench, "1")
        await until(
            bench, lambda: bench.session.find_answer_ids(AnswerFilter(finished=True)) == [first]
        )
