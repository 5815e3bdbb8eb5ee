"""Tables of quotes as CSV, XLSX, DOCX, Markdown, HTML and JSON. What stands in them was decided before."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.export.document import DocumentBlock, Heading, Paragraph, TableGrid, as_html, as_markdown
from tipcoder.export.tables import format_json
from tipcoder.export.word import as_word
from tipcoder.export.workbook import as_workbook

ENDINGS = (".csv", ".xlsx", ".docx", ".md", ".html", ".json")
TITLE = "Quotes"
CODE = "code"
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.I)


@dataclass(frozen=True)
class QuoteGroup:
    """The quotes of one code."""

    code: str
    label: str
    rows: Sequence[Sequence[str]]
    note: str = ""
    """What a reader has to know of the code, such as how far coders agree on it."""


@dataclass(frozen=True)
class QuoteSheet:
    """Everything that stands in a file of quotes."""

    columns: tuple[str, ...]
    """Without the code, which is a column of its own in bare tables and a heading in documents."""
    groups: tuple[QuoteGroup, ...]
    notes: tuple[str, ...] = ()

    def as_rows(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Head and rows of one table with the code in front."""
        rows = [(group.code, *map(clean_cell, row)) for group in self.groups for row in group.rows]
        return (CODE, *self.columns), rows


def check_quote_ending(path: Path) -> str:
    """The ending of a file of quotes. Raises BadInput for one that cannot be written."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            f"{path}: cannot be written as {ending or 'a file without ending'}.", f"Use {', '.join(ENDINGS)}."
        )
    return ending


def format_quotes(sheet: QuoteSheet, ending: str) -> bytes:
    """A file of quotes; the same quotes give the same bytes."""
    head, rows = sheet.as_rows()
    if ending == ".csv":
        return format_quotes_csv(sheet).encode("utf-8")
    if ending == ".json":
        return format_json([dict(zip(head, row, strict=True)) for row in rows]).encode("utf-8")
    if ending == ".xlsx":
        return as_workbook(TITLE, head, rows)
    blocks = _build_document(sheet)
    if ending == ".docx":
        return as_word(blocks)
    return (as_html(blocks, TITLE) if ending == ".html" else as_markdown(blocks)).encode("utf-8")


def format_quotes_csv(sheet: QuoteSheet) -> str:
    """CSV, every cell in quotes, and none that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    head, rows = sheet.as_rows()
    writer.writerow(head)
    writer.writerows([neutralise_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def neutralise_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def count_neutralised(sheet: QuoteSheet) -> int:
    """How many cells get an apostrophe in CSV."""
    return sum(neutralise_cell(cell) != cell for row in sheet.as_rows()[1] for cell in row)


def clean_cell(text: str) -> str:
    """A cell without anything that steers a screen or does not show."""
    return "".join(
        " " if unicodedata.category(char) == "Cc" and char != "\n" else char
        for char in text
        if unicodedata.category(char) not in ("Cf", "Co", "Cs") or char in "\u200c\u200d"
    )


def _build_document(sheet: QuoteSheet) -> list[DocumentBlock]:
    blocks: list[DocumentBlock] = [Heading(TITLE, 1), *map(Paragraph, sheet.notes)]
    for group in sheet.groups:
        blocks.append(Heading(group.label))
        if group.note:
            blocks.append(Paragraph(group.note))
        blocks.append(TableGrid(sheet.columns, [tuple(map(clean_cell, row)) for row in group.rows]))
    return blocks
