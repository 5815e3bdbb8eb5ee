"""Several reports as one: chapters of a document, sheets of a workbook, keys of JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.export.document import (
    Block,
    Document,
    Heading,
    Table,
    list_notes,
    text_table,
)
from tipcoder.export.report import Report, build_table

_DEEPEST = 6
_NOTES = "Notes"


@dataclass(frozen=True)
class Chapter:
    """One of the reports, and what it is called."""

    title: str
    """The heading, the name of the first sheet, and the key of JSON."""
    report: Report


def combine_reports(
    title: str, facts: Sequence[Mapping[str, object]], chapters: Sequence[Chapter]
) -> Report:
    """Chapters behind the facts about a study, each a record of `about` and `value`.

    In a workbook every table has a sheet, the facts the first, and all that is to be read beside
    the tables the last. JSON has a key for each chapter.
    """
    about = build_table(facts, ("about", "value"), caption=title)
    blocks: list[Block] = [about]
    sheets: list[Table] = [replace(about, caption="About")]
    notes: list[tuple[str, str]] = []
    records: dict[str, object] = {"about": {str(fact["about"]): fact["value"] for fact in facts}}
    for chapter in chapters:
        blocks += [Heading(chapter.title), *map(_lower_heading, chapter.report.document.blocks)]
        workbook = chapter.report.document_for("xlsx")
        sheets += _name_sheets(chapter.title, workbook.tables)
        for note in list_notes(workbook):
            notes.append((chapter.title, note))
        records[chapter.title] = chapter.report.records
    if notes:
        sheets.append(text_table(("chapter", "note"), notes, caption=_NOTES))
    return Report(
        document=Document(title, tuple(blocks), is_wide=True),
        flat=about,
        records=records,
        workbook=Document(title, tuple(sheets)),
    )


def _lower_heading(block: Block) -> Block:
    """Headings of a chapter stand below that of the chapter."""
    if isinstance(block, Heading):
        return replace(block, level=min(block.level + 1, _DEEPEST))
    return block


def _name_sheets(title: str, tables: Sequence[Table]) -> list[Table]:
    """The tables of a chapter without their notes, the first under its name."""
    named = []
    for place, table in enumerate(tables):
        caption = table.caption if place and table.caption else title
        named.append(replace(table, caption=caption, notes=()))
    return named
