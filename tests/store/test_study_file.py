"""The file of an open store is looked up before and after every act, and its log stays with it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tipcoder.errors import StoreReplaced
from tipcoder.store.engine import Store
from tipcoder.store.opening import create_store, open_store

URL = "sqlite:///study.db"


@pytest.fixture
def folder(tmp_path: Path, fill_store: Callable[[Store], object]) -> Path:
    store = create_store(URL, tmp_path)
    fill_store(store)
    store.close()
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    store = open_store(URL, folder)
    yield store
    store.close()


def note(store: Store, word: str) -> None:
    with store.write() as db:
        db.execute(text("insert into meta(key, value) values (:word, '')"), {"word": word})


def notes_in(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as db:
        return {key for (key,) in db.execute("select key from meta")}


def replace(folder: Path) -> bytes:
    """Another file takes the place of study.db, as a sync client does it."""
    new = folder / "incoming"
    with closing(sqlite3.connect(folder / "study.db")) as db, closing(sqlite3.connect(new)) as copy:
        db.backup(copy)
    content = new.read_bytes()
    new.replace(folder / "study.db")
    return content


def test_a_file_replaced_in_the_middle_of_an_act_gets_nothing_of_it(
    folder: Path, store: Store
) -> None:
    note(store, "before")
    with pytest.raises(StoreReplaced, match="nothing more is kept") as caught, store.write() as db:
        db.execute(text("insert into meta(key, value) values ('during', '')"))
        content = replace(folder)
    assert caught.value.exit_code == 3
    saved = caught.value.saved
    assert saved is not None
    assert "before" in notes_in(saved)
    assert "during" not in notes_in(saved)
    with pytest.raises(StoreReplaced), store.read():
        pass
    store.close()
    assert (folder / "study.db").read_bytes() == content
    assert not (folder / "study.db-wal").exists()
    again = open_store(URL, folder)
    note(again, "after")
    again.close()
    assert notes_in(folder / "study.db") >= {"before", "after"}


def test_opening_the_study_a_second_time_leaves_the_first_its_locks(
    folder: Path, store: Store
) -> None:
    """Closing any descriptor of a file drops all POSIX locks of the process on it (fcntl(2))."""
    note(store, "one")
    second = open_store(URL, folder, read_only=True)
    with second.read() as db:
        assert db.execute(text("select count(*) from meta where key = 'one'")).scalar_one() == 1
    second.close()
    script = (
        f"import sqlite3; c = sqlite3.connect({str(folder / 'study.db')!r}); c.execute('select * "
        "from meta').fetchall(); c.close()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert (folder / "study.db-wal").exists(), (
        "the other program found nobody at work and took the log away"
    )
    note(store, "two")
    assert notes_in(folder / "study.db") >= {"one", "two"}


def test_a_store_that_another_program_writes_to_is_gone_on_with(folder: Path, store: Store) -> None:
    note(store, "ours")
    with closing(sqlite3.connect(folder / "study.db")) as other:
        other.execute("insert into meta(key, value) values ('theirs', '')")
        other.commit()
        other.execute("pragma wal_checkpoint(passive)").fetchall()
    note(store, "ours again")
    assert store.trouble is None
    assert notes_in(folder / "study.db") >= {"ours", "theirs", "ours again"}


def test_a_closed_store_leaves_no_log_behind(folder: Path) -> None:
    store = open_store(URL, folder)
    note(store, "one")
    store.close()
    assert sorted(file.name for file in folder.iterdir()) == ["study.db"]


def test_a_copy_that_lacks_the_newest_act_is_told_from_the_file_it_was_copied_over(
    folder: Path,
) -> None:
    store = open_store(URL, folder)
    shutil.copyfile(folder / "study.db", folder / "older.db")
    with store.write() as db:
        db.execute(
            text(
                "insert into act(coder_id, at, verb, sentence, state)"
                " values (1, '2026-01-01T00:00:00Z', 'code', 'a later act', 'done')"
            )
        )
    store.checkpoint()
    size = (folder / "study.db").stat().st_size
    shutil.copyfile(folder / "older.db", folder / "study.db")
    assert (folder / "study.db").stat().st_size <= size
    with pytest.raises(StoreReplaced, match="cut short or written over"):
        note(store, "too late")
    store.close()
    assert (folder / "study.db").read_bytes() == (folder / "older.db").read_bytes()
    assert not (folder / "study.db-wal").exists()


def test_a_file_behind_a_link_is_watched_with_its_log(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("cloud")
    (folder / "study.db").rename(elsewhere / "real.db")
    (folder / "study.db").symlink_to(elsewhere / "real.db")
    store = open_store(URL, folder)
    note(store, "one")
    (elsewhere / "real.db-wal").unlink()
    note(store, "two")  # the log was brought into the file, and a new one begun
    assert notes_in(elsewhere / "real.db") >= {"one", "two"}
    shutil.copyfile(elsewhere / "real.db", elsewhere / "other.db")
    (elsewhere / "other.db").replace(elsewhere / "real.db")
    with pytest.raises(StoreReplaced, match="replaced by another file"):
        note(store, "three")
    assert not (elsewhere / "real.db-wal").exists()
    store.close()
