"""CSV, text, Markdown and JSON as an audit reads them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping

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
_LARGEST_JSON = 1 << 26
"""Bytes (64 MB) of one JSON value, which is read whole and then takes ten times as much."""
_ESCAPED = re.compile(r"\\([\\`*_|<>\[\]#~{}()+.!&=-])")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")


def decode_text(data: bytes, contents: Contents) -> str:
    """The text of a file. What is not UTF-8 is read letter by letter, and said."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
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
    """A table of text; the first row names the columns."""
    contents = Contents()
    text = decode_text(data, contents)
    first = text.partition("\n")[0]
    csv.field_size_limit(_LONGEST_CELL)
    contents.sheets.append(
        build_headed_sheet(_iterate_csv_rows(text, delimiter or max(",;\t", key=first.count)))
    )
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
        raise BadInput(f"Line {line} is no CSV.", "Write the file again.") from None


def read_text(data: bytes) -> Contents:
    """Running text, a passage a line; lines of a paragraph also together, where names may break over them."""
    contents = Contents()
    contents.passages += _iterate_paragraphs(decode_text(data, contents))
    return contents


def _iterate_paragraphs(text: str) -> Iterator[Passage]:
    together: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            together.append(line)
        elif together:
            first = number - len(together)
            place = f"line {first}" if len(together) == 1 else f"lines {first}-{number - 1}"
            yield Passage(place, "\n".join(together), part="text")
            together = []


def read_markdown(data: bytes) -> Contents:
    """Pipe tables as tables, all else as text, with escapes taken off."""
    contents = Contents()
    rest = decode_text(data, contents).splitlines()
    at = 0
    while at < len(rest):
        ruled = (
            at + 1 < len(rest)
            and "|" in rest[at]
            and _RULE.fullmatch(rest[at + 1])
            and "-" in rest[at + 1]
        )
        if not ruled:
            at += 1
            continue
        rows = []
        start = at
        while at < len(rest) and "|" in rest[at]:
            if at != start + 1:
                rows.append(ContentRow(f"line {at + 1}", _split_pipe_cells(rest[at])))
            rest[at] = ""
            at += 1
        contents.sheets.append(build_headed_sheet(rows))
    plain = "\n".join(_ESCAPED.sub(r"\1", line) for line in rest)
    contents.passages += _iterate_paragraphs(plain)
    return contents


def _split_pipe_cells(line: str) -> tuple[str, ...]:
    line = line.strip()
    line = line.removeprefix("|")
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
    text = decode_text(data, contents)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            value = [
                json.loads(line) for line in text.splitlines() if line.strip()
            ]  # one record a line
        except (ValueError, RecursionError):
            raise BadInput(
                "It is no JSON.", "Write the file again, or give it another ending."
            ) from None
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        contents.sheets.append(_build_record_sheet(value))
    else:
        contents.passages += _iterate_texts(value, "")
    return contents


def _build_record_sheet(items: list[dict[str, object]]) -> ContentSheet:
    heads: dict[str, None] = {}
    for item in items:
        heads.update(dict.fromkeys(item))
    rows = (
        ContentRow(f"record {number}", tuple(_format_cell(item.get(head)) for head in heads))
        for number, item in enumerate(items, 1)
    )
    return ContentSheet(tuple(heads), pack_rows(rows))


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping | list):
        return "\n".join(passage.text for passage in _iterate_texts(value, ""))
    return str(value)


def _iterate_texts(value: object, place: str) -> Iterator[Passage]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield Passage(place or "top", str(key), part="keys")
            yield from _iterate_texts(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _iterate_texts(inner, f"{place}[{number}]")
    elif value is not None:
        yield Passage(place or "top", str(value), part=re.sub(r"\[\d+\]", "[]", place))
