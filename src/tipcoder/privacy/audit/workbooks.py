"""XLSX as an audit reads it.

Cells are read where they stand, and so are sheets, rows, columns and strings that nobody is shown.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
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
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.other_members import read_other_member
from tipcoder.privacy.audit.packages import Package, open_package
from tipcoder.privacy.audit.xml_trees import iterate_attribute_texts
from tipcoder.safe_xml import local_name

_COLUMN = re.compile(r"([A-Z]{1,3})(\d+)")
MOST_CELLS = 50_000_000
"""Of a sheet: a row may name its last column alone, and all those before it then stand empty."""
_WORKBOOK, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MEMBERS = (
    ("xl/comments", "holds comments"),
    ("xl/threadedComments", "holds comments"),
    ("xl/persons", "names who wrote comments"),
    ("xl/externalLinks", "points to other workbooks"),
    ("xl/pivotCache", "keeps a copy of the data behind a table"),
    ("xl/revisions", "keeps earlier versions"),
    ("customXml/", "holds data of the program that made it"),
)
"""What a member tells by being there, by the beginning of its name."""
_MARGINS = frozenset(
    ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
)
_RULES = frozenset(
    (
        "dataValidation",
        "hyperlink",
        "conditionalFormatting",
        "cfRule",
        "formula1",
        "formula2",
    )
)
"""Elements of a sheet whose text and attributes a reader of the sheet does not see."""


class ListedSheet(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    member: str
    state: str
    """Empty where it is visible."""


def read_workbook(data: bytes, nest: Nest) -> Contents:
    """Every cell as it is shown and as it is kept, and everything else that the package holds."""
    contents = Contents()
    package = open_package(data, contents, nest)
    strings = _read_strings(package)
    used = bytearray(len(strings))
    done = {_STRINGS}

    for sheet in _list_sheets(package):
        if sheet.member not in package:
            continue
        done.add(sheet.member)
        if sheet.state:
            contents.traces.append(Trace("hidden", f"sheet {sheet.name}", "is hidden"))
        reader = _SheetReader(sheet.name, strings, used, contents, hidden=bool(sheet.state))
        reader.read_sheet(package.read_stretches(sheet.member), sheet.member)

    _note_unused_strings(strings, used, contents)
    for member in package:
        if member not in done:
            _note_member(member, contents)
            read_other_member(member, package[member], contents, nest)
    return contents


def _note_unused_strings(strings: Sequence[str], used: bytearray, contents: Contents) -> None:
    """Text of cells that were deleted or overwritten, which some programs keep."""
    for number, text in enumerate(strings):
        if not used[number] and text:
            place = f"{_STRINGS} {number}"
            contents.passages.append(Passage(place, text, True, "strings that no cell shows"))
    if not all(used):
        contents.traces.append(Trace("hidden", _STRINGS, "keeps text that no cell shows"))


def _note_member(member: str, contents: Contents) -> None:
    for beginning, sentence in _MEMBERS:
        if member.startswith(beginning) and member.endswith(".xml"):
            contents.traces.append(Trace("hidden", member, sentence))


def _read_strings(package: Package) -> list[str]:
    """The texts of cells, each once; cells refer to them by number."""
    out: list[str] = []
    if _STRINGS in package:
        stretches = package.read_stretches(_STRINGS)
        read_through(stretches, _STRINGS, ("si",), lambda item: out.append(_join_text(item)))
    return out


def _join_text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if local_name(part.tag) == "t")


def _list_sheets(package: Package) -> list[ListedSheet]:
    """Every worksheet; one that no workbook lists counts as hidden."""
    book = package.read_tree(_WORKBOOK)
    targets = _read_targets(package)

    out = []
    for element in [] if book is None else book.iter():
        if local_name(element.tag) == "sheet":
            state = element.get("state", "visible")
            member = _find_member(element, targets, package)
            shown = "" if state == "visible" else state
            out.append(ListedSheet(element.get("name", ""), member, shown))

    listed = {sheet.member for sheet in out}
    worksheets = [member for member in package if _WORKSHEET.fullmatch(member)]
    out += [ListedSheet(name, name, "unlisted") for name in worksheets if name not in listed]
    return out


def _read_targets(package: Package) -> dict[str, str]:
    """Where the links of the workbook lead, by their Id."""
    links = package.read_tree(_LINKS)
    if links is None:
        return {}
    return {link.get("Id", ""): link.get("Target", "") for link in links}


def _find_member(sheet: Element, targets: Mapping[str, str], package: Package) -> str:
    """The member that holds a sheet. Targets are relative to the workbook, or to the package."""
    link = ""
    for key, value in sheet.attrib.items():
        if local_name(key) == "id":
            link = value
            break

    target = targets.get(link, "")
    relative = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return relative if relative in package else target.lstrip("/")


class _SheetReader:
    """One sheet, row by row."""

    def __init__(
        self, name: str, strings: list[str], used: bytearray, contents: Contents, *, hidden: bool
    ) -> None:
        """In `used` a 1 is set for every string that a cell shows."""
        self._name = name
        self._strings = strings
        self._used = used
        self._contents = contents
        self._hidden = hidden
        self._rows = pack_rows()
        self._cells = 0

    def read_sheet(self, stretches: Iterable[bytes], member: str) -> None:
        rest = read_through(stretches, member, ("row",), self._take_row)
        for element in rest.iter():
            self._note_element(element)
        name = Passage("list of sheets", self._name, part="names of sheets")
        self._contents.passages.append(name)
        self._contents.sheets.append(build_headed_sheet(self._rows, f"sheet {self._name}"))

    def _note_element(self, element: Element) -> None:
        """What stands on a sheet beside its rows."""
        contents = self._contents
        kind = local_name(element.tag)
        place = f"sheet {self._name}"
        text = element.text or ""
        if kind == "col" and element.get("hidden") in ("1", "true"):
            contents.traces.append(Trace("hidden", place, "has a hidden column"))
        elif kind in _MARGINS:
            contents.passages.append(Passage(place, text, self._hidden, kind))
        elif kind in _RULES:
            contents.passages += iterate_attribute_texts(element, place)
            if text.strip():
                contents.passages.append(Passage(place, text, True, kind))

    def _take_row(self, element: Element) -> None:
        place = f"sheet {self._name}, row {element.get('r', len(self._rows) + 1)}"
        if element.get("hidden") in ("1", "true"):
            self._contents.traces.append(Trace("hidden", place, "is hidden"))

        cells: list[str] = []
        for cell in element:
            if local_name(cell.tag) == "c":
                # Empty cells may be left out, so a cell says in which column it stands.
                number = _parse_column(cell.get("r", ""), len(cells))
                cells += [""] * (number - len(cells))
                cells.append(self._read_cell(cell, place))

        self._cells += len(cells)
        if self._cells > MOST_CELLS:
            raise BadInput(
                f"Sheet {self._name} has more than {MOST_CELLS:,} cells, "
                "empty ones between others included.",
                "Audit it in parts.",
            )
        if cells:
            self._rows.append(ContentRow(place, tuple(cells)))

    def _read_cell(self, cell: Element, place: str) -> str:
        """The text that a cell shows; a formula in it is noted."""
        value = ""
        for part in cell:
            kind = local_name(part.tag)
            if kind == "f":
                where = f"{place}, {cell.get('r', '')}"
                self._contents.traces.append(Trace("formula", where, "is a formula"))
                self._contents.passages.append(Passage(place, part.text or "", True, "formulas"))
            elif kind == "v":
                value = part.text or ""
            elif kind == "is":
                value = _join_text(part)

        shared = cell.get("t", "n") == "s" and value.isdigit()
        if shared and int(value) < len(self._strings):
            self._used[int(value)] = 1
            return self._strings[int(value)]
        return value


def _parse_column(reference: str, default: int) -> int:
    """The number of a column from the address of a cell: `C7` is in column 2, counted from 0.

    Never before `default`, which is the next free one: a damaged file may count backwards.
    """
    found = _COLUMN.fullmatch(reference)
    if not found:
        return default
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return max(number - 1, default)
