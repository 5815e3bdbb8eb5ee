from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tipcoder.survey.file_kind import describe_other_kind


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return out.getvalue()


def _kind(data: bytes) -> str:
    return describe_other_kind(data, look_for_nul=True)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (("project.qde", "sources/a.txt"), "a REFI-QDA project"),
        (("Project.qde",), "a REFI-QDA project"),
        (("survey.csv",), "a ZIP archive"),
        ((), "a ZIP archive"),
    ],
)
def test_a_zip_is_called_what_its_owner_calls_it(names: tuple[str, ...], kind: str) -> None:
    assert _kind(_zip(*names)) == kind


def test_letters_that_chance_to_stand_in_a_compressed_file_do_not_name_its_kind() -> None:
    assert _kind(_zip("survey.csv") + b"..xl/..word/..") == "a ZIP archive"


def test_a_spreadsheet_cut_off_in_a_download_is_still_recognised() -> None:
    assert _kind(_zip("[Content_Types].xml", "xl/workbook.xml")[:-40]) == "an Excel workbook"


def test_a_database_is_recognised(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "study.db") as database:
        database.execute("create table t (x)")
    database.close()
    assert _kind((tmp_path / "study.db").read_bytes()) == "an SQLite database"


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1"), "Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"$FL2@(#) SPSS DATA FILE", "SPSS"),
        (b"$FL3@(#) SPSS DATA FILE", "SPSS"),
        (b"<stata_dta><header>", "Stata"),
        (b"{\\rtf1\\ansi", "RTF"),
        (gzip.compress(b"id,q\n", mtime=0), "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PAR1\x15\x04...PAR1", "Parquet"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\xef\xbb\xbf  <HTML lang=ru>", "web page"),
        (b'<?xml version="1.0"?>', "XML"),
    ],
)
def test_other_files_with_the_wrong_ending_are_recognised(beginning: bytes, kind: str) -> None:
    assert kind in _kind(beginning)


@pytest.mark.parametrize(
    "data",
    [
        b"PAR1,PAR2\n1,2\n",
        b"PK,name\n1,x\n",
        b"id,q\n1,<html> they said\n",
        b"<b>Question 1</b>,Question 2\n",
        b"{id},q\n",
        "id,q\n1,да\n".encode("cp1251"),
        b"id,q\n1,a\0b and much more text\n",
        b"",
    ],
)
def test_a_table_is_not_taken_for_something_else(data: bytes) -> None:
    assert _kind(data) == ""


def test_a_file_full_of_nul_bytes_is_binary_unless_its_encoding_is_settled() -> None:
    data = "id,大使館\n".encode("utf-16-le")
    assert "UTF-16" in describe_other_kind(data, look_for_nul=True)
    assert describe_other_kind(data, look_for_nul=False) == ""
