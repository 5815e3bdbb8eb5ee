"""`redo`: what was undone last, done again."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, study_option
from tipcoder.errors import Exit


@define_command("redo", examples=("tipcoder redo", "tipcoder redo --coder anna"))
@coder_option
@study_option
def redo_act(coder: str | None, study_folder: Path | None) -> int:
    """Redo the act that you undid last; never somebody else's. Exit status 1 if there is none."""
    from tipcoder.workbench.history import walk
    from tipcoder.workbench.opening import opened

    # An edit of codebook.toml that is taken in first would leave nothing to redo.
    with opened(study_folder, viewer=coder, take_in=False) as study:
        person = study.actor(coder)
        done = walk(study, person, "redo")
    if done is None:
        output.say(f"{person.name} has nothing to redo.")
        return Exit.CHECK_FAILED
    output.say(f"Done again: {done.sentence}")
    return Exit.DONE
