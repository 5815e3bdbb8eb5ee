"""`stats saturation`: 40 answers in the order in which Anna finished them.

The first ten say pressure, the fifth and sixth also money, the tenth training, the last pushback.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STUDY = """\
title = "Saturation"
languages = ["en"]
[respondent]
id = "id"
[privacy]
response_ids = "from-column"
[[question]]
column = "why"
"""
CODES = {5: "money", 6: "money", 10: "training", 40: "pushback"}


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    survey = ["id,why"]
    rows = ["case,question,coder,code,start,end"]
    for n in range(1, 41):
        survey.append(f"{1000 + n},remark {n}")
        codes = (["pressure"] if n <= 10 else []) + ([CODES[n]] if n in CODES else [])
        rows += [f"{1000 + n},why,anna,{code},," for code in codes or [""]]
    folder = make_study("\n".join(survey) + "\n", STUDY)
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def test_new_codes_stand_along_the_answers_and_what_is_unseen_below(
    folder: Path, tipcoder: Any
) -> None:
    done = tipcoder(
        "stats", "saturation", "--base", "8", "--run", "4", "--format", "json", cwd=folder
    )
    found = done.json()
    came = {step["answers"]: step["new_codes"] for step in found["steps"] if step["new"]}
    assert came == {1: "pressure", 5: "money", 10: "training", 40: "pushback"}
    assert (found["answers"], found["codes"]) == (40, 4)
    # Two codes on one answer, one on two: 39 / 40 * 2 * 1 / (2 * 2).
    assert found["unseen"]["value"] == pytest.approx(39 / 40 / 2)
    # Eight answers have two codes; 9 to 12 bring training, 37 to 40 pushback.
    ratios = {step["answers"]: step["new_information"] for step in found["steps"]}
    assert (ratios[11], ratios[12], ratios[14], ratios[40]) == (None, 0.5, 0.0, 0.5)
    assert "The last 4 answers brought 1 new code." in found["sentences"]

    shown = tipcoder("stats", "saturation", cwd=folder)
    assert "Pushback" in shown.out
    assert "About 0 codes are unseen, interval 0 to" in shown.err


def test_a_question_that_nobody_read_is_said(folder: Path, tipcoder: Any) -> None:
    tipcoder("stats", "saturation", "--question", "what", cwd=folder).refused(2, "no open question")
    tipcoder("undo", "--coder", "lead", cwd=folder)
    tipcoder("stats", "saturation", cwd=folder).refused(2, "No answer was read to its end yet")
