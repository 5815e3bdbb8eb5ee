"""Letters that were broken before a file came here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.survey.letter_repair import repair_letters
from tipcoder.survey.table import read_survey_table

SurveyFile = Callable[..., Path]
ANSWERS = (
    "Los niños no van a la escuela",
    "La policía no escucha a las víctimas",
    "Чиновники обиделись на доклад",
    "Les réunions ne servent à rien",
)


def _encode_twice(text: str) -> str:
    """What a program makes of UTF-8 that it takes for cp1252, as browsers read it."""
    found = ""
    for byte in text.encode("utf-8"):
        try:
            found += bytes((byte,)).decode("cp1252")
        except UnicodeDecodeError:
            found += chr(byte)
    return found


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_was_encoded_twice_is_read_as_it_was_written(answer: str) -> None:
    assert repair_letters(_encode_twice(answer)) == answer


@pytest.mark.parametrize("answer", [*ANSWERS, "Ã is a letter", "SÃO PAULO", "Â", "plain", "€ 5"])
def test_a_text_in_order_stays(answer: str) -> None:
    assert repair_letters(answer) == answer


def test_a_file_encoded_twice_is_told_and_repaired_on_request(survey_file: SurveyFile) -> None:
    rows = "".join(f"{n},{_encode_twice(answer)}\n" for n, answer in enumerate(ANSWERS))
    path = survey_file(f"id,{_encode_twice('¿Qué es lo más difícil?')}\n{rows}")
    told = read_survey_table(path)
    assert any("--repair-text" in note for note in told.notes)
    assert next(iter(told.rows)).cells[1] == _encode_twice(ANSWERS[0])

    repaired = read_survey_table(path, repair_text=True)
    assert repaired.columns[1].name == "¿Qué es lo más difícil?"
    assert [row.cells[1] for row in repaired.rows] == list(ANSWERS)
    assert not repaired.notes


def test_letters_lost_as_question_marks_are_told(survey_file: SurveyFile) -> None:
    rows = "".join(f"{n},????? ??????? ?? ???????\n" for n in range(5))
    table = read_survey_table(survey_file(f"id,q\n{rows}"))
    assert any("question marks where letters were lost" in note for note in table.notes)


def test_somebody_who_wonders_has_lost_no_letters(survey_file: SurveyFile) -> None:
    rows = "".join(f"{n},why do they never answer????\n" for n in range(5))
    assert not read_survey_table(survey_file(f"id,q\n{rows}")).notes
