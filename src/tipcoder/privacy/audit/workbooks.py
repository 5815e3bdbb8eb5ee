"""XLSX as an audit reads it: cells where they stand, and sheets, rows, columns and strings that nobody is shown."""

from __future__ import annotations

import posixpath
import re
from xml.etree.ElementTree import Element

from tipcoder.privacy.audit.contents import Contents, Passage, Row, Trace, first_row_as_head
from tipcoder.privacy.audit.packages import Package, attribute_texts, local, opened_package, other_member

_COLUMN = re.compile(r"([A-Z]{1,3})(\d+)")
_WORKBOOK, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"


def read_workbook(data: bytes) -> Contents:
    """Every cell as it is shown and as it is kept, and everything else that the package holds."""
    contents = Contents()
    package = opened_package(data, contents)
    strings = _strings(package)
    used: set[int] = set()
    done = {_STRINGS}
    for name, member, state in _sheets(package):
        root = package.xml(member)
        if root is None:
            continue
        done.add(member)
        if state:
            contents.traces.append(Trace("hidden", f"sheet {name}", "is hidden"))
        _read_sheet(name, root, strings, used, contents, hidden=bool(state))
    for number, text in enumerate(strings):
        if number not in used and text:
            contents.passages.append(Passage(f"{_STRINGS} {number}", text, True, "strings that no cell shows"))
    if any(number not in used for number in range(len(strings))):
        contents.traces.append(Trace("hidden", _STRINGS, "keeps text that no cell shows"))
    for member, inside in package.members.items():
        if member not in done:
            _notice(member, contents)
            other_member(member, inside, contents)
    return contents


def _notice(member: str, contents: Contents) -> None:
    for beginning, sentence in (
        ("xl/comments", "holds comments"),
        ("xl/threadedComments", "holds comments"),
        ("xl/persons", "names who wrote comments"),
        ("xl/externalLinks", "points to other workbooks"),
        ("xl/pivotCache", "keeps a copy of the data behind a table"),
        ("xl/revisions", "keeps earlier versions"),
        ("customXml/", "holds data of the program that made it"),
    ):
        if member.startswith(beginning) and member.endswith(".xml"):
            contents.traces.append(Trace("hidden", member, sentence))


def _strings(package: Package) -> list[str]:
    root = package.xml(_STRINGS)
    return [] if root is None else [_text(item) for item in root if local(item.tag) == "si"]


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if local(part.tag) == "t")


def _sheets(package: Package) -> list[tuple[str, str, str]]:
    """(name, member, state) of every worksheet; what no workbook lists counts as hidden."""
    book, links = package.xml(_WORKBOOK), package.xml("xl/_rels/workbook.xml.rels")
    targets = {} if links is None else {link.get("Id", ""): link.get("Target", "") for link in links}
    out = []
    listed = set()
    for sheet in [] if book is None else book.iter():
        if local(sheet.tag) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if local(key) == "id"), "")
            member = posixpath.normpath(posixpath.join("xl", targets.get(link, ""))).lstrip("/")
            member = member if member in package.members else targets.get(link, "").lstrip("/")
            state = sheet.get("state", "visible")
            out.append((sheet.get("name", ""), member, "" if state == "visible" else state))
            listed.add(member)
    lost = [m for m in package.members if re.fullmatch(r"xl/worksheets/[^/]+\.xml", m) and m not in listed]
    return [*out, *((member, member, "unlisted") for member in lost)]


def _read_sheet(
    name: str, root: Element, strings: list[str], used: set[int], contents: Contents, *, hidden: bool
) -> None:
    rows: list[Row] = []
    width = 0
    for element in root.iter():
        kind = local(element.tag)
        if kind == "col" and element.get("hidden") in ("1", "true"):
            contents.traces.append(Trace("hidden", f"sheet {name}", "has a hidden column"))
        elif kind == "row":
            place = f"sheet {name}, row {element.get('r', len(rows) + 1)}"
            if element.get("hidden") in ("1", "true"):
                contents.traces.append(Trace("hidden", place, "is hidden"))
            cells = _row(element, place, strings, used, contents)
            width = max(width, len(cells))
            if cells:
                rows.append(Row(place, tuple(cells)))
        elif kind in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
            contents.passages.append(Passage(f"sheet {name}", element.text or "", hidden, kind))
        elif kind in ("dataValidation", "hyperlink", "conditionalFormatting", "cfRule", "formula1", "formula2"):
            contents.passages += list(attribute_texts(element, f"sheet {name}"))
            if element.text and element.text.strip():
                contents.passages.append(Passage(f"sheet {name}", element.text, True, kind))
    contents.passages.append(Passage("list of sheets", name, part="names of sheets"))
    contents.sheets.append(first_row_as_head(rows, f"sheet {name}"))


def _row(element: Element, place: str, strings: list[str], used: set[int], contents: Contents) -> list[str]:
    cells: list[str] = []
    for cell in element:
        if local(cell.tag) != "c":
            continue
        number = _column(cell.get("r", ""), len(cells))
        cells += [""] * (number - len(cells))
        cells.append(_cell(cell, place, strings, used, contents))
    return cells


def _cell(cell: Element, place: str, strings: list[str], used: set[int], contents: Contents) -> str:
    kind, value = cell.get("t", "n"), ""
    for part in cell:
        if local(part.tag) == "f":
            contents.traces.append(Trace("formula", f"{place}, {cell.get('r', '')}", "is a formula"))
            contents.passages.append(Passage(place, part.text or "", True, "formulas"))
        elif local(part.tag) == "v":
            value = part.text or ""
        elif local(part.tag) == "is":
            value = _text(part)
    if kind == "s" and value.isdigit() and int(value) < len(strings):
        used.add(int(value))
        return strings[int(value)]
    return value


def _column(reference: str, default: int) -> int:
    found = _COLUMN.fullmatch(reference)
    if not found:
        return default
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return max(number - 1, default)
