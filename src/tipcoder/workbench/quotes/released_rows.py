"""Quotes one by one: which may leave, in what words, and why the others stay.

A quote may leave when enough people have read it in the words in which it would be released, when
nothing proposed in it waits for a decision, and when nobody withholds it.
"""

from __future__ import annotations

from tipcoder.workbench.quotes.held_quotes import (
    CHANGED,
    ERASED,
    UNDECIDED,
    UNREAD,
    WITHDRAWN,
    WITHHELD,
    WORDLESS,
    HeldQuote,
    HeldQuotes,
    HoldReason,
)
from tipcoder.workbench.quotes.quote_rows import QuoteRequest, QuoteRow
from tipcoder.workbench.quotes.quoted_spans import CodeQuote
from tipcoder.workbench.redaction.proposals import KEPT, ReleasedStretch
from tipcoder.workbench.redaction.redactions import Redactions
from tipcoder.workbench.withdrawal.answers import HOW


def build_quote_rows(
    quoted: CodeQuote, redactions: Redactions, wish: QuoteRequest, held: HeldQuotes
) -> list[QuoteRow]:
    """The quote, or where that may not leave the parts of it that may."""
    if quoted.answer_id in redactions.erased:
        place = redactions.erased[quoted.answer_id]
        held.quotes.append(HeldQuote(ERASED, quoted.code, *place))
        return []
    # Spans of several coders that touch are one quote, which nobody may have read as a whole.
    whole = _build_row(quoted, quoted.start, quoted.end, redactions, wish)
    if isinstance(whole, QuoteRow):
        return [whole]

    parts: list[tuple[int, int, QuoteRow]] = []
    # The longest first: a part inside one that leaves would repeat its words.
    for start, end in sorted(quoted.parts, key=lambda span: span[0] - span[1]):
        if any(start < taken_end and taken < end for taken, taken_end, _ in parts):
            continue
        part = _build_row(quoted, start, end, redactions, wish)
        if isinstance(part, QuoteRow):
            parts.append((start, end, part))
    if not parts:
        source = redactions.sources[quoted.answer_id]
        detail = HOW.get(redactions.find_withdrawal(quoted.answer_id), "")
        held.quotes.append(HeldQuote(whole, quoted.code, source.case, source.question, detail))

    parts.sort(key=lambda part: part[0])
    return [row for _, _, row in parts]


def _build_row(
    quoted: CodeQuote, start: int, end: int, redactions: Redactions, wish: QuoteRequest
) -> QuoteRow | HoldReason:
    """A row, or the reason why there is none."""
    # Nobody's reading outweighs that the words were taken back.
    if redactions.find_withdrawal(quoted.answer_id):
        return WITHDRAWN
    # Looking for names takes time, and what nobody has read stays anyway.
    if not wish.include_unreviewed and not redactions.list_reviews(quoted.answer_id):
        return UNREAD

    released = redactions.build_released(quoted.answer_id, start, end)
    # Whoever withholds has the last word, whatever is asked for.
    if released.withheld_by:
        return WITHHELD
    if not wish.include_unreviewed and not released.can_leave(wish.readers):
        return _find_omission_reason(released)

    source = redactions.sources[quoted.answer_id]
    wording = released.wording
    if redactions.list_open_proposals(quoted.answer_id, 0, len(source.text)):
        # As if every open proposal were accepted: nothing undecided may be seen.
        wording = redactions.build_wording(quoted.answer_id, start, end, everything=True)
    # Brackets alone are not a quote.
    if not any(char.isalnum() for char in wording):
        return WORDLESS

    # Whoever read it has not read the wording that the open proposals would make.
    readers = 0 if released.unresolved else len(released.reviewed_by)
    return QuoteRow(
        quoted.code,
        source.case,
        source.respondent,
        source.question,
        wording,
        released.translated,
        readers,
        replaced=_count_replaced(redactions, quoted.answer_id, start, end),
        kept=_list_kept_kinds(redactions, quoted.answer_id, start, end),
        language="" if released.translated else source.language,
    )


def _find_omission_reason(released: ReleasedStretch) -> HoldReason:
    if released.unresolved:
        return UNDECIDED
    if released.stale:
        return CHANGED
    return UNREAD


def _count_replaced(redactions: Redactions, answer_id: int, start: int, end: int) -> int:
    replaced = 0
    for edit in redactions.list_edits(answer_id, everything=True):
        if edit.start < end and start < edit.end:
            replaced += 1
    return replaced


def _list_kept_kinds(
    redactions: Redactions, answer_id: int, start: int, end: int
) -> tuple[str, ...]:
    kinds = []
    for proposal in redactions.list_proposals(answer_id):
        hit = proposal.hit
        if proposal.state == KEPT and hit.start < end and start < hit.end:
            kinds.append(hit.kind)
    return tuple(kinds)
