"""Notebooks of Jupyter: what was written, what came out, pictures, and what hides in metadata."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import Contents, Passage
from tipcoder.privacy.audit.json_files import iterate_json_texts, parse_json
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.plain_files import iterate_paragraphs

_KIND = re.compile(r"[a-z]+/[\w.+-]+")
"""The kind of an output, such as `image/png`."""
_ENDINGS = {
    "text/html": ".html",
    "text/markdown": ".md",
    "text/latex": ".tex",
    "image/svg+xml": ".svg",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
}
_BINARY = ("image/", "audio/", "video/", "application/pdf", "application/octet-stream")
_MARKDOWN = ("markdown", "raw")


def read_notebook(data: bytes, nest: Nest) -> Contents:
    """Sources and outputs cell by cell, and all else that the notebook keeps."""
    contents = Contents()
    book = parse_json(data, contents)
    if not isinstance(book, Mapping):
        raise BadInput("It is not a notebook.", "Write the file again.")
    for number, cell in enumerate(_list_of(book.get("cells")), 1):
        if isinstance(cell, Mapping):
            _read_cell(cell, f"cell {number}", contents, nest)
    rest = {key: value for key, value in book.items() if key != "cells"}
    contents.passages += iterate_json_texts(rest, "")
    return contents


def _read_cell(cell: Mapping[str, Any], place: str, contents: Contents, nest: Nest) -> None:
    source = _join_lines(cell.get("source"))
    kind = ".md" if cell.get("cell_type") in _MARKDOWN else ".txt"
    nest.read_into(contents, f"{place}{kind}", source.encode())
    for number, output in enumerate(_list_of(cell.get("outputs")), 1):
        _read_value(output, f"{place}, output {number}", contents, nest)
    rest = {key: value for key, value in cell.items() if key not in ("source", "outputs")}
    _read_value(rest, place, contents, nest)


def _read_value(value: object, place: str, contents: Contents, nest: Nest) -> None:
    """Any value: lines as one text, and a value under the name of a kind as a file of it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            contents.passages.append(Passage(place, str(key), True, "keys"))
            if _KIND.fullmatch(str(key)) and isinstance(inner, str | list):
                _read_output(str(key), _join_lines(inner), place, contents, nest)
            else:
                _read_value(inner, place, contents, nest)
    elif _is_lines(value):
        for passage in iterate_paragraphs(_join_lines(value)):
            contents.passages.append(passage._replace(place=f"{place}, {passage.place}"))
    elif isinstance(value, list):
        for inner in value:
            _read_value(inner, place, contents, nest)
    elif value is not None:
        contents.passages.append(Passage(place, str(value), part="text"))


def _read_output(kind: str, text: str, place: str, contents: Contents, nest: Nest) -> None:
    data = text.encode()
    if kind.startswith(_BINARY) and kind != "image/svg+xml":
        try:
            data = base64.b64decode(text)
        except (binascii.Error, ValueError):
            # Then it is read as the text that it is.
            kind = "text/plain"
    ending = _ENDINGS.get(kind, ".txt" if kind.startswith("text/") else "")
    nest.read_into(contents, f"{place}{ending}", data)


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _join_lines(value: object) -> str:
    """A text, which notebooks keep whole or as a list of its lines with their ends."""
    if isinstance(value, list):
        return "".join(map(str, value))
    return "" if value is None else str(value)


def _list_of(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
