"""Suggestions as records, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipcoder.export.document import Block
    from tipcoder.export.report import Report
    from tipcoder.workbench.suggestions.suggestion_list import ListedSuggestion

_PLACES = ("case", "question", "code", "score", "strength", "start", "end")
_KINDS = ("offered", "elsewhere")
"""Whether the workbench would offer the code, and whether it is meant for other questions."""
_COLUMNS = (*_PLACES, "evidence", "why", "text", "quote", *_KINDS)
_TABLE = ("case", "question", "code", "strength", "offered", "evidence", "quote")
WORDS = ("evidence", "why", "text", "quote")
"""What repeats words of answers, of this one or of others that were coded."""
_QUOTE = 60
"""Characters of a quote in a table."""
_YES, _NO = "yes", "no"
_EMPTY = "Nothing to suggest."
_ELSEWHERE = "Elsewhere: answers to questions that the code is not meant for"


def as_record(listed: ListedSuggestion) -> dict[str, Any]:
    """All of a suggestion, with the words."""
    return {
        "case": listed.answer.case,
        "question": listed.answer.question,
        "code": listed.code,
        "score": round(listed.score, 6),
        "strength": listed.strength,
        "start": listed.start,
        "end": listed.end,
        "evidence": [piece._asdict() for piece in listed.evidence],
        "text": listed.answer.text,
        "quote": listed.quote,
        "offered": listed.offered,
        "elsewhere": not listed.asked,
    }


def build_report(records: Sequence[dict[str, Any]], *, by_code: bool) -> Report:
    """Suggestions in every format.

    With `by_code` the answers to questions that a code is not meant for are a part of their own.
    """
    from tipcoder.export.document import Document, Heading, Note
    from tipcoder.export.report import Report, build_table

    rows = [_fit_cells(record) for record in records]
    blocks: list[Block] = []
    if not rows:
        blocks.append(Note(_EMPTY))
    inside, elsewhere = rows, []
    if by_code:
        elsewhere = [row for row in rows if row["elsewhere"] == _YES]
        inside = [row for row in rows if row["elsewhere"] != _YES]
    if inside:
        blocks.append(build_table(inside, _TABLE))
    if elsewhere:
        blocks += [Heading(_ELSEWHERE), build_table(elsewhere, _TABLE)]
    return Report(Document("Suggestions", tuple(blocks)), build_table(rows, _COLUMNS), records)


def build_wordless_report(records: Iterable[dict[str, Any]]) -> Report:
    """The same with places instead of words, which may name people."""
    from tipcoder.export.report import build_records_report

    columns = (*_PLACES, *_KINDS)
    whole = []
    for record in records:
        whole.append({name: record[name] for name in columns})
    rows = [record | _say_kinds(record) for record in whole]
    report = build_records_report("Suggestions", rows, columns, empty=_EMPTY)
    return replace(report, records=whole)


def _say_kinds(record: dict[str, Any]) -> dict[str, str]:
    """What is true or false in JSON, as a word for tables."""
    return {name: _YES if record[name] else _NO for name in _KINDS}


def _fit_cells(record: dict[str, Any]) -> dict[str, Any]:
    """A record with its evidence in two cells and as much of the quote as a table has room for."""
    pieces = record["evidence"]
    quote = " ".join(record["quote"].split())
    if len(quote) > _QUOTE:
        quote = quote[: _QUOTE - 1] + "…"
    reasons = dict.fromkeys(piece["why"] for piece in pieces)
    evidence = "; ".join(piece["text"] for piece in pieces)
    cells = {"evidence": evidence, "why": "; ".join(reasons), "quote": quote}
    return {**record, **cells, **_say_kinds(record)}
