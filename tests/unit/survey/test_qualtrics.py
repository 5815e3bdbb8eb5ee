from __future__ import annotations

import pytest

from tipcoder.survey.heads.header_form import Cells
from tipcoder.survey.heads.qualtrics import find_qualtrics_header

TEXTS = ("Start Date", "¿Cómo ayudaron?")
IDS = ('{"ImportId":"startDate"}', '{"ImportId":"QID1_TEXT"}')
ANSWER = ("2024-01-02 10:00:00", "con capacitación")


def find_further_headers(below: list[Cells]) -> tuple[Cells, ...]:
    form = find_qualtrics_header(("startDate", "Q1"), below)
    return form.further if form else ()


def test_the_question_texts_and_the_import_ids_are_headers() -> None:
    assert find_further_headers([TEXTS, IDS, ANSWER]) == (TEXTS, IDS)


@pytest.mark.parametrize(
    "cell", ["{'ImportId': 'QID1'}", '{"ImportId": "QID1"}', ' { "ImportId":"QID1","timeZone":"Z"}']
)
def test_every_way_in_which_qualtrics_has_written_import_ids_is_known(cell: str) -> None:
    assert find_further_headers([TEXTS, (cell, cell), ANSWER]) == (TEXTS, (cell, cell))


def test_empty_cells_of_added_columns_do_not_hide_the_row_of_import_ids() -> None:
    ids = ('{"ImportId":"QID1"}', "", "", "")
    assert find_further_headers([("Q1", "Q1 - Topics", "", ""), ids]) == (
        ("Q1", "Q1 - Topics", "", ""),
        ids,
    )


def test_a_survey_from_elsewhere_has_no_further_headers() -> None:
    assert find_further_headers([ANSWER, ANSWER]) == ()
    assert find_further_headers([]) == ()
    assert find_further_headers([("", "")]) == ()


def test_an_answer_that_talks_about_import_ids_is_an_answer() -> None:
    talk = ("2024-01-02", "7", 'we export with {"ImportId": "QID1"}')
    assert find_further_headers([talk]) == ()
    assert find_further_headers([("2024-01-02", "7", '{"ImportId": "QID1"}')]) == ()
