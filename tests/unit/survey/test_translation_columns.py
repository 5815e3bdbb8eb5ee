"""A translation column is known by its name, and only where it stands beside an original."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.study import read_study
from tipcoder.survey.sniffing import propose_study
from tipcoder.survey.table import read_survey_table

SurveyFile = Callable[..., Path]
Proposed = list[tuple[str, str | None]]

ORIGINALS = (
    "No nos invitaron a la reunión",
    "El gobierno nunca contestó nuestras cartas",
    "Falta dinero para los refugios",
    "Hemos hablado con la policía dos veces",
    "Nadie sabe quién decide eso",
    "La prensa escribió sobre nosotros",
)
ENGLISH = (
    "They did not invite us to the meeting",
    "The government never answered our letters",
    "There is no money for the shelters",
    "We talked to the police twice",
    "Nobody knows who decides that",
    "The press wrote about us",
)


def _propose(survey_file: SurveyFile, tmp_path: Path, header: str, rows: list[str]) -> Proposed:
    path = survey_file("\n".join([header, *rows]) + "\n")
    (tmp_path / "study.toml").write_text(propose_study(read_survey_table(path)), "utf-8")
    study = read_study(tmp_path / "study.toml")
    return [(question.column, question.translation) for question in study.questions]


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("why", "why_en"),
        ("why", "why_english"),
        ("why", "why (translated)"),
        ("why", "Why - English translation"),
        ("why", "whyTranslation"),
        ("why", "WhyEN"),
        ("Q3.24", "Q3.24_en"),
        ("Q12", "Q12EN"),
        ("why", "en_why"),
        ("why", "Translation of why"),
        ("why_original", "why_translated"),
        ("motivo", "motivo (traducción)"),
        ("motif", "motif traduit en anglais"),
        ("причина", "причина (перевод)"),
        ("причина", "Перевод на английский: причина"),
        ("причина", "переклад_причина"),
        ("¿Qué es lo más difícil?", "¿Qué es lo más difícil? [English]"),
    ],
)
def test_a_translation_is_proposed_with_its_question_wherever_it_stands(
    survey_file: SurveyFile, tmp_path: Path, original: str, translation: str
) -> None:
    texts = zip(ORIGINALS, ENGLISH, strict=True)
    rows = [f"r{n},{ours},{theirs}" for n, (ours, theirs) in enumerate(texts)]
    found = _propose(survey_file, tmp_path, f"id,{original},{translation}", rows)
    assert found == [(original, translation)]

    texts = zip(ORIGINALS, ENGLISH, strict=True)
    rows = [f"r{n},{theirs},{ours}" for n, (ours, theirs) in enumerate(texts)]
    found = _propose(survey_file, tmp_path, f"id,{translation},{original}", rows)
    assert found == [(original, translation)]


def test_a_translation_of_a_few_answers_is_no_closed_column(
    survey_file: SurveyFile, tmp_path: Path
) -> None:
    rows = [f"r{n},{text}," for n, text in enumerate(ORIGINALS[1:])]
    rows.append(f"r9,{ORIGINALS[0]},{ENGLISH[0]}")
    assert _propose(survey_file, tmp_path, "id,why,why_en", rows) == [("why", "why_en")]


def test_a_form_in_two_languages_has_two_questions(survey_file: SurveyFile, tmp_path: Path) -> None:
    rows = [f"s{n},{text}," for n, text in enumerate(ORIGINALS)]
    rows += [f"e{n},,{text}" for n, text in enumerate(ENGLISH)]
    found = _propose(survey_file, tmp_path, "id,why,why_en", rows)
    assert found == [("why", None), ("why_en", None)]


@pytest.mark.parametrize("other", ["why not", "why_other", "why_2", "en", "translation", "how_en"])
def test_another_question_is_no_translation(
    survey_file: SurveyFile, tmp_path: Path, other: str
) -> None:
    texts = zip(ORIGINALS, ENGLISH, strict=True)
    rows = [f"r{n},{ours},{theirs}" for n, (ours, theirs) in enumerate(texts)]
    found = _propose(survey_file, tmp_path, f"id,why,{other}", rows)
    assert found == [("why", None), (other, None)]
