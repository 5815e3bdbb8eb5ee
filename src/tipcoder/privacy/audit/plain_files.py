"""CSV, text, Markdown and JSON as an audit reads them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import (
    ContentRow,
    Contents,
    ContentSheet,
    Passage,
    Trace,
    build_headed_sheet,
    pack_rows,
)
from tipcoder.text import split_lines

_LONGEST_CELL = 1 << 27
"""Characters of a cell of CSV: Python's own limit is shorter than some answers."""
_LARGEST_JSON = 1 << 26
"""Bytes (64 MB) of one JSON value, which is read whole and then takes ten times as much."""
_ESCAPED = re.compile(r"\\([\\`*_|<>\[\]#~{}()+.!&=-])")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*")
"""What parts the head of a table of Markdown from its rows."""
_PIPE = re.compile(r"(?<!\\)\|")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode_text(data: bytes, contents: Contents) -> str:
    """The text of a file. What is not UTF-8 is read letter by letter, and said."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        contents.traces.append(
            Trace(
                "encoding",
                "the whole file",
                "is not UTF-8, so names in other alphabets may have been missed",
            )
        )
        return data.decode("cp1252", "replace")


def read_csv(data: bytes, delimiter: str = "") -> Contents:
    """A table of text; the first row names the columns.

    Without a delimiter the one that its first line has most of is taken.
    """
    contents = Contents()
    text = decode_text(data, contents)
    first = text.partition("\n")[0]
    used = delimiter or max(",;\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    contents.sheets.append(build_headed_sheet(_iterate_csv_rows(text, used)))
    return contents


def _iterate_csv_rows(text: str, delimiter: str) -> Iterator[ContentRow]:
    reader = csv.reader(split_lines(text), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield ContentRow(f"line {line}", tuple(cells))
            line = reader.line_num + 1
    except csv.Error:
        raise BadInput(f"Line {line} is not CSV.", "Write the file again.") from None


def read_text(data: bytes) -> Contents:
    """Running text, a passage a paragraph: names may break over its lines."""
    contents = Contents()
    contents.passages += _iterate_paragraphs(decode_text(data, contents))
    return contents


def _iterate_paragraphs(text: str) -> Iterator[Passage]:
    together: list[str] = []
    # The empty line at the end ends the last paragraph.
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            together.append(line)
        elif together:
            first = number - len(together)
            place = f"line {first}" if len(together) == 1 else f"lines {first}-{number - 1}"
            yield Passage(place, "\n".join(together), part="text")
            together = []


def read_markdown(data: bytes) -> Contents:
    """Pipe tables as tables, all else as text, with escapes removed."""
    contents = Contents()
    lines = decode_text(data, contents).splitlines()
    at = 0
    while at < len(lines):
        if not _begins_pipe_table(lines, at):
            at += 1
            continue

        rows = []
        start = at
        while at < len(lines) and "|" in lines[at]:
            if at != start + 1:  # the rule below the head
                rows.append(ContentRow(f"line {at + 1}", _split_pipe_cells(lines[at])))
            lines[at] = ""  # so that it is not read as running text again
            at += 1
        contents.sheets.append(build_headed_sheet(rows))

    plain = "\n".join(_ESCAPED.sub(r"\1", line) for line in lines)
    contents.passages += _iterate_paragraphs(plain)
    return contents


def _begins_pipe_table(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the head of a table: it has a bar, and a rule stands below it."""
    if at + 1 >= len(lines) or "|" not in lines[at]:
        return False
    rule = lines[at + 1]
    return "-" in rule and _RULE.fullmatch(rule) is not None


def _split_pipe_cells(line: str) -> tuple[str, ...]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return tuple(_ESCAPED.sub(r"\1", cell).strip() for cell in _PIPE.split(line))


def read_json(data: bytes) -> Contents:
    """A list of records as a table, anything else as the texts in it, keys too."""
    contents = Contents()
    if len(data) > _LARGEST_JSON:
        raise BadInput(
            f"{len(data) >> 20} MB of JSON are more than can be read ({_LARGEST_JSON >> 20} MB).",
            "Audit it in parts, or as CSV.",
        )
    value = _parse_json(decode_text(data, contents))
    if _is_table(value):
        contents.sheets.append(_build_record_sheet(value))
    else:
        contents.passages += _iterate_texts(value, "")
    return contents


def _parse_json(text: str) -> Any:
    """One value, or one record a line."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass

    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise BadInput(
            "It is not JSON.", "Write the file again, or give it another ending."
        ) from None


def _is_table(value: object) -> bool:
    """Whether it is a list of records."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(item, dict) for item in value)


def _build_record_sheet(items: list[dict[str, object]]) -> ContentSheet:
    """A column for every key that any record has."""
    heads: dict[str, None] = {}
    for item in items:
        heads.update(dict.fromkeys(item))
    return ContentSheet(tuple(heads), pack_rows(_iterate_records(items, tuple(heads))))


def _iterate_records(items: list[dict[str, object]], heads: Sequence[str]) -> Iterator[ContentRow]:
    for number, item in enumerate(items, 1):
        cells = tuple(_format_cell(item.get(head)) for head in heads)
        yield ContentRow(f"record {number}", cells)


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping | list):
        return "\n".join(passage.text for passage in _iterate_texts(value, ""))
    return str(value)


def _iterate_texts(value: object, place: str) -> Iterator[Passage]:
    """Texts and keys of a value, at any depth. `place` is the path to it, like `rows[3].name`."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield Passage(place or "top", str(key), part="keys")
            yield from _iterate_texts(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _iterate_texts(inner, f"{place}[{number}]")
    elif value is not None:
        # All items of a list are one part, whatever their number.
        yield Passage(place or "top", str(value), part=re.sub(r"\[\d+\]", "[]", place))
