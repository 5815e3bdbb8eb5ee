"""XLSX as an audit reads it: cells where they stand, and sheets, rows, columns and strings that nobody is shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from tipcoder.errors import BadInput
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
    Package,
    iterate_attribute_texts,
    local_name,
    open_package,
    read_other_member,
)

_COLUMN = re.compile(r"([A-Z]{1,3})(\d+)")
MOST_CELLS = 50_000_000
"""Of a sheet: a row may name its last column alone, and all those before it then stand empty."""
_WORKBOOK, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"


def read_workbook(data: bytes) -> Contents:
    """Every cell as it is shown and as it is kept, and everything else that the package holds."""
    contents = Contents()
    package = open_package(data, contents)
    strings = _read_strings(package)
    used = bytearray(len(strings))
    done = {_STRINGS}
    for name, member, state in _list_sheets(package):
        if member not in package:
            continue
        done.add(member)
        if state:
            contents.traces.append(Trace("hidden", f"sheet {name}", "is hidden"))
        _SheetReader(name, strings, used, contents, hidden=bool(state)).read_sheet(
            package.read_stretches(member), member
        )
    for number, text in enumerate(strings):
        if not used[number] and text:
            contents.passages.append(
                Passage(f"{_STRINGS} {number}", text, True, "strings that no cell shows")
            )
    if not all(used):
        contents.traces.append(Trace("hidden", _STRINGS, "keeps text that no cell shows"))
    for member in package:
        if member not in done:
            _note_member(member, contents)
            read_other_member(member, package[member], contents)
    return contents


def _note_member(member: str, contents: Contents) -> None:
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


def _read_strings(package: Package) -> list[str]:
    out: list[str] = []
    if _STRINGS in package:
        read_through(
            package.read_stretches(_STRINGS),
            _STRINGS,
            ("si",),
            lambda item: out.append(_join_text(item)),
        )
    return out


def _join_text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if local_name(part.tag) == "t")


def _list_sheets(package: Package) -> list[tuple[str, str, str]]:
    """(name, member, state) of every worksheet; what no workbook lists counts as hidden."""
    book, links = package.read_tree(_WORKBOOK), package.read_tree("xl/_rels/workbook.xml.rels")
    targets = (
        {} if links is None else {link.get("Id", ""): link.get("Target", "") for link in links}
    )
    out = []
    listed = set()
    for sheet in [] if book is None else book.iter():
        if local_name(sheet.tag) == "sheet":
            link = next(
                (value for key, value in sheet.attrib.items() if local_name(key) == "id"), ""
            )
            member = posixpath.normpath(posixpath.join("xl", targets.get(link, ""))).lstrip("/")
            member = member if member in package else targets.get(link, "").lstrip("/")
            state = sheet.get("state", "visible")
            out.append((sheet.get("name", ""), member, "" if state == "visible" else state))
            listed.add(member)
    lost = [m for m in package if re.fullmatch(r"xl/worksheets/[^/]+\.xml", m) and m not in listed]
    return [*out, *((member, member, "unlisted") for member in lost)]


class _SheetReader:
    """One sheet, row by row."""

    def __init__(
        self, name: str, strings: list[str], used: bytearray, contents: Contents, *, hidden: bool
    ) -> None:
        """In `used` a 1 is set for every string that a cell shows."""
        self._name, self._strings, self._used, self._contents = name, strings, used, contents
        self._hidden = hidden
        self._rows = pack_rows()
        self._cells = 0

    def read_sheet(self, stretches: Iterable[bytes], member: str) -> None:
        rest = read_through(stretches, member, ("row",), self._take_row)
        for element in rest.iter():
            self._note_element(element)
        self._contents.passages.append(
            Passage("list of sheets", self._name, part="names of sheets")
        )
        self._contents.sheets.append(build_headed_sheet(self._rows, f"sheet {self._name}"))

    def _note_element(self, element: Element) -> None:
        """What stands on a sheet beside its rows."""
        kind, place, contents = local_name(element.tag), f"sheet {self._name}", self._contents
        if kind == "col" and element.get("hidden") in ("1", "true"):
            contents.traces.append(Trace("hidden", place, "has a hidden column"))
        elif kind in (
            "oddHeader",
            "oddFooter",
            "evenHeader",
            "evenFooter",
            "firstHeader",
            "firstFooter",
        ):
            contents.passages.append(Passage(place, element.text or "", self._hidden, kind))
        elif kind in (
            "dataValidation",
            "hyperlink",
            "conditionalFormatting",
            "cfRule",
            "formula1",
            "formula2",
        ):
            contents.passages += iterate_attribute_texts(element, place)
            if element.text and element.text.strip():
                contents.passages.append(Passage(place, element.text, True, kind))

    def _take_row(self, element: Element) -> None:
        place = f"sheet {self._name}, row {element.get('r', len(self._rows) + 1)}"
        if element.get("hidden") in ("1", "true"):
            self._contents.traces.append(Trace("hidden", place, "is hidden"))
        cells: list[str] = []
        for cell in element:
            if local_name(cell.tag) != "c":
                continue
            number = _parse_column(cell.get("r", ""), len(cells))
            cells += [""] * (number - len(cells))
            cells.append(self._read_cell(cell, place))
        self._cells += len(cells)
        if self._cells > MOST_CELLS:
            raise BadInput(
                f"Sheet {self._name} has more than {MOST_CELLS:,} cells, empty ones between "
                f"others included.",
                "Audit it in parts.",
            )
        if cells:
            self._rows.append(ContentRow(place, tuple(cells)))

    def _read_cell(self, cell: Element, place: str) -> str:
        kind, value = cell.get("t", "n"), ""
        for part in cell:
            if local_name(part.tag) == "f":
                self._contents.traces.append(
                    Trace("formula", f"{place}, {cell.get('r', '')}", "is a formula")
                )
                self._contents.passages.append(Passage(place, part.text or "", True, "formulas"))
            elif local_name(part.tag) == "v":
                value = part.text or ""
            elif local_name(part.tag) == "is":
                value = _join_text(part)
        if kind == "s" and value.isdigit() and int(value) < len(self._strings):
            self._used[int(value)] = 1
            return self._strings[int(value)]
        return value


def _parse_column(reference: str, default: int) -> int:
    found = _COLUMN.fullmatch(reference)
    if not found:
        return default
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return max(number - 1, default)
