"""A coder reads a translation under the original, and codes the original."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from screen_driver import OpenWorkbench, WorkbenchDriver, until
from tipcoder.tui.screens.redaction import RedactionScreen
from tipcoder.tui.widgets.released_text import ReleasedText
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy
from translated_world import ORIGINALS, STUDY, TRANSLATIONS, find_answer, write_survey

WIDE = (140, 40)


async def settle(bench: WorkbenchDriver) -> RedactionScreen:
    """Go to the redaction screen and wait until everything is searched."""
    await bench.press("X")

    def is_searched() -> bool:
        screen = bench.screen
        return isinstance(screen, RedactionScreen) and screen.desk is not None

    await until(bench, is_searched)
    assert isinstance(bench.screen, RedactionScreen)
    return bench.screen


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(write_survey(), STUDY)) as opened:
        yield opened


async def test_one_key_shows_the_translation_and_stays_with_every_answer(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=WIDE) as bench:
        assert "ministra" in bench.text
        assert "minister invited" not in bench.text
        assert "i: translation" in bench.text

        await bench.press("i")
        assert "ministra" in bench.text
        assert "minister invited" in bench.text
        await bench.press("j")
        assert "embassy paid" in bench.text
        await bench.press("j")
        assert bench.session.read_answer(bench.coding.ids[2]).text == ORIGINALS["403"]
        assert "embassy paid" not in bench.text
        assert "i: translation" not in bench.text

        await bench.press("k", "i")
        assert "embassy paid" not in bench.text
        assert "embajada" in bench.text


async def test_in_a_small_window_both_are_seen(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(80, 24)) as bench:
        await bench.press("i")
        assert "ministra" in bench.text
        assert "minister" in bench.text


async def test_codes_and_quotes_are_of_the_original(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=WIDE) as bench:
        await bench.press("i", "s", "1")
        ((_, quote),) = bench.codes(0)
        assert quote == ORIGINALS["401"]
        assert "minister invited" in bench.text
        await bench.pilot.click("TranslatedText", offset=(3, 1))
        await bench.press("w", "2")
        assert all(words in ORIGINALS["401"] for _, words in bench.codes(0))


async def test_words_are_looked_for_in_translations_and_that_is_said(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=WIDE) as bench:
        await bench.press("f")
        await bench.type("blankets")
        await bench.press("enter")
        assert [bench.session.read_answer(one).text for one in bench.coding.ids] == [
            ORIGINALS["402"]
        ]
        assert bench.status == "1 answer, 1 by the translation alone"

        await bench.press("f")
        for _ in range(10):
            await bench.press("backspace")
        await bench.type("zafiro")
        await bench.press("enter")
        assert bench.status == "1 answer"


async def test_what_is_released_begins_as_the_surveys_translation_and_is_searched_first(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    anna = CodingSession(study, study.register_coder("anna"))
    answer = find_answer(study, "embajada")
    code = next(key for key, code in anna.codebook.codes.items() if code.codable)
    anna.add_coding(answer, code, finish=True)
    async with workbench_of(study, size=(160, 40)) as bench:
        screen = await settle(bench)
        await bench.press("l")
        assert TRANSLATIONS["402"] in bench.text
        await bench.press("escape")
        assert screen.query_one(ReleasedText).selection.text == TRANSLATIONS["402"]
        heading = str(screen.query_one("#released-heading", Static).visual)
        assert "translated from original language" in heading
        assert "Not ready" in heading
        await bench.press("enter")
        assert "Not yet" in bench.status

        await bench.press("l")
        for _ in range(len("Casa Zafiro.")):
            await bench.press("backspace")
        await bench.type("one house.")
        await bench.press("escape", "enter")
        assert "Read" in bench.status
