"""What was found in texts, kept in a file of its own so that nobody waits for it twice: names by
detectors, and in another file of this form places of patterns.

The file lies beside the key file and not in the study: where names stand is the business of those
who may know them, and verbs that only read the study can fill it. It holds digests of texts,
offsets, kinds and reasons, and no word of anybody. Whatever is wrong with it, names are looked for
anew; it may be thrown away at any time.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

_FORMAT = 2
"""Raised with every change of the tables: a file of another format begins anew."""
_PATIENCE = 1.0
"""Seconds to wait for another process that writes; then its work is simply done twice."""
_OTHERS = 0o077
"""The bits of a file's mode that let others than its owner read or write it."""
_TABLES = """
create table detector (fingerprint text not null) strict;
create table hit (
    text_hash text not null,
    context text not null,
    hits text not null,
    primary key (text_hash, context)
) strict, without rowid;
create table name (
    key text primary key,
    hits text not null
) strict, without rowid;
"""
_MOST_NAMES = 50_000
"""Texts that leave whose names are kept, where nobody says how many; of more only the latest."""

KeptRow = tuple[str, str, str]
"""Digest of a text, digest of what else the search rests on, and hits as their caller wrote them.
"""


class KeptHits:
    """Hits of one study under one fingerprint of its detectors; those under another are dropped.

    May be used by several threads. Never raises: without a file nothing is found in it.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._file = _open_kept(path)
        self._is_pruned = False

    def find(self, text_hash: str, context: str) -> str | None:
        """The hits of a text; None where it was not searched."""
        query = (
            "select hits from hit, detector where fingerprint = ? and text_hash = ? and context = ?"
        )
        with self._lock:
            if self._file is None:
                return None
            try:
                row = self._file.execute(query, (self._fingerprint, text_hash, context)).fetchone()
            except sqlite3.Error as error:
                self._give_up(error)
                return None
        return None if row is None else str(row[0])

    def load_names(self) -> dict[str, str]:
        """Known names in texts that left or were about to, by the digest of what was searched."""
        query = "select key, hits from name, detector where fingerprint = ?"
        with self._lock:
            if self._file is None:
                return {}
            try:
                return dict(self._file.execute(query, (self._fingerprint,)).fetchall())
            except sqlite3.Error as error:
                self._give_up(error)
                return {}

    def keep(self, rows: Sequence[KeptRow], current: Iterable[str]) -> None:
        """Keep hits. The first time those of texts that are not `current` any more are dropped.

        `current` are digests of every text of the study.
        """

        def write(file: sqlite3.Connection) -> None:
            if not self._is_pruned:
                _drop_others(file, current)
            file.executemany("insert or replace into hit values (?, ?, ?)", rows)

        if self._change(write):
            self._is_pruned = True

    def keep_names(self, names: Mapping[str, str], most: int | None = None) -> None:
        """Keep known names of texts that leave, as `load_names` gives them.

        Of more than `most` texts, or of a usual number, only these are kept.
        """
        limit = _MOST_NAMES if most is None else most

        def write(file: sqlite3.Connection) -> None:
            (kept,) = file.execute("select count(*) from name").fetchone()
            if kept + len(names) > limit:
                file.execute("delete from name")
            file.executemany("insert or replace into name values (?, ?)", names.items())

        self._change(write)

    def _change(self, change: Callable[[sqlite3.Connection], None]) -> bool:
        """Change the file in one transaction, and without what another fingerprint found.

        Returns whether it could be changed.
        """
        with self._lock:
            if self._file is None:
                self._file = _create_kept(self._path)
            if self._file is None:
                return False
            try:
                with self._file:
                    self._file.execute("begin immediate")
                    self._begin_fingerprint(self._file)
                    change(self._file)
            except sqlite3.Error as error:
                self._give_up(error)
                return False
            return True

    def _begin_fingerprint(self, file: sqlite3.Connection) -> None:
        known = file.execute("select fingerprint from detector").fetchone()
        if known != (self._fingerprint,):
            for table in ("hit", "name", "detector"):
                file.execute(f"delete from {table}")
            file.execute("insert into detector values (?)", (self._fingerprint,))

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without the file."""
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.close()
        self._file = None
        _remove_damaged(self._path, error)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file = None


def forget_hits(path: Path, text_hashes: Collection[str]) -> int:
    """Drop everything that was found in these texts; returns how many texts had something.

    Nothing is left of them in the free pages of the file. What was found in texts that leave goes
    altogether, because nobody can tell whose words were in them. A file that cannot be read is
    removed: nothing is lost with it.
    """
    file = _open_kept(path)
    if file is None:
        # What cannot be looked into may still hold them.
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return 0
    try:
        with closing(file), file:
            file.execute("begin immediate")
            file.execute("delete from name")
            one_by_one = ((text_hash,) for text_hash in text_hashes)
            return file.executemany("delete from hit where text_hash = ?", one_by_one).rowcount
    except sqlite3.Error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return 0


def _drop_others(file: sqlite3.Connection, current: Iterable[str]) -> None:
    file.execute("create temp table if not exists current (text_hash text primary key)")
    file.execute("delete from current")
    file.executemany("insert or ignore into current values (?)", ((each,) for each in current))
    file.execute("delete from hit where text_hash not in (select text_hash from current)")


def _open_kept(path: Path) -> sqlite3.Connection | None:
    """The file, if there is one that is ours alone and of this format."""
    try:
        about = path.lstat()
    except OSError:
        return None
    # Whoever can write to it could hide names from the reviewers.
    if os.name == "posix" and (about.st_mode & _OTHERS or about.st_uid != os.getuid()):
        return None
    if not path.is_file() or path.is_symlink():
        return None
    return _connect(path)


def _create_kept(path: Path) -> sqlite3.Connection | None:
    """A new file, readable by its owner alone; None where it cannot be made."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        # Somebody else made it meanwhile, or it is not ours.
        return _open_kept(path)
    except OSError:
        return None
    return _connect(path)


def _connect(path: Path) -> sqlite3.Connection | None:
    try:
        file = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error:
        return None
    try:
        file.execute("pragma secure_delete = on")
        (found,) = file.execute("pragma user_version").fetchone()
        if found != _FORMAT:
            _begin_anew(file)
    except sqlite3.Error as error:
        file.close()
        _remove_damaged(path, error)
        return None
    return file


def _begin_anew(file: sqlite3.Connection) -> None:
    tables = "select name from sqlite_master where type = 'table'"
    for (name,) in file.execute(tables).fetchall():
        file.execute(f'drop table "{name}"')
    file.executescript(f"begin immediate; {_TABLES} pragma user_version = {_FORMAT}; commit;")


def _remove_damaged(path: Path, error: sqlite3.Error) -> None:
    """Make room for a new file where this one cannot be read; one that is only busy stays."""
    if not isinstance(error, sqlite3.OperationalError):
        with suppress(OSError):
            path.unlink(missing_ok=True)
