"""Public sample files of surveys: each is taken for what a person sees in it, or refused in words.

What must come out was written by looking at the files, in tests/fixtures/survey_samples.toml.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tipcoder.errors import BadInput
from tipcoder.survey.sniffing import plan_survey, write_study_text
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.table import read_survey_table

FIXTURE = Path(__file__).parents[2] / "fixtures" / "survey_samples.toml"
SAMPLES: list[dict[str, Any]] = tomllib.loads(FIXTURE.read_text("utf-8"))["file"]
NAMES = [f"{one['file']} {one.get('encoding', '')}".strip() for one in SAMPLES]


def test_every_sample_is_in_the_table(shared: Path) -> None:
    folder = shared / "samples" / "survey"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {one["file"] for one in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_sample_is_taken_for_what_a_person_sees(shared: Path, sample: dict[str, Any]) -> None:
    path = shared / "samples" / "survey" / sample["file"]
    refusal = ""
    try:
        table = read_survey_table(path, encoding=sample.get("encoding"))
        if "columns" in sample:
            assert (len(table.columns), len(table.rows)) == (sample["columns"], sample["rows"])
        notes = " | ".join(table.notes)
        assert all(words in notes for words in sample.get("notes", ())), notes
        plan = plan_survey(table)
        write_study_text(plan)
    except BadInput as error:
        refusal = error.message
        assert path.name in refusal
        assert error.hint
    assert sample.get("refused", "") in refusal
    assert bool(refusal) == ("refused" in sample), refusal
    if not refusal:
        _compare_plan(plan, sample)


def _compare_plan(plan: SurveyPlan, sample: dict[str, Any]) -> None:
    roles = plan.roles
    respondent = roles.respondent.name if roles.respondent else None
    assert respondent == sample.get("id")
    assert plan.extent.respondents == sample["respondents"]
    assert [column.name for column in roles.case] == sample.get("case", [])
    if "questions" in sample:
        assert [one.facts.name for one in roles.open] == sample["questions"]
    else:
        assert len(roles.open) == 1
    if "languages" in sample:
        assert list(plan.languages.codes) == sample["languages"]
    assert set(sample.get("identity", ())) <= {column.name for column in roles.identity}


def _list_plain_files(shared: Path) -> Iterator[Path]:
    """Samples that are CSV without any trap in how lines are cut."""
    folder = shared / "samples" / "survey"
    for name in ("country_NA", "google_forms", "qualtrics"):
        yield from sorted((folder / name).glob("*.csv"))
    yield folder / "surveymonkey" / "538_steak-risk-survey.csv"


def test_no_cell_of_a_sample_is_changed(shared: Path) -> None:
    files = list(_list_plain_files(shared))
    assert len(files) == 8
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            written = list(csv.reader(file))
        rows = [row.cells for row in read_survey_table(path).rows]
        # What stands above the answers are header rows, one, two or three of them.
        assert rows == [tuple(cells) for cells in written[len(written) - len(rows) :]], path.name
