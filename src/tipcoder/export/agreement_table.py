"""What a report says of the table of ratings that it is on, where it is not on a study."""

from __future__ import annotations

from typing import Any

from tipcoder.agreement.results import Agreement, GivenTable
from tipcoder.text import join_words


def describe_table(found: Agreement) -> list[str]:
    """How the table was read, what was left out, folded, and taken for missing: a line each;
    nothing for a study.
    """
    table = found.table
    if table is None:
        return []
    reading = f"{table.read_as} Another layout: --layout; other columns: --units, --coders."
    lines = (reading, describe_left_out(table), table.folded, table.missing)
    return [line for line in lines if line]


def describe_left_out(table: GivenTable) -> str:
    """The columns that are no coder's, and why, as a sentence; empty where all are."""
    if not table.left_out:
        return ""
    reasons: dict[str, list[str]] = {}
    for name, reason in table.left_out.items():
        reasons.setdefault(reason, []).append(name)
    parts = [f"{join_words(names)} ({reason})" for reason, names in reasons.items()]
    return f"Not taken for ratings: {'; '.join(parts)}."


def as_table_entry(table: GivenTable) -> dict[str, Any]:
    """The same for programs."""
    return {
        "files": list(table.files),
        "layout": table.layout,
        "read_as": table.read_as,
        "units": table.units,
        "variables": list(table.variables),
        "level": table.level,
        "order": list(table.order),
        "left_out": dict(table.left_out),
        "folded": table.folded,
        "missing": table.missing,
    }
