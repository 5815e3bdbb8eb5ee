"""Files of numbers by country as rows of text.

CSV however it is delimited, or a workbook (.xlsx).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tipcoder.analysis.country_files import has_ratings
from tipcoder.errors import BadInput, EnvironmentFault

CountryRows = list[list[str]]
_MAX_BYTES, _MAX_CELLS = 200_000_000, 5_000_000
"""Unpacked; more is not a table of countries, and a small file can unfold to any size."""


def read_country_rows(path: Path, indicator: str, layout: str) -> CountryRows:
    """The rows of the file as texts.

    Of a workbook, those of the first sheet; of Freedom House's, of the first that has ratings.
    Raises BadInput for a file that is not there or is neither, EnvironmentFault for one that cannot
    be read.
    """
    if not path.is_file():
        raise BadInput(
            f"{path.name}: is not in the study's folder, and the indicator {indicator!r} needs it.",
            f"Copy it to {path}.",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    if path.suffix.casefold() == ".xlsx":
        return _choose_sheet(_iterate_sheets(path, data), layout)
    return _read_csv_rows(path, data)


def _choose_sheet(sheets: Iterator[CountryRows], layout: str) -> CountryRows:
    """The sheet that holds the numbers.

    Freedom House puts notes before its ratings. Where no sheet has ratings the first is taken, so
    that it can be said what is wrong with it.
    """
    first: CountryRows | None = None
    for rows in sheets:
        if layout != "freedom-house" or has_ratings(rows):
            return rows
        if first is None:
            first = rows
    return first or []


def _read_csv_rows(path: Path, data: bytes) -> CountryRows:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path}: is not UTF-8.", "Export it again, as CSV UTF-8.") from None
    # The head has no decimal commas, which a row of numbers may have.
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise BadInput(
            f"{path}: is not a CSV file ({error}).", "Export it again, as CSV UTF-8."
        ) from None


def _iterate_sheets(path: Path, data: bytes) -> Iterator[CountryRows]:
    """Values as a spreadsheet program shows them, without formats.

    Of a formula the value that is kept beside it.
    """
    from openpyxl import load_workbook

    try:
        # Looked at before it is unpacked.
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > _MAX_BYTES:
            raise _build_size_error(path)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        left = _MAX_CELLS
        for sheet in workbook.worksheets:
            rows = []
            for cells in sheet.iter_rows(values_only=True):
                # Counted row by row: a sheet may say that it is as long as it likes.
                left -= len(cells)
                if left < 0:
                    raise _build_size_error(path)
                rows.append(list(map(_format_cell, cells)))
            yield rows
    except BadInput:
        raise
    except Exception as error:  # whatever a damaged file does to the library
        raise BadInput(
            f"{path}: is not a workbook that can be read ({type(error).__name__}).",
            "Export it again, as CSV UTF-8.",
        ) from None


def _build_size_error(path: Path) -> BadInput:
    return BadInput(f"{path}: is too large for numbers by country.", "Keep its table only, as CSV.")


def _format_cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        # A spreadsheet may hold 2019.0 for a year.
        return str(int(cell))
    return str(cell)
