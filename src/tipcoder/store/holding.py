"""Whether other programs have an SQLite file open, and keeping them out for a moment."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import IO

from tipcoder.errors import EnvironmentFault

_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
"""The bytes that every program locks that has an SQLite file open (os_unix.c)."""


class ExclusiveHold:
    """Keeps other programs from opening an SQLite file; nothing of this process may have it open
    meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def __enter__(self) -> ExclusiveHold:
        """Raises EnvironmentFault if somebody has the file open, as far as the system can tell."""
        try:
            import fcntl
        except ImportError:
            return self  # this system refuses to replace a file that is open
        with suppress(OSError):
            self._file = self._path.open("r+b")
        if self._file is None:
            return self
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except BlockingIOError:
            self._file.close()
            raise in_use_fault(self._path) from None
        except OSError:
            pass  # a file system without locks cannot tell
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def in_use_fault(path: Path) -> EnvironmentFault:
    """What to raise where another program works in the store."""
    return EnvironmentFault(
        f"{path.name}: another program has the study open; nothing was changed.",
        "Close every workbench of it, on other machines too, and restore again.",
    )


def is_held_elsewhere(path: Path) -> bool:
    """Whether another program has the file open, as far as the system can tell."""
    try:
        with ExclusiveHold(path):
            return False
    except EnvironmentFault:
        return True
