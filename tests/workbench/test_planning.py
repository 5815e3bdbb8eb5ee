"""The plan of a new study, as a screen asks for it and changes it. All surveys are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.study.reading import read_study_text
from tipcoder.workbench.survey.creating import StudyPlan, begin_planning, propose_study_text
from tipcoder.workbench.survey.plan_file import save_plan
from tipcoder.workbench.survey.planning import ColumnRole, StudyPlanning

_SPANISH = (
    "Dieron talleres para los fiscales de nuestra ciudad y para sus ayudantes",
    "Nada cambia en nuestra ciudad porque nadie pregunta a las familias",
)
SURVEY = f"""\
id,shelter,email,country,helped,why,importance,Status
r1,Blue House,b@example.org,Kenya,Yes,They trained the police in our town,Most,IP Address
r2,Green Door,g@example.org,Kenya,No,,Not,IP Address
r3,Casa Sol,s@example.org,Peru,Yes,{_SPANISH[0]},Somewhat,IP Address
r4,Casa Luna,l@example.org,Peru,Yes,{_SPANISH[1]},Somewhat,Survey Preview
r5,Open Hand,o@example.org,Nepal,No,,Not,IP Address
r6,Safe Stairs,t@example.org,Nepal,Yes,The embassy asked for a law,Most,IP Address
r7,Harbour,h@example.org,Kenya,Yes,Training and a workshop,Somewhat,IP Address
"""
NAMES = ["Blue House", "b@example.org", "r1"]


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(SURVEY, "utf-8")
    return path


@pytest.fixture
def planning(survey: Path) -> StudyPlanning:
    return begin_planning(StudyPlan(survey.with_name("answers"), survey))


def place_of(planning: StudyPlanning, name: str) -> int:
    return next(at for at in range(len(planning)) if planning.find_name(at) == name)


def test_questions_and_what_concerns_people_come_first_and_each_says_why(
    planning: StudyPlanning,
) -> None:
    columns = [planning.describe_column(at) for at in range(len(planning))]
    assert [(column.name, str(column.role)) for column in columns] == [
        ("why", "question"),
        ("id", "ID"),
        ("shelter", "name"),
        ("email", "private"),
        ("country", "attribute"),
        ("helped", "kept"),
        ("importance", "kept"),
        ("Status", "kept"),
    ]
    reasons = {column.name: column.reason for column in columns}
    assert reasons["id"] == "called id, 7 different values in 7 rows"
    assert reasons["why"].startswith("5 answers, 5 different, about ")
    assert reasons["email"].startswith("holds e-mail addresses")
    assert "Kenya, Peru, Nepal" in reasons["country"]
    assert planning.find_next_choice(place_of(planning, "id")) == "email"
    assert planning.find_next_choice(place_of(planning, "why")) == ""


def test_no_reason_names_anybody_and_their_values_are_hidden(planning: StudyPlanning) -> None:
    for at in range(len(planning)):
        reason = planning.describe_column(at).reason
        assert not any(name in reason for name in NAMES), reason
    hidden = {
        planning.find_name(at) for at in range(len(planning)) if planning.has_hidden_values(at)
    }
    assert hidden == {"id", "shelter", "email"}


def test_five_values_of_each_column_the_commonest_first_where_they_repeat(
    planning: StudyPlanning,
) -> None:
    assert planning.list_values(place_of(planning, "importance")) == [
        ("Somewhat", 3),
        ("Most", 2),
        ("Not", 2),
    ]
    shelters = place_of(planning, "shelter")
    assert [value for value, _ in planning.list_values(shelters)] == [
        "Blue House",
        "Green Door",
        "Casa Sol",
        "Casa Luna",
        "Open Hand",
    ]
    assert planning.count_other_values(shelters) == 2


def test_a_plan_that_nobody_changed_is_what_is_proposed_without_a_screen(
    planning: StudyPlanning, survey: Path
) -> None:
    assert planning.write_text() == propose_study_text(StudyPlan(survey.parent / "s", survey))


def test_every_change_is_said_and_taken_back(planning: StudyPlanning) -> None:
    before = planning.write_text()
    scale, mail = place_of(planning, "importance"), place_of(planning, "email")
    assert planning.set_role(scale, ColumnRole.OUTCOME) == "importance is an outcome now."
    said = planning.set_role(mail, ColumnRole.ATTRIBUTE)
    assert said == "email is an attribute now. Its values are kept beside the answers."
    assert planning.toggle_unwanted("previews or tests", 0) == (
        "1 row is left out as previews or tests."
    )
    study = read_study_text(planning.write_text())
    assert study.outcomes["importance"].levels == ("Most", "Not", "Somewhat")
    assert study.attributes == ("email", "country")
    assert study.exclude[0].equals == ("Survey Preview",)
    assert planning.toggle_unwanted("previews or tests", 0) == "1 row is taken in again."
    assert [planning.undo() is not None for _ in range(4)] == [True] * 4
    assert planning.undo() is None
    assert planning.write_text() == before


def test_a_refusal_changes_nothing(planning: StudyPlanning) -> None:
    before = planning.write_text()
    why = place_of(planning, "why")
    with pytest.raises(BadInput, match="why is an open question already"):
        planning.set_role(why, ColumnRole.QUESTION)
    with pytest.raises(BadInput, match="no row is known to be broken off or screened out"):
        planning.toggle_unwanted("broken off or screened out", why)
    assert planning.undo() is None
    assert planning.write_text() == before


def test_without_a_question_there_is_no_study_and_the_way_to_one_is_said(
    planning: StudyPlanning,
) -> None:
    planning.set_role(place_of(planning, "why"), ColumnRole.KEPT)
    with pytest.raises(BadInput, match="No column is an open question"):
        planning.write_text()
    planning.set_role(place_of(planning, "helped"), ColumnRole.QUESTION)
    assert [q.column for q in read_study_text(planning.write_text()).questions] == ["helped"]


def test_languages_are_found_when_they_are_asked_for(planning: StudyPlanning) -> None:
    assert not planning.knows_languages
    assert "languages …" in planning.describe_file()
    planning.find_languages()
    assert "en, es" in planning.describe_file()
    planning.set_role(place_of(planning, "country"), ColumnRole.KEPT)
    assert planning.knows_languages, "the questions are the same"
    planning.set_role(place_of(planning, "country"), ColumnRole.QUESTION)
    assert not planning.knows_languages


def test_a_file_in_which_nothing_looks_like_a_question_can_be_planned(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("id,a,b\nr1,Yes,1\nr2,No,2\nr3,Yes,2\nr4,No,1\n", "utf-8")
    planning = begin_planning(StudyPlan(tmp_path / "short", path))
    with pytest.raises(BadInput, match="No column is an open question"):
        planning.write_text()
    planning.set_role(place_of(planning, "a"), ColumnRole.QUESTION)
    assert read_study_text(planning.write_text()).respondent_id == "id"


def test_a_plan_is_kept_in_a_file_of_its_own(tmp_path: Path) -> None:
    first = save_plan("title = 1\n", tmp_path / "answers")
    assert first == tmp_path / "answers.toml"
    second = save_plan("title = 2\n", tmp_path / "answers")
    assert second.name == "answers-2.toml"
    assert (first.read_text(), second.read_text()) == ("title = 1\n", "title = 2\n")
