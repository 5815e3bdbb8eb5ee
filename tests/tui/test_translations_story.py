"""A coder reads a translation under the original, and codes the original."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy
from translated_world import ORIGINALS, STUDY, write_survey

WIDE = (140, 40)


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
