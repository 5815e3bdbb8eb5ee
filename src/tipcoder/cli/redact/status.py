"""`redact status`: how many quotes are reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import flag, format_option, study_option, viewer
from tipcoder.cli.redact.places import reading_redactions
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.export.document import Block
    from tipcoder.export.report import Report
    from tipcoder.workbench.quotes.naming_stretches import NamingStretch
    from tipcoder.workbench.redaction.reviews import ReviewCounts


@define_command(
    "redact status", examples=("tipcoder redact status", "tipcoder redact status --format json")
)
@flag("--words", about="add the words that still name somebody")
@format_option()
@study_option
@viewer
def count_reviews(words: bool, form: str, study_folder: Path | None, viewer: str | None) -> int:
    """Say how many quotes are reviewed, and how many proposals are open.

    What was read and may still name somebody is listed by case, with the reason.
    """
    from tipcoder.workbench.quotes.naming_stretches import find_naming_stretches
    from tipcoder.workbench.redaction.reviews import count_reviews, find_stretches

    with reading_redactions(study_folder, viewer) as (found, _line):
        stretches = find_stretches(found.study)
        counts = count_reviews(found, stretches)
        naming = find_naming_stretches(found, stretches)
    output.print_report(_build_report(counts, naming, words), form)
    return ExitStatus.DONE


def _build_report(counts: ReviewCounts, naming: Sequence[NamingStretch], words: bool) -> Report:
    from tipcoder.export.document import Document, Preformatted, plain_paragraph
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.quotes.naming_stretches import describe_naming

    row = {**asdict(counts), "unread": counts.unread, "naming": len(naming)}
    report = build_records_report("Reviews", [row], tuple(row))
    held = [_build_record(each, words) for each in naming]
    # Seven numbers side by side say less to a person than a sentence.
    blocks: list[Block] = [plain_paragraph(f"{counts.describe_counts()}.")]
    if naming:
        lines = [_format_line(each, words) for each in naming]
        blocks += [plain_paragraph(describe_naming(naming)), Preformatted("\n".join(lines))]
    narrow = Document("Reviews", tuple(blocks))
    return replace(report, records=[{**row, "held_back": held}], narrow=narrow)


def _build_record(each: NamingStretch, words: bool) -> dict[str, object]:
    record: dict[str, object] = {
        "case": each.case,
        "question": each.question,
        "start": each.stretch.start,
        "end": each.stretch.end,
        "reason": each.found.detail,
    }
    if words:
        record["words"] = list(each.found.words)
    return record


def _format_line(each: NamingStretch, words: bool) -> str:
    shown = f" ({'; '.join(each.found.words)})" if words and each.found.words else ""
    return f"  {each.place}: {each.found.detail}{shown}"
