"""Files that are no store, or no longer one:
the right error, its remedy, and not a byte changed.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import EnvironmentFault, ExitStatus
from tipcoder.store import coding_records, engine, integrity, survey_data
from tipcoder.store.opening import create_store, open_store

if TYPE_CHECKING:
    from conftest import Filled

PAGE = 4096


@pytest.fixture
def folder(tmp_path: Path, fill_store: Callable[[engine.Store], Filled]) -> Path:
    """A folder with a filled study.db that was closed as it should be."""
    place = tmp_path / "study"
    place.mkdir()
    with closing(create_store("sqlite:///study.db", place)) as store:
        fill_store(store)
    return place


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_text_file(path: Path) -> None:
    path.write_text("case,question,coder,code\n" * 50)


def a_few_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def the_first_bytes_of_a_name(path: Path) -> None:
    path.write_bytes(b"SQLite fo")


def a_database_of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table notes (text)")
        db.execute("insert into notes values ('not yours')")
        db.commit()


def cut_short(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def cut_within_a_page(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // PAGE // 2 * PAGE + 1234])


def a_page_of_noise(path: Path) -> None:
    content = bytearray(path.read_bytes())
    # The pages of the texts themselves: whatever holds one.
    at = content.index("Посольство".encode()) // PAGE * PAGE
    content[at : at + PAGE] = bytes(range(256)) * (PAGE // 256)
    path.write_bytes(content)


def a_page_of_zeros(path: Path) -> None:
    content = bytearray(path.read_bytes())
    at = content.index("Посольство".encode()) // PAGE * PAGE
    content[at : at + PAGE] = bytes(PAGE)
    path.write_bytes(content)


def the_table_of_contents_gone(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:PAGE] = b"\xff" * (PAGE - 100)
    path.write_bytes(content)


def without_its_log(path: Path) -> None:
    path.with_name("study.db-shm").write_bytes(bytes(32768))


@pytest.mark.parametrize(
    ("spoil", "says", "remedy"),
    [
        (empty, "is empty, the data are gone", "backup"),
        (a_text_file, "is not an SQLite file", "backup"),
        (a_few_bytes, "is cut short", "backup"),
        (the_first_bytes_of_a_name, "is cut short", "backup"),
        (a_database_of_another_program, "is an SQLite file, but not a tipcoder study", "backup"),
        (cut_short, "is damaged", "backup"),
        (cut_within_a_page, "is damaged", "backup"),
        (a_page_of_noise, "is damaged", "backup"),
        (a_page_of_zeros, "is damaged", "backup"),
        (the_table_of_contents_gone, "is damaged", "backup"),
        (
            without_its_log,
            r"study\.db-wal: is missing, and with it the latest acts",
            "Bring it back, or delete",
        ),
    ],
)
def test_a_spoiled_file_is_named_with_its_remedy_and_left_as_it_is(
    folder: Path, spoil: Callable[[Path], None], says: str, remedy: str
) -> None:
    spoil(folder / "study.db")
    before = snapshot(folder)
    with pytest.raises(EnvironmentFault, match=says) as fault:
        open_store("sqlite:///study.db", folder)
    assert fault.value.exit_code == ExitStatus.ENVIRONMENT
    assert "study.db" in fault.value.message
    assert remedy in fault.value.hint
    assert snapshot(folder) == before


def test_a_missing_file_is_not_a_new_study(folder: Path) -> None:
    (folder / "study.db").unlink()
    with pytest.raises(EnvironmentFault, match=r"study\.db: the study has no store") as fault:
        open_store("sqlite:///study.db", folder)
    assert "backup" in fault.value.hint
    assert list(folder.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_is_named(folder: Path) -> None:
    (folder / "study.db").unlink()
    (folder / "study.db").mkdir()
    with pytest.raises(EnvironmentFault, match=r"study\.db: cannot be read"):
        open_store("sqlite:///study.db", folder)


def test_what_can_still_be_read_of_a_damaged_file_can_be_saved(
    folder: Path, fill_store: Callable[[engine.Store], Filled]
) -> None:
    """The hint says so: verbs that only read do not check pages that they do not need."""
    content = bytearray((folder / "study.db").read_bytes())
    with closing(sqlite3.connect(folder / "study.db")) as db:
        (root,) = db.execute(
            "select rootpage from sqlite_master where name = 'import_batch'"
        ).fetchone()
    content[(root - 1) * PAGE : root * PAGE] = b"\xff" * PAGE
    (folder / "study.db").write_bytes(content)

    with pytest.raises(EnvironmentFault, match="is damaged"):
        open_store("sqlite:///study.db", folder)
    with closing(open_store("sqlite:///study.db", folder, read_only=True)) as store:
        with store.read() as db:
            assert coding_records.load_coding_records(db) == []
            assert len(survey_data.load_cases(db)) == 5
        with pytest.raises(EnvironmentFault, match="is damaged"), store.read() as db:
            survey_data.count_imports(db)
        assert any(
            "the file is damaged" in finding for finding in integrity.iterate_findings(store)
        )


def test_a_log_that_a_crash_left_is_brought_in(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "as the crash left it"
    with closing(open_store("sqlite:///study.db", folder)) as store:
        with store.write() as db:
            survey_data.set_meta(db, "a", "acknowledged")
        shutil.copytree(folder, copy)
    assert (copy / "study.db-wal").stat().st_size > 0
    (copy / "study.db-shm").unlink()
    with closing(open_store("sqlite:///study.db", copy)) as store, store.read() as db:
        assert survey_data.get_meta(db, "a") == "acknowledged"


def test_a_copy_of_the_main_file_alone_holds_everything_up_to_the_last_rest(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copied"
    copy.mkdir()
    with closing(open_store("sqlite:///study.db", folder)) as store:
        with store.write() as db:
            survey_data.set_meta(db, "a", "before the rest")
        store.checkpoint()
        with store.write() as db:
            survey_data.set_meta(db, "a", "after the rest")
        shutil.copy(folder / "study.db", copy)
    with closing(open_store("sqlite:///study.db", copy)) as store:
        with store.read() as db:
            assert survey_data.get_meta(db, "a") == "before the rest"
        assert list(integrity.iterate_findings(store)) == []


def test_every_act_that_was_acknowledged_survives_a_kill(folder: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from tipcoder.store import survey_data
from tipcoder.store.opening import open_store
store = open_store("sqlite:///study.db", Path(sys.argv[1]))
for n in range(100):
    with store.write() as db:
        survey_data.set_meta(db, "n", str(n))
    print(n, flush=True)
os._exit(9)
"""
    killed = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False
    )
    assert killed.returncode == 9, killed.stderr
    assert killed.stdout.split()[-1] == "99"
    with closing(open_store("sqlite:///study.db", folder)) as store, store.read() as db:
        assert survey_data.get_meta(db, "n") == "99"


@pytest.mark.parametrize("protected", ["study.db", "."])
def test_a_write_protected_study_is_refused_before_anything_is_typed_and_can_be_read(
    folder: Path, protected: str, heeding_permissions: None
) -> None:
    place = folder / protected
    mode = place.stat().st_mode
    before = snapshot(folder)
    place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        with pytest.raises(EnvironmentFault, match=r"study\.db: is read-only") as fault:
            open_store("sqlite:///study.db", folder)
        assert "writable" in fault.value.hint
        with (
            closing(open_store("sqlite:///study.db", folder, read_only=True)) as store,
            store.read() as db,
        ):
            assert len(survey_data.load_cases(db)) == 5
        assert snapshot(folder) == before
    finally:
        place.chmod(mode)


def test_a_file_of_somebody_else_is_named_as_unreadable(
    folder: Path, heeding_permissions: None
) -> None:
    (folder / "study.db").chmod(0o000)
    try:
        with pytest.raises(
            EnvironmentFault, match=r"study\.db: cannot be read \(Permission denied\)"
        ) as fault:
            open_store("sqlite:///study.db", folder)
        assert "permissions" in fault.value.hint
    finally:
        (folder / "study.db").chmod(0o600)


def test_views_and_triggers_of_a_stranger_are_not_trusted(folder: Path) -> None:
    """`trusted_schema` is off: a function that could do harm does not run from within the file."""
    with closing(sqlite3.connect(folder / "study.db")) as db:
        db.execute(
            "create trigger theirs after insert on meta begin "
            "select load_extension('/tmp/anything') from (select 1); end"
        )
        db.commit()
    with (
        closing(open_store("sqlite:///study.db", folder)) as store,
        pytest.raises(EnvironmentFault),
        store.write() as db,
    ):
        survey_data.set_meta(db, "a", "b")
