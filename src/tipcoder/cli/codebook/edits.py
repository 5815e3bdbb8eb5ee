"""What the changes of a codebook share: each is one act, and `undo` takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Run, coder_option, dry_run_option, study_option
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy


def edit_options(run: Run) -> Run:
    """`--dry-run`, `--coder` and `--study` of a change."""
    dry_run = dry_run_option("say what it would touch, and write nothing")
    return dry_run(coder_option(study_option(run)))


def edit_codebook(
    study_folder: Path | None,
    coder: str | None,
    dry_run: bool,
    build_edit: Callable[[OpenStudy], CodebookEdit],
) -> int:
    """Make a change, or say what it would touch; returns the exit status."""
    from tipcoder.workbench.opening import open_study_folder

    # An edited codebook.toml is taken in by the change itself, in the same act.
    with open_study_folder(
        study_folder, read_only=dry_run, viewer=coder, import_edits=dry_run
    ) as study:
        make_edit(study, build_edit(study), coder, dry_run)
    return ExitStatus.DONE


def make_edit(study: OpenStudy, edit: CodebookEdit, coder: str | None, dry_run: bool) -> None:
    """Make a change in an open study and say what it did."""
    from tipcoder.workbench.codebook.editor import CodebookEditor

    editing = CodebookEditor(study, study.find_coder(coder))
    if dry_run:
        output.say(f"{editing.preview_edit(edit).sentence}. Dry run: nothing was written.")
        return
    sentence = editing.make_edit(edit)
    output.say_done(sentence, undo=editing.last_act is not None)
