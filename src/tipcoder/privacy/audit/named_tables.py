"""Fonts and profiles of colours: the few words in them, which name who made them.

All else in them are curves and outlines, in which letters come up by chance.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tipcoder.privacy.audit.contents import Contents, Passage
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts

_PROFILE = b"acsp"
_PROFILE_AT = 36
"""Where a profile of colours has its mark (ICC.1:2022, 7.2)."""
_WORDS = (b"text", b"desc", b"mluc")
"""Kinds of values of a profile that are words."""
_TAGS_AT = 128
_MOST_TAGS = 500
_NAMES = b"name"
_HEAD = 4096
"""Bytes at the beginning of a font in which it lists its tables."""
_ONE_BYTE = 1
"""The platform whose names have letters of one byte."""


def read_font(data: bytes) -> Contents:
    """The names in a font; all of its bytes where its list of tables has none."""
    contents = Contents()
    names = list(_iterate_names(data))
    for text in names:
        contents.passages.append(Passage("the font", text, True, "names in the font"))
    if not names:
        contents.passages += iterate_raw_texts(data, "the font")
    return contents


def _iterate_names(data: bytes) -> Iterator[str]:
    """Texts of the table of names (OpenType, `name`); an office program hides a font's first bytes
    only, so its list is looked for."""
    at = data.find(_NAMES, 0, _HEAD)
    if at < 0 or at + 16 > len(data):
        return
    start, length = struct.unpack_from(">II", data, at + 8)
    table = data[start : start + length]
    if len(table) < 6:
        return
    count, texts = struct.unpack_from(">HH", table, 2)
    for number in range(count):
        entry = 6 + 12 * number
        if entry + 12 > len(table):
            return
        platform, _, _, _, size, offset = struct.unpack_from(">6H", table, entry)
        text = table[texts + offset : texts + offset + size]
        yield text.decode("mac_roman" if platform == _ONE_BYTE else "utf-16-be", "replace")


def iterate_profile_texts(data: bytes, place: str, part: str) -> Iterator[Passage]:
    """The words of a profile of colours; runs of letters in other bytes."""
    if data[_PROFILE_AT : _PROFILE_AT + 4] != _PROFILE or len(data) < _TAGS_AT + 4:
        for passage in iterate_raw_texts(data, place):
            yield passage._replace(part=part)
        return
    (count,) = struct.unpack_from(">I", data, _TAGS_AT)
    for number in range(min(count, _MOST_TAGS)):
        entry = _TAGS_AT + 4 + 12 * number
        if entry + 12 > len(data):
            return
        start, length = struct.unpack_from(">II", data, entry + 4)
        value = data[start : start + length]
        if value[:4] in _WORDS:
            for passage in iterate_raw_texts(value[4:], place):
                yield passage._replace(part=part)
