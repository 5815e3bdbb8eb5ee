"""A table that is about to leave, as the log keeps it and as it is judged with earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.store.exports import ExportFacts
from tipcoder.text import format_count, join_first

QUESTION = "question"
"""The one column that is of the quote and not of its case."""

NAMED_COLUMNS = 8
"""Columns of a file that a sentence names; a table for analysis has hundreds."""


class AnsweredPlace(NamedTuple):
    """That somebody answered a question."""

    case: str
    respondent: str
    question: str


class LeavingRow(NamedTuple):
    """One row of a file that is about to leave."""

    case: str
    """Its label."""
    respondent: str
    question: str = ""
    wording: str = ""
    """As released; empty where the row has no words of anybody."""
    kinds: tuple[str, ...] = ()
    """Kinds of what rules pointed at in it and a person kept."""
    shown: bool = True
    """Whether the columns stand beside it."""
    columns: tuple[str, ...] | None = None
    """Those of the table's columns that stand beside it; None for all of them."""


@dataclass(frozen=True)
class LeavingTable:
    """A table that is about to leave: what it is, and its rows."""

    facts: ExportFacts
    rows: tuple[LeavingRow, ...]

    def describe_export(self) -> str:
        """The sentence of its act."""
        facts = self.facts
        ids = ", under IDs of its own" if facts.has_fresh_ids else ""
        beside = f" with {join_first(facts.columns, NAMED_COLUMNS)}" if facts.columns else ""
        people = len({row.respondent for row in self.rows})
        return (
            f"{facts.kind} left as {facts.ending}: {format_count(len(self.rows), 'row')} of "
            f"{format_count(people, 'respondent')}{beside}{ids}"
        )
