"""The file of an open SQLite store, watched from outside: is it still the one that was opened?

A sync client, a restored backup or a colleague may replace, cut or remove it. SQLite goes on with
the old file, which then nobody else can see. So the name is looked up before every act: one `stat`
for the file and one for its log.

A file that SQLite has open must not be opened and closed beside it in the same process: closing
drops every POSIX lock of the process on it (fcntl(2)), and another program may then take the log
away. What is opened here stays open until nobody in this process uses that file any more.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

HEADER = b"SQLite format 3\x00"
HEADER_SIZE = 100
_NEEDS_INODES = os.name == "posix"

_guard = threading.Lock()
_in_use: dict[tuple[int, int], int] = {}
"""How often SQLite has each file open in this process, by device and inode."""
_parked: dict[tuple[int, int], list[int]] = {}
"""Descriptors of such files that wait to be closed."""


class FileChange(StrEnum):
    """What has become of the file, as the end of a sentence about it."""

    REPLACED = "was replaced by another file"
    REMOVED = "was removed"
    MOVED = "is no longer where it was opened"
    CUT = "was cut short or written over"
    LOG_REMOVED = "has lost its log"
    LOG_REPLACED = "was opened again without its log"
    UNREADABLE = "cannot be looked at"


@contextmanager
def open_beside(path: Path) -> Iterator[int]:
    """A descriptor to read from. It stays open while a store of this process has the file open."""
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        yield descriptor
    finally:
        _release_descriptor(descriptor)


def _release_descriptor(descriptor: int) -> None:
    found = os.fstat(descriptor)
    name = found.st_dev, found.st_ino
    with _guard:
        if _in_use.get(name):
            _parked.setdefault(name, []).append(descriptor)
            return
    os.close(descriptor)


def register_opening(path: Path) -> tuple[int, int]:
    """Remember that this process opens the file by SQLite. Returns what `register_closing` takes.

    Raises OSError for a file that cannot be looked up.
    """
    found = path.stat()
    name = found.st_dev, found.st_ino
    with _guard:
        _in_use[name] = _in_use.get(name, 0) + 1
    return name


def register_closing(names: Sequence[tuple[int, int]]) -> None:
    """Forget openings; descriptors beside a file that nobody uses any more are closed."""
    parked: list[int] = []
    with _guard:
        for name in names:
            _in_use[name] -= 1
            if not _in_use[name]:
                del _in_use[name]
                parked += _parked.pop(name, [])
    for descriptor in parked:
        os.close(descriptor)


def is_open_here(path: Path) -> bool:
    """Whether a store of this process has this very file open."""
    try:
        found = path.stat()
    except OSError:
        return False
    return bool(_in_use.get((found.st_dev, found.st_ino)))


class StudyFile:
    """Watches one file for one store, from the moment that SQLite has opened it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        # SQLite puts it beside the file itself, where the name is a link.
        self._log = Path(f"{self.path.resolve()}-wal")
        self._descriptor: int | None = None
        self._name = (0, 0)
        self._log_name: tuple[int, int] | None = None
        self._size_and_time = (0, 0)

    def watch_file(self) -> None:
        """Watch the file from now on. SQLite must have it open, so that its log exists as well."""
        if self._descriptor is not None or not _NEEDS_INODES:
            return
        self._descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        self._name = register_opening(self.path)
        self.note_seen()

    def note_seen(self) -> None:
        """Take the file's present size and time as right: this program wrote it, or checked it."""
        if self._descriptor is not None:
            found = os.fstat(self._descriptor)
            self._size_and_time = found.st_size, found.st_mtime_ns
        if self._log_name is None:
            self._log_name = _identify_file(self._log)

    def stop_watching(self) -> None:
        """Close the file; to be called after SQLite has closed it."""
        if self._descriptor is None:
            return
        _release_descriptor(self._descriptor)
        register_closing([self._name])
        self._descriptor = self._log_name = None

    def find_change(self) -> FileChange | None:
        """What has happened to the file; None if it is as it was opened."""
        if self._descriptor is None:
            return None
        ours = os.fstat(self._descriptor)
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return FileChange.MOVED if ours.st_nlink else FileChange.REMOVED
        except OSError:
            return FileChange.UNREADABLE
        # Compared with the open file rather than with a number kept: some network file systems
        # change theirs.
        if not os.path.samestat(ours, there):
            return FileChange.REPLACED
        if self._is_cut(ours.st_size):
            return FileChange.CUT
        return self._find_log_change()

    def _is_cut(self, size: int) -> bool:
        assert self._descriptor is not None
        known_size = self._size_and_time[0]
        if size == known_size:
            return False
        head = os.pread(self._descriptor, HEADER_SIZE, 0)
        # A store of this program never shrinks: nothing in it is vacuumed.
        return size < known_size or not head.startswith(HEADER)

    def _find_log_change(self) -> FileChange | None:
        if self._log_name is None:
            return None
        there = _identify_file(self._log)
        if there is None:
            return FileChange.LOG_REMOVED
        return None if there == self._log_name else FileChange.LOG_REPLACED

    @property
    def was_written(self) -> bool:
        """Whether somebody else has written to the file itself since it was last seen."""
        if self._descriptor is None:
            return False
        found = os.fstat(self._descriptor)
        return (found.st_size, found.st_mtime_ns) != self._size_and_time

    def remove_log(self, aside: Path | None) -> None:
        """Remove the old file's log from beside a new file, into which SQLite would write it.

        It is moved to `aside`, or deleted where everything in it was saved already.
        """
        if self._log_name is None or _identify_file(self._log) != self._log_name:
            return
        if aside is None:
            self._log.unlink(missing_ok=True)
        else:
            self._log.rename(aside)
        # The index of a log that is gone would look like a log that was lost.
        index = self._log.with_name(self._log.name.removesuffix("-wal") + "-shm")
        index.unlink(missing_ok=True)


def _identify_file(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
