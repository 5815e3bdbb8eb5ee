"""A document as JSON for programs: the records that it was made from, at full precision."""

from __future__ import annotations

from tipcoder.export.document import Document, Table, Value
from tipcoder.export.tables import format_json


def write_json(document: Document) -> bytes:
    """The document's records; without any, the rows of its table, or of each of its tables by
    caption.
    """
    return format_json(find_records(document)).encode("utf-8")


def find_records(document: Document) -> object:
    """What JSON holds of a document."""
    if document.records is not None:
        return document.records
    tables = document.tables
    if len(tables) == 1:
        return list_records(tables[0])
    by_caption: dict[str, object] = {}
    for number, table in enumerate(tables, 1):
        by_caption[table.caption or f"table {number}"] = list_records(table)
    return by_caption


def list_records(table: Table) -> list[dict[str, Value]]:
    """The rows of a table by the names of its columns, with values and not as they are shown."""
    records = []
    for row in table.rows:
        values = [cell.value for cell in row]
        records.append(dict(zip(table.head, values, strict=True)))
    return records
