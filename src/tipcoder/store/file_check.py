"""A look at a store's file before SQLite opens it: what it is, whether it is whole, whether its log
is its own.

SQLite changes a foreign file as it opens it, and mixes a log of another state into a file, which
nothing can undo.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tipcoder.errors import EnvironmentFault
from tipcoder.store.engine import APPLICATION_ID
from tipcoder.store.faults import damaged_file_fault
from tipcoder.store.holding import is_held_elsewhere
from tipcoder.store.sqlite_engine import build_unchanging_uri
from tipcoder.store.study_file import HEADER, HEADER_SIZE, is_open_here, open_beside
from tipcoder.store.wal_file import WRITTEN_OVER, find_stray_reason, is_copy, read_copy_mark

_APPLICATION_ID_AT = 68

CHECKED_AT_OPENING = 64 * 2**20
"""Files up to this many bytes are checked page by page when they are opened to be written: 1.5 ms
for a megabyte.
"""


def check_file(path: Path) -> None:
    """Look at the file before SQLite does, because SQLite changes a foreign file as it opens it.

    Raises EnvironmentFault for what is no store, or a store that its log does not belong to. A file
    that this process has open was looked at when it was opened, and is left alone.
    """
    if is_open_here(path):
        return
    try:
        with open_beside(path) as descriptor:
            head = os.read(descriptor, HEADER_SIZE)
    except FileNotFoundError:
        raise EnvironmentFault(f"{path}: the study has no store.", "Restore it from a backup.") from None
    except OSError as error:
        raise EnvironmentFault(f"{path}: cannot be read ({error.strerror}).", "Check its permissions.") from None
    if not head:
        raise EnvironmentFault(f"{path}: is empty, the data are gone.", "Restore it from a backup.")
    if not head.startswith(HEADER[: len(head)]):
        raise EnvironmentFault(f"{path}: is no SQLite file.", "Restore it from a backup.")
    if len(head) < HEADER_SIZE:
        raise EnvironmentFault(f"{path}: is cut short, the data are gone.", "Restore it from a backup.")
    if _parse_application_id(head) != APPLICATION_ID:
        raise EnvironmentFault(f"{path}: is an SQLite file, but no tipcoder study.", "Restore it from a backup.")
    _check_log(path)


def is_store(path: Path) -> bool:
    """Whether a file stands there that begins as a store of this program does. Raises OSError if it
    cannot be read.
    """
    try:
        with open_beside(path) as descriptor:
            head = os.read(descriptor, HEADER_SIZE)
    except FileNotFoundError:
        return False
    return len(head) == HEADER_SIZE and head.startswith(HEADER) and _parse_application_id(head) == APPLICATION_ID


def _parse_application_id(head: bytes) -> int:
    return int.from_bytes(head[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")


def _check_log(path: Path) -> None:
    """A crash leaves both companions of the file. One without the other means that the latest acts
    were taken away.
    """
    log, index = (path.with_name(path.name + companion) for companion in ("-wal", "-shm"))
    for _ in range(5):
        if log.exists() or not index.exists() or is_copy(read_copy_mark(path)):  # a copy has no acts of its own to miss
            _check_log_is_its_own(path)
            return
        time.sleep(0.05)  # a program that closes the study takes the two away one after the other
    raise EnvironmentFault(
        f"{log}: is missing, and with it the latest acts.",
        f"Bring it back, or delete {index.name} to go on without them.",
    )


def _check_log_is_its_own(path: Path) -> None:
    """Before SQLite mixes the two, which nothing could undo: it does so at the first opening."""
    reason = explain_stray_log(path)
    if reason:
        raise stray_log_fault(path, reason)


def explain_stray_log(path: Path) -> str:
    """Why the log beside a file belongs to another state of it, as the end of a sentence; empty
    where it may.

    Raises EnvironmentFault for a file that is damaged with its log and without it.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size or is_held_elsewhere(path):
        return ""  # while others work, the log is theirs
    reason = find_stray_reason(path)
    if reason or path.stat().st_size > CHECKED_AT_OPENING:
        return reason
    verdict = find_integrity_verdict(path, with_log=True)
    if verdict == "ok":
        return ""
    if find_integrity_verdict(path, with_log=False) == "ok":
        return "the file is whole without it and damaged with it"
    raise damaged_file_fault(path.name, verdict)


def stray_log_fault(path: Path, reason: str) -> EnvironmentFault:
    """What to raise about a log that belongs to another state of the file."""
    remedy = f"`tipcoder restore {path.name}` goes on with the file as it lies there, and keeps the log."
    if reason == WRITTEN_OVER:
        remedy += f" If the two do belong together, `touch {path.name}-wal` says so."
    return EnvironmentFault(
        f"{path}: the {path.name}-wal beside it belongs to another state of it ({reason}): "
        "somebody put a copy in its place.",
        remedy,
    )


def find_integrity_verdict(path: Path, *, with_log: bool) -> str:
    """What SQLite finds wrong with a file, or `ok`, without changing a byte of it."""
    log = path.with_name(path.name + "-wal")
    with_log = with_log and log.exists() and log.stat().st_size > 0
    try:
        with closing(sqlite3.connect(build_unchanging_uri(path, with_log=with_log), uri=True)) as db:
            db.execute("PRAGMA cell_size_check=ON")
            return str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        # In a folder that cannot be written a log cannot be read; that is no sign of damage.
        said = str(error)
        return said if "malformed" in said or "not a database" in said else "ok"
