"""`codings import`: coded quotes from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, coder_option, dry_run_option, flag, option, study_option
from tipcoder.cli.output import format_count
from tipcoder.cli.types import CodeKey, CoderPairs, InputFile
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.exchange.codings_import import CodingsReport


@define_command(
    "codings import",
    examples=(
        "tipcoder codings import codings.csv --dry-run",
        "tipcoder codings import anna.xlsx --coder anna --dry-run",
        "tipcoder codings import anna.xlsx --coder anna --add-codes --dry-run",
        "tipcoder codings import project.qdpx --coders 'Anna B=anna,Boris=boris' --dry-run",
        "tipcoder codings import - < codings.csv",
    ),
)
@argument("file", "FILE", "CSV, XLSX, ODS, JSON or .qdpx; - for standard input", type=InputFile())
@option("--question", metavar="Q", help="the question, where a sheet of codes does not say it")
@option("--sheet", metavar="NAME", help="the sheet of a workbook, where several have rows")
@flag("--add-codes", about="make codes that the codebook lacks; --dry-run shows which")
@option(
    "--under", metavar="CODE", type=CodeKey(), help="the code below which --add-codes makes them"
)
@option(
    "--ignore",
    "ignored",
    metavar="COLUMN",
    multiple=True,
    help="leave this column out; may be repeated",
)
@option(
    "--coders",
    metavar="U=C,...",
    type=CoderPairs(),
    help="who the users of a .qdpx are here: user=coder, separated by commas",
)
@option(
    "--positions",
    metavar="UNIT",
    help="how a .qdpx counts letters, where it cannot be told: code-point, utf-16 or byte, with "
    "+crlf where a line end counts two",
)
@flag("--skip", about="leave out what the file has and the study has no place for")
@dry_run_option("check every line and write nothing")
@coder_option
@study_option
def import_codings_file(
    file: Path,
    question: str | None,
    sheet: str | None,
    add_codes: bool,
    under: str | None,
    ignored: tuple[str, ...],
    coders: dict[str, str] | None,
    positions: str | None,
    skip: bool,
    dry_run: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Import codings: a file with case,question,coder,code,start,end, a sheet with a row for each
    answer, or a REFI-QDA project (.qdpx) of another program.

    A sheet has the survey's IDs or case labels, and a column of 0 and 1 for each code or one cell
    with all of them; its codes are those of --coder. `tipcoder codings template` writes one. A row
    with nothing for any code was not read, unless a column `finished` says yes.

    Empty start and end, or no such columns: the whole answer. Empty code: finished, none applies;
    @off-topic and @uncodable likewise. A column quote may replace start and end. A column carried
    or many with yes says that nobody has judged the answer on its own: `tipcoder codings carry`
    gave it the code, or it was coded with many others at once.

    Texts of a project are found among the answers by their words; codes, by key, label or path. A
    project of one user is --coder's work. What is here stays as it is.
    """
    from tipcoder.workbench.exchange.codings_import import import_codings
    from tipcoder.workbench.exchange.project_import import ENDING
    from tipcoder.workbench.exchange.project_people import ProjectChoices
    from tipcoder.workbench.opening import open_study_folder

    if file.suffix.lower() != ENDING:
        _refuse_project_options(coders, positions)
    with open_study_folder(study_folder, read_only=dry_run, viewer=coder) as study:
        person = study.find_coder(coder)
        choices = ProjectChoices(person.name, coder is not None, coders or {}, skip, positions)
        with output.working("Importing", file.name) as line:
            report = import_codings(
                study,
                person,
                file,
                dry_run=dry_run,
                sheet=sheet,
                question=question,
                add_codes=add_codes,
                under=under,
                ignored=ignored,
                project=choices,
                skip=skip,
                on_checked=line.counter("lines checked"),
                on_written=line.counter("lines written"),
            )
    for note in report.notes:
        output.say(f"{file.name}: {note}.")
    _say_report(report)
    return ExitStatus.DONE


def _refuse_project_options(coders: dict[str, str] | None, positions: str | None) -> None:
    """Raises BadInput for what only a project can be told."""
    given = {"--coders": coders, "--positions": positions}
    for name, value in given.items():
        if value:
            raise BadInput(f"{name} is for REFI-QDA projects (.qdpx).", "Leave it out.")


def _say_report(report: CodingsReport) -> None:
    lines = f"{format_count(report.rows, 'line')} of {', '.join(report.coders) or 'nobody'}"
    memos = format_count(report.memos, "memo")
    if report.dry_run:
        lines += f" and {memos}" if report.memos else ""
        output.say(f"{lines} can be placed. Dry run: nothing was written.")
        return
    added = f"{format_count(report.added, 'coding')} added, {report.there_already} there already"
    finished = format_count(report.finished, "answer")
    if report.memos:
        added += f", {memos} added"
    way_back = "`tipcoder undo` takes the import back." if report.changed else "Nothing was new."
    output.say(f"{lines}: {added}, {finished} finished. {way_back}")
