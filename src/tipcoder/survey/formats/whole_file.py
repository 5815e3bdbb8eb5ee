"""The bytes of a survey file, and a path at which libraries that want one can open it."""

from __future__ import annotations

import hashlib
import os
import tempfile
import weakref
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault, find_nearest
from tipcoder.survey.long_file import LongFile, open_bytes

_LOOKED_AT = 1 << 16
"""Bytes at both ends by which a long file is told from other kinds."""


class LibraryCopy:
    """A file at a path of its own, for a library that reads nothing else; it goes with this
    object."""

    def __init__(self, data: bytes | LongFile, ending: str) -> None:
        descriptor, name = tempfile.mkstemp(prefix="tipcoder-", suffix=ending)
        self.path = Path(name)
        weakref.finalize(self, self.path.unlink, missing_ok=True)
        with os.fdopen(descriptor, "wb") as copy:
            pieces = data.iterate_stretches() if isinstance(data, LongFile) else (data,)
            for piece in pieces:
                copy.write(piece)


def read_file_bytes(path: Path, source: str) -> bytes | LongFile:
    """The bytes of a short file, or a long one to be read in stretches.

    Raises BadInput for a path that is not a file with content, EnvironmentFault for one that
    cannot be read.
    """
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder, not a file.", "Name the survey file in it.")
        if path.is_char_device():
            raise BadInput(
                f"{path}: is a device, not a file.", "Name the survey file, or pipe it in."
            )
        data = open_bytes(path, source)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadInput(f"{path}: there is no such file.", _find_nearest_file(path)) from None
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    if not data:
        raise BadInput(f"{path.name}: is empty.", "Export it again.")
    return data


def hash_file(data: bytes | LongFile) -> str:
    """SHA-256 of all bytes, hexadecimal."""
    if isinstance(data, LongFile):
        return data.hash_bytes()
    return hashlib.sha256(data).hexdigest()


def sample_bytes(data: bytes | LongFile) -> bytes:
    """Enough of a file to tell its kind: all of a short one, both ends of a long one.

    A ZIP archive lists its members at the end; everything else shows at the beginning.
    """
    if isinstance(data, LongFile):
        return data.read_beginning(_LOOKED_AT) + data.read_ending(_LOOKED_AT)
    return data


def gather_bytes(data: bytes | LongFile) -> bytes:
    """All bytes at once, for a library that holds the whole file anyway."""
    if not isinstance(data, LongFile):
        return data
    gathered = bytearray()
    for stretch in data.iterate_stretches():
        gathered += stretch
    return bytes(gathered)


def _find_nearest_file(path: Path) -> str:
    """What the user may have meant, of the files in the folder that a survey or codings could be
    in."""
    endings = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".sav", ".zsav", ".por", ".dta")
    try:
        found = []
        for file in path.parent.iterdir():
            if file.suffix.casefold() in endings and file.is_file():
                found.append(file.name)
        near = find_nearest(path.name, sorted(found))
    except (OSError, ValueError):
        near = ""
    if not near:
        return "Check the name and the folder."
    return f"Did you mean {str(path.with_name(near))!r}?"
