"""Quotes one by one: which may leave, in what words, and why the others stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tipcoder.privacy.small_cells import USUAL
from tipcoder.workbench.quotes.quoted_spans import CodeQuote
from tipcoder.workbench.redaction.proposals import KEPT, ReleasedStretch
from tipcoder.workbench.redaction.redactions import Redactions


@dataclass(frozen=True)
class QuoteRequest:
    """What is asked for."""

    codes: tuple[str, ...] = ()
    """Empty for every code that stands."""
    layer: str | None = None
    columns: tuple[str, ...] = ()
    """Beside the quote, by name: nothing stands there that is not named."""
    readers: int = 1
    """People who must have read a quote as it stands."""
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
    """Spans that something else stands for."""
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
    """Nothing is left in them to read."""
    naming: list[str] = field(default_factory=list)
    """Places of those whose released wording still names somebody."""

    def describe_omitted(self) -> str:
        """For a person; empty where nothing was left out."""
        parts = [
            f"{number} {what}"
            for number, what in (
                (self.unread, "that nobody has read"),
                (self.open, "with open proposals"),
                (self.stale, "changed since they were read"),
                (self.withheld, "withheld"),
                (self.empty, "without a word left"),
                (len(self.naming), "whose wording still names somebody"),
            )
            if number
        ]
        return f"Quotes left out: {', '.join(parts)}." if parts else ""


def build_quote_rows(
    quoted: CodeQuote, redactions: Redactions, wish: QuoteRequest, left_out: OmittedQuotes
) -> list[QuoteRow]:
    """The quote, or where that may not leave the parts of it that may."""
    whole = _build_row(quoted, quoted.start, quoted.end, redactions, wish)
    if isinstance(whole, QuoteRow):
        return [whole]
    parts: list[tuple[int, int, QuoteRow]] = []
    for start, end in sorted(quoted.parts, key=lambda span: span[0] - span[1]):
        if any(start < stop and begin < end for begin, stop, _ in parts):
            continue
        part = _build_row(quoted, start, end, redactions, wish)
        if isinstance(part, QuoteRow):
            parts.append((start, end, part))
    if not parts:
        setattr(left_out, whole, getattr(left_out, whole) + 1)
    return [line for _, _, line in sorted(parts, key=lambda part: part[0])]


def _build_row(
    quoted: CodeQuote, start: int, end: int, redactions: Redactions, wish: QuoteRequest
) -> QuoteRow | str:
    """A line, or why there is none."""
    # Looking for names takes time, and what nobody has read stays anyway.
    if not wish.include_unreviewed and not redactions.list_reviews(quoted.answer_id):
        return "unread"
    released = redactions.build_released(quoted.answer_id, start, end)
    if released.withheld_by:
        return "withheld"
    if not wish.include_unreviewed and not released.can_leave(wish.readers):
        return _find_omission_reason(released)
    source = redactions.sources[quoted.answer_id]
    wording = redactions.build_wording(quoted.answer_id, start, end, everything=True)
    if not any(char.isalnum() for char in wording):
        return "empty"
    inside = [
        p
        for p in redactions.list_proposals(quoted.answer_id)
        if p.hit.start < end and start < p.hit.end
    ]
    edits = redactions.list_edits(quoted.answer_id, everything=True)
    return QuoteRow(
        quoted.code,
        source.case,
        source.respondent,
        source.question,
        wording,
        released.translated,
        len(released.reviewed_by) if not released.unresolved else 0,
        sum(1 for edit in edits if edit.start < end and start < edit.end),
        tuple(p.hit.kind for p in inside if p.state == KEPT),
    )


def _find_omission_reason(released: ReleasedStretch) -> str:
    return "open" if released.unresolved else "stale" if released.stale else "unread"


def drop_repeated_rows(lines: Sequence[QuoteRow]) -> list[QuoteRow]:
    """What a respondent said once is quoted once, though it stands on each of their cases."""
    return list(
        {(line.code, line.respondent, line.question, line.wording): line for line in lines}.values()
    )
