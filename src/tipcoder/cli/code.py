"""`code`: the workbench."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, flag, study_option
from tipcoder.cli.workbench import open_workbench


@define_command(
    "code", examples=("tipcoder code", "tipcoder code --coder anna", "tipcoder code --tour")
)
@flag("--tour", about="begin with the tour: read, code, suggest, compare, release")
@coder_option
@study_option
def code_answers(tour: bool, coder: str | None, study_folder: Path | None) -> int:
    """Open the workbench: read and code answers at the keyboard. ? shows every key."""
    return open_workbench(study_folder, coder, tour="yes" if tour else "no")
