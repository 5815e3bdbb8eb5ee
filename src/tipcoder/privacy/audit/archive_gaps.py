"""Bytes of an archive that belong to no member.

Before, between and behind the members something can hide.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence

_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
"""What the header of a member and the end of the archive begin with (APPNOTE.TXT, 4.3)."""
_LOCAL_SIZE, _END_SIZE = 30, 22
_DESCRIPTOR = b"PK\x07\x08"
_HAS_DESCRIPTOR = 0x08
"""The flag of a member whose sizes follow its data."""


def find_gaps(data: bytes, infos: Sequence[zipfile.ZipInfo], directory: int) -> list[bytes]:
    """Stretches of the file that nothing accounts for.

    `directory` is where the list of members begins, in bytes from the start.
    """
    taken = sorted(_find_extent(data, info) for info in infos)
    taken.append((directory, _find_archive_end(data)))

    out = []
    at = 0
    for start, end in taken:
        if start > at:
            out.append(data[at:start])
        at = max(at, end)
    if at < len(data):
        out.append(data[at:])
    return out


def _find_extent(data: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    """Where a member begins and ends; nowhere if it is not where the list says."""
    start = info.header_offset
    if data[start : start + 4] != _LOCAL:
        return start, start

    # The local header counts, because its name and extra field may be longer than the list's.
    name, extra = struct.unpack("<HH", data[start + 26 : start + _LOCAL_SIZE])
    end = start + _LOCAL_SIZE + name + extra + info.compress_size
    if info.flag_bits & _HAS_DESCRIPTOR:
        # Programs may write the descriptor with or without its four letters.
        end += 16 if data[end : end + 4] == _DESCRIPTOR else 12
    return start, end


def _find_archive_end(data: bytes) -> int:
    at = data.rfind(_END)
    if at < 0 or at + _END_SIZE > len(data):
        return len(data)
    (remark,) = struct.unpack("<H", data[at + 20 : at + _END_SIZE])
    return int(at + _END_SIZE + remark)
