"""A file that is too long to be held.

Its bytes come in stretches and its text line by line, as often as wanted.

    file = LongFile(path)
    text = LongText(file, "utf-8")
    for line in text.lines(): ...

Every pass sees the same bytes or raises: a file that somebody saves over meanwhile would give half
of each version.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from tipcoder.errors import BadInput
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.text import split_lines

HELD = 1 << 24
"""Bytes of a file (16 MB) up to which it is held whole: its text takes one to four times as much.
"""
STRETCH = 1 << 20
"""Bytes that are read and decoded at once."""


class LongFile:
    """The bytes of one file.

    What comes through a pipe is kept in an unnamed file until this object goes.
    """

    def __init__(self, file: BinaryIO, source: str) -> None:
        self.source = source
        self._file = file
        weakref.finalize(self, file.close)
        self._stamp = self._read_stamp()
        self.size = self._stamp[0]
        self.told: ProgressCallback = ignore_progress
        """Hears in every pass how many bytes were read."""

    def _read_stamp(self) -> tuple[int, int]:
        now = os.fstat(self._file.fileno())
        return now.st_size, now.st_mtime_ns

    def iterate_stretches(self, start: int = 0) -> Iterator[bytes]:
        """The bytes from `start` on.

        Raises BadInput if the file has changed since it was opened.
        """
        at = start
        # By place, not by the file's own position: two passes may be under way.
        while found := os.pread(self._file.fileno(), STRETCH, at):
            at += len(found)
            self.told(at, self.size)
            yield found
        if self._read_stamp() != self._stamp:
            raise BadInput(
                f"{self.source}: was changed while it was read.",
                "Read it again when it is complete.",
            )

    def read_beginning(self, size: int) -> bytes:
        """The first bytes."""
        return os.pread(self._file.fileno(), size, 0)

    def read_ending(self, size: int) -> bytes:
        """The last bytes."""
        return os.pread(self._file.fileno(), size, max(self.size - size, 0))

    def hash_bytes(self) -> str:
        """Of all bytes, hexadecimal."""
        digest = hashlib.sha256()
        for stretch in self.iterate_stretches():
            digest.update(stretch)
        return digest.hexdigest()


def open_bytes(path: Path, source: str) -> bytes | LongFile:
    """The content of a short file, or a long one to be read in stretches. Raises OSError."""
    if path.is_file():
        return (
            path.read_bytes() if path.stat().st_size <= HELD else LongFile(path.open("rb"), source)
        )
    with path.open("rb") as pipe:
        first = pipe.read(HELD + 1)
        if len(first) <= HELD:
            return first
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - LongFile closes it
        spool.write(first)
        shutil.copyfileobj(pipe, spool, STRETCH)
        spool.flush()
    return LongFile(spool, source)


class LongText:
    """The text of a long file, decoded anew for each pass."""

    def __init__(
        self,
        file: LongFile,
        codec: str,
        *,
        skip: int = 0,
        errors: str = "strict",
        first_line: int = 0,
    ):
        """`skip` is the length of a byte order mark, `first_line` the number of lines
        to leave out."""
        self._file, self._codec, self._skip, self._errors = file, codec, skip, errors
        self._first_line = first_line

    def without_first_line(self) -> LongText:
        """The same text without the line that it begins with."""
        return LongText(
            self._file,
            self._codec,
            skip=self._skip,
            errors=self._errors,
            first_line=self._first_line + 1,
        )

    def iterate_pieces(self) -> Iterator[str]:
        """The whole text in pieces that may end anywhere.

        Raises UnicodeDecodeError for invalid bytes.
        """
        decoder = codecs.getincrementaldecoder(self._codec)(self._errors)
        for stretch in self._file.iterate_stretches(self._skip):
            yield decoder.decode(stretch)
        yield decoder.decode(b"", final=True)

    def iterate_lines(self) -> Iterator[str]:
        """Lines with their ends."""
        found = join_into_lines(self.iterate_pieces())
        for _ in range(self._first_line):
            next(found, None)
        return found

    @property
    def opening_line(self) -> str:
        """The first line."""
        return next(self.iterate_lines(), "")

    def __contains__(self, character: str) -> bool:
        return any(character in piece for piece in self.iterate_pieces())


def join_into_lines(pieces: Iterable[str]) -> Iterator[str]:
    """Lines with their ends, however the text is cut: a CRLF may lie on both sides of a cut."""
    kept: list[str] = []
    for piece in pieces:
        waiting = bool(kept) and kept[-1].endswith("\r")
        if not waiting and "\n" not in piece and "\r" not in piece:
            if piece:
                kept.append(piece)
            continue
        text = "".join((*kept, piece))
        # A carriage return at the very end may be half of a line end.
        end = len(text) - 1 if text.endswith("\r") else len(text)
        cut = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        yield from split_lines(text[:cut])
        kept = [text[cut:]] if cut < len(text) else []
    yield from split_lines("".join(kept))
