"""Backups and migrations asked for by hand."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model.filters import AnswerFilter
from tipcoder.store.schema import SCHEMA_VERSION
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.backup import back_up, back_up_keys, has_keys_copy, migrate_study
from tipcoder.workbench.status.check import check_study

if TYPE_CHECKING:
    from conftest import StoreUrl


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        return int(db.execute(f"select count(*) from {table}").fetchone()[0])


def test_a_backup_of_an_open_study_holds_its_latest_act(small_study: Path, tmp_path: Path) -> None:
    with open_study_folder(small_study) as here:
        session = CodingSession(here, here.register_coder("anna"))
        session.add_coding(session.find_answer_ids(AnswerFilter())[0], "money")
        back_up(small_study, tmp_path / "copy.db")
    copy = tmp_path / "copy.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert count(copy, "coding") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "study"]


def test_a_backup_put_in_the_place_of_the_store_is_the_study(
    small_study: Path, tmp_path: Path
) -> None:
    back_up(small_study, tmp_path / "copy.db")
    (small_study / "study.db").write_bytes((tmp_path / "copy.db").read_bytes())
    with open_study_folder(small_study) as here:
        assert check_study(here).faults == []


def test_a_backup_made_while_somebody_writes_is_whole(small_study: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    acts: list[int] = []

    def work() -> None:
        with open_study_folder(small_study) as here:
            session = CodingSession(here, here.register_coder("anna"))
            at = session.find_answer_ids(AnswerFilter())[0]
            while not stop.is_set():
                session.add_coding(
                    at, "money", (len(acts) % 40, len(acts) % 40 + 1 + len(acts) // 40), finish=True
                )
                acts.append(len(acts))

    with open_study_folder(small_study) as here:
        here.register_coder("anna")
    worker = threading.Thread(target=work)
    worker.start()
    try:
        before = []
        for n in range(5):
            seen = len(acts)
            back_up(small_study, tmp_path / f"copy{n}.db")
            before.append(seen)
    finally:
        stop.set()
        worker.join()
    for n, seen in enumerate(before):
        copy = tmp_path / f"copy{n}.db"
        assert seen <= count(copy, "coding") <= len(acts)
        with closing(sqlite3.connect(copy)) as db:
            assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
            (unmade,) = db.execute(
                "select count(*) from coding where cast(id as text) not in "
                "(select entity_id from event where entity = 'coding')"
            ).fetchone()
            assert unmade == 0, "rows and their events are copied together"


def test_a_backup_never_takes_the_place_of_a_file(small_study: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BadInput, match=r"copy\.db: is there already"):
        back_up(small_study, tmp_path / "copy.db")
    with pytest.raises(EnvironmentFault, match="its folder does not exist") as fault:
        back_up(small_study, tmp_path / "nowhere" / "copy.db")
    assert fault.value.hint
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_study_without_a_store_has_no_backup_and_gets_no_store(
    small_study: Path, tmp_path: Path
) -> None:
    (small_study / "study.db").unlink()
    with pytest.raises(EnvironmentFault, match="has no store"):
        back_up(small_study, tmp_path / "copy.db")
    assert not (small_study / "study.db").exists()
    assert not (tmp_path / "copy.db").exists()


def test_a_backup_into_a_folder_that_cannot_be_written_says_so(
    small_study: Path, tmp_path: Path, heeding_permissions: None
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    with pytest.raises(
        EnvironmentFault, match=r"copy\.db: cannot be written \(Permission denied\)"
    ):
        back_up(small_study, closed / "copy.db")


def test_a_write_protected_study_can_be_backed_up(
    small_study: Path, tmp_path: Path, heeding_permissions: None
) -> None:
    small_study.chmod(0o555)
    try:
        back_up(small_study, tmp_path / "copy.db")
    finally:
        small_study.chmod(0o700)
    assert count(tmp_path / "copy.db", "answer") == 18


@pytest.mark.postgres
def test_a_database_is_backed_up_by_its_own_tools(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    postgres_url: StoreUrl,
    tmp_path: Path,
) -> None:
    folder = make_study(small_survey, small_study_toml, where=postgres_url)
    with pytest.raises(BadInput, match="lives in PostgreSQL") as refusal:
        back_up(folder, tmp_path / "copy.db")
    assert "pg_dump" in refusal.value.hint


def test_migrating_a_store_of_this_version_changes_nothing(
    make_study: Callable[..., Path], small_survey: str, small_study_toml: str, store_url: StoreUrl
) -> None:
    folder = make_study(small_survey, small_study_toml, where=store_url)
    assert migrate_study(folder) == (SCHEMA_VERSION, SCHEMA_VERSION)
    assert not (folder / "study.db.bak").exists()


def test_migrating_a_newer_store_is_refused(
    make_study: Callable[..., Path], small_survey: str, small_study_toml: str, store_url: StoreUrl
) -> None:
    folder = make_study(small_survey, small_study_toml, where=store_url)
    with open_study_folder(folder) as here, here.store.write() as db:
        db.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(EnvironmentFault, match="newer tipcoder") as fault:
        migrate_study(folder)
    assert "Update tipcoder" in fault.value.hint


def test_the_key_file_is_copied_for_its_owner_and_the_study_knows_until_it_changes(
    small_study: Path, tmp_path: Path, keys_folder: Path
) -> None:
    private = tmp_path / "safe"
    private.mkdir()
    with open_study_folder(small_study) as here:
        assert not has_keys_copy(here)
        assert any("has not been copied" in warning for warning in check_study(here).warnings)
    back_up_keys(small_study, private / "keys.json")
    (key_file,) = keys_folder.glob("*.keys.json")
    assert (private / "keys.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((private / "keys.json").read_text("utf-8")) == json.loads(
        key_file.read_text("utf-8")
    )
    with open_study_folder(small_study) as here:
        assert has_keys_copy(here)
        assert not any("has not been copied" in warning for warning in check_study(here).warnings)
        changed = json.loads(key_file.read_text("utf-8"))
        changed["source_ids"]["99"] = "9999"
        key_file.write_text(json.dumps(changed), "utf-8")
        assert not has_keys_copy(here), "a late respondent is not in the copy"


def test_a_copy_of_the_key_file_goes_neither_into_the_study_nor_over_another_file(
    small_study: Path, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFault, match="may not be in the study folder"):
        back_up_keys(small_study, small_study / "keys.json")
    assert not (small_study / "keys.json").exists()
    (tmp_path / "there.json").write_text("mine", "utf-8")
    with pytest.raises(BadInput, match="is there already"):
        back_up_keys(small_study, tmp_path / "there.json")
    assert (tmp_path / "there.json").read_text("utf-8") == "mine"
