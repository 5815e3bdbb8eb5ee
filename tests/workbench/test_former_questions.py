"""A question that left study.toml is said,
and its open texts never become attributes that a table publishes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tipcoder.errors import BadInput
from tipcoder.store import schema
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.merged_table import build_merged_table
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.status.overview import read_overview
from tipcoder.workbench.survey.importing import import_survey

if TYPE_CHECKING:
    from conftest import StoreUrl
    from tipcoder.workbench.survey.import_report import ImportReport

HOW = '\n[[question]]\ncolumn = "how"\ntext = "How does it do that?"\n'
TEXT = "The workshops for judges were useful"


@pytest.fixture
def left(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    store_url: StoreUrl,
    tmp_path: Path,
) -> Path:
    """A study whose question `how` left study.toml after its 4 answers had been imported."""
    folder = make_study(small_survey, small_study_toml, where=store_url)
    (tmp_path / "late.csv").write_text(small_survey.replace("Togo", "Benin"), "utf-8", newline="")
    file = folder / "study.toml"
    before, _, after = file.read_text("utf-8").rpartition("[[question]]")
    file.write_text(before + after[after.find("[store]") :], "utf-8")
    return folder


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "study.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def bring(folder: Path, name: str = "late.csv") -> ImportReport:
    with open_study_folder(folder) as here:
        return import_survey(here, here.register_coder("lead"), folder.parent / name)


def attributes(folder: Path) -> list[dict[str, str]]:
    with open_study_folder(folder) as here, here.store.read() as db:
        return [
            json.loads(cells)
            for cells in db.execute(select(schema.survey_case.c.attributes)).scalars()
        ]


def test_it_is_said_by_check_by_import_and_on_the_study_screen_and_its_texts_stay_answers(
    left: Path,
) -> None:
    with open_study_folder(left) as here:
        (said,) = [line for line in check_study(here).warnings if "'how'" in line]
        assert said in read_overview(here, "lead").warnings
    assert "no longer names the open question 'how'; its 4 answers" in said
    report = bring(left)
    assert said in report.notes
    assert report.changed == 1, "the corrected country"
    assert all("how" not in cells for cells in attributes(left))
    with open_study_folder(left) as here:
        assert TEXT not in str([column.values for column in build_merged_table(here).columns])
        with here.store.read() as db:
            texts = db.execute(
                select(schema.answer.c.text).where(schema.answer.c.live == 1)
            ).scalars()
            assert sum(TEXT in text for text in texts) == 1


def test_texts_that_an_import_put_among_the_attributes_are_not_merged_and_leave_at_the_next(
    left: Path,
) -> None:
    with open_study_folder(left) as here, here.store.write() as db:
        spoiled = json.dumps({"country": "Ghana", "active": "Yes", "how": TEXT})
        db.execute(
            update(schema.survey_case)
            .where(schema.survey_case.c.id == 7)
            .values(attributes=spoiled)
        )
    with open_study_folder(left) as here:
        columns = build_merged_table(here).columns
        assert "how" not in [column.name for column in columns]
        assert TEXT not in str([column.values for column in columns])
    bring(left)
    assert all("how" not in cells for cells in attributes(left))


def test_a_question_made_an_attribute_on_purpose_is_refused_and_check_calls_it_a_fault(
    left: Path,
) -> None:
    change(left, '"active"]', '"active", "how"]')
    with pytest.raises(
        BadInput, match=r"\[respondent\] attributes: 'how' is an open question of this study"
    ) as fault:
        bring(left)
    assert "[[question]]" in fault.value.hint
    with open_study_folder(left) as here:
        assert any("'how' is an open question" in line for line in check_study(here).faults)
        assert "how" not in [column.name for column in build_merged_table(here).columns]


def test_a_question_under_a_new_name_is_taken_for_renamed(left: Path, small_survey: str) -> None:
    (left.parent / "renamed.csv").write_text(
        small_survey.replace(",how\n", ",Q7\n", 1), "utf-8", newline=""
    )
    change(left, "[[question]]", HOW.replace('"how"', '"Q7"').lstrip() + "\n[[question]]")
    with open_study_folder(left) as here:
        (said,) = [line for line in check_study(here).warnings if "'how'" in line]
    assert "If 'Q7' is its new name, keep the old one in study.toml and rename the column" in said
    assert said in bring(left, "renamed.csv").notes


def test_a_question_that_is_back_is_a_question_again(left: Path, small_study_toml: str) -> None:
    whole = "[[question]]" + small_study_toml.rpartition("[[question]]")[2]
    change(left, "[[question]]", whole + "\n[[question]]")
    report = bring(left)
    assert report.notes == []
    assert report.new_versions == []
    with open_study_folder(left) as here:
        assert not [line for line in check_study(here).warnings if "'how'" in line]
