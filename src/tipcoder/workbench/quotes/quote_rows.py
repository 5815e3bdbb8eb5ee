"""Rows of a quote table: what is asked for, what leaves, and what stays for which reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tipcoder.privacy.small_cells import USUAL


@dataclass(frozen=True)
class QuoteRequest:
    """What is asked for."""

    codes: tuple[str, ...] = ()
    """Empty for every code that is applied."""
    layer: str | None = None
    columns: tuple[str, ...] = ()
    """Beside the quote, by name: only these are shown."""
    readers: int = 1
    """People who must have read a quote in its present wording."""
    include_unreviewed: bool = False
    smallest_cell: int = USUAL
    blank_small: bool = False


@dataclass(frozen=True)
class QuoteRow:
    """A quote that leaves."""

    code: str
    case: str
    respondent: str
    question: str
    wording: str
    translated: bool
    readers: int
    replaced: int
    """Spans that were replaced by other words."""
    kept: tuple[str, ...]
    """Kinds of what rules pointed at in it and a person kept."""


@dataclass
class OmittedQuotes:
    """Quotes that stay, by the reason."""

    unread: int = 0
    open: int = 0
    """Proposals in them wait for a decision."""
    stale: int = 0
    withheld: int = 0
    empty: int = 0
    """No word is left in them to read."""
    naming: list[str] = field(default_factory=list)
    """Places of those whose released wording still names somebody."""

    def describe_omitted(self) -> str:
        """For a person; empty where nothing was left out."""
        numbers = (
            (self.unread, "that nobody has read"),
            (self.open, "with open proposals"),
            (self.stale, "changed since they were read"),
            (self.withheld, "withheld"),
            (self.empty, "without a word left"),
            (len(self.naming), "whose wording still names somebody"),
        )
        # What did not happen is not said.
        parts = [f"{number} {what}" for number, what in numbers if number]
        return f"Quotes left out: {', '.join(parts)}." if parts else ""

    def count_omission(self, reason: str) -> None:
        """One more quote stays; `reason` is the name of a field that counts."""
        setattr(self, reason, getattr(self, reason) + 1)


def drop_repeated_rows(lines: Sequence[QuoteRow]) -> list[QuoteRow]:
    """What a respondent said once is quoted once, though each of their cases has it."""
    different = {}
    for line in lines:
        # The last one stays, at the place of the first.
        different[line.code, line.respondent, line.question, line.wording] = line
    return list(different.values())
