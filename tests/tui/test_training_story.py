"""A new coder finishes an answer of her training, reads what was settled, and goes on."""

from __future__ import annotations

from screen_driver import OpenWorkbench
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.peek_box import PeekBox
from tipcoder.tui.screens.training_box import TrainingBox
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.rounds.training import TrainingPlan, draw_training
from tipcoder.workbench.study import OpenStudy


async def test_feedback_comes_after_an_answer_with_definitions_a_key_away(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    for name in ("anna", "boris"):
        coder = CodingSession(here, here.register_coder(name))
        for answer_id in coder.find_answer_ids(AnswerFilter())[:2]:
            coder.add_coding(answer_id, "money", (0, 2), finish=True)
    draw_training(here, here.register_coder("lead"), TrainingPlan(("carla",), "2", seed=1))
    async with workbench_of(here, "carla") as bench:
        await bench.press("f")
        await bench.type("round:T1")
        await bench.press("enter")
        assert len(bench.coding.ids) == 2
        await bench.press("3")
        assert isinstance(bench.app.screen, TrainingBox)
        shown = " ".join(bench.text.split())
        assert "1 missed and 1 too many" in shown
        assert "1 Money missed" in shown
        assert "2 Training too many" in shown
        await bench.press("1")
        assert isinstance(bench.app.screen, PeekBox)
        assert "Grants and other funding." in bench.text
        await bench.press("x", "enter")
        assert bench.app.screen is bench.coding
        await bench.press("4")
        assert "as it was settled" in bench.text
        await bench.press("escape")
        assert "every answer listed is finished" in bench.status
