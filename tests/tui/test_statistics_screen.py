"""The statistics screen: what was tested, and the answers behind every number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.coding import CodingScreen
from tipcoder.tui.screens.statistics import StatisticsScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.crosstabs import analyse_study
from tipcoder.workbench.study import OpenStudy

SURVEY = "id,view,funded,role\n" + "".join(
    f"{n},{view},{funded},{words}\n"
    for n, view, funded, words in [
        (1, "Low", "Yes", "They pressed the ministry."),
        (2, "Low", "No", "They pressed hard."),
        (3, "Low", "No", "Nothing happened here."),
        (4, "High", "Yes", "They pressed the police."),
        (5, "High", "Yes", "They gave grants."),
        (6, "High", "Yes", ""),
        (7, "Don't know", "Yes", "They pressed again."),
    ]
)
STUDY = """\
title = "Small numbers"
languages = ["en"]
[respondent]
id = "id"
attributes = ["view", "funded"]
[[question]]
column = "role"
[outcome.view]
column = "view"
levels = ["Low", "High"]
missing = ["Don't know"]
[factor.funded]
column = "funded"
true_if = "Yes"
false_if = "No"
[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Seven cases; anna has read all but one,
    and put Pressure on those who say that somebody pressed.
    """
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        anna = CodingSession(here, here.register_coder("anna"))
        for answer_id in anna.find_answer_ids(AnswerFilter()):
            text = anna.read_answer(answer_id).text
            if "pressed" in text and "again" not in text:
                anna.add_coding(answer_id, "pressure", finish=True)
            elif "Nothing" not in text:
                anna.finish_answers(answer_id)
        yield here


async def settled(bench: WorkbenchDriver) -> None:
    """Go to the screen and wait until everything is tested."""
    await bench.press("T")
    for _ in range(200):
        await bench.pilot.pause(0.05)
        if "Testing" not in bench.title:
            return


def test_every_cell_names_its_cases_and_unknown_is_not_absent(study: OpenStudy) -> None:
    found = analyse_study(study.folder)
    low, high = found.build_crosstab("view", "pressure").bands
    assert [(cell.state, cell.cases) for cell in low.cells] == [
        ("present", ("1", "2")),
        ("absent", ()),
        ("unknown", ("3",)),
    ]
    assert (low.rows, low.answers, low.value) == (3, 2, 1.0)
    assert [(cell.state, cell.cases) for cell in high.cells] == [
        ("present", ("4",)),
        ("absent", ("5",)),
        ("unknown", ("6",)),
    ]
    assert (high.rows, high.answers, high.value) == (3, 2, 0.5)
    assert high.low is not None
    assert high.high is not None
    # Wilson's interval of 1 in 2, worked by hand: (0.5 ± ...) = 0.0945 to 0.9055
    assert (round(high.low, 4), round(high.high, 4)) == (0.0945, 0.9055)
    funded = found.build_crosstab("view", "funded").bands
    assert [(band.level, band.value) for band in funded] == [
        ("Low", pytest.approx(1 / 3)),
        ("High", 1.0),
    ]
    assert found.count_known("pressure") == (3, 5)


async def test_it_tests_in_the_background_and_says_why_there_is_no_p(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        assert isinstance(bench.screen, StatisticsScreen)
        assert "view by codes and variables" in bench.title
        row = next(line for line in bench.text.splitlines() if "Pressure" in line)
        assert "3 of 5" in row
        assert "p =" not in row, "three rows are counted, not tested"
        await bench.press("down", "up")
        assert "Low" in bench.text
        assert "2 of 3 rows" in bench.text


async def test_enter_on_a_cell_lists_the_answers_behind_the_number(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await bench.press("enter", "down", "enter")
        assert isinstance(bench.screen, CodingScreen)
        texts = [bench.session.read_answer(answer_id).text for answer_id in bench.coding.ids]
        assert texts == ["They pressed the ministry.", "They pressed hard."]


async def test_an_empty_cell_leads_nowhere_and_escape_leaves_step_by_step(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        await settled(bench)
        await bench.press("right", "down", "down", "enter")
        assert "no case in this cell" in bench.status
        await bench.press("escape")
        assert isinstance(bench.screen, StatisticsScreen)
        await bench.press("o", "s", "s", "s", "r", "escape")
        assert isinstance(bench.screen, CodingScreen)


async def test_a_study_without_outcomes_says_what_it_lacks(
    here: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(here) as bench:
        await settled(bench)
        assert "The study has no outcome to test. Add [outcome.NAME] to study.toml." in bench.status
        await bench.press("enter", "down", "o", "s", "escape")
        assert isinstance(bench.screen, CodingScreen)


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 16), (20, 5)])
async def test_it_lives_at_every_size(
    study: OpenStudy, workbench_of: OpenWorkbench, size: tuple[int, int]
) -> None:
    async with workbench_of(study, size=size) as bench:
        await settled(bench)
        await bench.press("down", "right", "down")
        assert ("Pressure" in bench.text) == (size[0] >= 60)


async def draw_until_pictures(bench: WorkbenchDriver) -> None:
    """Pictures are drawn after the tests."""
    for _ in range(200):
        await bench.pilot.pause(0.05)
        if "Pictures" in bench.text:
            return


async def move_to(bench: WorkbenchDriver, caption: str) -> None:
    """Down to the picture that has this below it."""
    for _ in range(20):
        if caption in bench.text:
            return
        await bench.press("down")


async def test_pictures_in_letters_stand_below_the_tests(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    """Pressure is on 3 of the 5 cases that anna has read; of those 4 were funded, 2 of them with
    it, and the other one has it.
    """
    async with workbench_of(study, size=(200, 60)) as bench:
        await settled(bench)
        await draw_until_pictures(bench)
        assert "How often each code is present" in bench.text
        await move_to(bench, "Share of the cases of which it is known")
        share = next(line for line in bench.text.splitlines() if "●" in line and "Pressure" in line)
        assert "60%" in share
        assert "n = 5" in share
        await move_to(bench, "in each segment")
        cells = next(line for line in bench.text.splitlines() if "50%" in line)
        assert "100%" in cells
        # A picture has no cells and no quotes: these keys lead nowhere.
        await bench.press("enter", "left")
        assert isinstance(bench.screen, StatisticsScreen)
