"""Suggestions by ear: only when asked, first in the list, taken by their digit, or rejected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plain_lines import CodePlainly
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder

BOOK = """
title = "Book"
[code.visits]
label = "Visits"
[code.pay]
label = "Pay"
cues = { en = ["late salary"] }
[code.roads]
label = "Roads"
cues = { en = ["broken bridge"] }
"""
STUDY = """
title = "Two answers"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "q"
"""
SURVEY = "id,q\n1,Nobody came. The late salary made us leave.\n2,It rained.\n"
WORDS = "The late salary made us leave."


@pytest.fixture
def folder(make_study: Callable[..., Path], store_url: object) -> Path:
    return make_study(SURVEY, STUDY, BOOK, where=store_url)


def origins(folder: Path) -> list[tuple[str, str, str]]:
    with open_study_folder(folder) as study:
        anna = CodingSession(study, study.register_coder("anna"))
        first = anna.find_answer_ids(AnswerFilter())[0]
        return [(one.code, one.quote, one.origin) for one in anna.read_codings(first)]


def test_a_suggestion_is_said_first_and_its_digit_takes_it(
    folder: Path, plainly: CodePlainly
) -> None:
    said = plainly(folder, "anna", "p", "1", "a")
    assert "suggested" not in said[0]
    offer = next(line for line in said[1].splitlines() if "suggested" in line)
    assert offer.startswith("1 Pay, suggested, ")
    assert ", because “late" in offer
    assert offer.endswith(f" On “{WORDS}”")
    # The code that stood on the digit before is said to have moved.
    assert said[1].splitlines()[-1] == "Now 2 Visits."
    assert said[2].splitlines()[0] == f"Pay on “{WORDS}”"
    assert origins(folder) == [("pay", WORDS, "suggestion")]
    assert "suggested" not in said[3]


def test_a_rejected_suggestion_does_not_come_back(folder: Path, plainly: CodePlainly) -> None:
    said = plainly(folder, "anna", "p", "- 1", "a", "p", "p")
    assert said[2].startswith("Turned down Pay ")
    assert "suggested" not in "".join(said[3:])
    assert origins(folder) == []


def test_a_mode_suggests_on_every_answer_until_it_is_ended(
    folder: Path, plainly: CodePlainly
) -> None:
    said = plainly(folder, "anna", "P", "n", "b", "P", "n", "b")
    assert "suggested" in said[1]
    assert "Nothing in this answer speaks clearly" in said[2]
    assert "suggested" in said[3]
    assert "suggested," not in "".join(said[4:])
