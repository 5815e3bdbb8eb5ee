"""Files of many platforms, languages and formats, each with several traps at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey_shapes.exports import EXPORTS
from survey_shapes.judging import judge_all
from survey_shapes.writing import Export, write_export
from tipcoder.study.reading import read_study_text
from tipcoder.survey.sniffing import plan_survey, write_study_text
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.table import SurveyTable, read_survey_table

NAMES = [export.what for export in EXPORTS]


def _read(export: Export, folder: Path) -> SurveyTable:
    return read_survey_table(write_export(export, folder), **export.options)


def _plan(export: Export, folder: Path) -> SurveyPlan:
    return plan_survey(_read(export, folder))


@pytest.mark.parametrize("export", EXPORTS, ids=NAMES)
def test_a_file_is_taken_for_what_it_is(tmp_path: Path, export: Export) -> None:
    plan = _plan(export, tmp_path)
    roles = plan.roles
    respondent = (roles.respondent.name,) if roles.respondent else ()
    assert respondent == export.list_columns("id")
    assert tuple(column.name for column in roles.case) == export.list_columns("case")
    assert ((roles.wave.name,) if roles.wave else ()) == export.list_columns("wave")
    assert tuple(one.facts.name for one in roles.open) == export.list_columns("open")
    translations = tuple(one.translation.name for one in roles.open if one.translation)
    assert translations == export.list_columns("translation")
    # Neither less nor more: what nobody is known by stays beside the answers.
    assert {column.name for column in roles.identity} == set(export.list_columns("private"))
    assert plan.extent.respondents == export.respondents
    assert plan.languages.codes == export.languages


@pytest.mark.parametrize("export", EXPORTS, ids=NAMES)
def test_no_cell_is_changed_and_the_study_can_be_read(tmp_path: Path, export: Export) -> None:
    table = _read(export, tmp_path)
    assert [column.name for column in table.columns] == [one.called for one in export.columns]
    shown = [export.list_shown(number) for number in range(export.rows)]
    assert [row.cells for row in table.rows] == shown
    study = read_study_text(write_study_text(plan_survey(table)))
    asked = tuple(question.column for question in study.questions)
    assert asked == export.list_columns("open")


@pytest.mark.parametrize("export", EXPORTS, ids=NAMES)
def test_what_is_not_plain_is_said_and_nothing_else(tmp_path: Path, export: Export) -> None:
    plan = _plan(export, tmp_path)
    said = plan.table.notes
    assert len(said) == len(export.notes), said
    for words in export.notes:
        assert any(words in note for note in said), said
    unwanted = " | ".join(map(str, plan.unwanted))
    assert bool(unwanted) == bool(export.unwanted)
    assert all(words in unwanted for words in export.unwanted), unwanted


def test_ninety_five_of_a_hundred_judgements_are_right(shared: Path) -> None:
    right, judged, wrong = judge_all(shared)
    print(f"{right} of {judged} judgements are right")
    assert judged > 350
    assert right >= 0.95 * judged, wrong
