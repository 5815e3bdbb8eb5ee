"""Tags of TIFF, which EXIF has too: who took a picture, where, with what, and remarks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Passage
from tipcoder.privacy.audit.xmp import iterate_written_texts

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of a value by its type (TIFF 6.0, section 2)."""
_ASCII, _BYTES, _UNDEFINED = 2, 1, 7
_LINKS = frozenset((0x014A, 0x8769, 0x8825, 0xA005))
"""Tags that lead to further tags: inner pictures, EXIF, the place on the globe, exchange."""
_GLOBE = 0x8825
_PIXELS = frozenset((0x0111, 0x0117, 0x0144, 0x0145, 0x0201, 0x0202, 0x015B, 0x8773))
"""Tags that say where pixels and colours are, or hold them."""
_FIRST_OF_WINDOWS, _LAST_OF_WINDOWS = 0x9C9B, 0x9C9F
"""Title, remark, author, keywords and subject as Windows writes them, in letters of two bytes."""
_MOST_TAGS = 20_000


class _Tag(NamedTuple):
    """One tag: its number, the type of its values and their bytes."""

    number: int
    kind: int
    value: bytes


def read_tags(data: bytes, part: str) -> Iterator[Passage]:
    """The texts of all tags. Raises BadInput where they are damaged."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        raise BadInput("The picture is damaged and cannot be read back.", "Write it again.")
    for tag in _iterate_tags(data, order):
        if tag.number == _GLOBE:
            yield Passage("the picture", "GPS of where it was taken", True, f"{part} GPS")
        yield from _read_value(tag, part)


def _read_value(tag: _Tag, part: str) -> Iterator[Passage]:
    place = f"{part} {tag.number:X}"
    if tag.number in _PIXELS:
        return
    if _FIRST_OF_WINDOWS <= tag.number <= _LAST_OF_WINDOWS:
        text = tag.value.decode("utf-16-le", "replace").strip("\x00")
        yield Passage("the picture", text, True, place)
    elif tag.kind == _ASCII:
        text = tag.value.replace(b"\x00", b" ").decode("utf-8", "replace").strip()
        yield Passage("the picture", text, True, place)
    elif tag.kind in (_BYTES, _UNDEFINED):
        value = tag.value.strip(b"\x00")
        for passage in iterate_written_texts(value, "the picture", place):
            yield passage._replace(text=passage.text.replace("\x00", " "))


def _iterate_tags(data: bytes, order: str) -> Iterator[_Tag]:
    """Tags of every directory, each directory once."""
    (first,) = struct.unpack_from(f"{order}I", data, 4)
    waiting, seen = [first], set()
    found = 0
    while waiting:
        at = waiting.pop()
        if at in seen or not 0 < at <= len(data) - 2:
            continue
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", data, at)
        for number in range(count):
            entry = at + 2 + 12 * number
            if entry + 12 > len(data) or found > _MOST_TAGS:
                return
            found += 1
            tag = _read_entry(data, entry, order)
            yield tag
            if tag.number in _LINKS:
                waiting += _read_offsets(tag, order)
        end = at + 2 + 12 * count
        if end + 4 <= len(data):
            waiting += struct.unpack_from(f"{order}I", data, end)


def _read_entry(data: bytes, entry: int, order: str) -> _Tag:
    number, kind, count = struct.unpack_from(f"{order}HHI", data, entry)
    size = _SIZES.get(kind, 1) * count
    at = entry + 8
    if size > 4:
        # Longer values stand elsewhere.
        (at,) = struct.unpack_from(f"{order}I", data, at)
    return _Tag(number, kind, data[at : at + size])


def _read_offsets(tag: _Tag, order: str) -> tuple[int, ...]:
    whole = len(tag.value) // 4
    return struct.unpack_from(f"{order}{whole}I", tag.value)
