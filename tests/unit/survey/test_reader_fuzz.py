"""Whatever a file holds, readers give a table or one sentence; and of a table nothing gets lost.

`TIPCODER_FUZZ=2000` tries so many files of each kind, and others each time; by default a few, the
same each time.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_shapes.damage import damage_file
from survey_shapes.exports import EXPORTS
from survey_shapes.writing import write_export
from tipcoder.errors import BadInput
from tipcoder.survey.sniffing import plan_survey, write_study_text
from tipcoder.survey.table import SurveyTable, read_survey_table

_ASKED = os.environ.get("TIPCODER_FUZZ", "")


def few(number: int) -> settings:
    """So many examples, or as many as the environment asks for."""
    return settings(
        max_examples=int(_ASKED or number),
        derandomize=not _ASKED,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def _write_whole_files(*kinds: str) -> list[bytes]:
    """Undamaged exports of these kinds."""
    files = []
    with tempfile.TemporaryDirectory() as name:
        for export in EXPORTS:
            if export.kind in kinds:
                files.append(write_export(export, Path(name)).read_bytes())
    return files


def _read_or_refuse(data: bytes) -> SurveyTable | None:
    """The table, once a plan was made of it; None where it was refused in a sentence."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "survey.csv"  # an ending that says nothing
        path.write_bytes(data)
        table = None
        try:
            table = read_survey_table(path)
            write_study_text(plan_survey(table))
        except BadInput as refusal:
            assert "survey.csv" in refusal.message
            assert refusal.hint
            assert "\n" not in refusal.message
        return table


# --- damaged and arbitrary files ---


@few(60)
@given(
    st.sampled_from(
        (b"", b"PK\x03\x04", b"$FL2@(#) ", b'{"', b"\xff\xfe", b"\xef\xbb\xbf", b"sep=")
    ),
    st.binary(max_size=300),
)
def test_arbitrary_bytes_are_a_table_or_refused(beginning: bytes, data: bytes) -> None:
    _read_or_refuse(beginning + data)


@few(60)
@given(damage_file(_write_whole_files("csv", "tsv", "json")))
def test_a_damaged_text_is_a_table_or_refused(data: bytes) -> None:
    _read_or_refuse(data)


@few(80)
@given(damage_file(_write_whole_files("xlsx", "ods")))
def test_a_damaged_workbook_is_a_table_or_refused(data: bytes) -> None:
    _read_or_refuse(data)


# Of these each file is tried in a process of its own, so that examples are few.


@few(3)
@given(damage_file(_write_whole_files("xls")))
def test_a_damaged_old_workbook_is_a_table_or_refused(data: bytes) -> None:
    _read_or_refuse(data)


@few(4)
@given(damage_file(_write_whole_files("sav", "zsav", "dta")))
def test_a_damaged_file_of_statistics_is_a_table_or_refused(data: bytes) -> None:
    _read_or_refuse(data)


def test_a_file_that_ends_the_process_of_its_reader_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Which bytes do that depends on the version of the library; here it ends itself.
    (whole,) = _write_whole_files("dta")
    script = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setattr("tipcoder.survey.formats.trial._STATISTICS", script)
    (tmp_path / "survey.dta").write_bytes(whole)
    with pytest.raises(BadInput, match=r"survey\.dta: is damaged so badly"):
        read_survey_table(tmp_path / "survey.dta")


# --- what was written is read ---

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
ROWS = st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=8)


def _name_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows with an ID each, so that none is empty, a title or a footer."""
    return [[f"r{number}", *row] for number, row in enumerate(rows)]


def _check_cells(path: Path, written: Sequence[Sequence[str]], **choices: str) -> None:
    table = read_survey_table(path, **choices)
    assert [row.cells for row in table.rows] == [tuple(row) for row in written]
    assert not any(row.extra for row in table.rows)


@few(50)
@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5), max_size=9),
    st.sampled_from(",;\t|"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
def test_what_a_text_table_loses_is_told(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "one", "two"], *rows])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "survey.csv"
        path.write_bytes(buffer.getvalue().encode(encoding))
        table = read_survey_table(path, delimiter=delimiter, encoding=encoding)
    read: Counter[str] = Counter()
    for row in table.rows:
        read.update(row.cells)
        read.update(row.extra)
    written: Counter[str] = Counter()
    for cells in rows:
        written.update(cell for cell in cells if cell.strip())
    lost = written - read
    told = " ".join(table.notes)
    assert not lost or "skipped" in told or "taken as headers" in told, lost


# The writer rounds to sixteen figures, as Excel does, so that sixty-fourths are fine enough.
NUMBERS = st.integers(-(10**14), 10**14) | st.integers(-(10**9), 10**9).map(lambda n: n / 64)
MOMENTS = st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2100, 1, 1))


def _show_number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


@few(30)
@given(st.lists(st.tuples(TEXTS, NUMBERS, MOMENTS, st.booleans()), min_size=1, max_size=6))
def test_a_workbook_gives_back_what_was_written(
    rows: list[tuple[str, float, dt.datetime, bool]],
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "word", "number", "moment", "sure"])
    shown = []
    for number, (word, value, moment, sure) in enumerate(rows):
        whole = moment.replace(microsecond=0)
        sheet.append([f"r{number}", None, value, whole, sure])
        if word:
            cell = sheet.cell(number + 2, 2, word)
            cell.data_type = "s"  # a sign of equality makes no formula
        text = whole.date().isoformat() if whole.time() == dt.time() else whole.isoformat(sep=" ")
        answer = "TRUE" if sure else "FALSE"
        shown.append([f"r{number}", word, _show_number(value), text, answer])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "survey.xlsx"
        book.save(path)
        _check_cells(path, shown)


@few(30)
@given(ROWS)
def test_lines_of_json_give_back_what_was_written(rows: list[list[str]]) -> None:
    named = _name_rows(rows)
    keys = ("id", "one", "group/two")
    lines = []
    for row in named:
        one = {"id": row[0], "one": row[1], "group": {"two": row[2]}}
        lines.append(json.dumps(one, ensure_ascii=False))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "survey.jsonl"
        path.write_text("\n".join(lines), "utf-8")
        table = read_survey_table(path)
        assert tuple(column.name for column in table.columns) == keys
        _check_cells(path, named)


@few(3)
@given(ROWS)
def test_a_file_of_spss_gives_back_what_was_written(rows: list[list[str]]) -> None:
    import pandas
    import pyreadstat

    # SPSS fills texts up with spaces, so that spaces at their end cannot be known.
    named = [[cell.rstrip(" ") for cell in row] for row in _name_rows(rows)]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "survey.sav"
        pyreadstat.write_sav(pandas.DataFrame(named, columns=["id", "one", "two"]), path)
        _check_cells(path, named)


# --- memory ---

_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CELLS = '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>why</v></c></row>'


def _write_sheet(path: Path, xml: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {_SHEET} xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="data" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {_SHEET}>{xml}</worksheet>")


def _make_far_cell(path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    _write_sheet(path, f"<sheetData>{_CELLS}{far}</sheetData>")


def _make_impossible_cell(path: Path) -> None:
    far = '<row r="4000000000"><c r="ZZZZZ4000000000" t="str"><v>x</v></c></row>'
    _write_sheet(path, f"<sheetData>{_CELLS}{far}</sheetData>")


def _make_ods_repeats(path: Path) -> None:
    often = 'table:number-columns-repeated="16384" office:value-type="string"'
    cell = f"<table:table-cell {often}><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}'
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="d">{row}</table:table-row></table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")


def _make_empty_columns(path: Path) -> None:
    wide = "," * 1_000_000
    path.write_text(f"id,why{wide}\n1,so it is{wide}\n2,and so{wide}\n", "utf-8")


def _make_deep_json(path: Path) -> None:
    path.write_text('[{"a":' * 50_000, "utf-8")


BOMBS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a cell at XFD1048576": (_make_far_cell, "17,179,869,184 cells in all"),
    "a cell that Excel cannot have": (_make_impossible_cell, "row 4000000000"),
    "a table that repeats one cell": (_make_ods_repeats, "cannot be read"),
    "a million empty columns": (_make_empty_columns, "2 rows of 2 columns"),
    "JSON within JSON": (_make_deep_json, "is no JSON object"),
}
_READ = r"""
import re, sys
from pathlib import Path
from tipcoder.errors import BadInput
from tipcoder.survey.table import read_survey_table
try:
    table = read_survey_table(Path(sys.argv[1]))
    print(f"{len(table.rows)} rows of {len(table.columns)} columns")
except BadInput as refusal:
    print(refusal.message)
peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(int(peak[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of one program")
@pytest.mark.parametrize("bomb", BOMBS)
def test_no_file_fills_the_memory(tmp_path: Path, bomb: str) -> None:
    make, says = BOMBS[bomb]
    path = tmp_path / "survey.bin"
    make(path)
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )
    *said, megabytes = done.stdout.splitlines()
    assert says in " ".join(said)
    assert int(megabytes) < 300
    assert not done.stderr
