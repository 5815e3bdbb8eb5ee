"""`redact status`: how many quotes are reviewed."""

from __future__ import annotations

from dataclasses import asdict
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
    from tipcoder.workbench.redaction.reviews import count_reviews, find_stretches

    with reading_redactions(study_folder, viewer) as (found, _line):
        counts = count_reviews(found, find_stretches(found.study))
    if form == "table":
        output.print_text(f"{counts.describe_counts()}.")
        return ExitStatus.DONE
    row = {**asdict(counts), "unread": counts.unread}
    output.print_rows([row], tuple(row), form)
    return ExitStatus.DONE
