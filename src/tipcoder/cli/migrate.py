"""`migrate`: an older store in the form of this version."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import study_option
from tipcoder.errors import ExitStatus


@define_command("migrate", examples=("tipcoder migrate --study DIR",))
@study_option
def migrate_store(study_folder: Path | None) -> int:
    """Bring an older store to this version.

    Only PostgreSQL needs it: a store in the study's folder is brought along when it is opened.
    """
    from tipcoder.workbench.status.backup import migrate_study

    before, after = migrate_study(study_folder)
    if before == after:
        output.say(f"The store has version {after} already; nothing was done.")
    else:
        output.say(f"The store went from version {before} to {after}.")
    return ExitStatus.DONE
