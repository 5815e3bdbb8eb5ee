"""The review screen shows which stretches were read and would be held back all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.widgets import Static

from screen_driver import OpenWorkbench, WorkbenchDriver
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.redaction import RedactionScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.decisions import RedactionSession
from tipcoder.workbench.redaction.reviews import find_stretches
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,why,more
3237565901,Ask wombat about the shelter.,We call wombat every week.
3237565902,They helped us.,They gave advice.
"""
STUDY = """\
title = "A study with a nickname"
languages = ["en"]

[respondent]
id = "id"

[[question]]
column = "why"
text = "Why?"

[[question]]
column = "more"
text = "Anything else?"
"""
STILL = "We call wombat every week."


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Anna has coded and read everything, and took a nickname out of one answer of two."""
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        anna = here.register_coder("anna")
        session = CodingSession(here, anna)
        for answer_id in session.find_answer_ids(AnswerFilter()):
            session.add_coding(answer_id, "pressure", finish=True)
        desk = RedactionSession(here, anna)
        (taken,) = (one.id for one in desk.sources.values() if one.text.startswith("Ask"))
        desk.mark_span(taken, 4, 10, "person", "[person]")
        desk.review_stretches([tuple(each) for each in find_stretches(here)])
        yield here


async def open_screen(bench: WorkbenchDriver) -> RedactionScreen:
    """The review screen, when everything is looked through."""
    await bench.press("X")
    for _ in range(400):
        await bench.pilot.pause(0.02)
        screen = bench.screen
        if isinstance(screen, RedactionScreen) and not screen.workers._workers and screen.desk:
            break
    assert isinstance(bench.screen, RedactionScreen)
    return bench.screen


def standing(screen: RedactionScreen, words: str) -> str:
    """How the stretch of an answer stands in the list."""
    assert screen.desk is not None
    for stretch in screen.queue.all:
        if screen.desk.sources[stretch.answer_id].text == words:
            return screen.queue.find_standing(stretch)
    raise AssertionError(words)


async def test_a_stretch_that_still_names_somebody_is_marked_until_that_is_mended(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(140, 40)) as bench:
        screen = await open_screen(bench)
        assert standing(screen, STILL) == "names still"
        assert standing(screen, "They helped us.") == "read"
        assert "1 stretch read and held back" in bench.status
        assert bench.title.startswith("4 of 4 read")

        assert screen.go_to_next_unread()
        await bench.pilot.pause()
        heading = str(screen.query_one("#released-heading", Static).visual)
        assert "Held back" in heading
        assert "still has what a person took out of an answer (person)" in heading

        assert screen.stretch is not None
        assert screen.desk is not None
        screen.desk.mark_span(screen.stretch.answer_id, 8, 14, "person", "[person]")
        screen.show_changes()
        await bench.press("enter")
        assert standing(screen, STILL) == "read"
        heading = str(screen.query_one("#released-heading", Static).visual)
        assert "Held back" not in heading


async def test_another_reader_does_not_learn_from_it_who_has_read(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, coder="boris", size=(140, 40)) as bench:
        screen = await open_screen(bench)
        assert standing(screen, STILL) == standing(screen, "They helped us.") == "by another"
        assert "held back" not in bench.status
