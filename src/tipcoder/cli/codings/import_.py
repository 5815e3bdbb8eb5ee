"""`codings import`: coded quotes from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, coder_option, dry_run_option, study_option
from tipcoder.cli.output import counted
from tipcoder.cli.types import InputFile
from tipcoder.errors import Exit

if TYPE_CHECKING:
    from tipcoder.workbench.exchange.codings_import import CodingsReport


@define_command(
    "codings import",
    examples=(
        "tipcoder codings import codings.csv --dry-run",
        "tipcoder codings import - < codings.csv",
    ),
)
@argument("file", "FILE", "the CSV; - for standard input", type=InputFile())
@dry_run_option("check every line and write nothing")
@coder_option
@study_option
def import_codings_file(
    file: Path, dry_run: bool, coder: str | None, study_folder: Path | None
) -> int:
    """Import codings from a CSV with case,question,coder,code,start,end.

    Empty start and end: the whole answer. Empty code: finished, none applies; @off-topic and
    @uncodable likewise. A column quote may replace start and end.
    """
    from tipcoder.workbench.exchange.codings_import import import_codings
    from tipcoder.workbench.opening import opened

    with opened(study_folder, read_only=dry_run, viewer=coder) as study:
        person = study.actor(coder)
        with output.working("Importing", file.name) as line:
            report = import_codings(
                study,
                person,
                file,
                dry_run=dry_run,
                checking=line.counter("lines checked"),
                writing=line.counter("lines written"),
            )
    for note in report.notes:
        output.say(f"{file.name}: {note}.")
    _say_report(report)
    return Exit.DONE


def _say_report(report: CodingsReport) -> None:
    lines = f"{counted(report.rows, 'line')} of {', '.join(report.coders) or 'nobody'}"
    if report.dry_run:
        output.say(f"{lines} can be placed. Dry run: nothing was written.")
        return
    added = f"{counted(report.added, 'coding')} added, {report.there_already} there already"
    finished = counted(report.finished, "answer")
    way_back = "`tipcoder undo` takes the import back." if report.changed else "Nothing was new."
    output.say(f"{lines}: {added}, {finished} finished. {way_back}")
