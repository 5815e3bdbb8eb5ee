"""The write-ahead log that lies beside an SQLite file: does it belong to the file as it lies there?

SQLite believes any `-wal` that it finds. Where a person has put a backup in the place of `study.db`
and left the old log beside it, SQLite mixes the two: the file is damaged, or the backup is silently
undone. Nothing in the format ties a log to its file, so `copy_sqlite` marks copies (`PRAGMA
user_version`), and the first opening for writing turns the mark of a copy into that of a store in
use. What follows from marks and counters is certain; the clock is the last resort. Layout of both
files: "Database File Format" and "WAL-mode File Format", sqlite.org.
"""

from __future__ import annotations

import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

_WAL_HEADER = 32
_FRAME_HEADER = 24
_COUNTER_AT = 24
_MARK_AT = 60
_PAGE_SIZE_AT = 16
_MAGIC = (0x377F0682, 0x377F0683)
COPY = 1 << 30
"""The bit that a mark has as long as a file is a copy that nobody has worked in."""
_LATER = 60
"""Seconds: SQLite writes into the file from the log within moments, or makes the two agree."""
WRITTEN_OVER = "the file was written over after the log had ended"
"""The one reason that rests on the clock."""


def make_copy_mark() -> int:
    """The mark of a new copy; two copies do not have the same."""
    return COPY | (secrets.randbits(30) or 1)


def is_copy(mark: int) -> bool:
    """Whether nobody has worked in the file since it was copied."""
    return bool(mark & COPY)


def mark_in_use(mark: int) -> int:
    """The mark of a copy once somebody works in it."""
    return mark & ~COPY


def read_copy_mark(path: Path) -> int:
    """The mark in the file itself, whatever a log beside it says; 0 for a file that never was a
    copy.
    """
    try:
        with path.open("rb") as file:
            return _parse_number(file.read(100), _MARK_AT)
    except OSError:
        return 0  # what is wrong with the file is said where it is opened


def find_stray_reason(path: Path) -> str:
    """Why the `-wal` beside a file cannot belong to it, as the end of a sentence; empty where it
    may.
    """
    log = path.with_name(path.name + "-wal")
    try:
        if log.stat().st_size < _WAL_HEADER + _FRAME_HEADER:
            return ""
        with path.open("rb") as file, log.open("rb") as frames:
            found = _read_log(frames)
            head = file.read(100)
            if found is None or len(head) < 100:
                return ""
            return _compare_heads(head, found) or _compare_times(path, log, file, found)
    except FileNotFoundError:
        return ""  # a program that closes the study takes it away


class _FirstPage(NamedTuple):
    """Page 1 of the file as one frame of the log has it."""

    counter: int
    mark: int


class _LogContent(NamedTuple):
    page_size: int
    pages: dict[int, set[int]]
    """Page -> hashes of what frames of the log have for it."""
    firsts: list[_FirstPage]


def _read_log(log: BinaryIO) -> _LogContent | None:
    head = log.read(_WAL_HEADER)
    magic, _, page_size = struct.unpack(">III", head[:12])
    if magic not in _MAGIC:
        return None
    firsts: list[_FirstPage] = []
    pages: dict[int, set[int]] = {}
    for page, content in _iterate_frames(log, page_size, head[16:24]):
        if page == 1:
            firsts.append(_FirstPage(_parse_number(content, _COUNTER_AT), _parse_number(content, _MARK_AT)))
        pages.setdefault(page, set()).add(hash(content))
    return _LogContent(page_size, pages, firsts)


def _iterate_frames(log: BinaryIO, page_size: int, salts: bytes) -> Iterator[tuple[int, bytes]]:
    """Frames of the log's present round, committed or not: older ones have other salts."""
    while len(head := log.read(_FRAME_HEADER)) == _FRAME_HEADER:
        content = log.read(page_size)
        if head[8:16] != salts or len(content) < page_size:
            return
        yield _parse_number(head, 0), content


def _compare_heads(head: bytes, log: _LogContent) -> str:
    """Why the beginning of a file does not go with its log; empty where it may."""
    page_size = int.from_bytes(head[_PAGE_SIZE_AT : _PAGE_SIZE_AT + 2], "big")
    if page_size == 1:
        page_size = 65536  # which two bytes have no room for
    if page_size != log.page_size:
        return "its pages have another size"
    if not log.pages:
        return ""
    reason = _compare_marks(_parse_number(head, _MARK_AT), log.firsts)
    if reason:
        return reason
    # Whoever writes page 1 counts on from what he finds there.
    if log.firsts and log.firsts[0].counter > _parse_number(head, _COUNTER_AT) + 1:
        return "it goes on from a later state of the file"
    return ""


def _compare_marks(mark: int, firsts: list[_FirstPage]) -> str:
    """Why a file of this mark is not the one that its log is about; empty where it may be."""
    if is_copy(mark):
        # Before anything else is written, the first page gets the mark of a store in use.
        if not firsts or firsts[0].mark not in (mark, mark_in_use(mark)):
            return "the file is a copy that nobody has worked in since it was made"
    elif any(mark_in_use(first.mark) != mark for first in firsts):
        return "the two are marked as different copies of the study"
    return ""


def _compare_times(path: Path, log_path: Path, file: BinaryIO, log: _LogContent) -> str:
    """A file written long after its log, and not from it, was written by another hand than
    SQLite's.
    """
    if not _is_younger(path, log_path):
        return ""
    for page, contents in log.pages.items():
        file.seek((page - 1) * log.page_size)
        if hash(file.read(log.page_size)) in contents:
            return ""  # brought over from the log: a checkpoint that a reader held up
    return WRITTEN_OVER


def _is_younger(path: Path, log_path: Path) -> bool:
    file, log = path.stat(), log_path.stat()
    if file.st_mtime - log.st_mtime > _LATER:
        return True
    # `cp -p` and `mv` keep the time of writing, but not that of the change of name or owner (not
    # kept by Windows).
    return os.name == "posix" and file.st_ctime - log.st_ctime > _LATER


def _parse_number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "big")
