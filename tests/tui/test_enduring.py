"""Whatever the store refuses, wherever it was asked from, is said in one line and ends nothing."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from textual.message_pump import MessagePump
from textual.screen import Screen

import tipcoder.tui.screens as screens
from screen_driver import OpenWorkbench, until
from tipcoder.errors import EnvironmentFault
from tipcoder.tui import fault_tolerance
from tipcoder.tui.app import TipcoderApp
from tipcoder.tui.plan_app import PlanApp
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.workbench.study import OpenStudy

REFUSAL = "study.db: the disk cannot be read. Look at it."


def _screen_classes() -> list[type[Screen[object]]]:
    for module in pkgutil.iter_modules(screens.__path__, screens.__name__ + "."):
        importlib.import_module(module.name)
    found, waiting = [], [Screen]
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if each.__module__.startswith("tipcoder."):
            found.append(each)
    return found


def _outlives_faults(pump_class: type[MessagePump]) -> bool:
    return pump_class._dispatch_message.__module__ == fault_tolerance.__name__


def test_every_screen_and_box_outlives_a_refusal() -> None:
    bare = {each.__name__ for each in _screen_classes() if not _outlives_faults(each)}
    assert bare == {"OpeningScreen"}, "it opens the study, and nothing is there before"
    assert _outlives_faults(TipcoderApp)
    assert _outlives_faults(PlanApp)


def test_a_screen_has_two_bases_of_ours_at_most() -> None:
    """Whoever follows a key looks into the screen, two bases, and the controller of the key."""
    towers: dict[str, list[str]] = {}
    for each in _screen_classes():
        bases = [base.__name__ for base in each.__mro__[1:] if _is_ours(base)]
        if len(bases) > 2:
            towers[each.__name__] = bases
    assert towers == {}


def _is_ours(base: type) -> bool:
    return base.__module__.startswith("tipcoder.")


async def test_a_read_that_fails_is_said_and_the_screen_stays_where_it_was(
    here: OpenStudy, workbench_of: OpenWorkbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with workbench_of(here) as bench:
        shown = bench.text.splitlines()[:-2]

        def fail(*_: object) -> None:
            raise EnvironmentFault("study.db: the disk cannot be read.", "Look at it.")

        for name in ("read_sheet", "read_memos", "read_grid_lines", "read_lines"):
            monkeypatch.setattr(bench.session, name, fail)
        monkeypatch.setattr("tipcoder.tui.screens.study.read_overview", fail)
        # A key, another screen, the mouse, a box, drawing.
        await bench.press("j")
        assert REFUSAL in bench.status
        assert bench.coding.index == 0
        assert bench.text.splitlines()[:-2] == shown
        for key in ("down", "m", "t", "escape", "1", "end"):
            await bench.press(key)
            assert bench.app.is_running
            await until(bench, lambda: bench.screen is bench.coding)
        bench.coding.query_one(AnswerList).post_message(AnswerList.Chosen(3))
        await bench.pilot.pause()
        assert REFUSAL in bench.status
        answers = bench.coding.query_one(AnswerList)
        monkeypatch.setattr(answers._pages, "_fetch", fail)
        answers.redraw_all()
        await until(bench, lambda: " role " not in "".join(bench.text.splitlines()[1:6]))
        assert bench.app.is_running
        monkeypatch.undo()
        await bench.press("home", "down")
        assert bench.coding.index == 1
