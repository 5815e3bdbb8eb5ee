"""DOCX as an audit reads it.

Paragraphs and tables are read as a person reads them, and so are changes, comments and notes that
hide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from tipcoder.privacy.audit.contents import (
    ContentRow,
    Contents,
    Passage,
    Trace,
    build_headed_sheet,
    pack_rows,
)
from tipcoder.privacy.audit.elements import read_through
from tipcoder.privacy.audit.joining import join_pieces
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.other_members import read_other_member
from tipcoder.privacy.audit.packages import open_package
from tipcoder.privacy.audit.packed import Packed
from tipcoder.privacy.audit.xml_trees import iterate_attribute_texts
from tipcoder.safe_xml import local_name

_STORY = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments\w*|glossary/document)\.xml"
)
"""Parts of the package that have text: the body, headers, footers, notes and comments."""
_CHANGES = {
    "ins": "has a tracked insertion",
    "del": "has a tracked deletion, whose words are still there",
    "moveFrom": "has a tracked move, whose words are still there",
    "moveTo": "has a tracked move",
    "rPrChange": "has a tracked change of formatting",
    "pPrChange": "has a tracked change of formatting",
    "vanish": "has hidden text",
    "webHidden": "has hidden text",
    "object": "has an embedded object",
    "altChunk": "takes in another file when it is opened",
    "instrText": "has a field that the reading program fills in",
    "comment": "has a comment",
}
"""What an element tells, whatever stands in it."""
_LOOKS = (" rsidR", " rsidRDefault", " rsidP", " rsidRPr", " paraId", " textId", " color", " fill")
"""Attributes that only say how something looks, or count."""


def read_document(data: bytes, nest: Nest) -> Contents:
    """Every text of a Word document, joined within its paragraph, and everything else that the
    package holds."""
    contents = Contents()
    package = open_package(data, contents, nest)
    for name in package:
        if _STORY.fullmatch(name):
            _StoryReader(name, contents).read_story(package.read_stretches(name))
        else:
            _note_member(name, contents)
            read_other_member(name, package[name], contents, nest)
    return contents


def _note_member(name: str, contents: Contents) -> None:
    if name.startswith("customXml/") and "/_rels/" not in name:
        sentence = "holds data of the program that made it"
        contents.traces.append(Trace("hidden", name, sentence, grave=False))
    if name.startswith("docProps/thumbnail"):
        contents.traces.append(Trace("hidden", name, "shows the first page as it once was"))


class _StoryReader:
    """One part of a document that has text: paragraph by paragraph, and its tables row by row."""

    def __init__(self, name: str, contents: Contents) -> None:
        self._member, self._contents = name, contents
        self._place = name.removeprefix("word/").removesuffix(".xml")
        self._hidden = "comments" in name
        self._kinds: set[str] = set()
        self._rsids = False
        self._tables = 0
        self._paragraphs = 0
        self._table: tuple[int, Packed[ContentRow]] | None = None
        """Number and rows of the outermost table that is being read."""

    def read_story(self, stretches: Iterable[bytes]) -> None:
        rest = read_through(
            stretches, self._member, ("p", "tr"), self._take_element, self._begin_table
        )
        self._end_table()
        for element in rest.iter():
            self._note_element(element)
        if self._rsids:
            sentence = "tells which parts were written in one sitting"
            self._contents.traces.append(Trace("time", self._place, sentence, grave=False))

    def _begin_table(self, element: Element) -> None:
        if local_name(element.tag) == "tbl":
            self._end_table()
            self._tables += 1
            self._table = self._tables, pack_rows()

    def _end_table(self) -> None:
        if self._table is not None:
            number, rows = self._table
            self._contents.sheets.append(build_headed_sheet(rows, f"{self._place}, table {number}"))
            self._table = None

    def _take_element(self, element: Element) -> None:
        """A paragraph, or a row of the table that is being read, with whatever is in it."""
        for inner in element.iter():
            self._note_element(inner)

        if local_name(element.tag) == "tr" and self._table is not None:
            self._take_row(element, *self._table)
        else:
            self._take_paragraph(element)

    def _take_row(self, element: Element, number: int, rows: Packed[ContentRow]) -> None:
        rows.append(self._build_row(element, number, len(rows) + 1))
        self._paragraphs += sum(1 for _ in _iterate_kind(element, "p"))
        self._read_inner_tables(element)

    def _take_paragraph(self, element: Element) -> None:
        """A paragraph; a text box in it has paragraphs and tables of its own."""
        self._end_table()
        in_tables = self._read_inner_tables(element)
        for paragraph in _iterate_kind(element, "p"):
            self._paragraphs += 1
            if id(paragraph) not in in_tables:
                place = f"{self._place}, paragraph {self._paragraphs}"
                for text in join_pieces(_iterate_pieces(paragraph)):
                    self._contents.passages.append(Passage(place, text, self._hidden, self._place))

    def _read_inner_tables(self, element: Element) -> set[int]:
        """Read the tables inside a paragraph or row; returns the ids of the paragraphs in them."""
        inside: set[int] = set()
        for table in _iterate_kind(element, "tbl"):
            self._tables += 1
            inside.update(id(paragraph) for paragraph in _iterate_kind(table, "p"))
            rows = [row for row in table if local_name(row.tag) == "tr"]
            built = [self._build_row(row, self._tables, at) for at, row in enumerate(rows, 1)]
            name = f"{self._place}, table {self._tables}"
            self._contents.sheets.append(build_headed_sheet(built, name))
        return inside

    def _build_row(self, row: Element, table: int, at: int) -> ContentRow:
        cells = tuple(_join_cell_text(cell) for cell in _iterate_cells(row))
        return ContentRow(f"{self._place}, table {table}, row {at}", cells)

    def _note_element(self, element: Element) -> None:
        """What an element tells beside its text."""
        contents, place = self._contents, self._place
        kind = local_name(element.tag)

        # Once for each part of the document: a long one may have thousands of changes.
        if kind in _CHANGES and kind not in self._kinds:
            self._kinds.add(kind)
            contents.traces.append(Trace("hidden", place, _CHANGES[kind]))
        if not isinstance(element.tag, str):
            contents.passages.append(Passage(place, element.text or "", True, "comments"))

        self._rsids = self._rsids or _has_rsid(element)
        for passage in iterate_attribute_texts(element, place):
            if not passage.part.endswith(_LOOKS):
                contents.passages.append(passage)
        if kind in ("instrText", "delInstrText"):
            contents.passages.append(Passage(place, element.text or "", True, "fields"))


def _has_rsid(element: Element) -> bool:
    """Whether it has the number of the sitting in which it was written."""
    return any(local_name(key).startswith("rsid") for key in element.attrib)


def _iterate_kind(element: Element, kind: str) -> Iterator[Element]:
    """Elements of one kind, at any depth, the element itself included."""
    for inner in element.iter():
        if local_name(inner.tag) == kind:
            yield inner


def _iterate_cells(row: Element) -> Iterator[Element]:
    """Cells of a row, also those inside a content control or a tracked change."""
    for inner in row:
        if local_name(inner.tag) == "tc":
            yield inner
        elif local_name(inner.tag) in ("sdt", "sdtContent", "customXml", "ins", "del"):
            yield from _iterate_cells(inner)


def _join_cell_text(cell: Element) -> str:
    return "\n".join(map(_join_paragraph_text, _iterate_kind(cell, "p")))


def _join_paragraph_text(paragraph: Element) -> str:
    return "".join(_iterate_pieces(paragraph))


def _iterate_pieces(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        kind = local_name(element.tag)
        if kind in ("t", "delText"):
            yield element.text or ""
        elif kind in ("tab", "br", "cr"):
            yield "\n" if kind != "tab" else " "
        elif kind == "noBreakHyphen":
            yield "-"
        # A soft hyphen shows at the end of a line only, and parts no word.
        elif kind == "sym":
            yield " "
