"""`code`: the workbench."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, flag, study_option
from tipcoder.cli.workbench import open_plain_coding, open_workbench, prefers_plain
from tipcoder.errors import BadInput


@define_command(
    "code",
    examples=(
        "tipcoder code",
        "tipcoder code --coder anna",
        "tipcoder code --tour",
        "tipcoder code --plain",
    ),
    exclusive=(("--tour", "--plain"),),
)
@flag("--tour", about="begin with the tour: read, code, suggest, compare, release")
@flag(
    "--plain",
    about="line by line, for a screen reader: nothing is drawn (always with TIPCODER_PLAIN=1)",
)
@coder_option
@study_option
def code_answers(tour: bool, plain: bool, coder: str | None, study_folder: Path | None) -> int:
    """Open the workbench: read and code answers at the keyboard. ? shows every key."""
    if plain or prefers_plain():
        if tour:
            raise BadInput("The tour is on the screen.", "TIPCODER_PLAIN=0 shows it there.")
        return open_plain_coding(study_folder, coder)
    return open_workbench(study_folder, coder, tour="yes" if tour else "no")
