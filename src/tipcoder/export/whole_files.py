"""Files that are whole or not there at all: a reader sees the old file or the new one, and nothing
between.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tipcoder.errors import EnvironmentFault

REMEDY = "Name a file in a folder that you may write in."
_OF_DISK = {
    errno.ENOSPC: "Free some space there, or name a file on another disk.",
    errno.EDQUOT: "Free some of your space there, or name a file on another disk.",
    errno.EROFS: "Name a file on a disk that can be written.",
}
"""Remedies where another folder beside it would not help."""


def write_file(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8, into a folder that is there. Raises EnvironmentFault.

    A link stays a link, and a pipe or a device is written into, not replaced.
    """
    data = as_bytes(content)
    try:
        if is_stream(path):
            path.write_bytes(data)
        else:
            _replace_content(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise fault_of(path, error) from None


def as_bytes(content: str | bytes) -> bytes:
    """Text in UTF-8; bytes as they are."""
    return content.encode("utf-8") if isinstance(content, str) else content


def is_stream(path: Path) -> bool:
    """Whether a pipe, a device or a socket is there, which is written into and not replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


def fault_of(path: Path, error: OSError) -> EnvironmentFault:
    """What is told where a file cannot be written."""
    remedy = _OF_DISK.get(error.errno or 0, REMEDY)
    return EnvironmentFault(f"{path}: cannot be written ({error.strerror or error}).", remedy)


def place_beside(path: Path) -> Path:
    """Where a new file lies until it takes the place of `path`, which is free of links.

    The ending stays, because some writers and the audit choose by it what the file is.
    """
    return path.with_name(f".{path.stem}.{os.getpid()}.new{path.suffix}")


@contextmanager
def making_parent_folders(path: Path) -> Iterator[None]:
    """Make the folders that a file needs; where it is not written after all, they go again."""
    missing = [folder for folder in path.parents if not folder.exists()]
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()  # refuses one in which something lies
        raise


def flush_to_disk(path: Path) -> None:
    """Bring a file to the disk before it takes another one's place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _replace_content(path: Path, content: bytes) -> None:
    new = place_beside(path)
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
