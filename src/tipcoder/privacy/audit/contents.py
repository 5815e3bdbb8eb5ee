"""What was read out of a file: its tables, its other texts, and marks of how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tipcoder.privacy.audit.packed import Packed

HEADS = "heads"
"""The part of a file that names of columns are."""


class Passage(NamedTuple):
    """A text of the file and where it stands. `hidden` is what a reader of the file does not see at once."""

    place: str
    text: str
    hidden: bool = False
    part: str = ""
    """The column or the part of the file, under which findings are brought together."""


class ContentRow(NamedTuple):
    """A row of a table and where it stands."""

    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ContentSheet:
    """A table with one name per column; a column without a name is empty text."""

    head: tuple[str, ...]
    rows: Sequence[ContentRow]
    name: str = ""

    def list_cells(self, number: int) -> list[str]:
        """Cells of a column, trimmed; empty where a row is short."""
        return [row.cells[number].strip() if number < len(row.cells) else "" for row in self.rows]


class Trace(NamedTuple):
    """Something about how the file is made that no text shows: a formula, a tracked change, a hidden sheet."""

    kind: str
    place: str
    sentence: str
    grave: bool = True


@dataclass
class Contents:
    """Everything of a file that can be read."""

    sheets: list[ContentSheet] = field(default_factory=list)
    passages: Packed[Passage] = field(default_factory=lambda: Packed(Passage._make))
    traces: Packed[Trace] = field(default_factory=lambda: Packed(Trace._make))

    @property
    def size(self) -> int:
        """Rows and other texts, to say how far somebody is who looks through all of it."""
        return len(self.passages) + sum(len(sheet.rows) for sheet in self.sheets)

    def iterate_texts(self) -> Iterator[tuple[Passage, ContentRow | None, ContentSheet | None]]:
        """Every text, cells with their rows."""
        for sheet in self.sheets:
            title = f" of {sheet.name}" if sheet.name else ""
            for number, name in enumerate(sheet.head):
                if name:
                    yield (
                        Passage(f"head of column {number + 1}{title}", name, part=HEADS),
                        None,
                        None,
                    )
            for row in sheet.rows:
                for number, cell in enumerate(row.cells):
                    if cell:
                        head = sheet.head[number] if number < len(sheet.head) else ""
                        part = f"column {head}" if head else f"column {number + 1}"
                        yield Passage(row.place, cell, part=part), row, sheet
        for passage in self.passages:
            if passage.text.strip():
                yield passage, None, None

    def add_contents(self, other: Contents, where: str) -> None:
        """Take in what a file inside this one holds."""
        for sheet in other.sheets:
            rows = pack_rows(ContentRow(f"{where}, {row.place}", row.cells) for row in sheet.rows)
            self.sheets.append(ContentSheet(sheet.head, rows, where))
        self.passages += (
            p._replace(place=f"{where}, {p.place}", part=p.part or where) for p in other.passages
        )
        self.traces += (trace._replace(place=f"{where}, {trace.place}") for trace in other.traces)


def build_headed_sheet(rows: Iterable[ContentRow], name: str = "") -> ContentSheet:
    """A table whose first row names its columns."""
    stream = iter(rows)
    first = next(stream, None)
    return ContentSheet(first.cells if first else (), pack_rows(stream), name)


def pack_rows(rows: Iterable[ContentRow] = ()) -> Packed[ContentRow]:
    """Rows in little room."""
    return Packed(ContentRow._make, rows)
