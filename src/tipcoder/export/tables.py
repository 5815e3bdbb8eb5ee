"""Rows of text as CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Mapping, Sequence

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control and bidirectional characters that JSON does not escape, and lone surrogates, which no
file can hold.
"""


def format_csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    """CSV for programs: LF, quotes only where needed, values untouched."""
    out = _LineFeeds()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def format_csv_columns(
    heads: Sequence[str],
    columns: Sequence[Sequence[object]],
    *,
    delimiter: str = ",",
    has_returns: bool = False,
) -> str:
    """The same of columns, which may be long; with `has_returns` lines end in CRLF."""
    out = io.StringIO() if has_returns else _LineFeeds()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(heads)
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue()


class _LineFeeds(io.StringIO):
    """Takes lines that end in CRLF: only for those does csv quote a cell with a carriage return in
    it.
    """

    def write(self, line: str) -> int:
        return super().write(line.removesuffix("\r\n") + "\n")


def format_json(rows: object) -> str:
    """JSON, indented, in the order given, ending in a line feed.

    What could steer a terminal is written as an escape; a number that is none (NaN, infinity) as
    null.
    """
    return _dump_json(rows, indent=2) + "\n"


def format_json_line(record: object) -> str:
    """The same on one line, without a line feed."""
    return _dump_json(record)


def _dump_json(rows: object, *, indent: int | None = None) -> str:
    try:
        content = json.dumps(rows, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError:
        # Looked for only now, because hardly any result has such a number.
        without = _replace_non_numbers(rows)
        content = json.dumps(without, ensure_ascii=False, indent=indent, allow_nan=False)
    return _STEERING.sub(_escape_character, content)


def _escape_character(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _replace_non_numbers(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _replace_non_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return list(map(_replace_non_numbers, value))
    return value
