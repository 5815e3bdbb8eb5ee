"""What a lead should know about the answers of a survey before anyone codes."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tipcoder.survey.table import SurveyRow
from tipcoder.text import make_excerpt

_NAMED, _NAMED_LENGTH = 3, 40
"""Values that a note names, and the characters of each that it shows."""


@dataclass
class FreezeReport:
    """What was seen on the way; refused rows are not among the cases."""

    refused: list[str] = field(default_factory=list)
    dropped: int = 0
    """Those among the refused rows that nobody asked to leave out."""
    notes: list[str] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    """Cells of open questions by `AnswerState`."""


class RowsByCell:
    """Numbers of the rows in which a question had a cell, by question and cell."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], array[int]] = {}

    def add_row(self, question: str, cell: str, row: SurveyRow) -> None:
        """Remember one more."""
        self._rows.setdefault((question, cell), array("q")).append(row.number)

    def iterate_counts(self, excluded_rows: set[int]) -> Iterator[tuple[str, str, int]]:
        """(question, cell, number of rows that count), without those of which no row counts."""
        for (question, cell), rows in self._rows.items():
            count = sum(row not in excluded_rows for row in rows)
            if count:
                yield question, cell, count


class FreezeNotes:
    """Collects what is unusual while rows are frozen, and puts it into sentences."""

    def __init__(self) -> None:
        self.unasked = RowsByCell()
        """Answers to questions that were not asked, by question and cell of the gate."""
        self.like_missing = RowsByCell()
        """Answers that are nearly a sign for a missing value."""
        self.like_withheld = RowsByCell()
        self.only_translated = RowsByCell()
        """Rows with a translation and nothing that was translated."""
        self.nul = 0
        """NUL characters that were replaced by a visible sign."""
        self.surrogates = 0
        """Broken characters that were replaced by U+FFFD."""

    def iterate_notes(self, excluded_rows: set[int]) -> Iterator[str]:
        """Sentences about the rows that count."""
        yield from self._describe_gates(excluded_rows)
        yield from _describe_near_signs("missing", self.like_missing, excluded_rows)
        yield from _describe_near_signs("withheld", self.like_withheld, excluded_rows)
        for question, _, count in self.only_translated.iterate_counts(excluded_rows):
            yield f"{question}: {count} translation(s) without an answer; not kept"
        if self.nul:
            yield f"{self.nul} NUL character(s) kept as the visible sign \u2400"
        if self.surrogates:
            yield f"{self.surrogates} broken character(s) kept as \ufffd"

    def _describe_gates(self, excluded_rows: set[int]) -> Iterator[str]:
        gates: dict[str, Counter[str]] = {}
        for question, cell, count in self.unasked.iterate_counts(excluded_rows):
            gates.setdefault(question, Counter())[cell] += count

        for question, cells in gates.items():
            values = f" ({_format_commonest(cells)})" if any(cells) else ""
            yield (
                f"{question}: {cells.total()} answer(s) although its gate says it was not "
                f"asked{values}; kept as answered"
            )


def _describe_near_signs(key: str, nearly: RowsByCell, excluded_rows: set[int]) -> Iterator[str]:
    for question, cell, count in nearly.iterate_counts(excluded_rows):
        read = f"{question}: {count} answer(s) read {make_excerpt(cell, _NAMED_LENGTH)!r}"
        yield f"{read}, which is nearly in `{key}`; kept as answered"


def _format_commonest(counts: Counter[str]) -> str:
    """The commonest values with their counts, at most three."""
    parts = [
        f"{make_excerpt(value, _NAMED_LENGTH)!r} {count}"
        for value, count in counts.most_common(_NAMED)
    ]
    if len(counts) > _NAMED:
        parts.append(f"and {len(counts) - _NAMED} more")
    return ", ".join(parts)
