"""Sync programs leave copies beside study.db, and network shares lack locks:
both are said for what they are.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from tipcoder.errors import EnvironmentFault
from tipcoder.store import faults, file_systems
from tipcoder.store.faults import translate_complaint
from tipcoder.store.file_systems import _find_mount_kind, find_conflicted_copies
from tipcoder.workbench import notices
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.backup import back_up
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.status.overview import read_overview

# As the help pages of these programs show them.
COPIES = {
    "study (conflicted copy 2026-11-30).db": "Dropbox or Nextcloud",
    "study (Anna's conflicted copy 2026-11-30).db": "Dropbox or Nextcloud",
    "study (conflicted copy 2026-11-30 145509).db": "Dropbox or Nextcloud",
    "study (conflicted copy 2026-11-30).db-wal": "Dropbox or Nextcloud",
    "study_conflict-20261130-145509.db": "Nextcloud or ownCloud",
    "study.sync-conflict-20261130-145509-ABCDEFG.db": "Syncthing",
    "study.db.sync-conflict-20261130-145509-ABCDEFG": "Syncthing",
    "study (SFConflict anna@example.org 2026-11-30-14-55-09).db": "Seafile",
    "study-LAPTOP-7F3K.db": "OneDrive",
    "study (1).db": "Google Drive or a browser",
    "study 2.db": "iCloud",
}
OTHERS = (
    "study.db.bak",
    "study.before-restore-20261130-145509.db",
    "study.before-restore-20261130-145509.db-wal",
    "studying.db",
    "study.toml",
    "notes (1).db",
    "study-notes.db",
)


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What is told while the test runs."""
    sentences: list[str] = []
    notices.set_listener(sentences.append)
    yield sentences
    notices.set_listener(None)


@pytest.fixture
def synced(small_study: Path) -> Path:
    for name in COPIES:
        shutil.copyfile(small_study / "study.db", small_study / name)
    for name in OTHERS:
        if not (small_study / name).exists():
            (small_study / name).write_bytes(b"something else")
    back_up(small_study, small_study / "study-friday.db")
    return small_study


def test_copies_of_every_sync_program_are_told_apart_from_backups_and_other_files(
    synced: Path,
) -> None:
    found = {copy.path.name: copy.by for copy in find_conflicted_copies(synced / "study.db")}
    assert found == COPIES


def test_opening_check_and_the_study_screen_say_what_lies_there_and_what_to_do(
    synced: Path, told: list[str]
) -> None:
    with open_study_folder(synced, read_only=True) as here:
        report = check_study(here)
        seen = read_overview(here, "lead").warnings
    assert len(told) == len(COPIES)
    for sentence in told:
        assert sentence in report.warnings
        assert sentence in seen
    (mine,) = [sentence for sentence in told if sentence.startswith("study-LAPTOP-7F3K.db: ")]
    assert "(OneDrive)" in mine
    assert "`tipcoder restore --dry-run study-LAPTOP-7F3K.db` says which" in mine
    assert report.faults == []


def test_a_study_by_itself_has_nothing_to_tell(small_study: Path, told: list[str]) -> None:
    with open_study_folder(small_study):
        pass
    assert told == []


MOUNTS = """\
/dev/vda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/home /home nfs4 rw 0 0
//server/share /mnt/team\\040share cifs rw 0 0
anna@host:/ /home/anna/far fuse.sshfs rw 0 0
/dev/vdb1 /home/anna/disk ext4 rw 0 0
"""


def test_the_file_system_is_that_of_the_nearest_mount() -> None:
    for path, kind in (
        ("/survey/study.db", "ext4"),
        ("/home/boris/study.db", "nfs4"),
        ("/mnt/team share/s/study.db", "cifs"),
        ("/home/anna/far/study.db", "fuse.sshfs"),
        ("/home/anna/disk/study.db", "ext4"),
        ("/homes/study.db", "ext4"),
    ):
        assert _find_mount_kind(path, MOUNTS) == kind
        assert bool(file_systems._NETWORK.fullmatch(kind)) is (kind != "ext4")


@pytest.mark.parametrize(
    "said", ["locking protocol", "database is locked", "disk I/O error", "unable to open"]
)
def test_a_share_without_locks_is_said_for_what_it_is(
    small_study: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(file_systems, "find_network_share", lambda _: "cifs")
    with (
        open_study_folder(small_study) as here,
        pytest.raises(EnvironmentFault) as fault,
        here.store.read(),
    ):
        raise OperationalError("select 1", {}, sqlite3.OperationalError(said))
    assert "cannot be locked, because it is on a network share (cifs)" in fault.value.message
    assert "disk of this machine" in fault.value.hint
    assert "PostgreSQL" in fault.value.hint


def test_a_file_system_that_refuses_locks_is_found_out_by_trying(
    small_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import fcntl

    def refused(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    assert not file_systems.lacks_locks(small_study)
    monkeypatch.setattr(fcntl, "lockf", refused)
    assert file_systems.lacks_locks(small_study)
    with open_study_folder(small_study) as here:
        assert any("its file system has no locks" in line for line in check_study(here).warnings)
    said = translate_complaint("database is locked", "study.db", small_study / "study.db")
    assert "its file system has no locks" in said.message


def test_another_program_that_holds_the_study_is_still_called_that(small_study: Path) -> None:
    said = translate_complaint("database is locked", "study.db", small_study / "study.db")
    assert "another program has held the study" in said.message


def test_an_error_of_input_where_nothing_is_free_is_told_as_a_full_disk(
    small_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = small_study / "study.db"
    # SQLite says so where it finds no room for `study.db-shm`.
    for free, said in ((0, "the disk is full"), (1 << 30, "the store refused (disk I/O error)")):
        usage = shutil._ntuple_diskusage(1 << 30, (1 << 30) - free, free)
        monkeypatch.setattr(faults, "disk_usage", lambda _, usage=usage: usage)
        assert said in translate_complaint("disk I/O error", "study.db", file).message
