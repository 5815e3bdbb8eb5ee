"""What kind of file some bytes are: by what they begin with, and only then by the name.

A renamed file is read as what it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from tipcoder.privacy.audit.packages import DAMAGE

_MAGIC = (
    (0, b"%PDF", "pdf"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (257, b"ustar", "tar"),
    (0, b"SQLite format 3\x00", "sqlite"),
    (0, b"PAR1", "parquet"),
    (0, b"$FL2", "spss"),
    (0, b"$FL3", "spss"),
    (0, b"<stata_dta>", "stata"),
    (0, b"HEADER RECORD*******LIBRARY HEADER RECORD", "sas transport"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (8, b"WEBP", "webp"),
    (40, b" EMF", "metafile"),
    (0, b"\xd7\xcd\xc6\x9a", "metafile"),
    (0, b"VCLMTF", "metafile"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"\x00\x05\x16\x07", "remnant"),
    (0, b"\x00\x00\x00\x01Bud1", "remnant"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (0, b"\x04\x22\x4d\x18", "an LZ4 archive"),
    (0, b"LZIP", "an lzip archive"),
    (0, b"\x1f\x9d", "an archive of compress"),
    (0, b"MSCF", "a cabinet archive"),
    (0, b"RDX2\n", "a file of R"),
    (0, b"RDX3\n", "a file of R"),
    (0, b"RDA2\n", "a file of R"),
    (0, b"RDA3\n", "a file of R"),
    (0, b"X\n\x00\x00\x00\x02", "a file of R"),
    (0, b"X\n\x00\x00\x00\x03", "a file of R"),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (0, b"\x93NUMPY", "an array of NumPy"),
    (0, b"ARROW1", "an Arrow file"),
    (0, b"FEA1", "a Feather file"),
    (0, b"ORC", "an ORC file"),
    (0, b"Obj\x01", "an Avro file"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript file"),
    (4, b"ftyp", "a film, a recording or a picture of a phone"),
    (0, b"ID3", "a recording"),
    (0, b"OggS", "a recording"),
    (0, b"fLaC", "a recording"),
    (8, b"WAVE", "a recording"),
    (8, b"AVI ", "a film"),
    (0, b"\x1aE\xdf\xa3", "a film"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\x00", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
)
"""Where in the file, which bytes, and what they tell: a kind that has a reader, or the name of a
kind that has none."""
_TEXTUAL = ("pdf", "rtf", "sas transport", "a PostScript file")
"""Kinds whose files may be letters alone."""
_ENDINGS = {
    **dict.fromkeys((".csv", ".psv"), "csv"),
    **dict.fromkeys((".tsv", ".tab"), "tsv"),
    **dict.fromkeys((".tex", ".bib", ".sty", ".bbl"), "latex"),
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys(
        (".xml", ".rels", ".vml", ".rdf", ".qde", ".qdc", ".opf", ".ncx", ".xmp", ".xsl"), "xml"
    ),
    **dict.fromkeys((".json", ".geojson"), "json"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    ".svg": "svg",
    ".ipynb": "notebook",
    **dict.fromkeys((".eml", ".mht", ".mhtml"), "mail"),
    ".mbox": "mailbox",
    ".rtf": "rtf",
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), "workbook"),
    **dict.fromkeys((".docx", ".docm", ".dotx"), "document"),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".potx"), "presentation"),
    **dict.fromkeys((".odt", ".ods", ".odp", ".odg", ".ott"), "opendocument"),
    ".epub": "book",
    **dict.fromkeys((".zip", ".qdpx"), "zip"),
    ".parquet": "parquet",
    ".dta": "stata",
    **dict.fromkeys((".sav", ".zsav"), "spss"),
    ".por": "spss portable",
    ".xpt": "sas transport",
    ".pdf": "pdf",
    ".png": "png",
    **dict.fromkeys((".jpg", ".jpeg"), "jpeg"),
    ".gif": "gif",
    **dict.fromkeys((".tif", ".tiff"), "tiff"),
    ".webp": "webp",
    **dict.fromkeys((".emf", ".wmf", ".bmp"), "metafile"),
    **dict.fromkeys((".gz", ".tgz", ".svgz", ".emz", ".wmz"), "gzip"),
    **dict.fromkeys((".bz2", ".tbz", ".tbz2"), "bzip2"),
    **dict.fromkeys((".xz", ".txz"), "xz"),
    ".tar": "tar",
    **dict.fromkeys((".sqlite", ".sqlite3", ".db"), "sqlite"),
    ".xls": "ole",
    **dict.fromkeys((".ttf", ".otf", ".odttf", ".fntdata"), "font"),
}
_NEVER_READ = {
    **dict.fromkeys((".rds", ".rda", ".rdata"), "a file of R"),
    **dict.fromkeys((".doc", ".dot", ".ppt", ".pub"), "an old document of Microsoft Office"),
    **dict.fromkeys((".msg", ".pst"), "mail of Outlook"),
    **dict.fromkeys((".mdb", ".accdb"), "a database of Access"),
    ".xlsb": "a binary workbook",
    ".sas7bdat": "a data set of SAS",
    ".7z": "a 7-Zip archive",
    ".rar": "a RAR archive",
    **dict.fromkeys((".ps", ".eps"), "a PostScript file"),
    **dict.fromkeys((".pkl", ".pickle", ".joblib"), "a pickle of Python"),
    **dict.fromkeys((".nvp", ".nvpx", ".mx20", ".mx22", ".mx24", ".atlproj"), "a project file"),
}
"""Kinds whose words are packed or in codes, whatever their bytes look like."""
_TEXTS = (".txt", ".r", ".py", ".do", ".log", ".toml", ".yaml", ".yml", ".sps", ".sql")
"""Files that are text in whatever encoding."""
_MAIL = re.compile(
    rb"\A(?:From |(?:Received|Return-Path|MIME-Version|Delivered-To|X-[\w-]+|Date|From|To|Subject|"
    rb"Message-ID):[^\n]*\n(?:[\w-]+:|[ \t]))",
    re.I,
)
_MARKUP = ((b"<!doctype html", "html"), (b"<html", "html"), (b"<svg", "svg"), (b"<?xml", "xml"))
_PORTABLE = b"ASCII SPSS PORT FILE"
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
READABLE = (*_TEXTS, *_ENDINGS)
"""Endings of files that can be read."""


def get_ending(name: str) -> str:
    """The ending of a name, in small letters."""
    return PurePosixPath(name).suffix.lower()


def recognise_kind(name: str, data: bytes) -> str:
    """The kind of a file: a key of the table of readers, or the name of a kind without one, like
    `a RAR archive`; empty for bytes of no known kind."""
    ending = get_ending(name)
    if ending in _NEVER_READ and not _is_markup(data):
        return _NEVER_READ[ending]
    return (
        _recognise_magic(data)
        or _recognise_zip(ending, data)
        or _recognise_late_pdf(data)
        or _recognise_text(ending, data)
        or _ENDINGS.get(ending, "")
    )


def _is_markup(data: bytes) -> bool:
    """Whether it is a page or mail that some programs save under the name of a document."""
    kind = _sniff_markup(data)
    return bool(kind) or data.startswith(b"{\\rtf") or _is_mail(data)


def _recognise_magic(data: bytes) -> str:
    for at, mark, kind in _MAGIC:
        if data.startswith(mark, at) and not _only_reads_so(mark, kind, data):
            return kind
    return ""


def _only_reads_so(mark: bytes, kind: str, data: bytes) -> bool:
    """Whether a text happens to begin with letters that are a mark, like `ID3` as the name of a
    column."""
    if kind in _TEXTUAL or not mark.isascii() or not mark.decode().isprintable():
        return False
    return b"\x00" not in data and _is_text(data)


def _recognise_late_pdf(data: bytes) -> str:
    """A PDF may have some lines before its first one."""
    return "pdf" if b"%PDF-" in data[:1024] and b"%%EOF" in data else ""


def _recognise_zip(ending: str, data: bytes) -> str:
    """A zip archive, also one with something before it, and what lies in it."""
    marked = data.startswith(ZIP_MARKS)
    if not marked and not zipfile.is_zipfile(io.BytesIO(data)):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            return _recognise_package(names, archive) or "zip"
    except DAMAGE:
        # Its reader says that it is damaged.
        return _ENDINGS.get(ending, "zip") if marked else ""


def _recognise_package(names: set[str], archive: zipfile.ZipFile) -> str:
    if any(name.startswith("word/") for name in names):
        return "document"
    if "xl/workbook.bin" in names:
        return "a binary workbook"
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    if any(name.startswith("ppt/") for name in names):
        return "presentation"
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 1000:
        kind = archive.read("mimetype")
        if b"epub" in kind:
            return "book"
    return "opendocument" if "content.xml" in names else ""


def _recognise_text(ending: str, data: bytes) -> str:
    if ending in _TEXTS and not _is_mail(data):
        return "text"
    if _PORTABLE in data[:600] or (ending == ".por" and not _is_text(data)):
        return "spss portable"
    markup = _sniff_markup(data)
    if markup and _ENDINGS.get(ending) not in ("markdown", "mail", "csv", "tsv", "xml", "html"):
        return markup
    if ending == ".xls" and _is_text(data):
        return "tsv"  # some programs write tables of text under this name
    if ending in _ENDINGS:
        return _sniff_json(data, _ENDINGS[ending])
    if _is_mail(data):
        return "mailbox" if data.startswith(b"From ") else "mail"
    return "text" if _is_text(data) else ""


def _sniff_markup(data: bytes) -> str:
    first = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, kind in _MARKUP:
        if first.startswith(mark):
            if kind == "xml" and b"<svg" in first:
                return "svg"
            return "html" if kind == "xml" and b"<html" in first else kind
    return ""


def _sniff_json(data: bytes, kind: str) -> str:
    notebook = kind == "json" and b'"nbformat"' in data and b'"cells"' in data
    return "notebook" if notebook else kind


def _is_mail(data: bytes) -> bool:
    """Whether it begins with headers of mail and says how its parts are coded."""
    return _MAIL.match(data) is not None and b"mime-version:" in data[:20_000].lower()


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
