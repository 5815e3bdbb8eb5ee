"""XLSX, XLSB, XLS and ODS: one sheet -> records of cells as text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.survey.file_kind import FileFormat
from tipcoder.survey.formats.archives import check_unpacked_size
from tipcoder.survey.formats.merged_headers import MergedHeader, find_merged_header
from tipcoder.survey.formats.raw_table import RawTable, ReadingChoices
from tipcoder.survey.formats.sheet_extent import check_sheet_extents
from tipcoder.survey.formats.shown_cells import find_shown_cells
from tipcoder.survey.formats.trial import try_reading
from tipcoder.survey.formats.whole_file import LibraryCopy, gather_bytes, hash_file
from tipcoder.survey.formats.workbook_cells import format_cell
from tipcoder.survey.long_file import LongFile
from tipcoder.survey.rows import NumberedRecord

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_KINDS = {
    "xlsx": "an Excel workbook",
    "xls": "an old Excel workbook",
    "ods": "an OpenDocument spreadsheet",
}
_CLEARLY_LARGER = 3
"""How many times as many cells the largest sheet must have as the next one, to be taken unasked."""


def read_workbook(
    data: bytes | LongFile, source: str, kind: str, choices: ReadingChoices
) -> RawTable:
    """Read one sheet of a workbook. `kind` is what the report calls the file, such as `xlsx`.

    Raises BadInput for a workbook that is protected, broken or too large unpacked, and where a
    person has to say which sheet is meant.
    """
    content = gather_bytes(data)
    check_unpacked_size(content, source)
    check_sheet_extents(content, source)
    if kind == FileFormat.XLS:
        copy = LibraryCopy(data, ".xls")  # it goes with the name
        try_reading(copy.path, source, kind)
    book = _open_workbook(content, source, kind)
    with _refuse_broken(source, kind):
        sheet, notes = _choose_sheet(book, source, choices)
    shown = find_shown_cells(content, sheet.name)
    if shown is None:
        notes.append(
            "how its cells are formatted could not be read: numbers stand without leading zeros "
            "or signs of per cent, and errors are empty"
        )
    with _refuse_broken(source, kind):
        merged = find_merged_header(sheet)
    if merged.is_deep:
        notes.append(
            f"the header of the sheet {sheet.name!r} takes {merged.depth} rows, which were joined"
        )

    def begin_pass() -> Iterator[NumberedRecord]:
        with _refuse_broken(source, kind):
            yield from _iterate_records(sheet, shown or {}, merged)

    return RawTable(begin_pass, hash_file(data), kind, notes=tuple(notes))


def _open_workbook(content: bytes, source: str, kind: str) -> CalamineWorkbook:
    import python_calamine

    with _refuse_broken(source, kind):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book


@contextmanager
def _refuse_broken(source: str, kind: str) -> Iterator[None]:
    """Tell what the fast reader cannot read as bad input."""
    import python_calamine

    try:
        yield
    except python_calamine.PasswordError:
        raise BadInput(
            f"{source}: is protected by a password.", "Save it without one, or as CSV UTF-8."
        ) from None
    except BaseException as error:
        # A damaged file may also bring the reader to a state that it holds to be impossible. Its
        # `PanicException` is no `Exception`, and the library does not name it.
        known = (python_calamine.CalamineError, OSError, ValueError)
        if not isinstance(error, known) and type(error).__name__ != "PanicException":
            raise
        raise BadInput(
            f"{source}: cannot be read as {_KINDS[kind]}. It may be cut off, or protected by a "
            "password.",
            "Save it again, or as CSV UTF-8.",
        ) from None


def _choose_sheet(
    book: CalamineWorkbook, source: str, choices: ReadingChoices
) -> tuple[CalamineSheet, list[str]]:
    """The sheet that is meant, and what is to be said of the choice."""
    names = book.sheet_names
    wanted = choices.sheet
    if wanted is None and choices.preferred_sheet in names:
        wanted = choices.preferred_sheet
    if wanted is not None:
        if wanted not in names:
            raise BadInput(f"{source}: has no sheet {wanted!r}.", did_you_mean(wanted, names))
        return book.get_sheet_by_name(wanted), []

    filled = []
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            filled.append(sheet)
    if not filled:
        raise BadInput(f"{source}: all of its sheets are empty.", "Export the survey again.")
    filled.sort(key=_count_cells, reverse=True)
    if len(filled) > 1 and _count_cells(filled[0]) < _CLEARLY_LARGER * _count_cells(filled[1]):
        listed = ", ".join(_describe_sheet(sheet) for sheet in filled)
        raise BadInput(
            f"{source}: has several sheets with data: {listed}.",
            "Say which one with --sheet NAME.",
        )
    if len(filled) == 1:
        return filled[0], []
    others = ", ".join(_describe_sheet(sheet) for sheet in filled[1:])
    return filled[0], [
        f"the sheet {filled[0].name!r} was read, the largest; --sheet takes another: {others}"
    ]


def _count_cells(sheet: CalamineSheet) -> int:
    return int(sheet.height) * int(sheet.width)


def _describe_sheet(sheet: CalamineSheet) -> str:
    return f"{sheet.name!r} ({sheet.height} x {sheet.width})"


def _iterate_records(
    sheet: CalamineSheet, shown: dict[tuple[int, int], str], merged: MergedHeader
) -> Iterator[NumberedRecord]:
    """Rows with their numbers in the sheet, counted from 1; an empty row has no cells."""
    if sheet.start is None:
        return
    first_column = sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if merged.holds_row(number):
            if merged.ends_with(number):
                yield number, list(merged.cells)
            continue
        cells = []
        for column, value in enumerate(row, start=first_column + 1):
            cells.append(shown.get((number, column)) or format_cell(value))
        yield number, cells if any(cells) else []
