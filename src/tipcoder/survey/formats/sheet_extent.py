"""How far the cells of an XLSX file reach, looked at before a reader lays them out in memory.

The fast reader holds a sheet as a full rectangle from its first to its last filled cell. One word
at XFD1048576 would make 17 billion cells of a small survey, and end the program.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from tipcoder.errors import BadInput
from tipcoder.survey.formats.archives import BROKEN_ARCHIVE

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_FILLED = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Za-z]{1,9})(\d{1,12})"[^>]*(?<!/)>\s*<(?!/)'
)
"""A cell that is not closed at once; formatted but empty ones count for nothing."""
_STRETCH = 1 << 22
_OVERLAP = 1 << 10
"""Bytes of a stretch that are looked at again, because a cell may begin in one and end in the
next."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""What Excel itself can hold."""
_MANY = 50_000_000
"""Cells of a rectangle that take a gigabyte and a half."""
_SPARSE = 10
"""How many times as many cells a rectangle may have as are filled."""


@dataclass
class _Extent:
    """The filled cells of one sheet."""

    filled: int = 0
    rows: set[int] = field(default_factory=set)
    columns: set[bytes] = field(default_factory=set)

    def count_cells(self) -> int:
        """Cells of the rectangle around them."""
        if not self.rows:
            return 0
        numbers = [_number_column(letters) for letters in self.columns]
        height = max(self.rows) - min(self.rows) + 1
        return height * (max(numbers) - min(numbers) + 1)

    @property
    def fits_excel(self) -> bool:
        """Whether no cell lies beyond what a sheet can have."""
        widest = max(map(_number_column, self.columns), default=0)
        return max(self.rows, default=0) <= _LAST_ROW and widest <= _LAST_COLUMN


def check_sheet_extents(content: bytes, source: str) -> None:
    """Refuse a workbook with a sheet of few cells that lie far apart. Raises BadInput."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [name for name in archive.namelist() if _SHEET.fullmatch(name)]
            extents = [_measure_sheet(archive, name) for name in sheets]
    except BROKEN_ARCHIVE:
        return  # the reader says what is wrong with it
    for extent in extents:
        cells = extent.count_cells()
        if extent.fits_excel and (cells <= _MANY or cells <= _SPARSE * extent.filled):
            continue
        last = max(extent.columns, key=_number_column).decode().upper()
        raise BadInput(
            f"{source}: has a sheet with {extent.filled:,} filled cells that reaches to column "
            f"{last} and row {max(extent.rows)}, {cells:,} cells in all; that would fill the "
            "memory.",
            "Delete the rows and columns beyond the answers, or save the sheet as CSV UTF-8.",
        )


def _measure_sheet(archive: zipfile.ZipFile, name: str) -> _Extent:
    extent = _Extent()
    with archive.open(name) as file:
        rest = b""
        while stretch := file.read(_STRETCH):
            text = rest + stretch
            end = 0
            for found in _FILLED.finditer(text):
                extent.columns.add(found[1])
                extent.rows.add(int(found[2]))
                extent.filled += 1
                end = found.end()
            rest = text[max(end, len(text) - _OVERLAP) :]
    return extent


def _number_column(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
