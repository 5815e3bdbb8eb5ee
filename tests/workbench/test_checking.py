"""`check`: what is broken is a fault, what a lead should know is a warning,
and each names its place.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.model.filters import AnswerFilter
from tipcoder.privacy.key_file import key_path
from tipcoder.workbench.codebook.hand_edits import import_edited_codebook
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.backup import back_up_keys
from tipcoder.workbench.status.check import CheckReport, check_study

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy

COMPLETE = """\
title = "Complete"

[code.money]
label = "Money"
definition = "Money changes hands."
use_when = "A grant is named."
cues = { en = ["grant"], es = ["dinero"], ru = ["деньги"] }
"""


@pytest.fixture
def tidy(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A study of which there is nothing to say."""
    folder = make_study(small_survey, small_study_toml, COMPLETE)
    back_up_keys(folder, tmp_path_factory.mktemp("safe") / "keys.json")
    return folder


def checked(folder: Path) -> CheckReport:
    with open_study_folder(folder, import_edits=False) as here:
        return check_study(here)


def test_a_tidy_study_has_neither_faults_nor_warnings(tidy: Path) -> None:
    report = checked(tidy)
    assert (report.faults, report.warnings) == ([], [])
    assert report.totals == {
        "respondents": 8,
        "cases": 9,
        "answered": 12,
        "codings": 0,
        "readings": 0,
        "many": 0,
        "acts": 2,
    }


def test_a_damaged_text_is_a_fault_that_names_store_and_answer(tidy: Path) -> None:
    with open_study_folder(tidy) as here, here.store.write() as db:
        db.exec_driver_sql("update answer set text = text || '!' where id = 5")
    assert checked(tidy).faults == ["study.db: answer 5: its text is not the one that was frozen"]


def test_gaps_of_the_codebook_are_one_warning(tidy: Path) -> None:
    (tidy / "codebook.toml").write_text(COMPLETE.replace(', ru = ["деньги"]', ""), "utf-8")
    with open_study_folder(tidy) as here:
        import_edited_codebook(here, here.register_coder("lead"))
        report = check_study(here)
    assert report.faults == []
    assert report.warnings == ["codebook.toml: 1 gap(s), see `tipcoder codebook check`"]


def test_a_code_meant_for_a_question_that_is_not_asked_is_a_warning_with_the_nearest(
    tidy: Path,
) -> None:
    path = tidy / "codebook.toml"
    path.write_text(path.read_text("utf-8") + 'questions = ["how", "hwo"]\n', "utf-8")
    (warning,) = [said for said in checked(tidy).warnings if "meant for" in said]
    assert "codebook.toml: [code.money] is meant for 'hwo'" in warning
    assert "'how'" in warning


def test_an_edited_codebook_is_a_warning_until_it_is_taken_in(tidy: Path) -> None:
    (tidy / "codebook.toml").write_text(COMPLETE.replace('"Money"', '"Funding"'), "utf-8")
    assert checked(tidy).warnings == [
        "codebook.toml: was edited; the next verb that reads codes takes it in"
    ]
    with open_study_folder(tidy, import_edits=False) as here:
        assert import_edited_codebook(here, here.register_coder("lead")) == 2
        assert import_edited_codebook(here, here.register_coder("lead")) is None
    assert checked(tidy).warnings == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[code.money\n", "codebook.toml: is not valid TOML"),
        ("title = 'x'\n", "codebook.toml: has no code"),
        (None, "codebook.toml: there is no such file"),
    ],
)
def test_a_codebook_that_cannot_be_read_is_a_fault(
    tidy: Path, content: str | None, says: str
) -> None:
    if content is None:
        (tidy / "codebook.toml").unlink()
    else:
        (tidy / "codebook.toml").write_text(content)
    (fault,) = checked(tidy).faults
    assert says in fault


def test_a_missing_key_file_is_a_fault_that_says_where_it_should_be(
    tidy: Path, keys_folder: Path
) -> None:
    with open_study_folder(tidy) as here:
        path = key_path(here.read_uuid())
    path.unlink()
    before = {each.name: each.read_bytes() for each in keys_folder.iterdir()}
    (fault,) = checked(tidy).faults
    assert fault.startswith(f"{path}: the study's key file is not here.")
    assert "TIPCODER_KEYS" in fault
    after = {each.name: each.read_bytes() for each in keys_folder.iterdir()}
    assert after == before, "a check makes no file"


def test_a_key_file_that_others_can_read_is_a_fault(tidy: Path) -> None:
    with open_study_folder(tidy) as here:
        key_path(here.read_uuid()).chmod(0o640)
    (fault,) = checked(tidy).faults
    assert "mode 0640" in fault
    assert "chmod 600" in fault


def test_a_key_file_that_is_none_is_a_fault(tidy: Path) -> None:
    with open_study_folder(tidy) as here:
        key_path(here.read_uuid()).write_text("{}")
    (fault,) = checked(tidy).faults
    assert "is not a tipcoder key file" in fault


def test_a_key_file_of_last_month_is_a_fault_because_somebody_is_missing_from_it(
    tidy: Path,
) -> None:
    import json

    with open_study_folder(tidy) as here:
        path = key_path(here.read_uuid())
    content = json.loads(path.read_text("utf-8"))
    content["source_ids"].pop("3237565963")
    path.write_text(json.dumps(content), "utf-8")
    (fault,) = checked(tidy).faults
    assert (
        fault == f"{path}: does not say who is behind 1 response ID(s). Restore it from a backup."
    )


def test_a_study_whose_ids_are_public_needs_no_key_file(
    make_study: Callable[..., Path], small_survey: str, public_study_toml: str, keys_folder: Path
) -> None:
    folder = make_study(small_survey, public_study_toml, COMPLETE)
    assert list(keys_folder.iterdir()) == []
    assert checked(folder).faults == []


def test_a_folder_that_others_can_open_is_a_warning(tidy: Path) -> None:
    tidy.chmod(0o755)
    assert checked(tidy).warnings == [
        "study: others on this machine can open the folder; chmod 700 it"
    ]


def test_keys_in_a_synchronised_folder_are_a_warning(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TIPCODER_KEYS", str(tmp_path / "Dropbox" / "keys"))
    folder = make_study(small_survey, small_study_toml, COMPLETE)
    not_copied, in_cloud = checked(folder).warnings
    assert "has not been copied" in not_copied
    assert "copied to a cloud" in in_cloud


def test_check_counts_work_that_stands(here: OpenStudy) -> None:
    session = CodingSession(here, here.register_coder("anna"))
    first, second, *_ = session.find_answer_ids(AnswerFilter())
    session.add_coding(first, "money", finish=True)
    session.finish_answers(second)
    session.undo()
    totals = check_study(here).totals
    assert (totals["codings"], totals["readings"], totals["acts"]) == (1, 1, 5)


def test_a_damaged_page_is_told_as_an_environment_fault(tidy: Path) -> None:
    path = tidy / "study.db"
    content = bytearray(path.read_bytes())
    at = content.index("Посольство".encode()) // 4096 * 4096
    content[at : at + 4096] = bytes(4096)
    path.write_bytes(content)
    with pytest.raises(EnvironmentFault, match=r"study\.db: is damaged"):
        checked(tidy)
    assert path.read_bytes() == content


TAMPERING = {
    (
        "update survey_case set attributes = replace(attributes, 'Kenya', 'Peru') where "
        "source_row = 3"
    ): "survey_case 3: its attributes are not those that were imported",
    (
        "update answer set language = 'es' where language = 'ru' and text like 'Чиновники%'"
    ): "language is 'es', the log says 'ru'",
    (
        "update codebook_revision set document = replace(document, 'Money', 'Cash')"
    ): "codebook_revision 1: its document is",
}


def test_what_an_import_froze_and_a_codebook_said_is_compared_with_what_the_log_kept_of_it(
    here_on_both: OpenStudy,
) -> None:
    from sqlalchemy import text

    assert check_study(here_on_both).faults == []
    for statement, says in TAMPERING.items():
        with here_on_both.store.write() as db:
            before = db.execute(
                text("select attributes from survey_case where source_row = 3")
            ).scalar_one()
            kept = db.execute(text("select document from codebook_revision")).scalar_one()
            assert db.execute(text(statement)).rowcount == 1
        report = check_study(here_on_both)
        assert any(says in fault for fault in report.faults), (statement, report.faults)
        assert "tipcoder restore" in report.remedy
        with here_on_both.store.write() as db:
            db.execute(
                text("update survey_case set attributes = :a where source_row = 3"), {"a": before}
            )
            db.execute(text("update codebook_revision set document = :d"), {"d": kept})
            db.execute(text("update answer set language = 'ru' where text like 'Чиновники%'"))
    assert check_study(here_on_both).faults == []
