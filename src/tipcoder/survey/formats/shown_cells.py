"""Cells of an XLSX sheet that look otherwise than the number behind them: `00003`, `50%`, `#N/A`.

The fast reader of workbooks gives the plain value and leaves errors empty. Only where the file has
such cells is it read a second time, by a reader that knows their formats.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from tipcoder.survey.formats.archives import BROKEN_ARCHIVE

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_LEADING_ZEROS = re.compile(r"0{2,}")
"""A number format that fills up with zeros, as IDs and post codes have it."""
_PERCENT = re.compile(r"0(?:\.(?P<decimals>0+))?%")
_STYLED = re.compile(rb'formatCode="0{2,}(?:\.0+)?%?"|numFmtId="(?:9|10)"|formatCode="0%"')
_ERROR = b't="e"'
_STRETCH = 1 << 20


def find_shown_cells(content: bytes, sheet: str) -> dict[tuple[int, int], str] | None:
    """What such cells show, by (row, column) counted from 1; empty for other kinds of workbooks,
    None where the file is too damaged for this reader.

    A percentage counts only in a column of words, where somebody typed it as an answer: in a column
    of numbers it stays the number.
    """
    if not _may_have_such_cells(content):
        return {}
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        shown = _look_at_cells(book[sheet])
    except MemoryError:
        raise
    except Exception:
        # Of a damaged file it raises errors of its own, of its XML parser, and plain ones.
        return None
    book.close()
    return shown


def _look_at_cells(cells: ReadOnlyWorksheet) -> dict[tuple[int, int], str]:
    shown: dict[tuple[int, int], str] = {}
    percentages: dict[tuple[int, int], str] = {}
    words: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    for row in cells.iter_rows():
        for cell in row:
            value = cell.value
            if isinstance(value, str):
                words[cell.column] += 1
                if cell.data_type == "e":
                    shown[cell.row, cell.column] = value
            elif isinstance(value, int | float) and not isinstance(value, bool):
                numbers[cell.column] += 1
                _add_number(cell.row, cell.column, value, cell.number_format, shown, percentages)
    wordy = {column for column in words if words[column] > numbers[column]}
    shown.update((place, text) for place, text in percentages.items() if place[1] in wordy)
    return shown


def _add_number(
    row: int,
    column: int,
    value: float,
    number_format: str,
    shown: dict[tuple[int, int], str],
    percentages: dict[tuple[int, int], str],
) -> None:
    """Note a number that its format shows otherwise."""
    if _LEADING_ZEROS.fullmatch(number_format) and float(value).is_integer():
        shown[row, column] = str(int(value)).zfill(len(number_format))
        return
    percent = _PERCENT.fullmatch(number_format)
    if percent:
        percentages[row, column] = f"{value:.{len(percent['decimals'] or '')}%}"


def _may_have_such_cells(content: bytes) -> bool:
    """Whether the styles or a sheet of an XLSX file speak of them."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            styles = [name for name in names if name.endswith("xl/styles.xml")]
            if any(_STYLED.search(archive.read(name)) for name in styles):
                return True
            sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
            return any(_holds_error(archive, name) for name in sheets)
    except BROKEN_ARCHIVE:
        return False


def _holds_error(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as file:
        tail = b""
        while stretch := file.read(_STRETCH):
            if _ERROR in tail + stretch:
                return True
            tail = stretch[-len(_ERROR) :]
    return False
