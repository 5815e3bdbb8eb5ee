"""`adjudicate`: the screen for disagreements, and its actions for scripts."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli.commands import define_group
from tipcoder.cli.options import coder_option, study_option
from tipcoder.cli.workbench import open_workbench


@define_group(
    "adjudicate",
    examples=(
        "tipcoder adjudicate",
        "tipcoder adjudicate list --open",
        "tipcoder adjudicate settle 1254 role money --side anna",
    ),
)
@coder_option
@study_option
def open_adjudication(coder: str | None, study_folder: Path | None) -> int:
    """Resolve where coders differ.

    Without an action, opens the screen for it. Coders' own codings stay as they are; decisions make
    the codings that --codings-of consensus reads. Answers of an open round are left out until it is
    frozen.
    """
    return open_workbench(study_folder, coder, "adjudication")
