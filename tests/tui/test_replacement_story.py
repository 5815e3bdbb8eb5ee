"""A code is replaced by another on twenty answers, and on quotes, in a few keys and one act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screen_driver import OpenWorkbench
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.screens.confirm_box import ConfirmBox
from tipcoder.tui.screens.quotes import QuotesScreen
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

SURVEY = "id,need\n" + "".join(f"{n},Number {n} asks for beds and lawyers.\n" for n in range(1, 21))
STUDY = """\
title = "Twenty shelters"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "need"
[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def twenty(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    """Anna has Training on all of twenty answers and Pressure on the first; boris has the first."""
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        anna = CodingSession(here, here.register_coder("anna"))
        boris = CodingSession(here, here.register_coder("boris"))
        ids = anna.find_answer_ids(AnswerFilter())
        for answer_id in ids:
            anna.add_coding(answer_id, "training", (0, 8), finish=True)
        anna.add_coding(ids[0], "pressure")
        boris.add_coding(ids[0], "training", (0, 8), finish=True)
        yield here


async def test_a_code_is_changed_on_twenty_answers_in_eight_keys(
    twenty: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(twenty) as bench:
        ids = list(bench.coding.ids)
        await bench.press("g")
        start = bench.presses
        await bench.press("A", "c", "enter", "m", "o", "enter")
        assert isinstance(bench.app.screen, ConfirmBox)
        assert "20 answers, 20 quotes" in bench.text
        await bench.press("enter")
        assert bench.presses - start <= 8
        assert "and 19 more" in bench.status
        assert "marked" not in bench.title
        codes = [[one.code for one in bench.session.read_codings(each)] for each in ids]
        assert sorted(codes[0]) == ["money", "pressure"]
        assert codes[1:] == [["money"]] * 19
        await bench.press("u")
        assert bench.codes(1) == [("training", "Number 2")]
        assert len(bench.session.find_answer_ids(AnswerFilter(codes=("training",)))) == 20


async def test_leaving_a_box_changes_nothing(
    twenty: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(twenty) as bench:
        await bench.press("g", "A", "c", "escape", "c", "enter", "escape", "c", "enter")
        await bench.type("money")
        await bench.press("enter", "escape")
        assert "20 marked" in bench.title
        assert len(bench.session.find_answer_ids(AnswerFilter(codes=("training",)))) == 20


async def test_marked_quotes_get_another_code_and_those_of_others_stay(
    twenty: OpenStudy, workbench_of: OpenWorkbench
) -> None:
    async with workbench_of(twenty) as bench:
        ids = list(bench.coding.ids)
        await bench.press("home", "K", "g", "home", "Q")
        await bench.type("train")
        await bench.press("enter")
        assert isinstance(bench.screen, QuotesScreen)
        await bench.press("space", "space", "space")
        assert "3 marked" in bench.title
        await bench.press("c")
        await bench.type("money")
        await bench.press("enter")
        assert "1 quote by others left out" in bench.text
        await bench.press("enter")
        assert "marked" not in bench.title
        holding = bench.session.find_answer_ids(AnswerFilter(codes=("money",)))
        assert holding == ids[:2], "boris's quote on the first answer is his"
        # With nothing marked: all that are listed.
        await bench.press("c")
        await bench.type("money")
        await bench.press("enter", "enter")
        assert len(bench.session.find_answer_ids(AnswerFilter(codes=("money",)))) == 20
