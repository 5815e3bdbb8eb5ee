"""Writes survey files of any format from small declarations, by other means than they are read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr


class Typed(NamedTuple):
    """A cell that is no text in the file, and the text that a person sees there."""

    value: object
    shown: str


Cell = str | Typed


@dataclass(frozen=True)
class Column:
    """A column of a file, and what it must be taken for."""

    header: str
    role: str
    """`id`, `case`, `open`, `translation`, `private` or `kept`."""
    cell: Callable[[int], Cell]
    """What stands in the row of this number, counted from 0."""
    below: tuple[str, ...] = ()
    """What stands in further header rows."""
    name: str = ""
    """What the table calls it, where that is not the header."""
    labels: dict[object, str] = field(default_factory=dict)
    """Of values, in a file of SPSS or Stata."""
    missing: tuple[object, ...] = ()
    """Values that a file of SPSS declares missing."""
    wording: str = ""
    """The label of the variable, in a file of SPSS or Stata."""

    @property
    def called(self) -> str:
        """The name that study.toml must use."""
        return self.name or self.header


@dataclass(frozen=True)
class Export:
    """A file of one platform, and what it must be taken for."""

    what: str
    columns: tuple[Column, ...]
    kind: str = "csv"
    rows: int = 10
    respondents: int = 10
    languages: tuple[str, ...] = ("en",)
    notes: tuple[str, ...] = ()
    """Words of what the report must say of the file."""
    unwanted: tuple[str, ...] = ()
    """Words of what it must say of rows to leave out."""
    delimiter: str = ","
    encoding: str = "utf-8"
    above: tuple[tuple[str, ...], ...] = ()
    """Lines above the header."""
    trailing: bool = False
    """Whether each line of a text file ends with a delimiter."""
    after: tuple[tuple[str, ...], ...] = ()
    """Lines below the answers."""
    between: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Lines before the row of a number that are no answers."""
    options: dict[str, str] = field(default_factory=dict)
    """What a person has to say, as `encoding` or `sheet`."""
    merged: tuple[str, ...] = ()
    """Ranges of merged cells in a workbook."""
    other_sheets: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    sheet: str = "Data"
    epoch_1904: bool = False
    formats: dict[str, str] = field(default_factory=dict)
    """How a workbook shows the numbers of a column, by its header."""

    def list_columns(self, role: str) -> tuple[str, ...]:
        """Names of the columns of one role."""
        return tuple(column.called for column in self.columns if column.role == role)

    def list_cells(self, number: int) -> list[Cell]:
        """A row as it goes into the file."""
        return [column.cell(number) for column in self.columns]

    def list_shown(self, number: int) -> tuple[str, ...]:
        """A row as a person sees it."""
        cells = self.list_cells(number)
        return tuple(cell.shown if isinstance(cell, Typed) else cell for cell in cells)


def write_export(export: Export, folder: Path) -> Path:
    """The file, in a folder; its name says nothing about its format."""
    path = folder / f"survey.{export.kind}"
    writers = {"xlsx": _write_xlsx, "xls": _write_xls, "ods": _write_ods, "json": _write_json}
    if export.kind in writers:
        writers[export.kind](export, path)
    elif export.kind in ("sav", "zsav", "dta"):
        _write_statistical(export, path)
    else:
        _write_text(export, path)
    return path


def _list_lines(export: Export) -> list[Sequence[Cell]]:
    """All lines of a file, from the first one above the header to the last one below the data."""
    lines: list[Sequence[Cell]] = [*export.above]
    lines.append([column.header for column in export.columns])
    depth = max((len(column.below) for column in export.columns), default=0)
    for level in range(depth):
        lines.append([(*column.below, "", "", "")[level] for column in export.columns])
    for number in range(export.rows):
        if number in export.between:
            lines.append(export.between[number])
        lines.append(export.list_cells(number))
    lines.extend(export.after)
    return lines


def _get_value(cell: Cell) -> object:
    return cell.value if isinstance(cell, Typed) else cell


def _write_text(export: Export, path: Path) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=export.delimiter, lineterminator="\r\n")
    for line in _list_lines(export):
        writer.writerow([*line, ""] if export.trailing else line)
    path.write_bytes(buffer.getvalue().encode(export.encoding))


def _write_xlsx(export: Export, path: Path) -> None:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    if export.epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = export.sheet
    for line in _list_lines(export):
        sheet.append([_get_value(cell) or None for cell in line])
    for at, column in enumerate(export.columns, start=1):
        if column.header in export.formats:
            for (cell,) in sheet.iter_rows(min_row=2, min_col=at, max_col=at):
                cell.number_format = export.formats[column.header]
    for merged in export.merged:
        sheet.merge_cells(merged)
    for title, lines in export.other_sheets.items():
        other = book.create_sheet(title)
        for row in lines:
            other.append(row)
    book.save(path)


def _write_xls(export: Export, path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet(export.sheet)
    for row, line in enumerate(_list_lines(export)):
        for column, cell in enumerate(line):
            value = _get_value(cell)
            style = xlwt.Style.default_style
            if hasattr(value, "isoformat"):
                style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss")
            sheet.write(row, column, value, style)
    book.save(str(path))


_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


_ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def _write_ods(export: Export, path: Path) -> None:
    sheets = {export.sheet: _list_lines(export), **export.other_sheets}
    tables = "".join(_format_ods_table(name, lines) for name, lines in sheets.items())
    content = (
        f"<office:document-content {_ODS}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind, compress_type=zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)


def _format_ods_table(name: str, lines: Sequence[Sequence[Cell]]) -> str:
    rows = []
    for line in lines:
        cells = "".join(_format_ods_cell(_get_value(cell)) for cell in line)
        rows.append(f"<table:table-row>{cells}</table:table-row>")
    return f"<table:table table:name={quoteattr(name)}>{''.join(rows)}</table:table>"


def _format_ods_cell(value: object) -> str:
    if value == "" or value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    paragraphs = [f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n")]
    return f"<table:table-cell {kind}>{''.join(paragraphs)}</table:table-cell>"


def _write_json(export: Export, path: Path) -> None:
    """One object a line, with groups where headers have a stroke, as platforms' interfaces
    give it."""
    lines = []
    for number in range(export.rows):
        found: dict[str, object] = {}
        for column, cell in zip(export.columns, export.list_cells(number), strict=True):
            *groups, name = column.header.split("/")
            into = found
            for group in groups:
                into = into.setdefault(group, {})  # type: ignore[assignment]
            into[name] = _get_value(cell)
        lines.append(json.dumps(found, ensure_ascii=False))
    path.write_text("\n".join(lines), "utf-8")


def _write_statistical(export: Export, path: Path) -> None:
    import pandas
    import pyreadstat

    columns = {}
    for at, column in enumerate(export.columns):
        values = [_get_value(export.list_cells(number)[at]) for number in range(export.rows)]
        columns[column.header] = values
    choices: dict[str, Any] = {
        "column_labels": [column.wording for column in export.columns],
        "variable_value_labels": {c.header: c.labels for c in export.columns if c.labels},
    }
    if export.kind == "dta":
        pyreadstat.write_dta(pandas.DataFrame(columns), path, **choices)
        return
    choices["missing_ranges"] = {c.header: list(c.missing) for c in export.columns if c.missing}
    choices["compress"] = export.kind == "zsav"
    pyreadstat.write_sav(pandas.DataFrame(columns), path, **choices)
