"""`undo`: your latest act, taken back."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, study_option
from tipcoder.errors import ExitStatus


@define_command("undo", examples=("tipcoder undo", "tipcoder undo --coder anna"))
@coder_option
@study_option
def undo_act(coder: str | None, study_folder: Path | None) -> int:
    """Undo your latest act; never somebody else's. Exit status 1 if there is none."""
    from tipcoder.workbench.history import describe_what_left, undo_or_redo
    from tipcoder.workbench.opening import open_study_folder

    # An edit of codebook.toml that is taken in first would be the latest act.
    with open_study_folder(study_folder, viewer=coder, import_edits=False) as study:
        person = study.find_coder(coder)
        done = undo_or_redo(study, person, "undo")
        remark = describe_what_left(study, person) if done is None else done.remark
    if done is None:
        output.say_all((f"{person.name} has nothing to undo.", remark))
        return ExitStatus.CHECK_FAILED
    output.say_all((f"Undone: {done.sentence}", remark))
    return ExitStatus.DONE
