"""The columns of a survey, each under a name that no other column has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tipcoder.text import normalise_text


@dataclass(frozen=True)
class SurveyColumn:
    """One column.

    `header` is as in the file; `name` is unique, storable and composed, and is what study.toml
    uses.
    """

    position: int
    header: str
    name: str


def name_columns(headers: Iterable[str]) -> tuple[SurveyColumn, ...]:
    """Columns with unique names.

    A repeated header or case twin becomes `q (2)`, a blank one `column 7`.
    """
    headers = list(headers)
    plain_names = [compose_header(header) for header in headers]
    in_file = {_name_key(name) for name in plain_names}
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    columns = []
    for position, (header, wanted) in enumerate(zip(headers, plain_names, strict=True)):
        plain = wanted or f"column {position + 1}"
        key = _name_key(plain)
        name = plain
        # A made-up name must not take one that stands in the file further right.
        while _name_key(name) in taken or (name != wanted and _name_key(name) in in_file):
            numbers[key] = numbers.get(key, 1) + 1
            name = f"{plain} ({numbers[key]})"
        taken.add(_name_key(name))
        columns.append(SurveyColumn(position, header, name))
    return tuple(columns)


def compose_header(header: str) -> str:
    """The name that a header asks for: storable and composed; empty for a blank one."""
    if not header.strip():
        return ""
    return _compose_name(normalise_text(header).text)


def _compose_name(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _name_key(name: str) -> str:
    return _compose_name(name.casefold())
