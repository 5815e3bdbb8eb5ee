"""The tour: five steps, each done by the keys that it names; left, skipped and begun again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.tui.commands import COMMANDS
from tipcoder.tui.settings import Settings
from tipcoder.tui.tour_guide import TourWish
from tipcoder.tui.tour_steps import FAREWELL, STEPS
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,role
1,Oleksandr Zirkenko of the town hall in Lviv refused to meet anybody.
2,They paid.
3,Nothing came of it.
4,They trained police and judges in workshops.
5,They gave grants.
"""
STUDY = """\
title = "Five answers"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "role"
text = "What do they do?"
[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """anna and boris have both coded the first answer, and differ."""
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        for name, code in (("anna", "pushback"), ("boris", "pressure")):
            coder = CodingSession(here, here.register_coder(name))
            coder.add_coding(1, code, finish=True)
        yield here


def tour(bench: WorkbenchDriver) -> str:
    """What the tour says on the screen that is in front."""
    return str(bench.screen.query_one("#tour", Static).content)


async def at_step(bench: WorkbenchDriver, words: str) -> None:
    """The tour says this, and nothing of it lies on the screen's own lines."""
    await until(bench, lambda: words in tour(bench))
    assert all(part in " ".join(bench.text.split()) for part in words.split(" … "))


async def test_the_tour_is_done_with_the_keys_that_it_names(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, tour=TourWish.ONCE) as bench:
        await at_step(bench, "Tour, 1 of 5: Read. n shows the next answer")
        await bench.press("n")
        await at_step(bench, "Tour, 2 of 5: Code. 1-9 puts the code on that digit")
        # Undone is not done: the step waits for a code.
        await bench.press("exclamation_mark", "u")
        assert "2 of 5" in tour(bench)
        await bench.press("1")
        await at_step(bench, "Tour, 3 of 5: Suggest. p offers codes")
        # A code that nobody offered is no suggestion accepted.
        await bench.press("2")
        assert "3 of 5" in tour(bench)
        await bench.press("p")
        await until(bench, lambda: bench.coding.suggestions.offers is not None)
        await bench.press("1")
        await at_step(bench, "Tour, 4 of 5: Compare. V lists the codes")
        # Elsewhere it says the way; the answers are not where this step is done.
        await bench.press("V")
        await at_step(bench, "4 of 5: Compare. Enter shows the first difference")
        await until(bench, lambda: "…" not in bench.title)
        await bench.press("enter")
        await at_step(bench, "Tour, 5 of 5: Release. X shows quotes")
        await bench.press("X")
        await at_step(bench, "5 of 5: Release. y replaces what may name somebody.")
        # Names are searched for in the background first.
        await until(bench, lambda: bench.title.startswith("0 of ") and "1 with open" in bench.title)
        await bench.press("y", "enter")
        await at_step(bench, "That was the tour. ? or F1 shows every key")
        assert bench.title.startswith("1 of ")
        await bench.press("j")
        assert tour(bench) == ""


async def test_the_tour_is_left_by_one_key_and_comes_again_only_when_asked_for(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, tour=TourWish.ONCE) as bench:
        await until(bench, lambda: "1 of 5" in tour(bench))
        acts_before = bench.session.find_last_act()
        await bench.press("f6")
        assert tour(bench) == ""
        assert bench.status == "The tour is left; F5 begins it again."
        await bench.press("f5")
        assert "1 of 5" in tour(bench)
        # The same key goes through it to its end and no further.
        for number in range(2, 6):
            await bench.press("f5")
            assert f"{number} of 5" in tour(bench)
        await bench.press("f5")
        assert "That was the tour." in tour(bench)
        await bench.press("f6")
        assert tour(bench) == ""
        # A setting is no act: nothing to undo, and nothing in the log.
        assert bench.session.find_last_act() == acts_before
    async with workbench_of(study, tour=TourWish.ONCE) as bench:
        await bench.pilot.pause()
        assert tour(bench) == ""
    # Once for each coder, and whenever somebody asks.
    async with workbench_of(study, coder="boris", tour=TourWish.ONCE) as bench:
        await until(bench, lambda: "1 of 5" in tour(bench))
    async with workbench_of(study, tour=TourWish.YES) as bench:
        await until(bench, lambda: "1 of 5" in tour(bench))


async def test_the_tour_names_the_keys_that_the_coder_has_and_the_way_back(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    keys = {"move.open": ("f7",), "codebook.back": ("f8",), "study.leave_tour": ("f9",)}
    settings = Settings(keys=keys)
    async with workbench_of(study, settings=settings, tour=TourWish.YES) as bench:
        await until(bench, lambda: "Read. F7 shows" in tour(bench))
        await bench.press("b")
        await until(bench, lambda: "F8 leads back to the answers" in tour(bench))
        await bench.press("f9")
        assert tour(bench) == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_tour_leaves_room_for_the_answer_and_the_digits(
    study: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(study, size=size, tour=TourWish.YES) as bench:
        for number in range(1, 6):
            await until(bench, lambda number=number: f"{number} of 5" in tour(bench))
            await bench.pilot.pause()
            words = " ".join(bench.text.split())
            assert "F6 leaves." in words  # the last words of the line are not cut off
            assert "They paid." in words
            assert "1 Pushback" in words or "1 Pressure" in words
            await bench.press("f5")


def test_each_step_names_commands_that_there_are() -> None:
    known = {command.id for command in COMMANDS} | {"back"}
    for step in STEPS:
        for sentence in (step.way, step.task):
            assert set(sentence.split("`")[1::2]) <= known
    assert set(FAREWELL.split("`")[1::2]) <= known
