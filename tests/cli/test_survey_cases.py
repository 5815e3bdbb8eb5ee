"""Survey files as people have them: `tipcoder init` takes each for what it is.

The files and what must come out lie beside the project, with the reports of the people who had
them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from survey_shapes.cases import FILES, Expected, find_survey
from tipcoder.study import read_study

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


@pytest.mark.parametrize("expected", FILES, ids=[one.case for one in FILES])
def test_a_file_is_taken_for_what_it_is(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path, expected: Expected
) -> None:
    survey = find_survey(shared / "cases" / expected.case)
    folder = tmp_path / "study"
    done = tipcoder("init", folder, "--survey", survey, "--yes", *expected.options)
    assert done.status == 0, done.err
    study = read_study(folder / "study.toml")
    assert (study.respondent_id, study.case) == (expected.id, expected.cases)
    assert tuple(question.column for question in study.questions) == expected.questions
    assert set(expected.identity) <= set(study.identity_columns())
    lines = done.out.splitlines()
    assert f"{expected.rows} rows," in lines[0]
    assert lines[1].startswith(f"{expected.respondents} respondents")
    assert f", {expected.rows} cases: {expected.rows} new" in lines[1]
    assert expected.says in done.out


def test_html_in_a_question_goes_and_signs_of_less_and_more_stay(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path
) -> None:
    survey = shared / "cases" / "16-qualtrics-html-piped" / "survey.csv"
    tipcoder("init", tmp_path / "s", "--survey", survey, "--yes")
    texts = [question.text for question in read_study(tmp_path / "s" / "study.toml").questions]
    assert texts[2] == "A < B & C > D: which one & why?"


@pytest.mark.parametrize("words", [(), ("--study-file",)])
def test_ids_that_excel_rounded_are_refused(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    case = shared / "cases" / "12-excel-scientific-ids"
    given = [*words, case / "study.toml"] if words else []
    done = tipcoder("init", tmp_path / "s", "--survey", case / "survey.csv", "--yes", *given)
    done.refused(2, "rounded its IDs", "1.18E+10")
    assert not (tmp_path / "s").exists()


def test_levels_written_with_a_point_and_zero_are_those_levels(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path
) -> None:
    case = shared / "cases" / "74-outcome-one-point-zero"
    study = case / "study.toml"
    tipcoder("init", tmp_path / "s", "--survey", case / "survey.csv", "--study-file", study)
    assert tipcoder("merge", "-o", tmp_path / "m.csv", cwd=tmp_path / "s").status == 0
    with (tmp_path / "m.csv").open(encoding="utf-8-sig", newline="") as file:
        levels = [row["outcome.importance"] for row in csv.DictReader(file)]
    assert sorted(levels) == ["", "", "", "0", "0", "0", "1", "1", "1", "2", "2", "2"]
