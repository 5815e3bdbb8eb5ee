"""JSON as an audit reads it: one value, or one value a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet, Passage, pack_rows
from tipcoder.privacy.audit.plain_files import decode_text

_LARGEST_JSON = 1 << 26
"""Bytes (64 MB) of one JSON value, which is read whole and then takes ten times as much."""


def read_json(data: bytes) -> Contents:
    """A list of records as a table, anything else as the texts in it, keys too."""
    contents = Contents()
    _add_value(parse_json(data, contents), contents)
    return contents


def read_json_lines(data: bytes) -> Contents:
    """A value a line: records as a table, anything else as the texts in it."""
    return read_json(data)


def parse_json(data: bytes, contents: Contents) -> Any:
    """The value in a file. Raises BadInput for what is no JSON or too large as one value."""
    if len(data) > _LARGEST_JSON:
        raise BadInput(
            f"{len(data) >> 20} MB of JSON are more than can be read ({_LARGEST_JSON >> 20} MB).",
            "Audit it in parts, or as CSV.",
        )
    return _parse_text(decode_text(data, contents))


def _add_value(value: Any, contents: Contents) -> None:
    if _is_table(value):
        contents.sheets.append(_build_record_sheet(value))
    else:
        contents.passages += iterate_json_texts(value, "")


def _parse_text(text: str) -> Any:
    """One value, or one record a line."""
    try:
        return json.loads(text, object_pairs_hook=_build_object)
    except (ValueError, RecursionError):
        pass

    try:
        lines = [line for line in text.split("\n") if line.strip()]
        return [json.loads(line, object_pairs_hook=_build_object) for line in lines]
    except (ValueError, RecursionError):
        raise BadInput(
            "It is not JSON.", "Write the file again, or give it another ending."
        ) from None


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that stands twice programs show the last, and both are read here."""
    out: dict[str, Any] = {}
    for key, value in pairs:
        name = key
        while name in out:
            name += " (again)"
        out[name] = value
    return out


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
        return "\n".join(passage.text for passage in iterate_json_texts(value, ""))
    return str(value)


def iterate_json_texts(value: object, place: str) -> Iterator[Passage]:
    """Texts and keys of a value, at any depth. `place` is the path to it, like `rows[3].name`."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield Passage(place or "top", str(key), part="keys")
            yield from iterate_json_texts(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from iterate_json_texts(inner, f"{place}[{number}]")
    elif value is not None:
        # All items of a list are one part, whatever their number.
        yield Passage(place or "top", str(value), part=re.sub(r"\[\d+\]", "[]", place))
