"""`redact`: the review screen, and its actions for scripts."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli.commands import define_group
from tipcoder.cli.options import coder_option, study_option
from tipcoder.cli.workbench import open_workbench


@define_group(
    "redact",
    examples=(
        "tipcoder redact",
        "tipcoder redact list --quoted",
        'tipcoder redact rule "Lantern House" --replacement "[our organisation]"',
    ),
)
@coder_option
@study_option
def open_redaction(coder: str | None, study_folder: Path | None) -> int:
    """Find what must not be seen in quotes, decide about it, and review quotes.

    Without an action the review screen opens: an answer beside the exact words to be released.
    """
    return open_workbench(study_folder, coder, "redaction")
