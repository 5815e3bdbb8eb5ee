"""Which logs cannot belong to a file, told from the first 100 bytes of the one
and the frames of the other.

The bytes are made by hand from "Database File Format" and "WAL-mode File Format" (sqlite.org): page
size at 16, change counter at 24, user version at 60; a log is a header of 32 bytes and frames of 24
bytes with a page each.
"""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tipcoder.store.wal_file import COPY, find_stray_reason

PAGE = 512
SALTS = b"saltsalt"


def page_one(counter: int, mark: int) -> bytes:
    page = bytearray(PAGE)
    page[:16] = b"SQLite format 3\x00"
    page[16:18] = struct.pack(">H", PAGE)
    page[24:28] = struct.pack(">I", counter)
    page[60:64] = struct.pack(">I", mark)
    return bytes(page)


def log(*frames: tuple[int, bytes], page_size: int = PAGE) -> bytes:
    head = struct.pack(">III", 0x377F0682, 3007000, page_size) + bytes(4) + SALTS + bytes(8)
    body = [struct.pack(">II", number, 1) + SALTS + bytes(8) + page for number, page in frames]
    return head + b"".join(body)


OTHER = b"x" * PAGE
LEFT_OVER = struct.pack(">II", 1, 1) + b"oldsalts" + bytes(8) + page_one(99, 99)


@pytest.mark.parametrize(
    ("file", "frames", "says"),
    [
        (page_one(5, 0), log((1, page_one(6, 0)), (2, OTHER)), ""),
        (page_one(5, 0), log((1, page_one(7, 0))), "a later state"),
        (page_one(9, 0), log((1, page_one(6, 0)), (1, page_one(9, 0))), ""),
        (page_one(5, 0), log((2, OTHER)), ""),
        (page_one(5, 0), log((2, OTHER)) + LEFT_OVER, ""),
        (page_one(5, 7), log((1, page_one(6, 8))), "different copies"),
        (page_one(5, COPY | 7), log((2, OTHER)), "a copy that nobody has worked in"),
        (page_one(5, COPY | 7), log((1, page_one(6, 8))), "a copy that nobody has worked in"),
        (page_one(5, COPY | 7), log((1, page_one(6, 7)), (2, OTHER)), ""),
        (page_one(6, 7), log((1, page_one(6, COPY | 7)), (1, page_one(6, 7))), ""),
        (page_one(5, 7), log((1, page_one(6, 7)), page_size=1024), "another size"),
        (page_one(5, 0), b"", ""),
        (page_one(5, 0), b"no log at all" * 20, ""),
    ],
)
def test_marks_and_counters_tell_which_log_is_not_the_files_own(
    tmp_path: Path, file: bytes, frames: bytes, says: str
) -> None:
    (tmp_path / "study.db").write_bytes(file + OTHER)
    (tmp_path / "study.db-wal").write_bytes(frames)
    found = find_stray_reason(tmp_path / "study.db")
    assert says in found
    assert bool(found) is bool(says)
