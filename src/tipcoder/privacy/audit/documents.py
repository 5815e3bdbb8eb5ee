"""DOCX as an audit reads it: paragraphs and tables as one reads them, and changes, comments and notes that hide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tipcoder.privacy.audit.contents import Contents, Passage, Row, Trace, first_row_as_head
from tipcoder.privacy.audit.packages import attribute_texts, local, opened_package, other_member, parsed

_STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments\w*|glossary/document)\.xml")
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
    package = opened_package(data, contents)
    for name, inside in package.members.items():
        if _STORY.fullmatch(name):
            _read_story(name, parsed(inside, name), contents)
        else:
            if name.startswith("customXml/") and "/_rels/" not in name:
                contents.traces.append(Trace("hidden", name, "holds data of the program that made it", grave=False))
            if name.startswith("docProps/thumbnail"):
                contents.traces.append(Trace("hidden", name, "shows the first page as it once was"))
            other_member(name, inside, contents)
    return contents


def _read_story(name: str, root: Element, contents: Contents) -> None:
    place = name.removeprefix("word/").removesuffix(".xml")
    seen: set[str] = set()
    rsids = False
    for element in root.iter():
        kind = local(element.tag)
        if kind in _CHANGES and kind not in seen:
            seen.add(kind)
            contents.traces.append(Trace("hidden", place, _CHANGES[kind]))
        if not isinstance(element.tag, str):
            contents.passages.append(Passage(place, element.text or "", True, "comments"))
        rsids = rsids or any(local(key).startswith("rsid") for key in element.attrib)
        contents.passages += [p for p in attribute_texts(element, place) if not p.part.endswith(_LOOKS)]
        if kind in ("instrText", "delInstrText"):
            contents.passages.append(Passage(place, element.text or "", True, "fields"))
    if rsids:
        contents.traces.append(Trace("time", place, "tells which parts were written in one sitting", grave=False))
    hidden = "comments" in name
    in_tables: set[int] = set()
    for number, table in enumerate((t for t in root.iter() if local(t.tag) == "tbl"), 1):
        in_tables.update(id(p) for p in table.iter() if local(p.tag) == "p")
        rows = [
            Row(f"{place}, table {number}, row {at}", tuple(_cell(cell) for cell in row if local(cell.tag) == "tc"))
            for at, row in enumerate((r for r in table if local(r.tag) == "tr"), 1)
        ]
        contents.sheets.append(first_row_as_head(rows, f"{place}, table {number}"))
    for number, paragraph in enumerate((p for p in root.iter() if local(p.tag) == "p"), 1):
        if id(paragraph) not in in_tables:
            contents.passages.append(Passage(f"{place}, paragraph {number}", _words(paragraph), hidden, place))


def _cell(cell: Element) -> str:
    return "\n".join(_words(paragraph) for paragraph in cell.iter() if local(paragraph.tag) == "p")


def _words(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        kind = local(element.tag)
        if kind in ("t", "delText"):
            yield element.text or ""
        elif kind in ("tab", "br", "cr"):
            yield "\n" if kind != "tab" else " "
        elif kind in ("noBreakHyphen", "softHyphen"):
            yield "-"
        elif kind == "sym":
            yield " "
