"""Alike answers from the key to the undo: looked at, marked, coded as one act, and told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench
from tipcoder.model.codings import MANY, PERSON
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.alike_box import AlikeBox
from tipcoder.tui.screens.grid import GridScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.rounds.rounds import RoundPlan, draw_round
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,role
1,They trained the police.
2,They paid for a shelter.
3,they trained the  police.
4,They trained the judges.
5,They trained the police!
6,Nothing.
7,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab
"""
STUDY = """\
title = "Seven answers"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "role"
[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def study(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        yield here


def origins(session: CodingSession) -> dict[str, list[str]]:
    """Case -> origins of its codings, of the answers that have any."""
    found = {}
    for answer_id in session.find_answer_ids(AnswerFilter(coded=True)):
        codings = session.read_codings(answer_id)
        found[session.read_answer(answer_id).case] = [coding.origin for coding in codings]
    return found


async def test_alike_answers_are_marked_coded_and_taken_back_at_once(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(120, 36)) as bench:
        session = bench.session
        await bench.press("equals_sign")
        assert isinstance(bench.app.screen, AlikeBox)
        # The likest first: the same, a sign apart, and the judges.
        lines = [line for line in bench.text.splitlines() if " %" in line]
        assert [line.split("%")[1].split()[1] for line in lines] == ["3", "5", "4"]
        assert "100 %" in lines[0]
        assert "3 alike answers, role · 1 marked" in bench.text
        await bench.press("down", "A")
        assert "3 marked" in bench.text
        await bench.press("escape")
        assert (bench.coding.index, origins(session)) == (0, {})

        await bench.press("equals_sign", "down", "A", "1")
        assert origins(session) == {"1": [PERSON], "3": [MANY], "5": [MANY]}
        assert "on 1 role and 2 more at once, by likeness to 1 role from 95 %" in bench.status
        assert bench.coding.index == 0, "back at the very place"
        await bench.press("down", "down")
        where = str(bench.screen.query_one("#place").render())
        assert "finished (many at once)" in where
        assert "⁂" in where
        await bench.press("u")
        assert origins(session) == {}

        # Enter goes to an answer; a code may be found by its letters.
        await bench.press("home", "equals_sign", "i", "semicolon")
        await bench.type("train")
        await bench.press("enter")
        assert origins(session) == {"1": [PERSON], "3": [MANY]}
        await bench.press("equals_sign", "down", "down", "enter")
        assert bench.coding.answer is not None
        assert bench.coding.answer.case == "4"


async def test_all_that_match_a_pattern_are_listed_marked_and_coded_with_its_name(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(study, size=(120, 36)) as bench:
        await bench.press("g", "f")
        await bench.type("re:trained.*(police|judges)")
        await bench.press("enter")
        assert isinstance(bench.screen, GridScreen)
        assert len(bench.screen.ids) == 4
        await bench.press("A", "1")
        assert list(origins(bench.session).values()) == [[MANY]] * 4
        assert "and 3 more at once, by the filter re:trained.*(police|judges)" in bench.status

        # A pattern that never ends is refused, and the list stays as it was.
        await bench.press("f")
        await bench.press("ctrl+u")
        await bench.type("re:(a|aa)+$")
        await bench.press("enter")
        assert "takes too long" in bench.status
        assert len(bench.screen.ids) == 4


async def test_a_coder_of_an_open_round_codes_nothing_at_once(
    study: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    lead = study.register_coder("lead")
    draw_round(study, lead, RoundPlan(coders=("anna", "boris"), overlap="100%", seed=1))
    async with workbench_of(study) as bench:
        await bench.press("equals_sign")
        assert "In an open round every answer is coded on its own." in bench.status
        await bench.press("g", "A", "1")
        assert "Nothing coded: 7 answers are in an open round" in bench.status
        assert origins(bench.session) == {}
