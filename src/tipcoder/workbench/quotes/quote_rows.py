"""Rows of a quote table: what is asked for, and what leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    only_new: bool = False
    """Whether quotes stay whose words left in an earlier export."""
    fresh_ids: bool = False
    """Whether the file has IDs that are in no other one."""
    strict: bool = False
    """Whether one quote that a check stands against refuses the whole file."""


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
    language: str = ""
    """Of the answer; empty for a translation, which is in the first language of the study."""


def drop_repeated_rows(lines: Sequence[QuoteRow]) -> list[QuoteRow]:
    """What a respondent said once is quoted once, though each of their cases has it."""
    different = {}
    for line in lines:
        # The last one stays, at the place of the first.
        different[line.code, line.respondent, line.question, line.wording] = line
    return list(different.values())
