"""A result in the shapes that it leaves in: a document for people, and one table and records for
programs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.export.document import (
    Align,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    Table,
    as_cell,
)

_PAGES = ("html", "docx")
"""Formats that are a page of their own.

The others are taken into something that has a title already.
"""


@dataclass(frozen=True)
class Report:
    """One result. Every format is written from one of its documents, so that all say the same."""

    document: Document
    """For people: Markdown, HTML, LaTeX, DOCX, and the terminal where `narrow` is not given."""
    flat: Table
    """For programs: one row for each thing, at full precision. CSV is made of it."""
    records: object
    """For programs that read JSON."""
    narrow: Document | None = None
    """For a terminal of 80 columns, where the tables of `document` are too wide."""
    workbook: Document | None = None
    """For XLSX, where that has other tables than `flat`."""
    remarks: tuple[str, ...] = ()
    """What CSV and JSON have no place for. A verb that prints them says it on standard error."""
    has_remarks_in_records: bool = False
    """Whether the records for JSON have room for what the remarks say, or what they miss."""

    def list_left_out(self, form: str) -> tuple[str, ...]:
        """The remarks that a format has no place for; a verb says them beside it."""
        is_left_out = form == "csv" or (form == "json" and not self.has_remarks_in_records)
        return self.remarks if is_left_out else ()

    def document_for(self, form: str) -> Document:
        """The document from which a format is written; `form` is the name of the format."""
        title = self.document.title
        # A program that reads CSV takes the first line for the head: no notes, no second table.
        if form == "csv":
            return Document(title, (self.flat,))
        if form == "json":
            return Document(title, (), records=self.records)
        # The numbers for calculating, and on a sheet of their own the words beside them.
        if form == "xlsx":
            return self.workbook or Document(title, (self.flat, *map(Note, self.remarks)))
        if form == "table":
            return self.narrow or self.document
        return add_title(self.document) if form in _PAGES else self.document


def add_title(document: Document) -> Document:
    """The document with its title as a heading, where it does not begin with one."""
    # Quotes and the agreement report begin with a heading of their own.
    first = document.blocks[0] if document.blocks else None
    if isinstance(first, Heading) and first.level == 1:
        return document
    return replace(document, blocks=(Heading(document.title, 1), *document.blocks))


def build_records_report(
    title: str,
    records: Sequence[Mapping[str, object]],
    columns: Sequence[str],
    *,
    kinds: Mapping[str, Kind] | None = None,
    remarks: Sequence[str] = (),
    empty: str = "",
) -> Report:
    """Records as a report: what most verbs print. `empty` is said in the document where there are
    none.

    `kinds` names columns that are more than text, integer or number, which the values tell by
    themselves.
    """
    table = build_table(records, columns, kinds)
    shown = []
    for record in records:
        # Every record has every column, in one order, whatever a verb left out of it.
        shown.append({name: record.get(name) for name in columns})
    # On the screen an empty table says less than a sentence.
    blocks = (table,) if records or not empty else (Note(empty),)
    return Report(Document(title, blocks), table, shown, remarks=tuple(remarks))


def build_table(
    records: Sequence[Mapping[str, object]],
    columns: Sequence[str],
    kinds: Mapping[str, Kind] | None = None,
    *,
    caption: str = "",
) -> Table:
    """Records as a table, each column of the kind that its values have."""
    found = []
    for name in columns:
        values = [record.get(name) for record in records]
        kind = (kinds or {}).get(name) or find_kind(values)
        found.append(Column(name, kind, choose_align(kind, values)))
    rows = tuple(_make_row(record, columns) for record in records)
    return Table(tuple(found), rows, caption)


def _make_row(record: Mapping[str, object], columns: Sequence[str]) -> tuple[Cell, ...]:
    """The cells of a record in the order of the columns; empty where it has no value."""
    return tuple(as_cell(record.get(name)) for name in columns)


def find_kind(values: Sequence[object]) -> Kind:
    """The kind of a column by its values: numbers only where every known value is one."""
    known = [value for value in values if value is not None]
    # Python takes True for 1, but a yes is no number to add up.
    if not known or any(isinstance(value, bool) for value in known):
        return Kind.TEXT
    if all(isinstance(value, int) for value in known):
        return Kind.INTEGER
    if all(isinstance(value, int | float) for value in known):
        return Kind.NUMBER
    return Kind.TEXT


def choose_align(kind: Kind, values: Sequence[object]) -> Align:
    """Numbers stand to the right, but not where a cell of their column is empty."""
    # An empty cell in a column of numbers would look like a zero that is missing.
    is_whole = bool(values) and all(isinstance(value, int | float) for value in values)
    is_number = kind not in (Kind.TEXT, Kind.DATE)
    return Align.RIGHT if is_number and is_whole else Align.LEFT
