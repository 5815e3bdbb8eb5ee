"""Files of every kind that the audit reads, each with a name written into one spot of it.

They are made by the libraries that people's programs use, or by hand where none is at hand.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import sqlite3
import struct
import tarfile
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)


class Planted(NamedTuple):
    """A file with a name in one spot."""

    kind: str
    """As the dispatcher of the audit calls it."""
    spot: str
    name: str
    data: bytes


def build_all(word: str) -> Iterator[Planted]:
    """Every spot of every kind. `word` is a name of three words."""
    for kind, build in BUILDERS.items():
        for spot, (name, data) in build(word).items():
            yield Planted(kind, spot, name, data)


Files = Mapping[str, tuple[str, bytes]]
"""Name and bytes of a file by the spot that the name stands in."""


def pack(members: Mapping[str, bytes | str], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pack_tar(members: Mapping[str, bytes], account: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.uname = len(content), account
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def _texts(ending: str, spots: Mapping[str, str]) -> Files:
    return {spot: (f"a{ending}", content.encode()) for spot, content in spots.items()}


def _csv(word: str) -> Files:
    return _texts(
        ".csv",
        {
            "cell": f"a,b\n1,{word}\n",
            "head": f"a,{word}\n1,2\n",
            "semicolons": f"a;b\n1;{word}\n",
        },
    )


def _tsv(word: str) -> Files:
    return _texts(".tsv", {"cell": f"a\tb\n1\t{word}\n"})


def _plain(word: str) -> Files:
    first, second, third = word.split()
    files = dict(
        _texts(
            ".txt",
            {
                "line": f"We are {word}.\n",
                "two lines": f"We are {first}\n{second} {third}.\n",
                "hyphen": f"We are {first[:3]}-\n{first[3:]} {second} {third}.\n",
                "soft hyphen": f"We are {first[:3]}\u00ad{first[3:]} {second} {third}.\n",
            },
        )
    )
    files["utf-16"] = ("a.txt", f"We are {word}.".encode("utf-16"))
    files["utf-16, no mark"] = ("a.txt", f"We are {word}.".encode("utf-16-le"))
    for name in ("a.R", "a.py", "a.yaml", "a.sql", "README", "a.unknown"):
        files[name] = (name, f"# {word}\n".encode())
    return files


def _markdown(word: str) -> Files:
    first, second, third = word.split()
    return _texts(
        ".md",
        {
            "cell": f"| a | b |\n|---|---|\n| 1 | {word} |\n",
            "comment": f"<!-- {word} -->\n",
            "bold": f"We are {first[:3]}**{first[3:]}** {second} {third}.\n",
            "tag": f"We are {first[:3]}<b>{first[3:]}</b> {second} {third}.\n",
        },
    )


def _latex(word: str) -> Files:
    first, second, third = word.split()
    files = dict(
        _texts(
            ".tex",
            {
                "comment": f"% {word}\n",
                "command": f"We are {first[:3]}\\textbf{{{first[3:]}}} {second} {third}.\n",
                "tie": f"We are {first}~{second}~{third}.\n",
            },
        )
    )
    files["bibliography"] = ("a.bib", f"@book{{x, author = {{{word}}}}}\n".encode())
    return files


def _html(word: str) -> Files:
    first, second, third = word.split()
    inner = base64.b64encode(word.encode()).decode()
    page = "<html><body>{}</body></html>"
    bodies = {
        "paragraph": f"<p>{word}</p>",
        "tags": f"<p>{first[:3]}<b>{first[3:]}</b> <i>{second}</i> {third}</p>",
        "comment": f"<!-- {word} -->",
        "attribute": f'<p title="{word}">x</p>',
        "alt": f'<img alt="{word}" src="x.png">',
        "script": f"<script>var a = '{word}'</script>",
        "data": f'<img src="data:text/plain;base64,{inner}">',
        "frame": f'<iframe srcdoc="&lt;p&gt;{word}&lt;/p&gt;"></iframe>',
        "table": f"<table><tr><td>a</td></tr><tr><td>{word}</td></tr></table>",
        "table in a table": (
            f"<table><tr><td>a<table><tr><td>x</td></tr><tr><td>{word}</td></tr></table></td></tr>"
            "<tr><td>b</td></tr></table>"
        ),
        "after a table in a table": (
            "<table><tr><td>a<table><tr><td>x</td></tr></table></td></tr>"
            f"<tr><td>{word}</td></tr></table>"
        ),
        "touching": f"<p><span>{word}</span><span>Paris</span></p>",
    }
    return _texts(".html", {spot: page.format(body) for spot, body in bodies.items()})


def _svg(word: str) -> Files:
    first, second, third = word.split()
    bodies = {
        "text": f"<text>{word}</text>",
        "metadata": f"<metadata>{word}</metadata>",
        "title": f"<title>{word}</title>",
        "description": f"<desc>{word}</desc>",
        "glyphs": f"<text>{first[:3]}<a>{first[3:]}</a> {second} {third}</text>",
    }
    frame = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
    return _texts(".svg", {spot: frame.format(body) for spot, body in bodies.items()})


def _xml(word: str) -> Files:
    first, second, third = word.split()
    bodies = {
        "element": f"<a><b>{word}</b><b>Paris</b></a>",
        "attribute": f'<a><b name="{word}"/></a>',
        "comment": f"<a><!-- {word} --></a>",
        "around a comment": f"<a>We are {first[:3]}<!-- x -->{first[3:]} {second} {third}</a>",
        "mixed": f"<a>We are {first[:3]}<b>{first[3:]}</b> {second} {third}</a>",
        "instruction": f"<a><?x {word}?></a>",
        "named type": f"<?xml version='1.0'?><!DOCTYPE a PUBLIC 'x' 'y'><a>{word}</a>",
    }
    files = dict(_texts(".xml", bodies))
    files["codebook"] = ("a.qdc", f"<CodeBook><Code name='{word}'/></CodeBook>".encode())
    return files


def _json(word: str) -> Files:
    return _texts(
        ".json",
        {
            "value": json.dumps([{"a": word}]),
            "key": json.dumps({"x": [{word: 1}]}),
            "deep": json.dumps({"x": [[{"y": [word]}]]}),
            "key that stands twice": f'{{"a": "{word}", "a": "x"}}',
        },
    )


def _json_lines(word: str) -> Files:
    return _texts(".jsonl", {"record": f'{{"a": 1}}\n{{"a": "{word}"}}\n'})


def _notebook(word: str) -> Files:
    first, second, third = word.split()
    picture = base64.b64encode(png({"Author": word})).decode()
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "source": [], "outputs": []}

    def book(**changed: Any) -> str:
        cell = {**code, **changed}
        return json.dumps({"nbformat": 4, "metadata": {}, "cells": [cell]})

    data = {"image/png": picture}
    spots = {
        "source": book(source=[f"# {first}\n", f"# {second} {third}"]),
        "source, whole": book(source=f"x = '{word}'"),
        "printed": book(outputs=[{"output_type": "stream", "text": [f"{word}\n"]}]),
        "page": book(
            outputs=[{"data": {"text/html": [f"<p>{first} <b>{second}</b>", f" {third}"]}}]
        ),
        "picture": book(outputs=[{"output_type": "display_data", "data": data}]),
        "attachment": book(cell_type="markdown", attachments={"a.png": data}),
        "metadata of a cell": book(metadata={"x": word}),
        "error": book(outputs=[{"output_type": "error", "traceback": [word]}]),
        "metadata": json.dumps({"nbformat": 4, "metadata": {"authors": [word]}, "cells": []}),
    }
    return _texts(".ipynb", spots)


def workbook(change: Callable[[Any, Any], object]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = ""
    book.active.append(["a", "b"])
    book.active.append([1, "x"])
    change(book, book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_members(package: bytes, members: Mapping[str, bytes | str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return pack({**kept, **members})


def _workbook(word: str) -> Files:
    from openpyxl.comments import Comment

    def hide(book: Any, sheet: Any) -> None:
        added = book.create_sheet("More")
        added.append(["x", word])
        added.sheet_state = "veryHidden"

    plain = workbook(lambda book, sheet: None)
    made = {
        "cell": workbook(lambda book, sheet: sheet.append([2, word])),
        "hidden sheet": workbook(hide),
        "comment": workbook(
            lambda book, sheet: setattr(sheet["A1"], "comment", Comment(word, "x"))
        ),
        "author": workbook(lambda book, sheet: setattr(book.properties, "creator", word)),
        "name of a sheet": workbook(lambda book, sheet: setattr(sheet, "title", word)),
        "footer": workbook(lambda book, sheet: setattr(sheet.oddFooter.center, "text", word)),
        "formula": workbook(lambda book, sheet: sheet.append([f'=LEN("{word}")'])),
        "embedded document": _add_members(
            plain, {"xl/embeddings/a.docx": document(lambda one: one.add_paragraph(word))}
        ),
        "picture": _add_members(plain, {"xl/media/image1.png": png({"Title": word})}),
        "printer": _add_members(
            plain,
            {"xl/printerSettings/printerSettings1.bin": b"\xff\x01" + word.encode("utf-16-le")},
        ),
    }
    return {spot: ("a.xlsx", data) for spot, data in made.items()}


def document(change: Callable[[Any], object]) -> bytes:
    from docx import Document

    made = Document()
    made.core_properties.author = ""
    made.add_paragraph("Nothing.")
    change(made)
    out = io.BytesIO()
    made.save(out)
    # Styles of the library's template are as many as they are beside the point.
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        kept = [name for name in archive.namelist() if not name.startswith(_OF_TEMPLATE)]
        return pack({name: archive.read(name) for name in kept})


_OF_TEMPLATE = ("word/styles", "word/theme", "word/numbering", "docProps/thumbnail")


def _document(word: str) -> Files:
    first, second, third = word.split()

    def cut(made: Any) -> None:
        paragraph = made.add_paragraph(first[:3])
        paragraph.add_run(first[3:]).bold = True
        paragraph.add_run(f" {second} {third}")

    def comment(made: Any) -> None:
        made.add_comment(made.paragraphs[0].runs, text=word, author="x")

    def tabulate(made: Any) -> None:
        made.add_table(2, 2).rows[1].cells[1].text = word

    def describe(made: Any) -> None:
        made.add_picture(io.BytesIO(pixels("PNG")))
        drawing = made.element.body.find(".//{*}docPr")
        drawing.set("descr", word)

    plain = document(lambda made: None)
    story = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>{word}</w:t></w:r></w:p></w:footnote>"
    deleted = f"<w:del w:author='x'><w:r><w:delText>{word}</w:delText></w:r></w:del>"
    book = workbook(lambda book, sheet: sheet.append([2, word]))
    mail = EmailMessage()
    mail.set_content(f"<p>{word}</p>", subtype="html", cte="base64")
    made = {
        "paragraph": document(lambda made: made.add_paragraph(word)),
        "runs": document(cut),
        "heading": document(lambda made: made.add_heading(word)),
        "table": document(tabulate),
        "comment": document(comment),
        "header": document(
            lambda made: setattr(made.sections[0].header.paragraphs[0], "text", word)
        ),
        "keywords": document(lambda made: setattr(made.core_properties, "keywords", word)),
        "alternative text": document(describe),
        "footnote": _add_members(plain, {"word/footnotes.xml": f"{story}</w:footnotes>"}),
        "tracked deletion": _add_members(
            plain,
            {"word/footer7.xml": f"<w:ftr {W}><w:p>{deleted}</w:p></w:ftr>"},
        ),
        "embedded workbook": _add_members(plain, {"word/embeddings/Book1.xlsx": book}),
        "picture in an embedded workbook": _add_members(
            plain,
            {
                "word/embeddings/Book1.xlsx": _add_members(
                    workbook(lambda book, sheet: None),
                    {"xl/media/image1.png": png({"Comment": word})},
                )
            },
        ),
        "page taken in": _add_members(plain, {"word/afchunk1.html": f"<p>{word}</p>"}),
        "mail taken in": _add_members(plain, {"word/afchunk2.mht": bytes(mail)}),
        "rich text taken in": _add_members(plain, {"word/afchunk3.rtf": rf"{{\rtf1 {word}\par}}"}),
        "custom data": _add_members(plain, {"customXml/item1.xml": f"<a>{word}</a>"}),
        "picture": _add_members(plain, {"word/media/image9.jpeg": jpeg(comment=word)}),
    }
    return {spot: ("a.docx", data) for spot, data in made.items()}


def _presentation(word: str) -> Files:
    first, second, third = word.split()

    def slide(body: str, show: str = "") -> str:
        return f"<p:sld {P} {A}{show}><p:txBody>{body}</p:txBody></p:sld>"

    def text(content: str) -> str:
        return f"<a:p><a:r><a:t>{content}</a:t></a:r></a:p>"

    runs = f"<a:r><a:t>{first[:3]}</a:t></a:r><a:r><a:t>{first[3:]} {second} {third}</a:t></a:r>"
    plain = {"ppt/presentation.xml": f"<p:presentation {P}/>", "ppt/slides/slide1.xml": slide("")}
    members: dict[str, dict[str, bytes | str]] = {
        "slide": {"ppt/slides/slide2.xml": slide(text(word))},
        "runs": {"ppt/slides/slide2.xml": slide(f"<a:p>{runs}</a:p>")},
        "hidden slide": {"ppt/slides/slide2.xml": slide(text(word), ' show="0"')},
        "alternative text": {"ppt/slides/slide2.xml": slide(f'<p:cNvPr id="1" descr="{word}"/>')},
        "notes": {"ppt/notesSlides/notesSlide1.xml": slide(text(word))},
        "comment": {"ppt/comments/comment1.xml": f"<p:cm {P}><p:text>{word}</p:text></p:cm>"},
        "author": {"docProps/core.xml": f"<c><creator>{word}</creator></c>"},
        "embedded workbook": {
            "ppt/embeddings/a.xlsx": workbook(lambda book, sheet: sheet.append([2, word]))
        },
        "picture": {"ppt/media/image1.gif": gif(word)},
    }
    return {spot: ("a.pptx", pack({**plain, **added})) for spot, added in members.items()}


def _open_document(word: str) -> Files:
    first, second, third = word.split()

    def content(body: str, styles: str = "") -> str:
        return (
            f"<office:document-content {ODF}>{styles}<office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>"
        )

    def table(*rows: str) -> str:
        return f'<table:table table:name="T">{"".join(rows)}</table:table>'

    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    paragraph = f"<text:p>{word}</text:p>"
    note = f"<text:note><text:note-body>{paragraph}</text:note-body></text:note>"
    deletion = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{paragraph}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    frame = "<text:p><draw:frame>{}</draw:frame></text:p>"
    bodies = {
        "paragraph": paragraph,
        "heading": f"<text:h>{word}</text:h>",
        "runs": (
            f"<text:p>{first[:3]}<text:span>{first[3:]}</text:span><text:s/>{second}"
            f"<text:tab/>{third}</text:p>"
        ),
        "list": f"<text:list><text:list-item>{paragraph}</text:list-item></text:list>",
        "footnote": f"<text:p>x{note}y</text:p>",
        "comment": f"<text:p>x<office:annotation>{paragraph}</office:annotation>y</text:p>",
        "who commented": (
            f"<text:p>x<office:annotation><dc:creator>{word}</dc:creator></office:annotation></text:p>"
        ),
        "tracked deletion": deletion,
        "table": table(row("<text:p>a</text:p>"), row(paragraph)),
        "text box": frame.format(f"<draw:text-box>{paragraph}</draw:text-box>"),
        "alternative text": frame.format(f"<svg:desc>{word}</svg:desc>"),
        "name of a bookmark": f'<text:p><text:bookmark text:name="{word}"/></text:p>',
        "comment of XML": f"<!-- {word} -->",
    }
    kind = "application/vnd.oasis.opendocument.text"
    files = {}
    for spot, body in bodies.items():
        files[spot] = ("a.odt", pack({"mimetype": kind, "content.xml": content(body)}))
    meta = f"<office:document-meta {ODF}><office:meta>{{}}</office:meta></office:document-meta>"
    plain = {"mimetype": kind, "content.xml": content("<text:p>x</text:p>")}
    more: dict[str, dict[str, bytes | str]] = {
        "author": {"meta.xml": meta.format(f"<dc:creator>{word}</dc:creator>")},
        "property": {"meta.xml": meta.format(f"<meta:user-defined>{word}</meta:user-defined>")},
        "header": {"styles.xml": content(paragraph)},
        "picture": {"Pictures/1.png": png({"Comment": word})},
        "object": {"Object 1/content.xml": content(paragraph)},
    }
    for spot, members in more.items():
        files[spot] = ("a.odt", pack({**plain, **members}))
    sheet = "application/vnd.oasis.opendocument.spreadsheet"
    hidden = (
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    )
    rows = table(row("<text:p>a</text:p>", "<text:p>b</text:p>"), row("", paragraph))
    for spot, styles in {"sheet": "", "hidden sheet": hidden}.items():
        packed = pack({"mimetype": sheet, "content.xml": content(rows, styles)})
        files[spot] = ("a.ods", packed)
    return files


def _book(word: str) -> Files:
    plain = {"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"}
    members = {
        "page": {"OEBPS/1.xhtml": f"<!DOCTYPE html><html><body><p>{word}</p></body></html>"},
        "creator": {"OEBPS/content.opf": f"<package><creator>{word}</creator></package>"},
        "contents": {
            "OEBPS/toc.ncx": (
                '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" '
                f'"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd"><ncx><text>{word}</text></ncx>'
            )
        },
    }
    return {spot: ("a.epub", pack({**plain, **added})) for spot, added in members.items()}


def _zip(word: str) -> Files:
    project = f"<Project><Users><User name='{word}'/></Users></Project>"
    source = {"project.qde": "<Project/>", "sources/1.txt": word}
    return {
        "member": ("a.zip", pack({"a.txt": word})),
        "name of a member": ("a.zip", pack({f"{word}/a.txt": "x"})),
        "remark": ("a.zip", pack({"a.txt": "x"}, word.encode())),
        "before the archive": ("a.zip", word.encode() + pack({"a.txt": "x"})),
        "behind the archive": ("a.zip", pack({"a.txt": "x"}) + word.encode()),
        "project": ("a.qdpx", pack({"project.qde": project})),
        "source": ("a.qdpx", pack(source)),
    }


def _gzip(word: str) -> Files:
    named = io.BytesIO()
    with gzip.GzipFile(f"{word}.txt", "wb", fileobj=named, mtime=0) as file:
        file.write(b"x")
    return {
        "content": ("a.txt.gz", gzip.compress(word.encode(), mtime=0)),
        "second stream": ("a.txt.gz", gzip.compress(b"x") + gzip.compress(word.encode())),
        "name": ("a.gz", named.getvalue()),
        "tar": ("a.tgz", gzip.compress(pack_tar({"a.txt": word.encode()}))),
        "behind the end": ("a.txt.gz", gzip.compress(b"x") + word.encode()),
    }


def _bzip2(word: str) -> Files:
    return {"content": ("a.csv.bz2", bz2.compress(f"a\n{word}\n".encode()))}


def _xz(word: str) -> Files:
    return {"content": ("a.md.xz", lzma.compress(word.encode()))}


def _tar(word: str) -> Files:
    member = pack_tar({"a.txt": b"x"})
    slack = bytearray(member)
    slack[512 + 100 : 512 + 100 + len(word)] = word.encode()
    return {
        "member": ("a.tar", pack_tar({"a.txt": word.encode()})),
        "name of a member": ("a.tar", pack_tar({f"{word}.txt": b"x"})),
        "account": ("a.tar", pack_tar({"a.txt": b"x"}, word)),
        "slack": ("a.tar", bytes(slack)),
    }


def pdf(*shown: str, change: Callable[[Any], object] = lambda writer: None) -> bytes:
    """A PDF with a page for each text; its lines stand below each other."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    writer.metadata = None
    for text in shown:
        page = writer.add_blank_page(300, 300)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        lines = " ".join(f"({line}) Tj 0 -14 Td" for line in text.split("\n"))
        stream.set_data(f"BT /F1 12 Tf 20 250 Td {lines} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf(word: str) -> Files:
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText, Link
    from pypdf.generic import (
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        TextStringObject,
    )

    first, second, third = word.split()

    def describe(writer: Any) -> None:
        figure = DictionaryObject({NameObject("/Alt"): TextStringObject(word)})
        writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(figure)

    def fill(writer: Any) -> None:
        field = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("answer"),
                NameObject("/V"): TextStringObject(word),
            }
        )
        fields = ArrayObject([writer._add_object(field)])
        form = DictionaryObject({NameObject("/Fields"): fields})
        writer.root_object[NameObject("/AcroForm")] = form

    def add_xmp(writer: Any) -> None:
        stream = DecodedStreamObject()
        stream.set_data(
            b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>'
            + word.encode()
            + b"</creator></x:xmpmeta>"
        )
        stream[NameObject("/Type")] = NameObject("/Metadata")
        stream[NameObject("/Subtype")] = NameObject("/XML")
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)

    def run(writer: Any) -> None:
        action = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject(f"app.alert('{word}')"),
            }
        )
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)

    def lose(writer: Any) -> None:
        stream = DecodedStreamObject()
        stream.set_data(f"BT ({word}) Tj ET".encode())
        writer.root_object[NameObject("/PieceInfo")] = writer._add_object(stream)

    def append_version() -> bytes:
        old = pdf(f"We are {word}.")
        writer = PdfWriter(io.BytesIO(old), incremental=True)
        stream = DecodedStreamObject()
        stream.set_data(b"BT /F1 12 Tf 20 250 Td (Nothing.) Tj ET")
        page = writer.pages[0]
        writer._replace_object(page.raw_get("/Contents"), stream)
        out = io.BytesIO()
        writer.write(out)
        assert "Nothing" in PdfReader(out).pages[0].extract_text()
        return out.getvalue()

    attached = document(lambda made: made.add_paragraph(word))
    box = (10, 10, 90, 90)
    free = FreeText(text=word, rect=box)
    link = Link(rect=box, url=f"https://example.org/{word}")
    shown = ("Nothing.",)
    made = {
        "page": pdf("Nothing.", f"We are {word}."),
        "two lines": pdf(f"We are {first}\n{second} {third}."),
        "hyphen": pdf(f"We are {first[:3]}-\n{first[3:]} {second} {third}."),
        "title": pdf(*shown, change=lambda writer: writer.add_metadata({"/Title": word})),
        "author": pdf(*shown, change=lambda writer: writer.add_metadata({"/Author": word})),
        "XMP": pdf(*shown, change=add_xmp),
        "comment": pdf(*shown, change=lambda writer: writer.add_annotation(0, free)),
        "link": pdf(*shown, change=lambda writer: writer.add_annotation(0, link)),
        "field": pdf(*shown, change=fill),
        "outline": pdf(
            *shown, change=lambda writer: writer.add_outline_item(title=word, page_number=0)
        ),
        "attached text": pdf(*shown, change=lambda one: one.add_attachment("a.txt", word.encode())),
        "attached document": pdf(*shown, change=lambda one: one.add_attachment("a.docx", attached)),
        "alternative text": pdf(*shown, change=describe),
        "code": pdf(*shown, change=run),
        "stream of no page": pdf(*shown, change=lose),
        "earlier version": append_version(),
    }
    return {spot: ("a.pdf", data) for spot, data in made.items()}


def _rich_text(word: str) -> Files:
    first, second, third = word.split()
    picture = png({"Comment": word}).hex()
    document_inside = document(lambda made: made.add_paragraph(word)).hex()
    escaped = "".join(rf"\'{ord(char):02x}" for char in word)
    numbered = "".join(rf"\u{ord(char)}?" for char in word)
    bodies = {
        "paragraph": rf"We are {word}.\par",
        "runs": rf"We are {first[:3]}{{\b {first[3:]}}} {second} {third}.\par",
        "field": rf"We are {first} {{\field{{\*\fldinst X}}{{\fldrslt {second}}}}} {third}.\par",
        "letters by number": rf"{escaped}\par",
        "letters of Unicode": rf"{numbered}\par",
        "author": rf"{{\info{{\author {word}}}}}x\par",
        "comment": rf"x{{\*\annotation {word}}}\par",
        "footnote": rf"x{{\footnote {word}}}\par",
        "header": rf"{{\header {word}}}x\par",
        "hidden": rf"x {{\v {word}}}\par",
        "deleted": rf"x {{\deleted {word}}}\par",
        "cell": rf"\trowd x\cell {word}\cell\row",
        "bookmark": rf"{{\*\bkmkstart {word}}}x\par",
        "unknown group": rf"{{\*\somethingnew {word}}}x\par",
        "picture": rf"{{\pict\pngblip {picture}}}x\par",
        "embedded document": rf"{{\object{{\*\objdata {document_inside}}}}}x\par",
    }
    return _texts(".rtf", {spot: rf"{{\rtf1\ansi {body}}}" for spot, body in bodies.items()})


def _mail(word: str) -> Files:
    def mail(change: Callable[[EmailMessage], object]) -> bytes:
        made = EmailMessage()
        made["Subject"] = "Nothing"
        made.set_content("Nothing.\n")
        change(made)
        return bytes(made)

    def attach(data: bytes, name: str, kind: str = "octet-stream") -> bytes:
        return mail(lambda made: made.add_attachment(data, "application", kind, filename=name))

    inner = EmailMessage()
    inner["Subject"] = word
    inner.set_content("x")
    made = {
        "subject": mail(lambda made: made.replace_header("Subject", f"Ü {word}")),
        "sender": mail(lambda made: made.add_header("From", f"{word} <a@b.example>")),
        "body": mail(lambda made: made.set_content(f"{word} é\n", cte="base64")),
        "quoted": mail(lambda made: made.set_content(f"é {word}\n", cte="quoted-printable")),
        "page": mail(lambda made: made.add_alternative(f"<p>{word}</p>", subtype="html")),
        "attached document": attach(document(lambda one: one.add_paragraph(word)), "a.docx"),
        "attached archive": attach(pack({"a.txt": word}), "a.zip"),
        "name of a file": attach(b"x", f"{word}.txt"),
        "attached mail": mail(lambda made: made.add_attachment(inner)),
    }
    return {spot: ("a.eml", data) for spot, data in made.items()}


def _mailbox(word: str) -> Files:
    first = "From x Thu Jan  1 00:00:00 2026\nSubject: a\n\nNothing.\n\n"
    second = f"From x Thu Jan  1 00:00:00 2026\nSubject: b\n\n{word}\n"
    return _texts(".mbox", {"second message": first + second})


def _old_workbook(word: str) -> Files:
    import xlwt

    def book(change: Callable[[Any, Any], object]) -> bytes:
        made = xlwt.Workbook()
        sheet = made.add_sheet("first")
        sheet.write(0, 0, "a")
        sheet.write(1, 0, 7)
        change(made, sheet)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()

    def hide(made: Any, sheet: Any) -> None:
        added = made.add_sheet("second")
        added.write(0, 0, "a")
        added.write(1, 0, word)
        added.visibility = 1

    made = {
        "cell": book(lambda made, sheet: sheet.write(2, 0, word)),
        "hidden sheet": book(hide),
        "name of a sheet": book(lambda made, sheet: made.add_sheet(word)),
        "header": book(lambda made, sheet: sheet.set_header_str(word.encode())),
    }
    return {spot: ("a.xls", data) for spot, data in made.items()}


def _sqlite(word: str) -> Files:
    def database(*statements: str) -> bytes:
        base = sqlite3.connect(":memory:")
        base.execute("PRAGMA secure_delete = OFF")
        base.execute("CREATE TABLE t (a TEXT)")
        base.execute("INSERT INTO t VALUES ('x')")
        for statement in statements:
            base.execute(statement)
        base.commit()
        return base.serialize()

    many = [f"INSERT INTO t VALUES ('{word} {'long ' * 200} {number}')" for number in range(60)]
    made = {
        "cell": database(f"INSERT INTO t VALUES ('{word}')"),
        "blob": database(f"INSERT INTO t VALUES (x'{word.encode().hex()}')"),
        "name of a column": database(f'CREATE TABLE u ("{word}" TEXT)'),
        "view": database(f"CREATE VIEW v AS SELECT '{word}' AS a"),
        "deleted row": database(
            "INSERT INTO t VALUES ('before')",
            f"INSERT INTO t VALUES ('{word} and more of it')",
            "INSERT INTO t VALUES ('behind')",
            "DELETE FROM t WHERE a LIKE '%more of it%'",
        ),
        "free page": database(*many, "DELETE FROM t"),
    }
    return {spot: ("a.sqlite", data) for spot, data in made.items()}


def _written(ending: str, write: Callable[[Path], object]) -> tuple[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            write(path)
        return path.name, path.read_bytes()


def _parquet(word: str) -> Files:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table({"a": ["x", word]})
    marked = pyarrow.table({"a": ["x"]}).replace_schema_metadata({"note": word})
    nested = pyarrow.table({"a": [["x", word]]})
    return {
        "cell": _written(".parquet", lambda path: pyarrow.parquet.write_table(table, path)),
        "list": _written(".parquet", lambda path: pyarrow.parquet.write_table(nested, path)),
        "metadata": _written(".parquet", lambda path: pyarrow.parquet.write_table(marked, path)),
    }


def _frame(word: str) -> Any:
    import pandas

    return pandas.DataFrame({"a": ["x", word], "b": [1.0, 2.0]})


def _stata(word: str) -> Files:
    import pyreadstat

    frame, plain = _frame(word), _frame("x")
    labels = {"a": "a label", "b": word}
    levels = {"b": {1: word, 2: "y"}}

    def write(path: Path, of: Any, **more: Any) -> None:
        pyreadstat.write_dta(of, str(path), **more)

    return {
        "cell": _written(".dta", lambda path: write(path, frame)),
        "label": _written(".dta", lambda path: write(path, plain, column_labels=labels)),
        "level": _written(".dta", lambda path: write(path, plain, variable_value_labels=levels)),
        "title": _written(".dta", lambda path: write(path, plain, file_label=word)),
    }


def _spss(word: str) -> Files:
    import pyreadstat

    frame, plain = _frame(word), _frame("x")
    levels = {"b": {1: word, 2: "y"}}

    def write(path: Path, of: Any, **more: Any) -> None:
        pyreadstat.write_sav(of, str(path), **more)

    return {
        "cell": _written(".sav", lambda path: write(path, frame)),
        "packed cell": _written(".zsav", lambda path: write(path, frame, compress=True)),
        "level": _written(".sav", lambda path: write(path, plain, variable_value_labels=levels)),
        "note": _written(".sav", lambda path: write(path, plain, note=word)),
    }


def _spss_portable(word: str) -> Files:
    import pyreadstat

    frame = _frame(word).rename(columns=str.upper)
    return {"cell": _written(".por", lambda path: pyreadstat.write_por(frame, str(path)))}


def _sas_transport(word: str) -> Files:
    import pyreadstat

    frame = _frame(word)
    return {"cell": _written(".xpt", lambda path: pyreadstat.write_xport(frame, str(path)))}


def pixels(form: str, **more: Any) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 40, 40)).save(out, form, **more)
    return out.getvalue()


def png(texts: Mapping[str, str], *, packed: bool = False, international: bool = False) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for key, text in texts.items():
        if international:
            info.add_itxt(key, text, zip=packed)
        else:
            info.add_text(key, text, zip=packed)
    return pixels("PNG", pnginfo=info)


def jpeg(comment: str = "", **more: Any) -> bytes:
    return pixels("JPEG", comment=comment, **more)


def gif(comment: str) -> bytes:
    return pixels("GIF", comment=comment.encode())


def _exif(word: str) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = word  # the artist
    return exif.tobytes()


def _exif_inside(word: str) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\x00\x00\x00" + word.encode()  # what the user remarked
    return exif.tobytes()


def _exif_of_windows(word: str) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x9C9D] = word.encode("utf-16-le") + b"\x00\x00"  # the author
    return exif.tobytes()


def _xmp(word: str) -> bytes:
    return (
        '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description><rdf:li>'
        f'{word}</rdf:li></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _remnant(word: str) -> Files:
    folder = b"\x00\x00\x00\x01Bud1\x00\xff" + word.encode("utf-16-be") + b"\xff\x00"
    double = b"\x00\x05\x16\x07\x00\x02\x00\x00\xff" + word.encode() + b"\x00\x01"
    return {"folder": (".DS_Store", folder), "double": ("._a.txt", double)}


def _png(word: str) -> Files:
    own = b"prVt" + word.encode()
    chunk = struct.pack(">I", len(own) - 4) + own + struct.pack(">I", zlib.crc32(own))
    plain = pixels("PNG")
    made = {
        "text": png({"Author": word}),
        "packed text": png({"Author": word}, packed=True),
        "text of Unicode": png({"Author": word}, international=True),
        "packed text of Unicode": png({"Author": word}, packed=True, international=True),
        "XMP": png({"XML:com.adobe.xmp": _xmp(word).decode()}, international=True),
        "EXIF": pixels("PNG", exif=_exif(word)),
        "colours": pixels("PNG", icc_profile=_profile(word)),
        "own chunk": plain[:33] + chunk + plain[33:],
        "archive behind": plain + pack({"a.txt": word}),
        "letters behind": plain + word.encode(),
    }
    return {spot: ("a.png", data) for spot, data in made.items()}


def _jpeg(word: str) -> Files:
    made = {
        "comment": jpeg(comment=word),
        "EXIF": jpeg(exif=_exif(word)),
        "EXIF, remark": jpeg(exif=_exif_inside(word)),
        "EXIF of Windows": jpeg(exif=_exif_of_windows(word)),
        "XMP": jpeg(xmp=_xmp(word)),
        "colours": jpeg(icc_profile=_profile(word)),
        "behind the end": jpeg() + word.encode(),
    }
    return {spot: ("a.jpg", data) for spot, data in made.items()}


def _gif(word: str) -> Files:
    return {"comment": ("a.gif", gif(word)), "behind": ("a.gif", gif("") + word.encode())}


def _tiff(word: str) -> Files:
    made = {
        "description": pixels("TIFF", description=word),
        "artist": pixels("TIFF", artist=word),
    }
    return {spot: ("a.tif", data) for spot, data in made.items()}


def _webp(word: str) -> Files:
    made = {"EXIF": pixels("WEBP", exif=_exif(word)), "XMP": pixels("WEBP", xmp=_xmp(word))}
    return {spot: ("a.webp", data) for spot, data in made.items()}


def _metafile(word: str) -> Files:
    enhanced = b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(20) + word.encode("utf-16-le")
    placeable = b"\xd7\xcd\xc6\x9a" + bytes(18) + b"\xff\xfe" + word.encode() + b"\x00"
    bitmap = pixels("BMP")
    return {
        "text of EMF": ("a.emf", enhanced + bytes(4)),
        "text of WMF": ("a.wmf", placeable),
        "behind a bitmap": ("a.bmp", bitmap + word.encode()),
    }


def _font(word: str) -> Files:
    letters = word.encode("utf-16-be")
    names = struct.pack(">HHH6H", 0, 1, 18, 3, 1, 0x409, 9, len(letters), 0) + letters
    head = struct.pack(">IHHHH", 0x10000, 1, 16, 0, 0)
    font = head + struct.pack(">4sIII", b"name", 0, 28, len(names)) + names
    return {
        "maker": ("a.ttf", font),
        "maker, hidden head": ("a.odttf", bytes(12) + font[12:]),
        "no table": ("a.ttf", b"\x00\x01\x00\x00\xff\xfe" + letters + b"\xff"),
    }


def _profile(word: str) -> bytes:
    words = b"text\x00\x00\x00\x00" + word.encode() + b"\x00"
    tags = struct.pack(">I4sII", 1, b"cprt", 144, len(words))
    body = bytes(36) + b"acsp" + bytes(88) + tags + words
    return body


BUILDERS: Mapping[str, Callable[[str], Files]] = {
    "book": _book,
    "bzip2": _bzip2,
    "csv": _csv,
    "document": _document,
    "font": _font,
    "gif": _gif,
    "gzip": _gzip,
    "html": _html,
    "jpeg": _jpeg,
    "json": _json,
    "jsonl": _json_lines,
    "latex": _latex,
    "mail": _mail,
    "mailbox": _mailbox,
    "markdown": _markdown,
    "metafile": _metafile,
    "notebook": _notebook,
    "ole": _old_workbook,
    "opendocument": _open_document,
    "parquet": _parquet,
    "pdf": _pdf,
    "png": _png,
    "presentation": _presentation,
    "remnant": _remnant,
    "rtf": _rich_text,
    "sas transport": _sas_transport,
    "spss": _spss,
    "spss portable": _spss_portable,
    "sqlite": _sqlite,
    "stata": _stata,
    "svg": _svg,
    "tar": _tar,
    "text": _plain,
    "tiff": _tiff,
    "tsv": _tsv,
    "webp": _webp,
    "workbook": _workbook,
    "xml": _xml,
    "xz": _xz,
    "zip": _zip,
}
"""By the kind that the dispatcher tells; `test_audit_formats` says when one is missing."""
