"""DOCX as an audit reads it: paragraphs and tables as one reads them, and changes, comments and notes that hide."""

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
from tipcoder.privacy.audit.packages import (
    iterate_attribute_texts,
    local_name,
    open_package,
    read_other_member,
)
from tipcoder.privacy.audit.packed import Packed

_STORY = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments\w*|glossary/document)\.xml"
)
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
    "instrText": "has a field that the reading program fills in",
    "comment": "has a comment",
}
_LOOKS = (" rsidR", " rsidRDefault", " rsidP", " rsidRPr", " paraId", " textId", " color", " fill")
"""Attributes that only say how something looks, or count."""


def read_document(data: bytes) -> Contents:
    """Every text of a Word document, joined within its paragraph, and everything else that the package holds."""
    contents = Contents()
    package = open_package(data, contents)
    for name in package:
        if _STORY.fullmatch(name):
            _Story(name, contents).read_story(package.read_stretches(name))
        else:
            if name.startswith("customXml/") and "/_rels/" not in name:
                contents.traces.append(
                    Trace("hidden", name, "holds data of the program that made it", grave=False)
                )
            if name.startswith("docProps/thumbnail"):
                contents.traces.append(Trace("hidden", name, "shows the first page as it once was"))
            read_other_member(name, package[name], contents)
    return contents


class _Story:
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
            number, rows = self._table
            rows.append(self._build_row(element, number, len(rows) + 1))
            self._paragraphs += sum(1 for inner in element.iter() if local_name(inner.tag) == "p")
            self._read_inner_tables(element)
            return
        self._end_table()
        in_tables = self._read_inner_tables(element)
        for paragraph in element.iter():
            if local_name(paragraph.tag) == "p":
                self._paragraphs += 1
                if id(paragraph) not in in_tables:
                    place = f"{self._place}, paragraph {self._paragraphs}"
                    self._contents.passages.append(
                        Passage(place, _join_paragraph_text(paragraph), self._hidden, self._place)
                    )

    def _read_inner_tables(self, element: Element) -> set[int]:
        """Read the tables inside a paragraph or row; returns which paragraphs are in them."""
        inside: set[int] = set()
        for table in element.iter():
            if local_name(table.tag) != "tbl":
                continue
            self._tables += 1
            inside.update(
                id(paragraph) for paragraph in table.iter() if local_name(paragraph.tag) == "p"
            )
            found = (row for row in table if local_name(row.tag) == "tr")
            rows = (self._build_row(row, self._tables, at) for at, row in enumerate(found, 1))
            self._contents.sheets.append(
                build_headed_sheet(rows, f"{self._place}, table {self._tables}")
            )
        return inside

    def _build_row(self, row: Element, table: int, at: int) -> ContentRow:
        cells = tuple(_join_cell_text(cell) for cell in _iterate_cells(row))
        return ContentRow(f"{self._place}, table {table}, row {at}", cells)

    def _note_element(self, element: Element) -> None:
        """What an element tells beside its text."""
        contents, place = self._contents, self._place
        kind = local_name(element.tag)
        if kind in _CHANGES and kind not in self._kinds:
            self._kinds.add(kind)
            contents.traces.append(Trace("hidden", place, _CHANGES[kind]))
        if not isinstance(element.tag, str):
            contents.passages.append(Passage(place, element.text or "", True, "comments"))
        self._rsids = self._rsids or any(
            local_name(key).startswith("rsid") for key in element.attrib
        )
        contents.passages += (
            p for p in iterate_attribute_texts(element, place) if not p.part.endswith(_LOOKS)
        )
        if kind in ("instrText", "delInstrText"):
            contents.passages.append(Passage(place, element.text or "", True, "fields"))


def _iterate_cells(row: Element) -> Iterator[Element]:
    """Cells of a row, also those that a content control is put around."""
    for inner in row:
        if local_name(inner.tag) == "tc":
            yield inner
        elif local_name(inner.tag) in ("sdt", "sdtContent", "customXml", "ins", "del"):
            yield from _iterate_cells(inner)


def _join_cell_text(cell: Element) -> str:
    return "\n".join(
        _join_paragraph_text(paragraph)
        for paragraph in cell.iter()
        if local_name(paragraph.tag) == "p"
    )


def _join_paragraph_text(paragraph: Element) -> str:
    return "".join(_iterate_pieces(paragraph))


def _iterate_pieces(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        kind = local_name(element.tag)
        if kind in ("t", "delText"):
            yield element.text or ""
        elif kind in ("tab", "br", "cr"):
            yield "\n" if kind != "tab" else " "
        elif kind in ("noBreakHyphen", "softHyphen"):
            yield "-"
        elif kind == "sym":
            yield " "
