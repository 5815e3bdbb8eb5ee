"""`bundle import`: the file of a coder's work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    argument,
    coder_option,
    dry_run_option,
    format_option,
    option,
    study_option,
)
from tipcoder.cli.output import format_count
from tipcoder.cli.types import InputFile
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.exchange.bundles import BundleImport

_LISTED = 20
_COLUMNS = ("case", "question", "why")


@define_command(
    "bundle import",
    examples=("tipcoder bundle import anna.json --dry-run", "tipcoder bundle import anna.json"),
)
@argument("file", "FILE", "a coder's work; - for standard input", type=InputFile())
@option(
    "--as",
    "same_as",
    metavar="NAME",
    help="who the coder is here, where the study cannot know",
)
@dry_run_option("say what would happen and write nothing")
@format_option()
@coder_option
@study_option
def import_bundle_command(
    file: Path,
    same_as: str | None,
    dry_run: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Import what a coder did in another copy of this study; what is here stays.

    Exit status 1 where something could not be imported.
    """
    return import_bundle_file(file, same_as, dry_run, form, coder, study_folder)


def import_bundle_file(
    file: Path,
    same_as: str | None,
    dry_run: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Import the file of a coder's work and say what became of it; returns the exit status."""
    from tipcoder.workbench.exchange.bundles import import_bundle
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(study_folder, read_only=dry_run, viewer=coder) as study:
        person = study.find_coder(coder)
        done = import_bundle(study, person, file, same_as=same_as, dry_run=dry_run)

    # What could not be placed is the data; the rest of the report is for a person.
    rows = [{"case": one.case, "question": one.question, "why": one.why} for one in done.left]
    shown = rows if form in output.FOR_PROGRAMS else rows[:_LISTED]
    output.print_records("Left out", shown, _COLUMNS, form, empty="Everything could be placed.")
    if len(shown) < len(rows):
        output.say(f"and {len(rows) - len(shown)} more; --format csv lists all")
    output.say_all(list(_describe_import(done)))
    return ExitStatus.CHECK_FAILED if done.left else ExitStatus.DONE


def _describe_import(done: BundleImport) -> Iterator[str]:
    came = "would come in" if done.dry_run else "came in"
    who = f"{done.coder}, who is new here" if done.newcomer else done.coder
    codings = format_count(done.codings, "coding")
    yield (
        f"{format_count(done.answers, 'answer')} of {who}: {done.added} {came} with {codings} "
        f"({done.finished} finished), {done.there_already} there already, "
        f"{len(done.left)} left out."
    )
    if done.conflicts:
        answers = format_count(done.conflicts, "answer")
        yield f"{done.coder} has coded {answers} differently here; that stays as it is."
    if done.missing_codes:
        yield (
            f"The codebook here does not have {', '.join(done.missing_codes)}: bring it along with "
            "`tipcoder codebook import`, then the bundle again."
        )
    if done.too_late:
        answers = format_count(done.too_late, "answer")
        yield f"{answers} came after their round was frozen and are not in its report."
    if done.dry_run:
        yield "Dry run: nothing was written."
    else:
        yield "`tipcoder undo` takes it back." if done.changed else "Nothing was new."
