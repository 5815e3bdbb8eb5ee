"""A backup takes the place of study.db: what it replaces is kept,
and no log of another state is mixed into it.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from os import utime
from pathlib import Path

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import act_log, wal_file
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.backup import back_up
from tipcoder.workbench.status.check import check_study
from tipcoder.workbench.status.restore import plan_restore

COMPANIONS = ("", "-wal", "-shm")


def sentences(folder: Path, *, read_only: bool = True) -> list[str]:
    """What the log says of anna, oldest first."""
    with open_study_folder(folder, read_only=read_only) as here, here.store.read() as db:
        return [line.sentence for line in reversed(act_log.load_log(db)) if line.coder == "anna"]


def code(folder: Path, *codes: str) -> None:
    with open_study_folder(folder) as here:
        session = CodingSession(here, here.register_coder("anna"))
        for at, key in enumerate(codes):
            session.add_coding(session.find_answer_ids(AnswerFilter())[at], key)


def crash_after(folder: Path, *codes: str) -> None:
    """Leave the folder as a crash does that comes after these acts: they are in the log alone."""
    crashed = folder.parent / "crashed"
    crashed.mkdir()
    with open_study_folder(folder) as here:
        session = CodingSession(here, here.register_coder("anna"))
        for at, key in enumerate(codes):
            session.add_coding(session.find_answer_ids(AnswerFilter())[at], key)
        for companion in COMPANIONS:
            shutil.copy2(folder / f"study.db{companion}", crashed)
    for companion in COMPANIONS:
        shutil.copy2(crashed / f"study.db{companion}", folder)
    shutil.rmtree(crashed)
    assert (folder / "study.db-wal").stat().st_size


def restore(folder: Path, file: Path, **how: bool) -> tuple[list[str], list[str], list[Path]]:
    with plan_restore(folder, file, **how) as plan:
        return plan.says, plan.carry_out(), plan.kept


@pytest.fixture
def backed_up(small_study: Path, tmp_path: Path) -> Path:
    """A study in which anna put one code on, and `backup.db` beside it made then."""
    code(small_study, "money")
    back_up(small_study, tmp_path / "backup.db")
    return small_study


def test_acts_newer_than_the_backup_are_counted_kept_and_can_be_restored_again(
    backed_up: Path, tmp_path: Path
) -> None:
    code(backed_up, "training", "pressure")
    newest = sentences(backed_up)
    before = (tmp_path / "backup.db").read_bytes()
    says, done, (kept,) = restore(backed_up, tmp_path / "backup.db")
    assert any("2 act(s) that the backup does not have (2 by anna)" in line for line in says)
    assert any("the key file is not in a backup" in line for line in done)
    assert sentences(backed_up) == newest[:1]
    assert kept.parent == backed_up
    assert kept.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "backup.db").read_bytes() == before
    says, _, _ = restore(backed_up, kept)
    assert any(
        "The backup has 2 act(s) that study.db does not have (2 by anna)" in line for line in says
    )
    assert sentences(backed_up) == newest
    with open_study_folder(backed_up) as here:
        assert check_study(here).faults == []


def test_after_a_crash_the_acts_in_the_log_are_in_what_is_kept(
    backed_up: Path, tmp_path: Path
) -> None:
    crash_after(backed_up, "training")
    _, _, (kept,) = restore(backed_up, tmp_path / "backup.db")
    assert len(sentences(backed_up)) == 1
    restore(backed_up, kept)
    assert len(sentences(backed_up)) == 2


def test_a_backup_copied_with_its_log_brings_the_acts_in_it(
    backed_up: Path, tmp_path: Path
) -> None:
    crash_after(backed_up, "training")
    for companion in COMPANIONS:
        shutil.copy2(backed_up / f"study.db{companion}", tmp_path / f"raw.db{companion}")
    lying = [(tmp_path / name).read_bytes() for name in ("raw.db", "raw.db-wal")]
    restore(backed_up, tmp_path / "backup.db")
    restore(backed_up, tmp_path / "raw.db")
    assert len(sentences(backed_up)) == 2
    assert [(tmp_path / name).read_bytes() for name in ("raw.db", "raw.db-wal")] == lying


def by_copying(backup: Path, target: Path) -> None:
    shutil.copyfile(backup, target)


def by_copying_with_its_times(backup: Path, target: Path) -> None:
    shutil.copy2(backup, target)


def by_moving(backup: Path, target: Path) -> None:
    backup.replace(target)


@pytest.mark.parametrize("put", [by_copying, by_copying_with_its_times, by_moving])
@pytest.mark.parametrize("left", [("-wal", "-shm"), ("-wal",)])
def test_a_backup_put_over_the_store_by_hand_is_not_mixed_with_the_old_log(
    backed_up: Path, tmp_path: Path, put: Callable[[Path, Path], None], left: tuple[str, ...]
) -> None:
    crash_after(backed_up, "training", "pressure", "pushback")
    if "-shm" not in left:
        (backed_up / "study.db-shm").unlink()
    put(tmp_path / "backup.db", backed_up / "study.db")
    lying = {path.name: path.read_bytes() for path in backed_up.glob("study.db*")}
    for read_only in (True, False):
        with pytest.raises(EnvironmentFault, match="belongs to another state of it") as fault:
            sentences(backed_up, read_only=read_only)
        assert "tipcoder restore study.db" in fault.value.hint
    assert {path.name: path.read_bytes() for path in backed_up.glob("study.db*")} == lying
    _, done, kept = restore(backed_up, backed_up / "study.db")
    assert done[0] == "study.db stays as it was."
    assert [path.read_bytes() for path in kept] == [
        lying[f"study.db{companion}"] for companion in ("", *left)
    ]
    assert len(sentences(backed_up)) == 1
    code(backed_up, "training")
    assert len(sentences(backed_up)) == 2


def test_a_copy_beside_an_index_alone_misses_nothing(backed_up: Path, tmp_path: Path) -> None:
    crash_after(backed_up, "training")
    (backed_up / "study.db-wal").unlink()
    with pytest.raises(EnvironmentFault, match="is missing, and with it the latest acts"):
        sentences(backed_up)
    by_copying(tmp_path / "backup.db", backed_up / "study.db")
    assert len(sentences(backed_up)) == 1


def test_a_copy_made_without_tipcoder_is_recognised_by_its_counter_or_by_the_clock(
    backed_up: Path, tmp_path: Path
) -> None:
    """The file as it lay there on two days,
    copied with the system's own means while nobody worked.
    """
    shutil.copy2(backed_up / "study.db", tmp_path / "first.db")
    for n in range(30):
        code(backed_up, *(["training", "money"][n % 2] for _ in range(3)))
    shutil.copy2(backed_up / "study.db", tmp_path / "second.db")
    crash_after(backed_up, "pressure", "pushback", "money", "training", "pressure")
    # The log goes on from the second, so that it is taken for its own until a minute has passed.
    for name, reason in (("first.db", ""), ("second.db", "written over")):
        by_copying(tmp_path / name, backed_up / "study.db")
        if name == "second.db":
            assert wal_file.find_stray_reason(backed_up / "study.db") == ""
            later = time.time() + 3600
            utime(backed_up / "study.db", (later, later))
        assert reason in wal_file.find_stray_reason(backed_up / "study.db")
        with pytest.raises(EnvironmentFault, match="belongs to another state of it"):
            sentences(backed_up)


def test_a_log_that_a_crash_left_is_taken_for_what_it_is(backed_up: Path, tmp_path: Path) -> None:
    """Also on a store that was a backup before:
    from the first act on it is a store like any other.
    """
    restore(backed_up, tmp_path / "backup.db")
    for n in range(1, 4):
        crash_after(backed_up, ("training", "pressure", "pushback")[n - 1])
        assert len(sentences(backed_up)) == 1 + n


@pytest.mark.parametrize(
    ("stop", "at", "left"), [("replace", "copy.db", 3), ("unlink", "study.db-shm", 1)]
)
def test_a_crash_in_the_middle_leaves_the_old_store_or_the_new_one(
    backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: str, at: str, left: int
) -> None:
    """The swap itself does not happen, or nothing happens any more after it."""
    code(backed_up, "money", "training")
    crash_after(backed_up, "money", "training", "pressure")
    real = getattr(Path, stop)

    class _Crash(BaseException):
        pass

    def crash(self: Path, *arguments: object, **named: object) -> object:
        if self.name == at:
            raise _Crash
        return real(self, *arguments, **named)

    with (
        monkeypatch.context() as patch,
        pytest.raises(_Crash),
        plan_restore(backed_up, tmp_path / "backup.db") as plan,
    ):
        patch.setattr(Path, stop, crash)
        plan.carry_out()
    assert len(sentences(backed_up)) == left
    with open_study_folder(backed_up) as here:
        assert check_study(here).faults == []


def test_what_is_no_whole_store_of_this_study_is_refused_and_nothing_changes(
    backed_up: Path,
    tmp_path: Path,
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
) -> None:
    other = make_study(small_survey, small_study_toml, name="other")
    back_up(other, tmp_path / "other.db")
    whole = (tmp_path / "backup.db").read_bytes()
    spoiled = {
        "text.db": (b"id,role\n", "is not an SQLite file"),
        "empty.db": (b"", "is empty"),
        "cut.db": (whole[:20_000], "is damaged"),
        "torn.db": (whole[: 4096 * 3] + b"\xff" * 4096 * 6 + whole[4096 * 9 :], "is damaged"),
    }
    for name, (content, _) in spoiled.items():
        (tmp_path / name).write_bytes(content)
    for name, version in (("newer.db", "9999"), ("older.db", "0000")):
        (tmp_path / name).write_bytes(whole)
        with closing(sqlite3.connect(tmp_path / name)) as db:
            db.execute("update alembic_version set version_num = ?", (version,))
            db.commit()
        spoiled[name] = (b"", f"has store version '{version}', which this tipcoder does not know")
    spoiled["other.db"] = (b"", "is a backup of another study")
    spoiled["none.db"] = (b"", "there is no such file")
    before = {path.name: path.read_bytes() for path in backed_up.iterdir() if path.is_file()}
    for name, (_, says) in spoiled.items():
        with pytest.raises(BadInput) as fault:
            restore(backed_up, tmp_path / name)
        assert says in fault.value.message
        assert name in fault.value.message
    with pytest.raises(BadInput, match="is the store in use"):
        restore(backed_up, backed_up / "study.db")
    assert {
        path.name: path.read_bytes() for path in backed_up.iterdir() if path.is_file()
    } == before
    restore(backed_up, tmp_path / "other.db", another=True)
    assert sentences(backed_up) == []


def test_a_store_that_is_gone_or_damaged_is_restored_if_the_questions_are_those_of_the_study(
    backed_up: Path, tmp_path: Path
) -> None:
    target = backed_up / "study.db"
    target.write_bytes(target.read_bytes()[:20_000])
    says, _, (kept,) = restore(backed_up, tmp_path / "backup.db")
    assert any("cannot be read, and is kept as it is" in line for line in says)
    assert kept.stat().st_size == 20_000
    target.unlink()
    says, _, kept_none = restore(backed_up, tmp_path / "backup.db")
    assert any("is not there" in line for line in says)
    assert kept_none == []
    assert len(sentences(backed_up)) == 1
    target.unlink()
    study = backed_up / "study.toml"
    study.write_text(
        study.read_text("utf-8").replace('"role"', '"a"').replace('"how"', '"b"'), "utf-8"
    )
    with pytest.raises(BadInput, match="none of the questions"):
        restore(backed_up, tmp_path / "backup.db")


def test_the_codebook_file_follows_unless_somebody_has_edited_it(
    backed_up: Path, tmp_path: Path
) -> None:
    from tipcoder.workbench.codebook.hand_edits import import_edited_codebook

    path = backed_up / "codebook.toml"
    first = path.read_text("utf-8")
    path.write_text(first.replace('label = "Money"', 'label = "Funding"'), "utf-8")
    with open_study_folder(backed_up) as here:
        import_edited_codebook(here, here.register_coder("anna"))
    _, done, (kept,) = restore(backed_up, tmp_path / "backup.db")
    assert any("codebook.toml was restored too" in line for line in done)
    assert path.read_text("utf-8") == first
    with open_study_folder(backed_up) as here:
        assert import_edited_codebook(here, here.register_coder("anna")) is None
    mine = first.replace('label = "Training"', 'label = "Courses"')
    path.write_text(mine, "utf-8")
    _, done, _ = restore(backed_up, kept)
    assert any("was not changed" in line for line in done)
    assert path.read_text("utf-8") == mine


PROGRAM = """
import sys
from pathlib import Path
from tipcoder.workbench.opening import open_study_folder
with open_study_folder(Path(sys.argv[1]), read_only=True) as here, here.store.read() as db:
    db.exec_driver_sql("select count(*) from act").all()
"""


def test_a_study_that_is_open_is_not_replaced_and_keeps_its_log(
    backed_up: Path, tmp_path: Path
) -> None:
    """Looked at twice within one program: closing the second look must not take the locks
    of the first away.
    """
    program = [sys.executable, "-c", PROGRAM, str(backed_up)]
    with open_study_folder(backed_up) as here:
        session = CodingSession(here, here.register_coder("anna"))
        at = session.find_answer_ids(AnswerFilter())
        session.add_coding(at[1], "training")
        with open_study_folder(backed_up, read_only=True) as again:
            assert again.read_uuid() == here.read_uuid()
        # Another program that comes and goes believes itself the last, if it finds no lock,
        # and takes the log away.
        subprocess.run(program, check=True, timeout=60)
        session.add_coding(at[2], "pressure")
        assert len(read_codebook_in_force(here).codes)
        held = subprocess.run(
            [sys.executable, "-m", "tipcoder", "restore", str(tmp_path / "backup.db"), "--yes"],
            cwd=backed_up,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert held.returncode == 3
        assert "another program has the study open" in held.stderr
        seen = (
            "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('select count(*) "
            "from coding').fetchone())"
        )
        count = subprocess.run(
            [sys.executable, "-c", seen, str(backed_up / "study.db")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert count.stdout.strip() == "(3,)"
    assert len(sentences(backed_up)) == 3


@pytest.mark.postgres
def test_a_study_in_postgres_is_restored_with_its_own_means(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    postgres_url: object,
    tmp_path: Path,
) -> None:
    folder = make_study(small_survey, small_study_toml, where=postgres_url)
    with pytest.raises(BadInput, match="lives in PostgreSQL") as fault:
        restore(folder, tmp_path / "backup.db")
    assert "pg_restore" in fault.value.hint
