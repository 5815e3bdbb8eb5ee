"""Pictures: whatever is written into their files. What they show is not read, which is said."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Contents, Passage, Trace
from tipcoder.privacy.audit.named_tables import iterate_profile_texts
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts
from tipcoder.privacy.audit.tagged_pictures import read_tags
from tipcoder.privacy.audit.xmp import iterate_written_texts

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PIXELS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs tIME acTL fcTL fdAT cICP mDCV "
    b"cLLI".split()
)
"""Chunks of numbers (PNG, third edition, 11)."""
_JPEG_BARE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers without a length: the beginning, and those between the lines of pixels."""
_JPEG_END, _JPEG_SCAN = 0xD9, 0xDA
_JPEG_TABLES = frozenset((0xC4, 0xCC, 0xDB, 0xDD, *range(0xC0, 0xC4), *range(0xC5, 0xCC)))
_PROFILE = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00\x00"
_GIF_EXTENSION, _GIF_PICTURE, _GIF_END = 0x21, 0x2C, 0x3B
_LARGEST_CHUNK = 1 << 24
"""Bytes (16 MB) to which a packed text of a picture may unpack."""


def _begin(contents: Contents) -> Contents:
    sentence = "is a picture: nobody but you can read what it shows"
    contents.traces.append(Trace("picture", "the picture", sentence, grave=False))
    return contents


def _refuse_damaged() -> BadInput:
    return BadInput("The picture is damaged and cannot be read back.", "Write it again.")


def _read_rest(data: bytes, at: int, contents: Contents, nest: Nest) -> None:
    """What stands behind the end of a picture, where programs do not look."""
    rest = data[at:]
    if rest.strip(b"\x00\r\n "):
        contents.traces.append(Trace("hidden", "the picture", "has bytes behind its end"))
        nest.read_into(contents, "bytes behind the end", rest)


def read_png(data: bytes, nest: Nest) -> Contents:
    """Text chunks, EXIF, and chunks of programs. Raises BadInput for a damaged picture."""
    if not data.startswith(_PNG):
        raise _refuse_damaged()
    contents = _begin(Contents())
    at = len(_PNG)
    kind = b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise _refuse_damaged()
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        _read_png_chunk(kind, data[at + 8 : at + 8 + length], contents)
        at += 12 + length
    _read_rest(data, at, contents, nest)
    return contents


def _read_png_chunk(kind: bytes, body: bytes, contents: Contents) -> None:
    name = kind.decode("latin-1")
    if kind == b"eXIf":
        contents.passages += read_tags(body, "EXIF")
    elif kind in (b"tEXt", b"zTXt", b"iTXt", b"iCCP"):
        keyword, _, rest = body.partition(b"\x00")
        part = f"text of {name}"
        contents.passages.append(Passage("the picture", keyword.decode("latin-1"), True, part))
        iterate = iterate_profile_texts if kind == b"iCCP" else iterate_written_texts
        contents.passages += iterate(_unpack_png_text(kind, rest), "the picture", part)
    elif kind not in _PNG_PIXELS:
        contents.passages += iterate_written_texts(body, "the picture", f"chunk {name}")


def _unpack_png_text(kind: bytes, rest: bytes) -> bytes:
    """The text of a chunk in UTF-8; a profile of colours as it is."""
    if kind == b"tEXt":
        return rest.decode("latin-1").encode()
    if kind == b"zTXt":
        return _inflate(rest[1:]).decode("latin-1").encode()
    if kind == b"iCCP":
        return _inflate(rest[1:])
    packed = rest[:1] == b"\x01"
    parts = rest[2:].split(b"\x00", 2)
    if packed and len(parts) == 3:
        parts[2] = _inflate(parts[2])
    return b"\n".join(parts)


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST_CHUNK)
    except zlib.error:
        raise _refuse_damaged() from None


def read_jpeg(data: bytes, nest: Nest) -> Contents:
    """Remarks, EXIF, XMP and other segments of programs."""
    contents = _begin(Contents())
    at = 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 2 > len(data):
            raise _refuse_damaged()
        marker = data[at + 1]
        if marker == _JPEG_END:
            break
        at = _read_segment(data, at, marker, contents)
    _read_rest(data, at + 2, contents, nest)
    return contents


def _read_segment(data: bytes, at: int, marker: int, contents: Contents) -> int:
    """Read what stands behind a marker; returns where to look for the next one."""
    if marker in _JPEG_BARE or marker in (0x00, 0xFF):
        # Between pixels 0xFF may stand for itself.
        return at + (1 if marker == 0xFF else 2)
    if at + 4 > len(data):
        raise _refuse_damaged()
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    body = data[at + 4 : at + 2 + length]
    if body.startswith(_EXIF):
        contents.passages += read_tags(body[len(_EXIF) :], "EXIF")
    elif body.startswith(_PROFILE):
        profile = body[len(_PROFILE) + 2 :]  # behind its number and how many there are
        contents.passages += iterate_profile_texts(profile, "the picture", "colours")
    elif marker != _JPEG_SCAN and marker not in _JPEG_TABLES:
        contents.passages += iterate_written_texts(body, "the picture", f"segment {marker:X}")
    return at + 2 + max(length, 2)


def read_gif(data: bytes, nest: Nest) -> Contents:
    """Remarks and blocks of programs."""
    contents = _begin(Contents())
    try:
        at = 13 + _size_of_colours(data[10])
        while data[at] != _GIF_END:
            if data[at] == _GIF_EXTENSION:
                kind, start = data[at + 1], at + 2
                body, at = _join_blocks(data, start)
                if kind in (0xFE, 0xFF, 0x01):  # a remark, of a program, a text
                    contents.passages += iterate_written_texts(
                        body, "the picture", f"block {kind:X}"
                    )
            elif data[at] == _GIF_PICTURE:
                at += 10 + _size_of_colours(data[at + 9])
                _, at = _join_blocks(data, at + 1)
            else:
                raise _refuse_damaged()
    except IndexError:
        raise _refuse_damaged() from None
    _read_rest(data, at + 1, contents, nest)
    return contents


def _size_of_colours(flags: int) -> int:
    bits = (flags & 7) + 1
    return 3 << bits if flags & 0x80 else 0


def _join_blocks(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes of blocks that each begin with their length, and where they end."""
    out = bytearray()
    while length := data[at]:
        out += data[at + 1 : at + 1 + length]
        at += 1 + length
    return bytes(out), at + 1


def read_webp(data: bytes, nest: Nest) -> Contents:
    """EXIF, XMP and chunks of programs."""
    contents = _begin(Contents())
    if len(data) < 12 or not data.startswith(b"RIFF"):
        raise _refuse_damaged()
    (size,) = struct.unpack_from("<I", data, 4)
    end = min(8 + size, len(data))
    for kind, body in _iterate_riff(data[:end], 12):
        if kind == b"EXIF":
            contents.passages += read_tags(body.removeprefix(_EXIF), "EXIF")
        elif kind == b"ICCP":
            contents.passages += iterate_profile_texts(body, "the picture", "colours")
        elif kind not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANMF", b"ANIM"):
            part = f"chunk {kind.decode('latin-1')}"
            contents.passages += iterate_written_texts(body, "the picture", part)
    _read_rest(data, end + size % 2, contents, nest)
    return contents


def _iterate_riff(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def read_tiff(data: bytes) -> Contents:
    """All tags that are no pixels."""
    contents = _begin(Contents())
    if len(data) < 8:
        raise _refuse_damaged()
    contents.passages += read_tags(data, "tags")
    return contents


def read_metafile(data: bytes, nest: Nest) -> Contents:
    """A drawing of Windows, whose texts stand in it as letters, or a bitmap, which has none."""
    contents = _begin(Contents())
    if data.startswith(b"BM") and len(data) > 6:
        (size,) = struct.unpack_from("<I", data, 2)
        _read_rest(data, size, contents, nest)
    else:
        contents.passages += iterate_raw_texts(data, "the drawing")
    return contents
