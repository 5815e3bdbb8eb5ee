"""Alike answers coded without a screen: looked at first, then one act that undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

SURVEY = """\
id,need
1,We need more beds.
2,we  need more BEDS.
3,We need more beds!
4,Lawyers who answer.
"""
PLAN = """\
title = "Four shelters"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "need"
[privacy]
response_ids = "from-column"
"""
BOOK = """\
title = "Needs"
language = "en"
[code.shelter]
label = "Shelter"
"""


@pytest.fixture
def study(tipcoder: Tipcoder, tmp_path: Path) -> Path:
    for name, text in (("survey.csv", SURVEY), ("plan.toml", PLAN), ("book.toml", BOOK)):
        (tmp_path / name).write_text(text, "utf-8")
    folder = tmp_path / "study"
    files = ("--survey", tmp_path / "survey.csv", "--study-file", tmp_path / "plan.toml")
    assert tipcoder("init", folder, *files).status == 0
    assert tipcoder("codebook", "import", tmp_path / "book.toml", cwd=folder).status == 0
    return folder


def test_alike_answers_are_shown_then_coded_as_one_act(tipcoder: Tipcoder, study: Path) -> None:
    alike = ("codings", "alike", "1", "need")
    shown = tipcoder(*alike, "--code", "shelter", "--format", "csv", cwd=study)
    rows = [(row["likeness"], row["case"], row["finished"]) for row in shown.csv()]
    # 17 letters of 18 on either side are the same: 2 x 17 / 36.
    assert rows == [("100 %", "2", "no"), ("94 %", "3", "no")]
    assert "text" not in shown.csv()[0], "words are for the team alone"
    assert "Dry run: nothing was written. --apply gives shelter to 3 answers." in shown.err
    assert tipcoder("codings", "export", cwd=study).csv() == []

    done = tipcoder(*alike, "--likeness", "95", "--code", "shelter", "--apply", cwd=study)
    assert (
        "Coded: Shelter on 1 need and 1 more at once, by likeness to 1 need from 100 %." in done.err
    )
    exported = tipcoder("codings", "export", cwd=study).csv()
    assert [(row["case"], row["many"]) for row in exported] == [("1", ""), ("2", "yes")]
    checked = tipcoder("check", cwd=study)
    assert "2 finished, 1 of these many at once" in checked.err
    assert "at once, by likeness" in tipcoder("log", cwd=study).out
    assert tipcoder("undo", cwd=study).status == 0
    assert tipcoder("codings", "export", cwd=study).csv() == []

    # Words of an answer: only they get the code.
    done = tipcoder(*alike, "8-17", "--code", "shelter", "--apply", "--likeness", "90", cwd=study)
    spans = [
        (row["case"], row["start"], row["end"])
        for row in tipcoder("codings", "export", cwd=study).csv()
    ]
    assert spans == [("1", "8", "17"), ("2", "9", "18"), ("3", "8", "17")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1", "need", "--apply"), "--apply needs --code"),
        (("1", "need", "--likeness", "20"), "--likeness 20 is not from 50 to 100"),
        (("1", "need", "--code", "shelte"), "Did you mean 'shelter'?"),
        (("9", "need"), "9 has no readable answer to need"),
        (("1", "neet"), "There is no question 'neet'"),
        (("1", "need", "5-99"), "5-99 is not a span of its 18 characters"),
    ],
)
def test_what_cannot_be_meant_is_said(
    tipcoder: Tipcoder, study: Path, words: tuple[str, ...], said: str
) -> None:
    done = tipcoder("codings", "alike", *words, cwd=study)
    assert done.status == 2
    assert said in done.err
