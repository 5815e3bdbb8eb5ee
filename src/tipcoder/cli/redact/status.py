"""`redact status`: how many quotes are reviewed."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import format_option, study_option, viewer
from tipcoder.cli.redact.places import reading_redactions
from tipcoder.errors import ExitStatus


@define_command(
    "redact status", examples=("tipcoder redact status", "tipcoder redact status --format json")
)
@format_option()
@study_option
@viewer
def count_reviews(form: str, study_folder: Path | None, viewer: str | None) -> int:
    """Say how many quotes are reviewed, and how many proposals are open."""
    from tipcoder.export.document import Document, plain_paragraph
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.redaction.reviews import count_reviews, find_stretches

    with reading_redactions(study_folder, viewer) as (found, _line):
        counts = count_reviews(found, find_stretches(found.study))
    row = {**asdict(counts), "unread": counts.unread}
    report = build_records_report("Reviews", [row], tuple(row))
    # Seven numbers side by side say less to a person than a sentence.
    narrow = Document("Reviews", (plain_paragraph(f"{counts.describe_counts()}."),))
    output.print_report(replace(report, narrow=narrow), form)
    return ExitStatus.DONE
