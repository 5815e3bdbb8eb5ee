"""`backup`: a copy of the store, or of the key file."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, flag, study_option
from tipcoder.cli.types import FilePath
from tipcoder.errors import BadInput, ExitStatus


@define_command(
    "backup", examples=("tipcoder backup ~/backups/may.db", "tipcoder backup --keys keys.json")
)
@argument("file", "FILE", "where to write the copy", type=FilePath())
@flag("--keys", about="copy the key file instead, which says who is behind each response ID")
@study_option
def back_up_study(file: Path, keys: bool, study_folder: Path | None) -> int:
    """Copy the store and verify the copy. Others may go on working meanwhile."""
    from tipcoder.workbench.status.backup import back_up, back_up_keys

    # SQLite writes a copy to a file only, and a check has to read it back.
    if file == Path("-"):
        raise BadInput("A backup cannot go to standard output.", "Name a file.")
    if keys:
        back_up_keys(study_folder, file)
        output.say(
            f"Copied: {file}. It names every respondent: keep it where only you can read it."
        )
        return ExitStatus.DONE
    back_up(study_folder, file)
    output.say(f"Copied and checked: {file}. The key file is not in it; --keys copies that.")
    return ExitStatus.DONE
