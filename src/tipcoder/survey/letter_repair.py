"""Letters that were broken before the file came here: encoded twice, or lost as question marks.

UTF-8 that a program took for cp1252 and saved as UTF-8 again reads `Ã©` for `é`. It can be undone,
when a person says so. What became `????` is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tipcoder.survey.rows import NumberedRecord, RecordSource

_TWICE = re.compile(
    "[\u00c2-\u00c6\u00c9\u00cc-\u00cf\u00d0-\u00d9\u00e0-\u00ef][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
"""The beginning of a letter of UTF-8 as cp1252 shows it: a lead byte, then one that goes on."""
_LOST = re.compile(r"\?{3,}")
_LOOKED_AT = 2_000
"""Records in which broken letters are looked for."""
_FEWEST = 3
"""Cells from which on it is no accident."""
_LOST_SHARE = 0.5
"""The share of a cell's signs that are question marks where its letters were lost."""


def find_broken_letters(records: RecordSource) -> tuple[str, ...]:
    """Sentences about letters that are broken, with what to do."""
    twice = 0
    lost = 0
    example = ""
    for _, cells in islice(records(), _LOOKED_AT):
        for cell in cells:
            if cell.isascii():
                lost += _has_lost_letters(cell)
                continue
            repaired = repair_letters(cell)
            if repaired != cell:
                twice += 1
                example = example or _show_pair(cell)
    notes = []
    if twice >= _FEWEST:
        notes.append(
            f"{twice} cells look as if their letters were encoded twice ({example}); "
            "--repair-text undoes it"
        )
    if lost >= _FEWEST:
        notes.append(
            f"{lost} cells are question marks where letters were lost; export the survey again as "
            "UTF-8"
        )
    return tuple(notes)


def repair_records(records: RecordSource) -> RecordSource:
    """The same records with letters that were encoded twice as they were written."""

    def begin_pass() -> Iterator[NumberedRecord]:
        for line, cells in records():
            yield line, [cell if cell.isascii() else repair_letters(cell) for cell in cells]

    return begin_pass


def repair_letters(text: str) -> str:
    """A text whose letters were encoded twice as it was written; any other text as it is."""
    if not _TWICE.search(text):
        return text
    try:
        return _encode_as_cp1252(text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _encode_as_cp1252(text: str) -> bytes:
    """Bytes of cp1252; the five that it does not define stand for themselves, as browsers do it."""
    found = bytearray()
    for char in text:
        if 0x80 <= ord(char) <= 0x9F:
            found.append(ord(char))
        else:
            found += char.encode("cp1252")
    return bytes(found)


def _has_lost_letters(cell: str) -> bool:
    if not _LOST.search(cell):
        return False
    signs = len(cell.replace(" ", ""))
    return cell.count("?") >= _LOST_SHARE * signs and signs > _FEWEST


def _show_pair(cell: str) -> str:
    """A broken letter and what it was."""
    found = _TWICE.search(cell)
    assert found is not None
    broken = found[0]
    mended = repair_letters(broken)
    return f"{broken} for {mended}" if mended != broken else broken
