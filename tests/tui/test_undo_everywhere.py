"""Undo and redo of an act on forty answers:
every screen shows what stands in the store, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.screens.adjudication import AdjudicationScreen
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.grid import GridScreen
from tipcoder.tui.screens.redaction import RedactionScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

SURVEY = "id,view,role\n" + "".join(
    f"{n},{'Low' if n % 2 else 'High'},They pressed office number {n}.\n" for n in range(1, 41)
)
STUDY = """\
title = "Forty answers"
languages = ["en"]
[respondent]
id = "id"
attributes = ["view"]
[[question]]
column = "role"
[outcome.view]
column = "view"
levels = ["Low", "High"]
[privacy]
response_ids = "from-column"
"""
KEYS = {
    ScreenName.GRID: "g",
    ScreenName.CODEBOOK: "b",
    ScreenName.FRAME: "bf",
    ScreenName.QUOTES: "Q",
    ScreenName.STUDY: "t",
    ScreenName.STATISTICS: "T",
    ScreenName.ADJUDICATION: "V",
    ScreenName.REDACTION: "X",
}
SIZE = (140, 60)
CODE = "pressure"
"""The first of the codebook, so that digits are the same before and after."""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Forty answers; boris has put Pressure on the first twenty of them, anna has done nothing."""
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        boris = CodingSession(here, here.register_coder("boris"))
        ids = boris.find_answer_ids(AnswerFilter())[:20]
        boris.add_coding(ids[0], "pressure", finish=True, also=ids[1:])
        yield here


async def settled(bench: WorkbenchDriver) -> None:
    """Wait for what a screen works out in a thread of its own."""
    await bench.pilot.pause()
    screen = bench.screen
    await until(bench, lambda: not screen.workers._workers)
    await bench.pilot.pause()
    if isinstance(screen, RedactionScreen):
        await until(bench, lambda: screen.desk is not None)
    if isinstance(screen, AdjudicationScreen):
        await until(bench, lambda: screen.table.gates is not None)


async def lines(bench: WorkbenchDriver) -> list[str]:
    """Title and work of the screen without where the cursor is;
    neither what was said last nor when it was.
    """
    await settled(bench)
    shown = bench.text.splitlines()[:-2]
    # Columns only ever widen while one list is shown,
    # so how much space stands between them says nothing.
    return [
        " ".join(re.sub(r", last \d{4}-\S+ \S+ UTC|[▸▁▂▃]", "", line).split()) for line in shown
    ]


async def visit(bench: WorkbenchDriver, place: ScreenName) -> list[str]:
    if place in KEYS:
        await bench.press(*KEYS[place])
    await until(bench, lambda: bench.screen.screen_name is place)
    return await lines(bench)


async def leave(bench: WorkbenchDriver) -> None:
    while bench.screen.screen_name is not ScreenName.CODING:
        await bench.press("escape")
        await settled(bench)


async def every_screen(bench: WorkbenchDriver) -> dict[ScreenName, list[str]]:
    """What a workbench that was opened just now shows."""
    shown = {}
    for place in (ScreenName.CODING, *KEYS):
        shown[place] = await visit(bench, place)
        await leave(bench)
    return shown


def ticked(bench: WorkbenchDriver) -> list[bool]:
    """Which of the forty answers are painted as finished, on a screen that lists them."""
    rows = [line for line in bench.text.splitlines() if "They pressed office" in line]
    return ["✓" in row.split("They")[0] for row in rows if "en" in row]


@pytest.mark.long
async def test_undo_and_redo_of_forty_rows_repaint_every_visible_row_of_every_screen(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=SIZE) as bench:
        nothing_coded = await every_screen(bench)
    async with workbench_of(study, size=SIZE) as bench:
        await bench.press("g", "A", "1")
        assert len(bench.session.find_answer_ids(AnswerFilter(codes=(CODE,), finished=True))) == 40
        assert ticked(bench) == [True] * 40
        await bench.press("u")
        assert bench.session.find_answer_ids(AnswerFilter(coded=True)) == []
        assert ticked(bench) == [False] * 40
        await bench.press("U")
        assert ticked(bench) == [True] * 40
        await leave(bench)
    async with workbench_of(study, size=SIZE) as bench:
        all_coded = await every_screen(bench)
    for place in nothing_coded:
        # A draft of themes is of answers, whatever is coded in them.
        shows_acts = place is not ScreenName.FRAME
        assert (nothing_coded[place] != all_coded[place]) is shows_acts, f"{place}: the act shows"
    async with workbench_of(study, size=SIZE) as bench:
        for place in (ScreenName.CODING, *KEYS):
            assert await visit(bench, place) == all_coded[place]
            for key, wanted in (
                ("u", nothing_coded),
                ("U", all_coded),
                ("u", nothing_coded),
                ("U", all_coded),
            ):
                await bench.press(key)
                assert await lines(bench) == wanted[place], f"{place}, {key}: {bench.status}"
            if place in (ScreenName.CODING, ScreenName.GRID):
                stands = [bench.session.find_reading(i) is not None for i in bench.coding.ids]
                assert ticked(bench) == stands[: len(ticked(bench))]
            await leave(bench)


async def test_coming_back_to_the_statistics_after_coding_tests_everything_again(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=SIZE) as bench:
        before = await visit(bench, ScreenName.STATISTICS)
        await bench.press("g", "A", "1", "g")
        await until(bench, lambda: bench.screen.screen_name is ScreenName.STATISTICS)
        after = await lines(bench)
        assert after != before
    async with workbench_of(study, size=SIZE) as bench:
        assert await visit(bench, ScreenName.STATISTICS) == after


async def test_an_undo_brings_back_into_a_filtered_list_what_it_reached(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=SIZE) as bench:
        await bench.press("g", "f")
        await bench.type("-finished")
        await bench.press("enter", "A", "x", "g", "g")
        assert isinstance(bench.screen, GridScreen)
        assert len(bench.screen.ids) == 1, "only the row she is at is held back"
        await bench.press("u")
        assert len(bench.screen.ids) == 40
        assert ticked(bench) == [False] * 40


async def test_a_row_that_no_longer_passes_the_filter_stays_until_it_is_left(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    first, second = anna.find_answer_ids(AnswerFilter())[3:5]
    anna.add_coding(first, "money", also=[second])
    async with workbench_of(study, size=SIZE) as bench:
        await bench.press("g", "f")
        await bench.type("code:money")
        await bench.press("enter")
        assert bench.screen.query_one("AnswerGrid") is not None
        assert bench.coding.list.ids == [first, second]
        await bench.press("d", "enter")
        assert isinstance(bench.screen, CodingScreen)
        assert bench.coding.list.ids == [first, second], (
            "the one at hand is there, without its code"
        )
        assert bench.coding.list.current == first
        await bench.press("down", "g", "g")
        assert bench.coding.list.ids == [second], "it went when it was left"
        await bench.press("g")
        await bench.press("d", "s")
        await bench.type("length")
        await bench.press("enter")
        assert bench.coding.list.ids == [second], "ordering the list is no leaving"
        await bench.press("F")
        assert len(bench.coding.list.ids) == 40


async def test_digits_are_the_same_again_after_an_undone_merge(
    thirty_codes: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(thirty_codes) as bench:
        answer = bench.coding.ids[0]
        await bench.press("2", "k", "b")
        before = bench.session.rank_codes(answer)[:9]
        await bench.press("i")
        await bench.type("code_20")
        await bench.press("enter", "enter")
        merged = bench.session.rank_codes(answer)[:9]
        assert merged[1:] == before[1:], "the other digits keep their codes"
        assert merged[0] != before[0]
        await bench.press("u")
        assert bench.session.rank_codes(answer)[:9] == before
