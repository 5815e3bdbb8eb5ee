"""study.db is replaced, cut or taken away under an open workbench:
that is noticed before the next act.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest

from screen_driver import WorkbenchDriver, until
from tipcoder.tui.app import TipcoderApp
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.status.backup import back_up


@asynccontextmanager
async def bench_in(folder: Path, coder: str = "anna") -> AsyncIterator[WorkbenchDriver]:
    """A workbench that opens the study by itself, so that it can open it again."""

    @contextmanager
    def session() -> Iterator[CodingSession]:
        with open_study_folder(folder) as study:
            yield CodingSession(study, study.register_coder(coder))

    app = TipcoderApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield WorkbenchDriver(app, pilot)
    app.close_study()


def banner(bench: WorkbenchDriver) -> str:
    screen = bench.screen
    return str(screen.query_one("#banner").render()) if screen.has_class("-warned") else ""


def codes_in(file: Path) -> list[str]:
    """The codes that stand in a store, read by SQLite alone."""
    with closing(sqlite3.connect(file)) as db:
        query = (
            "select k.key from coding c join code k on k.id = c.code_id where c.live = 1 order by "
            "c.id"
        )
        return [key for (key,) in db.execute(query)]


def saved_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("study.db.kept-*"))


@pytest.fixture
def backup(small_study: Path, tmp_path: Path) -> Path:
    """A copy of the small study in which boris has coded one answer."""
    with open_study_folder(small_study) as study:
        boris = CodingSession(study, study.register_coder("boris"))
        boris.add_coding(boris.find_answer_ids(_all())[2], "money")
    target = tmp_path / "backup.db"
    back_up(small_study, target)
    return target


def _all():  # type: ignore[no-untyped-def]
    from tipcoder.model.filters import AnswerFilter

    return AnswerFilter()


def _renamed_over(db: Path, other: Path) -> None:
    shutil.copy(other, db.with_name("incoming"))
    db.with_name("incoming").replace(db)


def _copied_over(db: Path, other: Path) -> None:
    shutil.copyfile(other, db)


def _removed(db: Path, other: Path) -> None:
    db.unlink()


def _emptied_anew(db: Path, other: Path) -> None:
    db.unlink()
    db.touch()


def _rubbish(db: Path, other: Path) -> None:
    db.unlink()
    db.write_bytes(b"This is no database at all. " * 400)


def _cut(db: Path, other: Path) -> None:
    os.truncate(db, 4096)


def _overwritten_with_rubbish(db: Path, other: Path) -> None:
    db.write_bytes(b"This is no database at all. " * 40000)


@pytest.mark.parametrize(
    "befall",
    [
        _renamed_over,
        _copied_over,
        _removed,
        _emptied_anew,
        _rubbish,
        _cut,
        _overwritten_with_rubbish,
    ],
)
async def test_an_act_after_the_file_was_changed_from_outside_is_refused_and_not_shown(
    small_study: Path, backup: Path, befall: Callable[[Path, Path], None]
) -> None:
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        await bench.press("1")
        kept = bench.session.rank_codes(bench.coding.ids[0])[0]
        # Everything is in the main file, as a second later anyway.
        bench.session.store_use.checkpoint()
        befall(db, backup)
        before = bench.text.splitlines()
        await bench.press("2")
        assert "Nothing was kept" in bench.status
        assert "nothing more is kept" in banner(bench)
        assert bench.coding.index == 1
        assert [row for row in before[4:9] if row not in bench.text] == []
        await bench.press("t", "g", "j", "m", "b", "escape")
        assert bench.app.is_running
        assert bench.screen is bench.coding
        await bench.press("ctrl+q")
    in_place = befall in (_copied_over, _cut, _overwritten_with_rubbish)
    if not in_place:
        # The old file is gone from its folder, and what it held is saved,
        # with the act of a moment ago.
        (saved,) = saved_in(small_study)
        assert codes_in(saved) == ["money", kept]
        assert saved.stat().st_mode & 0o077 == 0
    if befall in (_renamed_over, _copied_over):
        assert db.read_bytes() == backup.read_bytes(), (
            "nothing was written into the file that was put there"
        )
        assert not db.with_name("study.db-wal").exists(), "the old log would be written into it"


async def test_what_went_to_the_old_file_is_carried_over_into_the_one_that_replaced_it(
    small_study: Path, backup: Path
) -> None:
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        await bench.press("1", "2")
        kept = [code for n in (0, 1) for code, _ in bench.codes(n)]
        _renamed_over(db, backup)
        await bench.press("3", "ctrl+k")
        await until(bench, lambda: not banner(bench) and "Carried over" in bench.status)
        assert "2 codings on 2 answers" in bench.status
        assert [code for n in (0, 1) for code, _ in bench.codes(n)] == kept
        await bench.press("home", "down", "down", "down", "a", "1", "enter")
        assert len(bench.codes(3)) == 1
    assert codes_in(db)[:1] == ["money"], "what the other file held stands as it was"
    assert sorted(codes_in(db)[1:3]) == sorted(kept)
    assert len(codes_in(db)) == 4
    (saved,) = saved_in(small_study)
    assert codes_in(saved) == ["money", *kept]


@pytest.mark.parametrize("befall", [_removed, _emptied_anew, _rubbish])
async def test_where_no_store_is_left_the_saved_one_is_put_back(
    small_study: Path, backup: Path, befall: Callable[[Path, Path], None]
) -> None:
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        await bench.press("1")
        befall(db, backup)
        await until(bench, lambda: bool(banner(bench)))  # noticed at a look, without a key
        await bench.press("ctrl+k")
        await until(bench, lambda: not banner(bench) and "is back" in bench.status)
        await bench.press("2")
        assert "Nothing was kept" not in bench.status
    assert len(codes_in(db)) == 3
    assert saved_in(small_study) == []


async def test_a_backup_copied_over_the_file_is_left_or_loses_nothing_where_the_log_has_all(
    small_study: Path, backup: Path
) -> None:
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        await bench.press("1")
        kept = bench.session.rank_codes(bench.coding.ids[0])[0]
        _copied_over(db, backup)  # the act is in the log alone, which is all that the backup lacks
        await bench.press("2")
        assert not banner(bench)
        assert bench.coding.index == 2
    assert codes_in(db)[:2] == ["money", kept]
    assert len(codes_in(db)) == 3


async def test_a_file_of_another_study_is_left_alone(
    small_study: Path, make_study: Callable[..., Path], small_survey: str, small_study_toml: str
) -> None:
    other = make_study(small_survey, small_study_toml, name="other") / "study.db"
    content = other.read_bytes()
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        await bench.press("1")
        _renamed_over(db, other)
        await bench.press("2", "ctrl+k")
        await bench.pilot.pause()
        assert "another study" in bench.status
        assert banner(bench)
    assert db.read_bytes() == content
    assert len(codes_in(saved_in(small_study)[0])) == 1


async def test_a_file_of_another_study_over_ours_gets_nothing_of_our_log_and_no_mixture_is_whole(
    small_study: Path, make_study: Callable[..., Path], small_survey: str, small_study_toml: str
) -> None:
    other = make_study(small_survey, small_study_toml, name="other") / "study.db"
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        await bench.press(
            "1"
        )  # the log alone has it, and with the log the other file would look whole
        _copied_over(db, other)
        await bench.press("2")
        assert "Nothing was kept" in bench.status
        assert "Restore a backup" in banner(bench)
        await bench.press("ctrl+k")
        assert "nothing to carry over" in bench.status
    assert db.read_bytes() == other.read_bytes()
    for saved in saved_in(small_study):
        assert saved.suffix == ".log" or not saved.with_name(f"{saved.name}-wal").exists(), (
            "it would be read with it"
        )


async def test_a_file_replaced_twice_loses_neither_what_was_coded_before_nor_between(
    small_study: Path, backup: Path
) -> None:
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        for key in ("1", "2"):
            await bench.press(key)
            _renamed_over(db, backup)
            await bench.press("3", "ctrl+k")
            await until(bench, lambda: not banner(bench) and "Carried over" in bench.status)
            await bench.press("home")
            await bench.press("n")
        assert len(bench.codes(0)) == 1
        assert len(bench.codes(1)) == 1
    assert len(codes_in(db)) == 3
    assert len(saved_in(small_study)) == 2


async def test_a_folder_that_is_renamed_and_comes_back_is_gone_on_with(small_study: Path) -> None:
    away = small_study.with_name("renamed")
    async with bench_in(small_study) as bench:
        await bench.press("1")
        small_study.rename(away)
        await bench.press("2")
        assert "no longer where it was opened" in banner(bench)
        assert saved_in(away) == []
        away.rename(small_study)
        await until(bench, lambda: not banner(bench))
        await bench.press("2")
        assert len(bench.codes(1)) == 1
    assert len(codes_in(small_study / "study.db")) == 2


async def test_a_log_that_is_taken_away_costs_no_act(small_study: Path) -> None:
    db = small_study / "study.db"
    async with bench_in(small_study) as bench:
        await bench.press("1")
        db.with_name("study.db-wal").unlink()
        await bench.press("2")
        assert bench.coding.index == 2
        with closing(sqlite3.connect(db)) as other:
            assert other.execute("select count(*) from coding where live = 1").fetchone() == (2,)
    assert len(codes_in(db)) == 2
