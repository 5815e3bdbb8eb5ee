"""Files that are one other file, compressed: gzip, bzip2 and xz."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Protocol

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts

_STRETCH = 1 << 20
"""Bytes that are unpacked before it is asked whether these are too many."""
_INNER_ENDINGS = {
    ".tgz": ".tar",
    ".tbz": ".tar",
    ".tbz2": ".tar",
    ".txz": ".tar",
    ".svgz": ".svg",
    ".emz": ".emf",
    ".wmz": ".wmf",
}
_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_HAS_EXTRA, _HAS_NAME, _HAS_REMARK = 4, 8, 16
"""Flags of the header of gzip (RFC 1952, 2.3.1)."""
_TIMES = slice(4, 8)
_HEADER_BYTES = 10


class _Unpacker(Protocol):
    """One of the three libraries' objects that unpack one stream."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def read_gzip(data: bytes, nest: Nest) -> Contents:
    """What is in a file of gzip, and what its header tells."""
    contents = Contents()
    _note_header(data, contents)
    _read_streams(data, _GZIP, lambda: zlib.decompressobj(wbits=31), nest, contents)
    return contents


def read_bzip2(data: bytes, nest: Nest) -> Contents:
    """What is in a file of bzip2."""
    contents = Contents()
    _read_streams(data, _BZIP2, bz2.BZ2Decompressor, nest, contents)
    return contents


def read_xz(data: bytes, nest: Nest) -> Contents:
    """What is in a file of xz."""
    contents = Contents()
    _read_streams(data, _XZ, lzma.LZMADecompressor, nest, contents)
    return contents


def _note_header(data: bytes, contents: Contents) -> None:
    """The name of the file that was packed, a remark, and the time."""
    if len(data) < _HEADER_BYTES:
        return
    flags, at = data[3], _HEADER_BYTES
    if flags & _HAS_EXTRA:
        length = int.from_bytes(data[at : at + 2], "little")
        contents.passages += iterate_raw_texts(data[at + 2 : at + 2 + length], "the header")
        at += 2 + length
    for flag, part in ((_HAS_NAME, "names of members"), (_HAS_REMARK, "remarks")):
        if flags & flag:
            end = data.find(b"\x00", at)
            end = len(data) if end < 0 else end
            text = data[at:end].decode("utf-8", "replace")
            text = PurePosixPath(text).stem if flag == _HAS_NAME else text
            contents.passages.append(Passage("the header", text, True, part))
            at = end + 1
    if any(data[_TIMES]):
        sentence = "tells when its parts were made"
        contents.traces.append(Trace("time", "the archive", sentence, grave=False))


def _read_streams(
    data: bytes, mark: bytes, make: Callable[[], _Unpacker], nest: Nest, contents: Contents
) -> None:
    """Unpack one stream after the other, as programs do, and read them as one file."""
    out = bytearray()
    rest = data
    try:
        while rest.startswith(mark):
            rest = _unpack_stream(rest, make(), out, nest)
    except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
        raise BadInput("It is damaged and cannot be unpacked.", "Write it again.") from None
    if len(rest) == len(data):
        raise BadInput("It is damaged and cannot be unpacked.", "Write it again.")
    if rest.strip(b"\x00"):
        contents.traces.append(Trace("hidden", "the archive", "has bytes behind its end"))
        nest.read_into(contents, "bytes behind the end", rest)

    nest.limits.count_unpacked(len(out), len(data))
    nest.read_into(contents, _name_inner(nest.name), bytes(out))


def _unpack_stream(data: bytes, unpacker: _Unpacker, out: bytearray, nest: Nest) -> bytes:
    """Append what one stream holds; returns what stands behind it."""
    feed = data
    while not unpacker.eof:
        found = unpacker.decompress(feed, _STRETCH)
        out += found
        # Asked at once: it may go on without end.
        nest.limits.check_size(len(out), len(data))
        feed = getattr(unpacker, "unconsumed_tail", b"")
        if not (found or feed or unpacker.eof):
            raise EOFError
    return unpacker.unused_data


def _name_inner(name: str) -> str:
    """What a file is called without its compression: `a.tgz` holds `a.tar`."""
    path = PurePosixPath(name or "content")
    ending = path.suffix.lower()
    inner = path.stem + _INNER_ENDINGS.get(ending, "")
    return inner or "content"
