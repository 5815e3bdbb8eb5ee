"""Survey files as people have them: `tipcoder init` takes each for what it is.

The files and what must come out lie beside the project, with the reports of the people who had
them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.study import read_study

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


@dataclass(frozen=True)
class Expected:
    """What a file must be taken for."""

    case: str
    id: str | None
    cases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    """Columns that must be among those that identify."""
    respondents: int = 12
    rows: int = 12
    says: str = ""
    """What the report must tell."""
    options: tuple[str, ...] = field(default=())


FILES = [
    Expected(
        "01-surveymonkey-two-headers",
        "Respondent ID",
        questions=(
            "Which services do you offer? Select all that apply. - Other (please specify)",
            "What is the biggest obstacle in your work?",
        ),
        identity=("IP Address", "Email Address", "First Name", "Last Name"),
        says="SurveyMonkey",
    ),
    Expected(
        "03-google-forms-same-minute",
        None,
        questions=("Was ist das größte Hindernis in Ihrer Arbeit?",),
        identity=("Zeitstempel",),
    ),
    Expected(
        "04-msforms-german-excel",
        "ID",
        questions=("Was\xa0fehlt Ihnen am meisten?",),
        options=("--encoding", "cp1252"),
    ),
    Expected(
        "07-redcap-repeating",
        "record_id",
        ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
        questions=("biggest_problem",),
        rows=20,
    ),
    Expected("09-odk-central", "meta-instanceID", questions=("main-problem_detail",)),
    Expected("14-decimal-comma", "ID", questions=("Was fehlt?",)),
    Expected(
        "15-title-lines",
        "ResponseId",
        questions=("What is the biggest obstacle?",),
        says="above the header",
    ),
    Expected("16-qualtrics-html-piped", "ResponseId", questions=("Q1", "Q2", "Q3")),
    Expected(
        "18-google-forms-timestamp-as-question",
        "Response #",
        questions=("What should change first?",),
        identity=("Timestamp",),
        respondents=30,
        rows=30,
    ),
    Expected("20-dates-in-words", "ID", questions=("What is hard?",)),
    Expected(
        "21-social-handles",
        "ID",
        questions=("What is hard?",),
        identity=("E-mail (optional)", "WhatsApp", "LinkedIn", "Telegram", "Instagram"),
    ),
    Expected("22-case-column-short-codes", "Case", questions=("freetext",)),
    Expected("23-tsv-utf16", "ResponseId", questions=("Q1",)),
    Expected(
        "26-qualtrics-preview-rows",
        "ResponseId",
        questions=("Q1",),
        says="3 rows are previews or tests",
    ),
    Expected("29-sep-line", "id", questions=("problem",)),
    Expected(
        "32-mojibake", "id", says="--repair-text", questions=("Â¿QuÃ© es lo mÃ¡s difÃ\xadcil?",)
    ),
    Expected(
        "34-checkbox-commas-with-id",
        "ID",
        questions=("What should change first?",),
        respondents=30,
        rows=30,
    ),
    Expected("37-four-hundred-columns", "id", questions=("Q99_TEXT",), respondents=300, rows=300),
    Expected(
        "38-empty-rows-of-excel", "id", questions=("problem",), says="300 empty row(s) skipped"
    ),
    Expected("63-xlsx-anything", "ResponseId", questions=("problem",)),
    Expected(
        "76-three-countries-each",
        "ResponseId",
        ("loop",),
        questions=("What is hard there?",),
        respondents=10,
        rows=30,
    ),
]


def _find_survey(folder: Path) -> Path:
    """The survey of a case, whatever its format."""
    named = sorted(folder.glob("survey.*"))
    return named[0] if named else sorted(folder.glob("*.tsv"))[0]


@pytest.mark.parametrize("expected", FILES, ids=[one.case for one in FILES])
def test_a_file_is_taken_for_what_it_is(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path, expected: Expected
) -> None:
    survey = _find_survey(shared / "cases" / expected.case)
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
