"""What stands above the answers: titles, rows of options, tags; and footers below them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.survey.table import SurveyTable, read_survey_table

SurveyFile = Callable[..., Path]
ANSWERS = "\n".join(f"R_{number},Peru,answer number {number}" for number in range(1, 9))
HEADER = "ResponseId,Country,What is hard?"


def _names(table: SurveyTable) -> list[str]:
    return [column.name for column in table.columns]


def _ids(table: SurveyTable) -> list[str]:
    return [row.cells[0] for row in table.rows]


@pytest.mark.parametrize(
    "titles",
    [
        "Survey of NGOs 2024,,\nExported on 3 May 2024,,\n,,\n",
        "Survey of NGOs 2024\n\nExported on 3 May 2024\n",
        "Survey of NGOs 2024\n",
    ],
)
def test_the_header_is_found_below_title_lines(survey_file: SurveyFile, titles: str) -> None:
    table = read_survey_table(survey_file(f"{titles}{HEADER}\n{ANSWERS}\n"))
    assert _names(table) == ["ResponseId", "Country", "What is hard?"]
    assert _ids(table) == [f"R_{number}" for number in range(1, 9)]
    assert any("above the header" in note for note in table.notes)


def test_a_header_with_few_names_above_sparse_answers_is_no_title(survey_file: SurveyFile) -> None:
    rows = "\n".join(f"{number},,,," for number in range(8))
    table = read_survey_table(survey_file(f"id,a,b,c,d\n{rows}\n"))
    assert _names(table) == ["id", "a", "b", "c", "d"]
    assert len(table.rows) == 8


def test_a_file_without_a_name_for_its_first_column_has_a_header(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file(",text\n0,one\n1,two\n2,three\n"))
    assert _names(table) == ["column 1", "text"]
    assert len(table.rows) == 3


def test_questions_that_span_columns_are_joined_to_their_options(survey_file: SurveyFile) -> None:
    content = (
        "Respondent ID,Collector ID,Which services?,,,What is hard?\n"
        ",,Shelter,Hotline,Other (please specify),Open-Ended Response\n"
        "118,4,Shelter,,,money\n119,4,,Hotline,food,time\n"
    )
    table = read_survey_table(survey_file(content))
    assert _names(table) == [
        "Respondent ID",
        "Collector ID",
        "Which services? - Shelter",
        "Which services? - Hotline",
        "Which services? - Other (please specify)",
        "What is hard?",
    ]
    assert _ids(table) == ["118", "119"]


def test_a_respondent_who_answered_response_is_a_respondent(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,q\n1,Response\n2,Response\n3,none\n"))
    assert _ids(table) == ["1", "2", "3"]


def test_tags_of_the_humanitarian_exchange_language_are_no_answers(survey_file: SurveyFile) -> None:
    content = "country;problem;_uuid\n#country+name;#problem;\nPeru;money;a-1\nChad;time;a-2\n"
    table = read_survey_table(survey_file(content))
    assert [row.cells[2] for row in table.rows] == ["a-1", "a-2"]


def test_hashtags_in_an_answer_are_an_answer(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file("id,q\n1,#hope\n2,#help\n"))
    assert _ids(table) == ["1", "2"]


def test_a_vv_file_of_limesurvey_takes_its_codes_as_names(survey_file: SurveyFile) -> None:
    content = (
        "Response ID\tDate submitted\tWhat is hard?\n"
        "id\tsubmitdate\tQ1\n"
        "1\t2024-01-01 10:00:00\tmoney\n"
    )
    table = read_survey_table(survey_file(content))
    assert _names(table) == ["id", "submitdate", "Q1"]
    assert table.wordings == ("Response ID", "Date submitted", "What is hard?")


@pytest.mark.parametrize("footer", ["Total responses: 8,,", "© 2024 Survey Ltd,,\nEnd of file,,"])
def test_lines_below_the_answers_are_no_respondents(survey_file: SurveyFile, footer: str) -> None:
    table = read_survey_table(survey_file(f"{HEADER}\n{ANSWERS}\n{footer}\n"))
    assert len(table.rows) == 8
    assert _ids(table)[-1] == "R_8"
    assert any("at the end were skipped" in note for note in table.notes)


@pytest.mark.parametrize(
    "lines",
    ["Total,8,,", 'Summe:,8,"3,25",', "Mean,,3.25,\nTotal,8,26,", "Итого,8,26,", "Total,#DIV/0!,,"],
)
def test_totals_that_a_spreadsheet_has_below_are_no_respondents(
    survey_file: SurveyFile, lines: str
) -> None:
    answers = "".join(f"{number},1,{number % 5},some words\n" for number in range(1, 9))
    table = read_survey_table(survey_file(f"No.,Branch,Service,What?\n{answers}{lines}\n"))
    assert _ids(table) == [str(number) for number in range(1, 9)]


def test_a_last_respondent_whose_first_answer_is_total_stays(survey_file: SurveyFile) -> None:
    rows = "".join(f"part,{number},some words\n" for number in range(8))
    table = read_survey_table(survey_file(f"pay,n,What?\n{rows}total,9,all of it\n"))
    assert len(table.rows) == 9


def test_a_last_respondent_without_answers_stays(survey_file: SurveyFile) -> None:
    table = read_survey_table(survey_file(f"{HEADER}\n{ANSWERS}\nR_9,,\n"))
    assert _ids(table)[-1] == "R_9"


def test_ids_of_several_words_are_no_footers(survey_file: SurveyFile) -> None:
    rows = "\n".join(f"Group {number},," for number in range(9))
    table = read_survey_table(survey_file(f"{HEADER}\n{rows}\n"))
    assert len(table.rows) == 9


def test_empty_rows_that_excel_leaves_are_skipped_and_counted(survey_file: SurveyFile) -> None:
    empty = ",,\n" * 300
    table = read_survey_table(survey_file(f"{HEADER}\n{ANSWERS}\n{empty}"))
    assert len(table.rows) == 8
    assert any(note.startswith("300 empty row(s) skipped") for note in table.notes)
