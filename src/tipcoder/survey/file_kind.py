"""Tells files that are not a text table from those that are, by their first bytes.

Spreadsheets renamed to .csv are common; read as text they would only look like an encoding problem.
"""

from __future__ import annotations

import re
from enum import StrEnum

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLD_STATA = re.compile(rb"[\x66-\x73][\x01\x02]\x01\x00")
"""How Stata files began until version 12: the release of the format and the order of bytes."""
_PORTABLE_SPSS = b"SPSS PORT FILE"
_BEGINNINGS = (
    (_OLE, "an old or a password-protected Excel file"),
    (b"%PDF-", "a PDF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "a compressed SPSS file"),
    (b"<stata_dta>", "a Stata file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
)
_MARKUP = ((b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"<?xml", "an XML file"))
_JSON = re.compile(rb'\[\s*\{\s*"|\{\s*"')
_IN_ZIP = (
    (b"xl/workbook", "an Excel workbook"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    (b"word/document", "a Word document"),
    (b"project.qde", "a REFI-QDA project"),
)
_NUL_SHARE = 0.1
"""The share of NUL bytes from which a file is not text in an encoding of one byte."""


class FileFormat(StrEnum):
    """What a file can be read as."""

    DELIMITED = "text"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    SPSS = "spss"
    PORTABLE_SPSS = "spss portable"
    STATA = "stata"
    JSON = "json"

    @property
    def is_workbook(self) -> bool:
        """Whether it has sheets."""
        return self in (FileFormat.XLSX, FileFormat.XLS, FileFormat.ODS)

    @property
    def is_statistical(self) -> bool:
        """Whether it has labels of variables and values."""
        return self in (FileFormat.SPSS, FileFormat.PORTABLE_SPSS, FileFormat.STATA)


def recognise_format(data: bytes) -> FileFormat:
    """What a file is by its content, whatever it is called; `DELIMITED` for all that is neither a
    workbook, a file of SPSS or Stata, nor JSON.

    `data` is all of a short file, and both ends of a long one.
    """
    if data.startswith(b"PK\x03\x04"):
        inside = data.lower()
        if b"xl/workbook" in inside:
            return FileFormat.XLSX
        if b"opendocument.spreadsheet" in inside:
            return FileFormat.ODS
        return FileFormat.DELIMITED
    if data.startswith(_OLE):
        return FileFormat.XLS
    if data.startswith((b"$FL2", b"$FL3")):
        return FileFormat.SPSS
    if _PORTABLE_SPSS in data[:500]:
        return FileFormat.PORTABLE_SPSS
    if data.startswith(b"<stata_dta>") or _OLD_STATA.match(data):
        return FileFormat.STATA
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _JSON.match(start):
        return FileFormat.JSON
    return FileFormat.DELIMITED


def describe_other_kind(data: bytes, *, look_for_nul: bool) -> str:
    """What the file looks like if it is not a text table, as `a PDF document`; else an empty
    string.

    `look_for_nul` is for files whose encoding is not known yet: UTF-16 and UTF-32 are full of NUL
    bytes.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _describe_archive(data.lower())
    # At the beginning alone it may be a column's name.
    if data.startswith(b"PAR1") and data.endswith(b"PAR1"):
        return "a Parquet file"
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind in _MARKUP:
        if start.startswith(beginning):
            return kind
    if _JSON.match(start):
        return "a JSON file"
    if look_for_nul and data.count(0) > _NUL_SHARE * len(data):
        return "a binary file, or UTF-16 or UTF-32 text without a mark"
    return ""


def _describe_archive(content: bytes) -> str:
    """What a ZIP archive is, by names of its members, in small letters."""
    for inside, kind in _IN_ZIP:
        if inside in content:
            return kind
    return "a ZIP archive"
