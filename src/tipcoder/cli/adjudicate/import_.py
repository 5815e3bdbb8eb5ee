"""`adjudicate import`: decisions from a file."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.adjudicate.options import actor_options
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, dry_run_option
from tipcoder.cli.output import format_count
from tipcoder.cli.types import InputFile
from tipcoder.errors import ExitStatus


@define_command(
    "adjudicate import",
    examples=(
        "tipcoder adjudicate import decisions.csv --dry-run",
        "tipcoder adjudicate import decisions.csv",
    ),
)
@argument("file", "FILE", "the CSV; - for standard input", type=InputFile())
@dry_run_option("check every line and keep nothing")
@actor_options
def import_decisions_file(
    file: Path, dry_run: bool, coder: str | None, study_folder: Path | None
) -> int:
    """Resolve disagreements by a file, all lines or none.

    Lines of `adjudicate list --format csv` with the column side filled in: a coder's name, both or
    neither; and reason and note. Lines without a side stay open.
    """
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.adjudication.decisions_import import import_decisions
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(study_folder, read_only=dry_run, viewer=coder) as study:
        desk = Adjudication(study, study.find_coder(coder))
        done = import_decisions(desk, file, dry_run=dry_run)

    # Lines that were decided so before are counted apart: importing a file twice changes nothing.
    decisions = format_count(done.settled, "decision")
    without = format_count(done.without, "line")
    said = (
        f"{decisions} of {format_count(done.lines, 'line')}, {done.already} decided so already, "
        f"{without} without a side."
    )
    if dry_run:
        said += " Dry run: nothing was kept."
    elif done.settled:
        said += " `tipcoder undo` takes them back."
    output.say(said)
    return ExitStatus.DONE
