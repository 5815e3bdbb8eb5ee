"""What to do when the file of an open SQLite store is no longer the study's.

Nothing more is written or read. What the old file holds, with its log, is copied into a file beside
it as long as this program still has it open: afterwards it would be gone.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from tipcoder.errors import StoreReplaced
from tipcoder.store.study_file import FileChange, StudyFile
from tipcoder.store.write_batch import NewestAct

_CHECKED = 16 * 2**20
"""Bytes up to which a file is checked when somebody else wrote to it: 1.5 ms for a megabyte."""
_LASTING = (FileChange.REPLACED, FileChange.REMOVED, FileChange.CUT, FileChange.LOG_REPLACED)
_BRIEF = "Nothing was kept: the study's file is not what it was; see the top line."
_NEWEST = "select id, at, verb, coder_id from act order by id desc limit 1"
_SAME = "select id, at, verb, coder_id from act where id = ?"

_LOOKS, _PAUSE = 5, 0.05
"""How often, and how many seconds apart, a file is looked at that is being written to."""


class _Rescue(NamedTuple):
    """What could be saved of a file that was replaced."""

    saved: Path | None
    is_mixed: bool
    """Whether the copy has pages of two states; it is then not named as saved."""
    hint: str


class FileGuard:
    """Guards the file of one store, and knows the newest act in it. Safe for several threads."""

    def __init__(
        self,
        path: Path,
        location: str,
        release: Callable[[], bool],
        contradicts_log: Callable[[Path], bool],
        *,
        read_only: bool,
    ) -> None:
        """A guard of the file at `path`, which SQLite opens to read at `location`.

        `release` brings the log into the file and closes every connection of the store; it returns
        False where one is in use. `contradicts_log` tells of a saved file whether its rows are of
        another state than its log.
        """
        self._path = path.absolute()
        self._contradicts_log = contradicts_log
        self._release = release
        self._location = location
        self._read_only = read_only
        self._file = StudyFile(path)
        self._keeper: sqlite3.Connection | None = None
        """Has the file and its log open, to save them.

        It can only read. A connection that writes would, as the last to be closed, bring the log
        into a file that was written over.
        """
        self._witness: NewestAct | None = None
        """The newest act known: a file without it is an older one, even under the same number."""
        self._base: NewestAct | None = None
        """The newest act known in the file itself, without its log.

        Bringing a log into the file only adds to it, so this act stays. An older file written over
        it has another act, and with the pages of this log would be a mixture of two states.
        """
        self._trouble: StoreReplaced | None = None
        self._lock = threading.RLock()

    def watch_file(self) -> None:
        """The store is open and right: know from now on if it is changed from outside."""
        if self._read_only or self._keeper is not None:
            return
        self._keeper = self._open_reader()
        self._witness = self._keeper.execute(_NEWEST).fetchone()
        self._file.watch_file()
        self._base = self._read_newest_without_log()

    def _open_reader(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._location, uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in (
            "synchronous=FULL",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    @property
    def is_right(self) -> bool:
        """Whether the file is still the one that was opened."""
        return self.find_trouble() is None

    def close_reader(self) -> None:
        """Close the reading connection, so that the last writing connection removes the log."""
        with self._lock:
            if self._keeper is not None:
                self._keeper.close()
                self._keeper = None

    def close(self) -> None:
        """Let go of the file, after every connection of the store has."""
        self.close_reader()
        self._file.stop_watching()

    # --- looking ----------------------------------------------------------------------------------

    def find_trouble(self) -> StoreReplaced | None:
        """Why the file cannot be used, or None. When first noticed, the old file is saved."""
        if self._keeper is None:
            return None
        with self._lock:
            if self._trouble is not None:
                return self._trouble
            change = self._file.find_change()
            if change is None and self._file.was_written:
                change = None if self._is_same_study() else FileChange.CUT
            if change is FileChange.LOG_REMOVED and self._restore_log():
                change = None
            if change is None:
                return None
            found = self._make_replaced_fault(change)
            if change in _LASTING:
                self._trouble = found
            return found

    def before_commit(self, db: Connection, newest: NewestAct | None) -> NewestAct | None:
        """The newest act in this transaction, which is asked for where it is not known.

        Raises if the file was replaced meanwhile.
        """
        if self._keeper is None:
            return None
        if newest is not None:
            self._refuse_trouble()
            return newest
        row = db.exec_driver_sql(_NEWEST).one_or_none()
        self._refuse_trouble()
        return None if row is None else (row[0], row[1], row[2], row[3])

    def after_commit(self, newest: NewestAct | None) -> None:
        """Raise if the file was replaced meanwhile: the act went to the old one."""
        if not self._accept_own_writing():
            self._refuse_trouble()
        self._witness = newest or self._witness

    def after_checkpoint(self) -> None:
        """The log was brought into the file just now."""
        if self._accept_own_writing():
            self._base = self._read_newest_without_log() or self._base

    def _accept_own_writing(self) -> bool:
        """What was written since the last look was written by this program."""
        with self._lock:
            if self._keeper is None:
                return True
            right = self._file.find_change() is None
            if right:
                self._file.note_seen()
            return right

    def _refuse_trouble(self) -> None:
        trouble = self.find_trouble()
        if trouble is not None:
            raise trouble

    def _is_same_study(self) -> bool:
        """Whether a file that somebody else wrote to has our newest act, and is whole."""
        try:
            with closing(self._open_reader()) as fresh:  # one that has read nothing of it before
                same = self._holds_witness(fresh) and self._is_base_current()
                if same and self._path.stat().st_size <= _CHECKED:
                    same = fresh.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except (sqlite3.Error, OSError):
            return False
        if same:
            self._file.note_seen()
        return same

    def _holds_witness(self, connection: sqlite3.Connection) -> bool:
        if self._witness is None:
            connection.execute(_NEWEST).fetchone()
            return True
        return bool(connection.execute(_SAME, (self._witness[0],)).fetchone() == self._witness)

    def _is_base_current(self) -> bool:
        """Whether the newest act known in the file itself, without its log, is still there."""
        if self._base is None:
            return True
        for _ in range(_LOOKS):
            with suppress(sqlite3.Error), closing(self._open_without_log()) as file:
                return bool(file.execute(_SAME, (self._base[0],)).fetchone() == self._base)
            time.sleep(_PAUSE)  # another program may be bringing its log into the file just now
        return False

    def _read_newest_without_log(self) -> NewestAct | None:
        """None for a file that was made just now, with everything in its log."""
        with suppress(sqlite3.Error), closing(self._open_without_log()) as file:
            found: NewestAct | None = file.execute(_NEWEST).fetchone()
            return found
        return None

    def _open_without_log(self) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def _restore_log(self) -> bool:
        """Bring a log that lost its name, but is still open, into the file, and open both anew."""
        try:
            if not self._release():
                return False  # somebody reads just now; the next look tries again
            self.close()
            before = self._witness
            self.watch_file()
            self._witness = before or self._witness
            return self._keeper is not None and self._holds_witness(self._keeper)
        except (sqlite3.Error, OSError):
            return False

    # --- saving -----------------------------------------------------------------------------------

    def _make_replaced_fault(self, change: FileChange) -> StoreReplaced:
        now = datetime.now()
        if change in _LASTING:
            rescue = self._rescue_old_file(change, now)
        else:
            hint = "Bring it back, or leave: everything until then went with it."
            rescue = _Rescue(None, is_mixed=False, hint=hint)
        if change in (FileChange.REPLACED, FileChange.REMOVED, FileChange.CUT):
            self._remove_old_log(rescue, now)

        found = StoreReplaced(
            f"{self._path}: {change}; nothing more is kept in it.",
            rescue.hint,
            brief=_BRIEF,
            banner=f"{self._path.name} {change} ({now:%H:%M}): nothing more is kept. {rescue.hint}",
        )
        found.saved = rescue.saved
        return found

    def _rescue_old_file(self, change: FileChange, now: datetime) -> _Rescue:
        """Save what the old file holds, as far as that is possible."""
        saved = None
        try:
            saved = self._save_old_file(now)
            # A file that was written over may have pages of both states.
            is_mixed = change is FileChange.CUT and self._contradicts_log(saved)
        except (sqlite3.Error, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            hint = f"What it held cannot be saved from here ({reason}). Restore a backup."
            return _Rescue(saved, is_mixed=False, hint=hint)

        kept = self._format_saved_path(saved)
        if is_mixed:
            hint = f"What is left of it is in {kept}, with gaps. Restore a backup."
            return _Rescue(None, is_mixed=True, hint=hint)
        return _Rescue(saved, is_mixed=False, hint=f"Everything until then is in {kept}.")

    def _remove_old_log(self, rescue: _Rescue, now: datetime) -> None:
        """Remove the old file's log, or set it aside where the log was not saved."""
        aside = None
        if not rescue.saved:
            # Beside a saved file no log may have the name of that file's log: SQLite would read it.
            suffix = ".log" if rescue.is_mixed else "-wal"
            aside = self._path.with_name(f"{self._build_saved_name(now)}{suffix}")
        with suppress(OSError):
            self._file.remove_log(aside)

    def _build_saved_name(self, now: datetime) -> str:
        return f"{self._path.name}.kept-{now:%Y%m%d-%H%M}"

    def _format_saved_path(self, saved: Path) -> str:
        return saved.name if saved.parent == self._path.parent else str(saved)

    def _save_old_file(self, now: datetime) -> Path:
        """Copy the old file with its log where it is found. Raises OSError or sqlite3.Error."""
        assert self._keeper is not None
        folder = self._path.parent if self._path.parent.is_dir() else Path.home()
        target = _make_new_file(folder, self._build_saved_name(now))
        try:
            with closing(sqlite3.connect(target)) as copy:
                self._keeper.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE").close()
                verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
                if verdict != "ok" or not self._holds_witness(copy):
                    raise sqlite3.DatabaseError("it was written over")
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target


def _make_new_file(folder: Path, name: str) -> Path:
    """An empty file for the owner only. Somebody else at this study may want the same name."""
    for number in count(1):
        target = folder / (name if number == 1 else f"{name}-{number}")
        with suppress(FileExistsError):
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            return target
    raise AssertionError("count() never ends")
