"""Files with a line for each answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.survey.sniffing import propose_study
from tipcoder.survey.table import read_survey_table

SurveyFile = Callable[..., Path]
LONG = (
    "participant,country,question,answer\n"
    "p1,Peru,Why?,no money\np1,Peru,What next?,more courts\n"
    "p2,Chad,Why?,no law\np3,Laos,Why?,no police\np3,Laos,What next?,peace\n"
)


def test_it_is_named_and_not_taken_for_a_survey(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file(LONG))
    with pytest.raises(BadInput, match=r"a line for each answer \(participant, question, answer\)"):
        propose_study(table)


def test_on_request_it_becomes_a_row_for_each_respondent(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file(LONG), long=True)
    assert [column.name for column in table.columns] == [
        "participant",
        "country",
        "Why?",
        "What next?",
    ]
    assert [row.cells for row in table.rows] == [
        ("p1", "Peru", "no money", "more courts"),
        ("p2", "Chad", "no law", ""),
        ("p3", "Laos", "no police", "peace"),
    ]


def test_a_second_answer_to_one_question_is_not_dropped(survey_file: SurveyFile) -> None:
    with pytest.raises(BadInput, match="line 7: a second answer of one respondent to 'Why\\?'"):
        read_survey_table(survey_file(LONG + "p1,Peru,Why?,other\n"), long=True)


def test_a_wide_file_is_not_widened(survey_file: SurveyFile) -> None:
    with pytest.raises(BadInput, match="does not have a line for each answer"):
        read_survey_table(survey_file("id,why\n1,a\n2,b\n"), long=True)


def test_a_survey_with_a_column_called_answer_is_a_survey(survey_file: SurveyFile) -> None:
    rows = "".join(f"{n},topic {n},words {n}\n" for n in range(9))
    assert not read_survey_table(survey_file(f"id,question,answer\n{rows}")).long_form
