"""Tables of quotes in every format. What stands in them was decided before; here it is laid out."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.export.document import (
    Block,
    Document,
    Heading,
    Preformatted,
    Table,
    plain_paragraph,
    text_table,
)
from tipcoder.export.formats import check_ending, render_report
from tipcoder.export.report import Report
from tipcoder.export.writers.csv_table import count_guarded

ENDINGS = (".csv", ".xlsx", ".docx", ".md", ".html", ".json")
TITLE = "Quotes"
CODE = "code"
WIDEST = 100
"""Letters of a line that one reads with ease."""
_JOINERS = "\u200c\u200d"
"""Invisible characters that some scripts are not written without."""


@dataclass(frozen=True)
class QuoteGroup:
    """The quotes of one code."""

    code: str
    label: str
    rows: Sequence[Sequence[str]]
    note: str = ""
    """What a reader has to know of the code, such as how far coders agree on it."""
    languages: Sequence[str] = ()
    """Of the quotes, one for each row where they are known; a page says it to screen readers."""


@dataclass(frozen=True)
class QuoteSheet:
    """Everything that stands in a file of quotes."""

    columns: tuple[str, ...]
    """Response ID, quote and note, and then what stands beside a quote.

    The code is not among them: it is a column of its own in bare tables and a heading in documents.
    """
    groups: tuple[QuoteGroup, ...]
    notes: tuple[str, ...] = ()

    def as_rows(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and rows of one table with the code in front."""
        rows = []
        for group in self.groups:
            # A bare table is sorted and filtered, so that every row must say its code.
            rows += [(group.code, *cells) for cells in group_cells(group)]
        return (CODE, *self.columns), rows


def group_cells(group: QuoteGroup) -> list[tuple[str, ...]]:
    """The rows of a group as they may leave."""
    return [tuple(map(clean_cell, row)) for row in group.rows]


def check_quote_ending(path: Path) -> str:
    """The ending of a file of quotes. Raises BadInput for one that cannot be written."""
    return check_ending(path, ENDINGS)


def format_quotes(sheet: QuoteSheet, ending: str) -> bytes:
    """A file of quotes; the same quotes give the same bytes."""
    return render_report(_build_report(sheet), ending)


def build_quote_report(sheet: QuoteSheet, width: int = WIDEST) -> Report:
    """The quotes for every format; `width` is that of a terminal, in columns."""
    groups = [_lay_out_group(group, sheet.columns, width) for group in sheet.groups]
    return replace(_build_report(sheet), narrow=Document(TITLE, tuple(groups)))


def _build_report(sheet: QuoteSheet) -> Report:
    """The quotes for every format but a terminal, for which each would have to be wrapped."""
    head, rows = sheet.as_rows()
    bare = text_table(head, rows)
    # People open these in spreadsheets, and respondents wrote what stands in them.
    flat = Table(bare.columns, bare.rows, is_guarded=True)
    # JSON is for programs, which run no formulas: nothing is guarded there.
    records = [dict(zip(head, row, strict=True)) for row in rows]
    return Report(_build_document(sheet), flat, records, workbook=Document(TITLE, (flat,)))


def count_neutralised(sheet: QuoteSheet) -> int:
    """The number of cells that get an apostrophe in CSV, so that no spreadsheet runs them."""
    head, rows = sheet.as_rows()
    return count_guarded(text_table(head, rows))


def clean_cell(text: str) -> str:
    """A cell without anything that steers a screen or does not show."""
    if text.isprintable():
        return text
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cc":
            kept.append("\n" if char == "\n" else " ")
        elif category not in ("Cf", "Co", "Cs") or char in _JOINERS:
            kept.append(char)
    return "".join(kept)


def _build_document(sheet: QuoteSheet) -> Document:
    """A heading and a table for each code, below what was done to all quotes."""
    blocks: list[Block] = [Heading(TITLE, 1)]
    blocks += list(map(plain_paragraph, sheet.notes))
    for group in sheet.groups:
        # Readers know a code by its label; the key stands in the bare tables only.
        blocks.append(Heading(group.label))
        if group.note:
            blocks.append(plain_paragraph(group.note))
        blocks.append(text_table(sheet.columns, group_cells(group)))
    return Document(TITLE, tuple(blocks))


def _lay_out_group(group: QuoteGroup, columns: Sequence[str], width: int) -> Preformatted:
    """Quotes for reading: nothing is cut off, and what stands beside a quote follows it in
    brackets.
    """
    lines = [f"{group.label} ({group.code})"]
    if group.note:
        lines += textwrap.wrap(f"{group.note}.", width)
    for response, quote, *more in group.rows:
        beside = [note for note in more[:1] if note]
        for name, value in zip(columns[3:], more[1:], strict=True):
            if value:
                beside.append(f"{name}: {value}")
        ending = f" [{'; '.join(beside)}]" if beside else ""
        # The lines of a quote stand under its first word, so that the IDs can be read down the
        # left.
        indent = " " * (len(response) + 4)
        # Two blanks on each side of the ID set it apart from the words of the quote.
        text = f"  {response}  {quote}{ending}"
        lines += textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False)
    return Preformatted("\n".join(lines))
