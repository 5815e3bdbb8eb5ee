"""SQLite databases: every table, and what deleted rows have left in pages."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet, Passage, pack_rows
from tipcoder.privacy.audit.raw_bytes import iterate_raw_texts

_MARK = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_VERSIONS = slice(18, 20)
"""Where a database says whether it writes ahead; then it could not be opened without its log."""
_TREE_PAGES = {0x02: 12, 0x05: 12, 0x0A: 8, 0x0D: 8}
"""Bytes of the head of a page by its kind (SQLite, database file format, 1.6)."""


def read_database(data: bytes) -> Contents:
    """Tables as tables, definitions as texts, and letters in pages that nothing uses.

    The library is told never to write, and runs no code of the file.
    """
    contents = Contents()
    if not data.startswith(_MARK) or len(data) < _HEADER_BYTES:
        raise BadInput("The database is damaged and cannot be read.", "Write it again.")
    plain = bytearray(data)
    plain[_VERSIONS] = b"\x01\x01"
    try:
        base = sqlite3.connect(":memory:")
        try:
            base.deserialize(bytes(plain))
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA query_only = ON")
            base.text_factory = _decode
            _read_tables(base, contents)
        finally:
            base.close()
    except (sqlite3.Error, OverflowError):
        raise BadInput(
            "The database is damaged or locked and cannot be read.", "Export its tables as CSV."
        ) from None
    for number, unused in _iterate_unused(data):
        for passage in iterate_raw_texts(unused, f"unused bytes of page {number}"):
            contents.passages.append(passage._replace(part="unused bytes"))
    return contents


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _read_tables(base: sqlite3.Connection, contents: Contents) -> None:
    found = base.execute("SELECT type, name, sql FROM sqlite_master ORDER BY rowid").fetchall()
    for kind, name, statement in found:
        place = f"{kind} {name}"
        contents.passages.append(Passage(place, f"{name}\n{statement or ''}", True, "definitions"))
        if kind != "table" or (statement or "").upper().startswith("CREATE VIRTUAL"):
            continue  # the tables behind a virtual one are in the list too
        quoted = str(name).replace('"', '""')
        rows = base.execute(f'SELECT * FROM "{quoted}"')
        heads = tuple(column[0] for column in rows.description)
        packed = pack_rows(_iterate_rows(rows, str(name)))
        contents.sheets.append(ContentSheet(heads, packed, f"table {name}"))


def _iterate_rows(rows: sqlite3.Cursor, name: str) -> Iterator[ContentRow]:
    for number, values in enumerate(rows, 1):
        yield ContentRow(f"table {name}, row {number}", tuple(map(_format_value, values)))


def _format_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return "\n".join(passage.text for passage in iterate_raw_texts(value, ""))
    return str(value)


def _iterate_unused(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Stretches of pages that hold no row: free pages, and room between and in rows' places."""
    (size,) = struct.unpack_from(">H", data, 16)
    size = 65536 if size == 1 else size
    if size < 512:
        return
    free = _find_free_pages(data, size)
    for number in range(1, len(data) // size + 1):
        page = data[(number - 1) * size : number * size]
        if number in free:
            unused = [page]
        else:
            unused = list(_find_room(page, _HEADER_BYTES if number == 1 else 0))
        kept = b"\x00".join(stretch for stretch in unused if stretch.strip(b"\x00"))
        if kept:
            yield number, kept
    rest = data[len(data) // size * size :]
    if rest:
        yield len(data) // size + 1, rest


def _find_free_pages(data: bytes, size: int) -> set[int]:
    free: set[int] = set()
    (trunk,) = struct.unpack_from(">I", data, 32)
    while trunk and trunk not in free and trunk * size <= len(data):
        free.add(trunk)
        at = (trunk - 1) * size
        following, count = struct.unpack_from(">II", data, at)
        count = min(count, size // 4 - 2)
        free.update(struct.unpack_from(f">{count}I", data, at + 8))
        trunk = following
    return free


def _find_room(page: bytes, at: int) -> Iterator[bytes]:
    """Room in a page of rows: before the first row, and where rows were."""
    head = _TREE_PAGES.get(page[at])
    if head is None:
        return
    block, cells, start = struct.unpack_from(">HHH", page, at + 1)
    yield page[at + head + 2 * cells : start or 65536]
    seen: set[int] = set()
    while block and block not in seen and block + 4 <= len(page):
        seen.add(block)
        following, length = struct.unpack_from(">HH", page, block)
        yield page[block + 4 : block + length]
        block = following
