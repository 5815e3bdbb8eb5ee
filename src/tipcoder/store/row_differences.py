"""How a row differs from what the log or a seal keeps of it, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table

from tipcoder.store import seals
from tipcoder.store.replay import UNSAID

_WORDS = frozenset(
    (
        "text",
        "quote",
        "document",
        "attributes",
        "string",
        "replacement",
        "reason",
        "note",
        "name",
        "source",
        "report",
    )
)
"""Columns whose values are not shown: respondents or coders wrote them, or they are long."""
NO_EVENT = "without an event in the log"
_LONGEST = 40
"""Characters of a value that a finding shows."""


def describe_difference(table: Table, row: Sequence[Any], by_log: list[Any]) -> str:
    """How a row differs from the log, as a sentence; empty where it does not."""
    if list(row)[1:] == by_log[1:]:
        return ""  # the usual case, and quick: the key is no news
    names = list(table.c.keys())
    parts = []
    for name, stored, logged in zip(names, row, by_log, strict=True):
        if logged is UNSAID or logged == stored:
            continue
        if name == "live":
            # Whether the row counts matters more than anything else in it.
            return f"{'counts' if stored else 'was removed'} {NO_EVENT}"
        parts.append(_describe_cell(name, stored, logged))
    return "; ".join(parts)


def _describe_cell(name: str, stored: object, logged: object) -> str:
    if name == "attributes":
        return _describe_attributes(str(stored), str(logged))
    if name in _WORDS or max(len(str(stored)), len(str(logged))) > _LONGEST:
        return f"its {name} is not the one in the log"
    return f"{name} is {stored!r}, the log says {logged!r}"


def _describe_attributes(stored: str, logged: str) -> str:
    try:
        now, before = json.loads(stored), json.loads(logged)
        names = [name for name in {**before, **now} if now.get(name) != before.get(name)]
    except (ValueError, AttributeError, TypeError):
        names = []  # one of the two is not a JSON object: only that they differ is known
    difference = "its attributes are not those in the log"
    if not names:
        return difference
    return f"{difference}: {', '.join(repr(name) for name in names)}"


def describe_seal_difference(
    table_name: str, values: Sequence[Any], sealed: Sequence[object], which: Sequence[int]
) -> str:
    """How cells differ from their seal, as a sentence; empty where they do not.

    `values` and `sealed` are in the order of `seals.COLUMNS`; `which` are the positions to compare.
    """
    parts = []
    for i in which:
        name = seals.COLUMNS[table_name][i]
        stored = seals.as_sealed_cell(name, values[i])
        if stored == sealed[i]:
            continue
        if name == "attributes":
            parts.append("its attributes are not those that were imported")
        elif name in seals.DIGESTED or name in _WORDS:
            parts.append(f"its {name} is not the one that was kept")
        else:
            parts.append(f"{name} is {stored!r}, the log says {sealed[i]!r}")
    return "; ".join(parts)
