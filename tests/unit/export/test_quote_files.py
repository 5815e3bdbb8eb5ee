"""Files of quotes, opened by other programs: what stands in them, and what must not."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.export.quote_files import (
    ENDINGS,
    QuoteGroup,
    QuoteSheet,
    check_quote_ending,
    format_quotes,
)

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "  =1+1")
MARKED = "[bold]a | b[/bold] <script>alert(1)</script> & `x` *y* \\ #z"


@pytest.fixture
def sheet() -> QuoteSheet:
    rows = [("1016", MARKED, ""), *((str(1049 + n), text, "") for n, text in enumerate(FORMULAS))]
    rows.append(("1061", "Two\nlines", "translated from original language"))
    return QuoteSheet(
        ("response", "quote", "note"),
        (QuoteGroup("pushback", "Pushback | more", rows),),
        ("Said of it all.",),
    )


def quotes_of(sheet: QuoteSheet) -> list[str]:
    return [str(row[1]) for row in sheet.groups[0].rows]


def test_csv_quotes_every_cell_and_starts_none_like_a_formula(sheet: QuoteSheet) -> None:
    text = format_quotes(sheet, ".csv").decode("utf-8")
    assert text.startswith('"code","response","quote","note"\n"pushback","1016",')
    cells = [row["quote"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert cells == [f"'{q}" if q in FORMULAS else q for q in quotes_of(sheet)]


def test_numbers_stay_numbers_in_csv() -> None:
    sheet = QuoteSheet(
        ("response", "tier"), (QuoteGroup("a", "A", [("1016", "-0.5"), ("1017", "+3")]),)
    )
    rows = list(csv.DictReader(io.StringIO(format_quotes(sheet, ".csv").decode())))
    assert [row["tier"] for row in rows] == ["-0.5", "+3"]


def test_openpyxl_finds_texts_only_and_no_metadata(sheet: QuoteSheet) -> None:
    from openpyxl import load_workbook

    data = format_quotes(sheet, ".xlsx")
    book = load_workbook(io.BytesIO(data))
    (page,) = book.worksheets
    rows = list(page.iter_rows())
    assert [cell.value for cell in rows[0]] == ["code", "response", "quote", "note"]
    assert [row[2].value for row in rows[1:]] == quotes_of(sheet)
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert not book.defined_names
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "docProps" in name or "custom" in name]


def test_python_docx_finds_headings_notes_and_tables(sheet: QuoteSheet) -> None:
    from docx import Document

    document = Document(io.BytesIO(format_quotes(sheet, ".docx")))
    assert [p.text for p in document.paragraphs][:3] == [
        "Quotes",
        "Said of it all.",
        "Pushback | more",
    ]
    assert document.paragraphs[2].style.name.lower() == "heading 2"
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["response", "quote", "note"]
    assert [row.cells[1].text for row in table.rows[1:]] == quotes_of(sheet)


def test_placeholders_and_markup_stand_as_they_are_in_markdown_and_html(sheet: QuoteSheet) -> None:
    page = format_quotes(sheet, ".html").decode()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    markdown = format_quotes(sheet, ".md").decode()
    assert "| 1016 | \\[bold\\]a \\| b\\[/bold\\] \\<script\\>" in markdown
    assert "## Pushback \\| more" in markdown


def test_json_holds_the_code_with_every_quote(sheet: QuoteSheet) -> None:
    rows = json.loads(format_quotes(sheet, ".json"))
    assert rows[0] == {"code": "pushback", "response": "1016", "quote": MARKED, "note": ""}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_quotes_give_the_same_bytes_and_no_time(sheet: QuoteSheet, ending: str) -> None:
    data = format_quotes(sheet, ending)
    assert data == format_quotes(sheet, ending)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert not archive.comment
            assert not any(info.extra or info.comment for info in archive.infolist())


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_that_steers_a_screen_gets_into_a_file(ending: str) -> None:
    sheet = QuoteSheet(
        ("response", "quote"),
        (QuoteGroup("a", "A", [("1016", "a\x1b]52;c;eA==\x07b\u202ec\x00")]),),
    )
    data = format_quotes(sheet, ending)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    for char in ("\x1b", "\x07", "\u202e", "\x00"):
        assert char.encode() not in data


def test_an_ending_that_nobody_writes_is_refused() -> None:
    assert check_quote_ending(Path("a.CSV")) == ".csv"
    for name in ("a.pdf", "a"):
        with pytest.raises(BadInput, match="cannot be written"):
            check_quote_ending(Path(name))
