"""A document as XLSX: a sheet for each table, numbers as numbers, and texts that nothing takes for
a formula.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from typing import Any

from tipcoder.errors import BadInput
from tipcoder.export.document import (
    Align,
    Cell,
    Column,
    Document,
    Kind,
    Table,
    list_notes,
    replace_unprintable,
)
from tipcoder.export.package_scrubbing import scrub_package
from tipcoder.extras import require_extra

_WIDEST, _NARROWEST = 70, 8
"""Letters of a column."""
_LONGEST_CELL, _MOST_ROWS = 32_767, 1_048_576
"""The limits of the format. XlsxWriter leaves out what is beyond them and goes on."""
_EXACT = 10**15
"""A double keeps the first fifteen digits of a whole number; one with more is an ID that would
change.
"""
_FORMATS = {
    Kind.TEXT: "@",
    Kind.DATE: "@",
    Kind.INTEGER: "0",
    Kind.NUMBER: "General",
    Kind.SHARE: "0.0%",
    # A p-value of 0.000 would be impossible.
    Kind.P_VALUE: '[<0.0005]"<0.001";0.000',
}
_LONG_NUMBER, _TINY_NUMBER = "0.000", "0.00E+00"
"""How a number of many decimals is shown; the cell keeps all of them."""
_DECIMALS, _LEAST_LONG = 4, 0.001
"""Decimals of a number that is shown whole, and from which size on a longer one has three."""
_SHOWN_WIDTH = 12
"""Letters of a number that is not shown whole."""
_LINE_HEIGHT, _HIGHEST_ROW = 15, 409
"""Points of a line, and of the highest row of the format."""
_SHEET_NAME = 31
_A4, _PAGE_WIDTH = 9, 220
"""The number of a paper, and letters on one line of it on its side, where they are still read."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NOTES = "Notes"
_THEME = re.compile(rb'<color theme="\d+"/>|<scheme val="\w+"/>')

_HEAD = "head"
_Looks = dict[tuple[str, Align], Any]
"""By the format of a number, or as a head, and the side on which cells stand."""


def write_xlsx(document: Document) -> bytes:
    """The workbook's bytes; the same document gives the same bytes. Texts beside the tables stand
    on a sheet of notes.

    Raises BadInput for a table that is larger than the format, EnvironmentFault where XlsxWriter is
    not installed.
    """
    xlsxwriter: Any = require_extra("xlsxwriter", "Writing .xlsx")
    out = io.BytesIO()
    # In memory: no temporary file with quotes in it stays behind.
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    looks = _make_looks(book)
    names: set[str] = set()
    for table in document.tables:
        # A caption tells tables of one document apart.
        name = choose_sheet_name(table.caption or document.title, names)
        names.add(name.casefold())
        _write_table(book.add_worksheet(name), table, looks)
    notes = list_notes(document)
    if notes or not document.tables:
        sheet = book.add_worksheet(choose_sheet_name(_NOTES, names))
        _write_notes(sheet, notes, looks[_FORMATS[Kind.TEXT], Align.LEFT])
    book.close()
    return scrub_package(out.getvalue(), {"xl/styles.xml": remove_theme})


def choose_sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes and that no other sheet has.

    `taken` has the others' names in small letters.
    """
    cleaned = _NOT_IN_NAMES.sub(" ", replace_unprintable(wanted))
    # `History` is a name that Excel keeps for itself, and an apostrophe may not stand at an end.
    name = " ".join(cleaned.split())[:_SHEET_NAME].strip("' ") or "Sheet"
    name = "History of acts" if name.casefold() == "history" else name
    chosen, number = name, 1
    while chosen.casefold() in taken:
        number += 1
        ending = f" ({number})"
        chosen = name[: _SHEET_NAME - len(ending)] + ending
    return chosen


def _make_looks(book: Any) -> _Looks:
    """Formats are made once: a workbook may hold only so many of them."""
    looks: _Looks = {}
    is_text = _FORMATS[Kind.TEXT]
    for shown_as in dict.fromkeys((*_FORMATS.values(), _LONG_NUMBER, _TINY_NUMBER)):
        for align in Align:
            settings = {"num_format": shown_as, "valign": "top", "text_wrap": shown_as == is_text}
            if align is Align.RIGHT:
                settings["align"] = "right"
            looks[shown_as, align] = book.add_format(settings)
    for align in Align:
        look = {"bold": True, "num_format": is_text, "valign": "top", "text_wrap": True}
        looks[_HEAD, align] = book.add_format({**look, "align": align.value})
    return looks


def _write_table(sheet: Any, table: Table, looks: _Looks) -> None:
    """Write a table on a sheet of its own, with a filter and a head that stays in sight."""
    head_row = 1 if table.groups else 0
    if head_row + 1 + len(table.rows) > _MOST_ROWS:
        raise BadInput(
            f"{sheet.name}: has {len(table.rows):,} rows, more than XLSX holds.", "Use .csv."
        )
    _write_groups(sheet, table, looks[_HEAD, Align.LEFT])
    widths = [_measure_column(table, place) for place in range(len(table.columns))]
    for place, column in enumerate(table.columns):
        # A number stands to the right by itself.
        is_number = column.kind not in (Kind.TEXT, Kind.DATE)
        head = looks[_HEAD, Align.RIGHT if is_number else column.align]
        sheet.write_string(head_row, place, replace_unprintable(column.name), head)
        sheet.set_column(place, place, widths[place])
    for number, row in enumerate(table.rows, head_row + 1):
        lines = _count_lines([cell.shown for cell in row], widths)
        if lines > 1:
            # Not every program makes a row as high as its texts.
            sheet.set_row(number, min(lines * _LINE_HEIGHT, _HIGHEST_ROW))
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write_cell(sheet, (number, place), cell, column, looks)
    _offer_choices(sheet, table, head_row)
    if table.columns:
        # The filter hides rows and changes none, unlike sorting by hand.
        sheet.autofilter(head_row, 0, head_row + len(table.rows), len(table.columns) - 1)
    sheet.freeze_panes(head_row + 1, 0)
    _set_up_pages(sheet, head_row, sum(widths))


def _set_up_pages(sheet: Any, head_row: int, width: int) -> None:
    """On paper a table stands on its side, with its head on each page. One of so many letters is as
    wide as a page, or several where its letters would be too small; then the first column stands
    on each.
    """
    pages = math.ceil(width / _PAGE_WIDTH)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(max(pages, 1), 0)
    sheet.repeat_rows(0, head_row)
    if pages > 1:
        sheet.repeat_columns(0)
    sheet.set_footer("&L&A&R&P/&N")


def _offer_choices(sheet: Any, table: Table, head_row: int) -> None:
    """Lists to choose from in the cells of columns that people fill in; nothing else is taken."""
    last = head_row + len(table.rows)
    for place, column in enumerate(table.columns):
        if column.choices and table.rows:
            sheet.data_validation(
                *(head_row + 1, place, last, place),
                {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": "Not a choice",
                    "error_message": f"Choose {' or '.join(column.choices)}, or leave it empty.",
                },
            )


def _write_groups(sheet: Any, table: Table, bold: Any) -> None:
    """Write the headings over several columns into the first row."""
    place = 0
    for group in table.groups:
        last = place + group.width - 1
        if group.width > 1:
            sheet.merge_range(0, place, 0, last, "", bold)
        sheet.write_string(0, place, replace_unprintable(group.name), bold)
        place = last + 1


def _write_cell(sheet: Any, at: tuple[int, int], cell: Cell, column: Column, looks: _Looks) -> None:
    """A number as a number where the column holds numbers, and any other value as the text that a
    reader sees.
    """
    number = _find_number(cell, column)
    if number is not None:
        sheet.write_number(*at, number, looks[_choose_format(number, column.kind), column.align])
        return
    text = replace_unprintable(cell.shown)
    if len(text) > _LONGEST_CELL:
        raise BadInput(
            f"{sheet.name}: a cell of {column.name} has {len(text):,} letters, and XLSX holds "
            f"{_LONGEST_CELL:,}.",
            "Use .csv or .docx.",
        )
    # An empty cell is left out, so that counting functions do not count it.
    if text:
        # Never `write`, which would make formulas and links of texts that look like them.
        sheet.write_string(*at, text, looks[_FORMATS[Kind.TEXT], column.align])


def _find_number(cell: Cell, column: Column) -> int | float | None:
    """The value as a number where it is one that a spreadsheet keeps whole; else None."""
    value = cell.value
    if column.kind in (Kind.TEXT, Kind.DATE) or isinstance(value, bool):
        return None
    if not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return None if isinstance(value, int) and abs(value) >= _EXACT else value


def _count_lines(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Lines of the highest cell of a row, in columns of so many letters."""
    most = 1
    for text, width in zip(texts, widths, strict=True):
        wrapped = [math.ceil(len(line) / width) or 1 for line in text.splitlines()]
        most = max(most, sum(wrapped))
    return most


def _choose_format(number: float, kind: Kind) -> str:
    """How a number is shown; what somebody wrote with few decimals stays as it is."""
    if kind is not Kind.NUMBER or number == round(number, _DECIMALS):
        return _FORMATS[kind]
    return _TINY_NUMBER if abs(number) < _LEAST_LONG else _LONG_NUMBER


def _measure_column(table: Table, place: int) -> int:
    """The width of a column, in letters, by its longest line."""
    column = table.columns[place]
    longest = len(column.name)
    for row in table.rows:
        if _find_number(row[place], column) is not None:
            longest = max(longest, min(len(row[place].shown), _SHOWN_WIDTH))
            continue
        # A cell of several lines is as wide as the longest of them.
        lines = row[place].shown.splitlines()
        longest = max([longest, *map(len, lines)])
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _write_notes(sheet: Any, notes: Sequence[str], look: Any) -> None:
    """Write what stands in no table, one text below the other."""
    sheet.set_column(0, 0, _WIDEST)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    for number, note in enumerate(notes):
        lines = _count_lines([note], [_WIDEST])
        sheet.set_row(number, min(lines * _LINE_HEIGHT, _HIGHEST_ROW))
        sheet.write_string(number, 0, replace_unprintable(note)[:_LONGEST_CELL], look)


def remove_theme(styles: bytes) -> bytes:
    """Colours and fonts by themselves and not by the theme, which is taken out."""
    return _THEME.sub(b"", styles)
