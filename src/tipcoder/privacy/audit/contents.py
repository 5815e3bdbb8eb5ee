"""What was read out of a file: its tables, its other texts, and marks of how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.packed import Packed

HEADS = "heads"
"""The part of a file that names of columns are."""
INSIDE = " / "
"""Stands in a place between a file and what lies inside it."""


class Passage(NamedTuple):
    """A text of the file and where it stands.

    `hidden` is what a reader of the file does not see at once.
    """

    place: str
    text: str
    hidden: bool = False
    part: str = ""
    """The column or the part of the file, under which findings are brought together."""


class ContentRow(NamedTuple):
    """A row of a table and where it stands."""

    place: str
    cells: tuple[str, ...]

    def get_cell(self, number: int) -> str:
        """A cell as it stands in the file; empty where the row is short."""
        return self.cells[number] if number < len(self.cells) else ""


@dataclass(frozen=True)
class ContentSheet:
    """A table with one name per column; a column without a name is empty text."""

    head: tuple[str, ...]
    rows: Sequence[ContentRow]
    name: str = ""

    def list_cells(self, number: int) -> list[str]:
        """Cells of a column, trimmed; empty where a row is short."""
        return [row.get_cell(number).strip() for row in self.rows]

    def get_column_name(self, number: int) -> str:
        """How a finding calls a column: by its name, or by its number where it has none."""
        name = self.head[number] if number < len(self.head) else ""
        return f"column {name}" if name else f"column {number + 1}"


class Trace(NamedTuple):
    """Something about how the file is made that no text shows, like a formula or a
    tracked change."""

    kind: str
    place: str
    sentence: str
    grave: bool = True


class Unread(NamedTuple):
    """Something inside the file that cannot be read, why, and what to do about it."""

    place: str
    sentence: str
    hint: str


@dataclass
class Contents:
    """Everything of a file that can be read, and the names of what cannot."""

    sheets: list[ContentSheet] = field(default_factory=list)
    passages: Packed[Passage] = field(default_factory=lambda: Packed(Passage._make))
    traces: Packed[Trace] = field(default_factory=lambda: Packed(Trace._make))
    unread: list[Unread] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Rows and other texts, to say how far somebody is who looks through all of it."""
        return len(self.passages) + sum(len(sheet.rows) for sheet in self.sheets)

    def iterate_texts(self) -> Iterator[tuple[Passage, ContentRow | None, ContentSheet | None]]:
        """Every text; those of cells come with their row and its table."""
        for sheet in self.sheets:
            for passage in _iterate_heads(sheet):
                yield passage, None, None
            for row in sheet.rows:
                for number, cell in enumerate(row.cells):
                    if cell:
                        part = sheet.get_column_name(number)
                        yield Passage(row.place, cell, part=part), row, sheet

        for passage in self.passages:
            if passage.text.strip():
                yield passage, None, None

    def add_unread(self, place: str, fault: BadInput) -> None:
        """Remember that something inside cannot be read."""
        self.unread.append(Unread(place, fault.message, fault.hint))

    def add_contents(self, other: Contents, where: str) -> None:
        """Take in what a file inside this one holds. `where` is its name."""
        for sheet in other.sheets:
            rows = pack_rows(_move_row(row, where) for row in sheet.rows)
            name = f"{where}{INSIDE}{sheet.name}" if sheet.name else where
            self.sheets.append(ContentSheet(sheet.head, rows, name))
        for passage in other.passages:
            place = f"{where}{INSIDE}{passage.place}"
            self.passages.append(passage._replace(place=place, part=passage.part or where))
        for trace in other.traces:
            self.traces.append(trace._replace(place=f"{where}{INSIDE}{trace.place}"))
        for unread in other.unread:
            self.unread.append(unread._replace(place=f"{where}{INSIDE}{unread.place}"))


def _iterate_heads(sheet: ContentSheet) -> Iterator[Passage]:
    title = f" of {sheet.name}" if sheet.name else ""
    for number, name in enumerate(sheet.head, 1):
        if name:
            yield Passage(f"head of column {number}{title}", name, part=HEADS)


def _move_row(row: ContentRow, where: str) -> ContentRow:
    return ContentRow(f"{where}{INSIDE}{row.place}", row.cells)


def build_headed_sheet(rows: Iterable[ContentRow], name: str = "") -> ContentSheet:
    """A table whose first row names its columns."""
    stream = iter(rows)
    first = next(stream, None)
    return ContentSheet(first.cells if first else (), pack_rows(stream), name)


def pack_rows(rows: Iterable[ContentRow] = ()) -> Packed[ContentRow]:
    """Rows in little room."""
    return Packed(ContentRow._make, rows)
