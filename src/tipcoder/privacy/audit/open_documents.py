"""OpenDocument texts, tables and slides: paragraphs and headings as they are read, rows of tables,
notes, comments, tracked changes and properties."""

from __future__ import annotations

from collections.abc import Iterator
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
from tipcoder.privacy.audit.xml_trees import iterate_attribute_texts, iterate_tree_texts
from tipcoder.safe_xml import local_name

_PARAGRAPHS = ("p", "h")
_APART = ("annotation", "note", "text-box", "tracked-changes", "table")
"""Elements in a paragraph whose text is no part of its own."""
_GAPS = {"s": " ", "tab": " ", "line-break": "\n"}
_HIDING = {
    "annotation": "has a comment",
    "tracked-changes": "has tracked changes, whose words are still there",
    "hidden-text": "has hidden text",
    "hidden-paragraph": "has hidden text",
    "tracked-change": "has tracked changes",
    "object-ole": "has an embedded object",
    "scripts": "may hold code",
    "script": "holds code",
}
_LOOKS = (" style-name", " rel-width", " name style", " href-type", " class-names")
_MOST_COLUMNS = 1 << 14
"""Cells that one cell may stand for: an empty one at the end of a row fills a whole sheet."""


def read_open_document(data: bytes, nest: Nest) -> Contents:
    """Every text of a document of LibreOffice and its like, and all else that the package holds."""
    contents = Contents()
    package = open_package(data, contents, nest)
    for name in package:
        if name == "content.xml" or name.endswith("/content.xml"):
            _ContentReader(name, contents).read_content(package.read_stretches(name))
        elif name != "mimetype":
            read_other_member(name, package[name], contents, nest)
    return contents


class _ContentReader:
    """The part of a document that has its text."""

    def __init__(self, name: str, contents: Contents) -> None:
        self._member, self._contents = name, contents
        self._place = name.removesuffix(".xml")
        self._said: set[str] = set()
        self._paragraphs = 0
        self._tables = 0
        self._table = ""
        self._rows: Packed[ContentRow] = pack_rows()
        self._row = 0

    def read_content(self, stretches: Iterator[bytes]) -> None:
        kinds = (*_PARAGRAPHS, "table-row", "tracked-changes", "annotation")
        rest = read_through(stretches, self._member, kinds, self._take_element, self._begin)
        self._end_table()
        # Styles, forms, scripts and settings.
        self._contents.passages += iterate_tree_texts(rest, self._place)
        for element in rest.iter():
            self._note_element(element)

    def _begin(self, element: Element) -> None:
        if local_name(element.tag) == "table":
            self._end_table()
            self._tables += 1
            name = _get_attribute(element, "name") or str(self._tables)
            self._table, self._row = f"table {name}", 0

    def _end_table(self) -> None:
        if len(self._rows):
            name = f"{self._place}, {self._table}"
            self._contents.sheets.append(build_headed_sheet(self._rows, name))
        self._rows = pack_rows()

    def _take_element(self, element: Element) -> None:
        kind = local_name(element.tag)
        for inner in element.iter():
            self._note_element(inner)
            self._note_attributes(inner)
            if not isinstance(inner.tag, str):
                text = inner.text or ""
                self._contents.passages.append(Passage(self._place, text, True, "comments"))
        if kind == "table-row":
            self._take_row(element)
        else:
            self._take_texts(element, hidden=kind not in _PARAGRAPHS)

    def _take_row(self, row: Element) -> None:
        self._row += _count_repeats(row, "number-rows-repeated")
        place = f"{self._place}, {self._table}, row {self._row}"
        cells: list[str] = []
        for cell in row:
            if local_name(cell.tag) in ("table-cell", "covered-table-cell"):
                text = "\n".join(_iterate_own_texts(cell))
                repeats = _count_repeats(cell, "number-columns-repeated")
                cells += [text] * (min(repeats, _MOST_COLUMNS) if text else min(repeats, 256))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            self._rows.append(ContentRow(place, tuple(cells)))
        for apart in _iterate_apart(row):
            self._take_texts(apart, hidden=local_name(apart.tag) != "note")

    def _take_texts(self, element: Element, hidden: bool) -> None:
        """Every paragraph in an element, also those that stand apart inside another one."""
        for paragraph in element.iter():
            kind = local_name(paragraph.tag)
            if kind in _PARAGRAPHS:
                self._paragraphs += 1
                unseen = hidden or _lies_in_comment(element, paragraph)
                place = f"{self._place}, paragraph {self._paragraphs}"
                for text in join_pieces(_iterate_pieces(paragraph)):
                    self._contents.passages.append(Passage(place, text, unseen, self._place))
            elif kind in ("creator", "date", "initials", "sender-initials", "date-string"):
                text = paragraph.text or ""
                self._contents.passages.append(Passage(self._place, text, True, "who commented"))

    def _note_element(self, element: Element) -> None:
        kind = local_name(element.tag)
        if not isinstance(element.tag, str):
            sentence = "holds a comment that readers do not see"
            self._add_trace("comment", sentence)
        elif kind in _HIDING and len(element):
            self._add_trace("hidden", _HIDING[kind])
        elif _get_attribute(element, "visibility") in ("collapse", "filter"):
            self._add_trace("hidden", "has a hidden row or column")
        elif _get_attribute(element, "display") in ("false", "none"):
            self._add_trace("hidden", "has a hidden sheet, or a hidden part")

    def _add_trace(self, kind: str, sentence: str) -> None:
        # Once: a long document may have thousands of changes.
        if sentence not in self._said:
            self._said.add(sentence)
            self._contents.traces.append(Trace(kind, self._place, sentence))

    def _note_attributes(self, element: Element) -> None:
        for passage in iterate_attribute_texts(element, self._place):
            if not passage.part.endswith(_LOOKS):
                self._contents.passages.append(passage)


def _get_attribute(element: Element, name: str) -> str:
    for key, value in element.attrib.items():
        if local_name(key) == name:
            return value
    return ""


def _count_repeats(element: Element, name: str) -> int:
    value = _get_attribute(element, name)
    return int(value) if value.isdecimal() and len(value) < 9 else 1


def _iterate_own_texts(cell: Element) -> Iterator[str]:
    """Paragraphs of a cell, without those of a comment."""
    for inner in cell:
        kind = local_name(inner.tag)
        if kind in _PARAGRAPHS:
            yield "".join(_iterate_pieces(inner))
        elif kind not in _APART:
            yield from _iterate_own_texts(inner)


def _iterate_apart(element: Element) -> Iterator[Element]:
    """Comments, notes, boxes and tables inside an element, the outermost ones."""
    for inner in element:
        if local_name(inner.tag) in _APART:
            yield inner
        else:
            yield from _iterate_apart(inner)


def _lies_in_comment(element: Element, paragraph: Element) -> bool:
    for comment in element.iter():
        if local_name(comment.tag) in ("annotation", "tracked-changes") and any(
            inner is paragraph for inner in comment.iter()
        ):
            return True
    return False


def _iterate_pieces(paragraph: Element) -> Iterator[str]:
    """What a paragraph shows, in pieces; what stands apart in it is left out."""
    yield paragraph.text or ""
    for inner in paragraph:
        kind = local_name(inner.tag)
        if kind in _GAPS:
            repeats = _count_repeats(inner, "c") if kind == "s" else 1
            yield _GAPS[kind] * min(repeats, 100)
        elif kind not in _APART and isinstance(inner.tag, str):
            yield from _iterate_pieces(inner)
        yield inner.tail or ""
