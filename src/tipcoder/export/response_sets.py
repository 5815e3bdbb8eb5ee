"""Multiple-response sets in a file of SPSS, which pyreadstat reads and cannot write.

A set is a line of text in a record of the file's dictionary. The layout of the records is that of
"System File Format" in the developers' guide of PSPP (Pfaff and others): records follow a header of
176 bytes, and the one of type 999 ends the dictionary. A record may stand anywhere before that one,
so the file is walked through to it, and the sets are put in front.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.export.format_limits import cut_to_bytes

_HEADER = 176
_VARIABLE, _VALUE_LABELS, _EXTENSION, _END = 2, 3, 7, 999
_SETS, _LONG_NAMES = 7, 13
"""Subtypes of extension records."""
_LONGEST_LABEL, _LONGEST_NAME = 120, 63


@dataclass(frozen=True)
class ResponseSet:
    """Variables that are the answers to one question."""

    name: str
    """Without the dollar sign that stands before it."""
    label: str
    variables: tuple[str, ...]
    counted: int | None
    """What stands in a variable that applies; None where each variable holds the number of an
    answer.
    """


def add_response_sets(path: Path, sets: Sequence[ResponseSet]) -> None:
    """Put sets into a finished file; `variables` are as the file calls them.

    A set of fewer than two variables is left out, because SPSS knows none.
    """
    several = [one for one in sets if len(one.variables) > 1]
    if not several:
        return
    content = path.read_bytes()
    records = list(_iterate_records(content))
    short_names = _read_short_names(content, records)
    lines = [_format_set(one, short_names) for one in several]
    text = "".join(lines).encode("utf-8")
    record = struct.pack("<4i", _EXTENSION, _SETS, 1, len(text)) + text
    kind, _, end = records[-1]
    assert kind == _END, "the dictionary ends where the format says"
    path.write_bytes(content[:end] + record + content[end:])


def _format_set(one: ResponseSet, short_names: Mapping[str, str]) -> str:
    name = cut_to_bytes(one.name, _LONGEST_NAME)
    label = cut_to_bytes(" ".join(one.label.split()), _LONGEST_LABEL)
    value = "" if one.counted is None else str(one.counted)
    counted = "C" if one.counted is None else f"D{len(value)} {value}"
    variables = " ".join(short_names[variable].lower() for variable in one.variables)
    return f"${name}={counted} {len(label.encode('utf-8'))} {label} {variables}\n"


_Record = tuple[int, int, int]
"""Type, subtype (0 where there is none), and the place of its first byte."""


def _iterate_records(content: bytes) -> Iterator[_Record]:
    at = _HEADER
    while True:
        kind = _read_number(content, at)
        subtype = _read_number(content, at + 4) if kind == _EXTENSION else 0
        yield kind, subtype, at
        if kind == _END:
            return
        at += _measure_record(content, kind, at)


def _measure_record(content: bytes, kind: int, at: int) -> int:
    """The bytes of a record."""
    if kind == _VARIABLE:
        _, _, has_label, missing = struct.unpack_from("<4i", content, at)
        size = 32
        if has_label:
            length = _read_number(content, at + size)
            size += 4 + -(-length // 4) * 4
        return size + 8 * abs(int(missing))
    if kind == _VALUE_LABELS:
        size = 8
        for _ in range(_read_number(content, at + 4)):
            length = content[at + size + 8]
            size += 8 + -(-(length + 1) // 8) * 8
        # The record behind names the variables, and belongs to it.
        return size + 8 + 4 * _read_number(content, at + size + 4)
    assert kind == _EXTENSION, "pyreadstat writes no other records"
    return 16 + _read_number(content, at + 8) * _read_number(content, at + 12)


def _read_number(content: bytes, at: int) -> int:
    return int(struct.unpack_from("<i", content, at)[0])


def _read_short_names(content: bytes, records: Sequence[_Record]) -> dict[str, str]:
    """The name of eight letters that each variable has beside its own."""
    for kind, subtype, at in records:
        if kind == _EXTENSION and subtype == _LONG_NAMES:
            length = _read_number(content, at + 12)
            text = content[at + 16 : at + 16 + length].decode("utf-8")
            pairs = (pair.partition("=") for pair in text.split("\t"))
            return {long: short for short, _, long in pairs}
    return {}
