"""From the codebook to a first code frame and back, by the keys that a lead presses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.screens.frame import FrameScreen
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

BEDS = ("The shelter has no beds.", "Beds in the shelter are old.", "Our shelter needs beds.")
POLICE = ("The police come too late.", "Police laugh at victims.", "Victims fear the police.")
GRANTS = ("Grants end and salaries stop.", "No grants, no salaries.", "Salaries hang on grants.")
SURVEY = "id,why\n" + "".join(
    f'{number},"{line} ({number})"\n'
    for number, line in enumerate((*BEDS, *POLICE, *GRANTS) * 3, 1)
)
STUDY = """\
title = "Shelters"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "why"
text = "Why is it hard?"
[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        yield here


async def drafted(bench: WorkbenchDriver) -> FrameScreen:
    await bench.press("b", "f")
    await until(bench, lambda: bench.screen.screen_name is ScreenName.FRAME)
    await until(bench, lambda: "theme" in bench.title.casefold() and "Grouping" not in bench.title)
    assert isinstance(bench.screen, FrameScreen)
    return bench.screen


async def test_a_lead_narrows_joins_names_and_makes_codes_and_u_takes_them_back(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        screen = await drafted(bench)
        codes = set(bench.session.codebook.codes)
        assert "of 27 answers" in bench.title
        # Down to two, which is fewer than there are things to say; then back up.
        while screen.count_themes() > 3:
            before = screen.count_themes()
            await bench.press("minus")
            await until(bench, lambda: "Grouping" not in bench.title)
            assert screen.count_themes() < before
        joined = screen.count_themes() - 1
        await bench.press("space", "space", "i")
        assert screen.count_themes() == joined
        assert "Joined 2 themes" in bench.status
        await bench.press("r")
        await bench.press("ctrl+a")
        await bench.type("What is hard")
        await bench.press("escape")
        assert "What is hard" in bench.text
        await bench.press("space", "n")
        assert "added 1 code: What is hard" in bench.status
        (new,) = set(bench.session.codebook.codes) - codes
        assert bench.session.codebook.codes[new].cues["en"]
        await bench.press("u")
        assert set(bench.session.codebook.codes) == codes


async def test_enter_lists_the_answers_of_a_theme_and_q_asks_one_question(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study) as bench:
        screen = await drafted(bench)
        await bench.press("i")
        assert "Mark two themes or more" in bench.status
        said = screen.current_answers()
        await bench.press("q")
        await until(bench, lambda: "Why is it hard?" in bench.title)
        await until(bench, lambda: "Grouping" not in bench.title)
        await bench.press("enter")
        await until(bench, lambda: bench.screen.screen_name is ScreenName.CODING)
        assert 0 < len(bench.coding.ids) <= 27
        assert set(bench.coding.ids) == set(said)
