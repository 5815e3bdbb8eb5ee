"""What others code in an open round makes no difference to anything on any screen of one
of its coders.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from blind_worlds import MORE, WORLDS, code_as, open_round
from changing_world import make_coded_study
from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.tui.commands.command import STUDY_SCREENS
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.reporting.text_plots import list_text_plots
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.status.overview import read_overview
from tipcoder.workbench.study import OpenStudy

WALK: dict[str, tuple[str, ...]] = {
    "coding": ("home", "down", "down", "down", "down"),
    "colleagues": ("escape", "home", "G", "down", "down", "G"),
    "codes to pick": ("escape", "home", "semicolon"),
    "suggestions": ("escape", "home", "p", "escape", "down", "p"),
    "jump letters": ("escape", "apostrophe"),
    "sentence letters": ("escape", "comma", "comma"),
    "words found": ("escape", "ctrl+f", "a"),
    "alike answers": ("escape", "equals_sign"),
    "memo": ("escape", "escape", "m"),
    "grid": ("escape", "g", "home", "down", "down", "D", "D", "R", "R"),
    "filter": ("slash",),
    "codebook": ("escape", "escape", "b", "down", "down", "down", "down"),
    "merging is foretold": ("i", "enter"),
    "stale codings": ("escape", "escape", "l"),
    "revisions": ("escape", "v"),
    "quotes": ("escape", "Q", "down", "s", "h", "escape"),
    "frame": ("escape", "f", "space", "down", "o"),
    "study": ("escape", "escape", "t", "down", "down"),
    "statistics": ("escape", "T"),
    "behind a number": ("s", "down", "enter"),
    "redaction": ("escape", "escape", "X", "down", "enter", "down"),
    "adjudication": ("escape", "escape", "V", "down", "enter", "down", "enter"),
    "help": ("escape", "escape", "question_mark"),
}
"""From screen to screen, by the keys that coders press; what is shown after each key is kept."""

_CLOCK = re.compile(r"\d\d-\d\d \d\d:\d\d")


@pytest.fixture
def base(make_study: Callable[..., Path], small_survey: str, small_study_toml: str) -> Path:
    folder = make_study(small_survey, small_study_toml + MORE)
    open_round(folder)
    return folder


async def at_rest(bench: WorkbenchDriver) -> str:
    """The picture once nothing is being worked out or drawn any more."""
    before = ""
    for _ in range(200):
        await bench.pilot.pause()
        await bench.app.workers.wait_for_complete()
        picture = _CLOCK.sub("T", bench.text)
        if picture == before and "Testing" not in bench.title:
            return picture
        before = picture
    return before


async def walked(
    study: OpenStudy, workbench_of: OpenWorkbench, coder: str
) -> list[tuple[str, str]]:
    """Every picture on the way through all screens."""
    seen: list[tuple[str, str]] = []
    async with workbench_of(study, coder, (200, 60)) as bench:
        # Asked of the desk itself, as `p` is refused at once on an answer of an open round.
        bench.coding.desk.request_offers(bench.coding.ids[0], "asked", lambda _: None)
        for _ in range(400):  # the pile is read in the background, as fast as it can be
            if bench.coding.desk.ready:
                break
            await bench.pilot.pause(0.05)
        await bench.press("p", "escape", "escape")
        for place, keys in WALK.items():
            for key in keys:
                await bench.press(key)
                seen.append((f"{place}: {key}", await at_rest(bench)))
    return seen


async def both(base: Path, workbench_of: OpenWorkbench, coder: str) -> list[list[tuple[str, str]]]:
    out = []
    kept = base.with_name("kept")
    shutil.copytree(base, kept)
    for world in WORLDS:
        shutil.rmtree(base)
        shutil.copytree(kept, base)
        code_as(base, world)
        with open_study_folder(base) as study:
            out.append(await walked(study, workbench_of, coder))
    return out


@pytest.mark.long
async def test_no_screen_shows_a_coder_of_the_round_what_others_coded(
    base: Path, workbench_of: OpenWorkbench
) -> None:
    one, another = await both(base, workbench_of, "carla")
    for (place, picture), (_, other) in zip(one, another, strict=True):
        assert picture == other, place


@pytest.mark.long
async def test_a_lead_sees_the_difference_on_the_codebook_and_in_statistics(
    base: Path, workbench_of: OpenWorkbench
) -> None:
    one, another = await both(base, workbench_of, "lead")
    differing = {
        place.split(":")[0]
        for (place, picture), (_, other) in zip(one, another, strict=True)
        if picture != other
    }
    assert differing >= {"codebook", "merging is foretold", "statistics"}


async def test_news_of_others_says_who_and_not_what(
    base: Path, workbench_of: OpenWorkbench
) -> None:
    with open_study_folder(base) as study:
        async with workbench_of(study, "carla") as bench:
            code_as(base, "one")
            await bench.pilot.pause(2.5)
            assert "Pressure on" not in bench.text
            assert "Pushback on" not in bench.text
            news = bench.session.read_news()
            assert news is None or "not shown" in news.sentence or "definition" in news.sentence


def test_every_screen_is_on_the_way() -> None:
    assert {place.value for place in STUDY_SCREENS} <= WALK.keys()


def test_the_session_itself_tells_no_more_than_the_screens(base: Path) -> None:
    found = []
    kept = base.with_name("kept")
    shutil.copytree(base, kept)
    for world in WORLDS:
        shutil.rmtree(base)
        shutil.copytree(kept, base)
        code_as(base, world)
        with open_study_folder(base) as study:
            carla = CodingSession(study, study.register_coder("carla"))
            seen = read_overview(carla.study, carla.coder.name)
            found.append((seen.steps, seen.warnings, carla.read_news()))
    assert found[0] == found[1]


def test_pictures_in_letters_tell_a_coder_of_the_round_nothing_of_others(base: Path) -> None:
    found: dict[str, list[object]] = {"carla": [], "lead": []}
    kept = base.with_name("kept")
    shutil.copytree(base, kept)
    for world in WORLDS:
        shutil.rmtree(base)
        shutil.copytree(kept, base)
        code_as(base, world)
        for viewer, pictures in found.items():
            pictures.append(list_text_plots(base, viewer))
    assert found["carla"][0] == found["carla"][1]
    assert found["lead"][0] != found["lead"][1], "else nothing would be tried"


@pytest.mark.long
async def test_no_screen_tells_a_coder_of_a_drift_round_from_which_wave_an_answer_is(
    tmp_path: Path, workbench_of: OpenWorkbench
) -> None:
    folder = make_coded_study(tmp_path, "carla", year="2023")
    with open_study_folder(folder) as study:
        draw_round(study, study.register_coder("lead"), RoundPlan(("carla",), drift="12", seed=1))
        async with workbench_of(study, "carla", (200, 60)) as bench:
            for place in ("coding", "jump letters", "grid", "filter"):
                for key in WALK[place]:
                    await bench.press(key)
                    assert not re.search("2023|2025", await at_rest(bench)), (place, key)
            # The words of an answer are there, and the respondent.
            assert "house" in bench.text
