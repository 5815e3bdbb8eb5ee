"""CSV, text, Markdown and JSON as an audit reads them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Contents, Passage, Row, Sheet, Trace, first_row_as_head, packed_rows
from tipcoder.text import lines

_LONGEST_CELL = 1 << 27
_LARGEST_JSON = 1 << 26
"""Bytes (64 MB) of one JSON value, which is read whole and then takes ten times as much."""
_ESCAPED = re.compile(r"\\([\\`*_|<>\[\]#~{}()+.!&=-])")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")


def decoded(data: bytes, contents: Contents) -> str:
    """The text of a file. What is not UTF-8 is read letter by letter, and said."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        contents.traces.append(
            Trace("encoding", "the whole file", "is not UTF-8, so names in other alphabets may have been missed")
        )
        return data.decode("cp1252", "replace")


def read_csv(data: bytes, delimiter: str = "") -> Contents:
    """A table of text; the first row names the columns."""
    contents = Contents()
    text = decoded(data, contents)
    first = text.partition("\n")[0]
    csv.field_size_limit(_LONGEST_CELL)
    contents.sheets.append(first_row_as_head(_csv_rows(text, delimiter or max(",;\t", key=first.count))))
    return contents


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines(text), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield Row(f"line {line}", tuple(cells))
            line = reader.line_num + 1
    except csv.Error:
        raise BadInput(f"Line {line} is no CSV.", "Write the file again.") from None


def read_text(data: bytes) -> Contents:
    """Running text, a passage a line; lines of a paragraph also together, where names may break over them."""
    contents = Contents()
    contents.passages += _paragraphs(decoded(data, contents))
    return contents


def _paragraphs(text: str) -> Iterator[Passage]:
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
    rest = decoded(data, contents).splitlines()
    at = 0
    while at < len(rest):
        ruled = at + 1 < len(rest) and "|" in rest[at] and _RULE.fullmatch(rest[at + 1]) and "-" in rest[at + 1]
        if not ruled:
            at += 1
            continue
        rows = []
        start = at
        while at < len(rest) and "|" in rest[at]:
            if at != start + 1:
                rows.append(Row(f"line {at + 1}", _pipe_cells(rest[at])))
            rest[at] = ""
            at += 1
        contents.sheets.append(first_row_as_head(rows))
    plain = "\n".join(_ESCAPED.sub(r"\1", line) for line in rest)
    contents.passages += _paragraphs(plain)
    return contents


def _pipe_cells(line: str) -> tuple[str, ...]:
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
    text = decoded(data, contents)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            value = [json.loads(line) for line in text.splitlines() if line.strip()]  # one record a line
        except (ValueError, RecursionError):
            raise BadInput("It is no JSON.", "Write the file again, or give it another ending.") from None
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        contents.sheets.append(_records(value))
    else:
        contents.passages += _texts(value, "")
    return contents


def _records(items: list[dict[str, object]]) -> Sheet:
    heads: dict[str, None] = {}
    for item in items:
        heads.update(dict.fromkeys(item))
    rows = (
        Row(f"record {number}", tuple(_cell(item.get(head)) for head in heads)) for number, item in enumerate(items, 1)
    )
    return Sheet(tuple(heads), packed_rows(rows))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping | list):
        return "\n".join(passage.text for passage in _texts(value, ""))
    return str(value)


def _texts(value: object, place: str) -> Iterator[Passage]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield Passage(place or "top", str(key), part="keys")
            yield from _texts(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{place}[{number}]")
    elif value is not None:
        yield Passage(place or "top", str(value), part=re.sub(r"\[\d+\]", "[]", place))
