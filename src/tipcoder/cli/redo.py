"""`redo`: what was undone last, done again."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, study_option
from tipcoder.errors import ExitStatus


@define_command("redo", examples=("tipcoder redo", "tipcoder redo --coder anna"))
@coder_option
@study_option
def redo_act(coder: str | None, study_folder: Path | None) -> int:
    """Redo the act that you undid last; never somebody else's. Exit status 1 if there is none."""
    from tipcoder.workbench.history import undo_or_redo
    from tipcoder.workbench.opening import open_study_folder

    # An edit of codebook.toml that is taken in first would leave nothing to redo.
    with open_study_folder(study_folder, viewer=coder, import_edits=False) as study:
        person = study.find_coder(coder)
        done = undo_or_redo(study, person, "redo")
    if done is None:
        output.say(f"{person.name} has nothing to redo.")
        return ExitStatus.CHECK_FAILED
    output.say(f"Done again: {done.sentence}")
    return ExitStatus.DONE
