"""Workbooks of Excel 97 to 2003, and other files that are such a container inside."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import (
    ContentRow,
    Contents,
    Passage,
    Trace,
    build_headed_sheet,
)
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts

_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a new document that a password locks."""
_BOOKS = ("Workbook\x00".encode("utf-16-le"), "Book\x00".encode("utf-16-le"))
_SECTOR = 512
_ENTRY = 128
"""Bytes of an entry of the list of streams, which begins with the stream's name."""
_CODE = "_VBA_PROJECT".encode("utf-16-le")
_PASSWORD = "It is locked with a password and cannot be read."
_OWN = ("Root Entry", "Workbook", "SummaryInformation", "DocumentSummaryInformation")
"""Names of streams, which every such file has."""


def read_ole(data: bytes) -> Contents:
    """Cells of every sheet of an old workbook, and letters that stand anywhere else in the file.

    Raises BadInput for any other file of that container: its words are in codes.
    """
    if _LOCKED in data:
        raise BadInput(_PASSWORD, "Write it again, without one.")
    if not any(_has_stream(data, name) for name in _BOOKS):
        raise BadInput(
            "This is an old document of Microsoft Office or an embedded object, which cannot be "
            "read back.",
            "Save it in a new format, or leave it out.",
        )
    contents = _read_sheets(data)
    shown = _collect_cells(contents)
    for passage in iterate_raw_texts(data, "beside the cells"):
        runs = [run for run in passage.text.split("\n\n") if _is_new(run, shown)]
        if runs:
            contents.passages.append(passage._replace(text="\n\n".join(runs)))
    if _CODE in data:
        contents.traces.append(Trace("code", "the workbook", "holds code, which cannot be read"))
    return contents


def _has_stream(data: bytes, name: bytes) -> bool:
    at = data.find(name)
    while at >= 0 and at % _ENTRY:
        at = data.find(name, at + 1)
    return at >= 0


def _read_sheets(data: bytes) -> Contents:
    import python_calamine as calamine

    contents = Contents()
    # The library asks for whole sectors, the last one too.
    whole = data + bytes(-len(data) % _SECTOR)
    try:
        with calamine.load_workbook(io.BytesIO(whole)) as book:
            for about in book.sheets_metadata:
                name = str(about.name)
                contents.passages.append(Passage("list of sheets", name, part="names of sheets"))
                if about.visible is not calamine.SheetVisibleEnum.Visible:
                    contents.traces.append(Trace("hidden", f"sheet {name}", "is hidden"))
                if about.typ is calamine.SheetTypeEnum.WorkSheet:
                    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    rows = _iterate_rows(cells, name)
                    contents.sheets.append(build_headed_sheet(rows, f"sheet {name}"))
    except calamine.PasswordError:
        raise BadInput(_PASSWORD, "Write it again, without one.") from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        # In damaged files the library may come to an end that is no ordinary error.
        raise BadInput(
            "The old workbook is damaged and cannot be read.", "Save it as .xlsx."
        ) from None
    return contents


def _iterate_rows(rows: Sequence[Sequence[object]], name: str) -> Iterator[ContentRow]:
    for number, values in enumerate(rows, 1):
        cells = tuple(map(_format_cell, values))
        if any(cells):
            yield ContentRow(f"sheet {name}, row {number}", cells)


def _format_cell(value: object) -> str:
    """A cell as it is shown: whole numbers without the fraction that the file keeps."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _collect_cells(contents: Contents) -> frozenset[str]:
    shown = set(_OWN)
    for sheet in contents.sheets:
        shown.update(sheet.head)
        for row in sheet.rows:
            shown.update(row.cells)
    return frozenset(shown)


def _is_new(run: str, shown: frozenset[str]) -> bool:
    """Whether letters in the file are more than what a cell shows."""
    return run not in shown and run[1:] not in shown and run.strip() not in shown
