"""`codings export`: every coded quote as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    argument,
    flag,
    format_option,
    option,
    raw_option,
    study_option,
    viewer,
)
from tipcoder.cli.publishing import check_printed, refuse_raw_words, say_raw
from tipcoder.cli.types import FilePath
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.study import OpenStudy

_FORMS = {".csv": "csv", ".json": "json"}


@define_command(
    "codings export",
    examples=(
        "tipcoder codings export codings.csv",
        "tipcoder codings export --by anna --format json",
    ),
)
@argument(
    "file",
    "[FILE]",
    "where to write: .csv or .json (default: stdout)",
    type=FilePath(),
    required=False,
)
@option("--by", "by", metavar="CODER", help="only this coder's, or the consensus")
@flag("--quotes", about="add the coded words, which may name people; needs --raw")
@raw_option("add the coded words, for the team: the file says so in its name")
@format_option(default=None, about="how to print or write (default: csv, or what FILE ends in)")
@study_option
@viewer
def export_codings_file(
    file: Path | None,
    by: str | None,
    quotes: bool,
    raw: bool,
    form: str | None,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Write every coding, as CSV by default.

    `tipcoder help codings import` explains the columns.
    """
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.exchange.codings_export import COLUMNS, export_codings
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output
    from tipcoder.workbench.publishing.declaration import LetsOut

    # As in other programs `-` means stdout.
    target = None if file == Path("-") else file
    written_as = _choose_form(target, form)
    if quotes:
        refuse_raw_words(raw, "Codings with --quotes", "" if target else written_as)
    quotes = quotes or raw
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if target is not None:
            claim_output(study, target)
        rows = export_codings(study, coder=by, quotes=quotes)
        columns = [*COLUMNS, "finished", "carried", "many"]
        if quotes:
            columns.append("quote")
        report = build_records_report("Codings", rows, columns, empty="Nothing to show.")
        # Coders are named, because `codings import` has to know them again.
        lets_out = LetsOut(coder_names=True, guards_cells=False)
        said: tuple[str, ...] = ()
        if target is not None:
            target, said = _write_file(study, report, target, written_as, lets_out, raw=quotes)
        elif not quotes:
            said = check_printed(study, report, written_as, lets_out)

    if target is None:
        output.print_report(report, written_as)
        say_raw(columns, written_as, "quote")
    else:
        output.say(f"{output.format_count(len(rows), 'line')} written to {target}.")
    output.say_all(said)
    return ExitStatus.DONE


def _write_file(
    study: OpenStudy, report: Report, target: Path, form: str, lets_out: LetsOut, *, raw: bool
) -> tuple[Path, tuple[str, ...]]:
    """Write the codings; with `raw` they are for the team, and the file's name says so.

    Returns where the file is, and what has to be said of it.
    """
    from tipcoder.export.formats import render_report
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.workbench.publishing.publication import publish_files
    from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team

    made = LeavingFile(target, render_report(report, form), f".{form}")
    if raw:
        (written,) = hand_to_team(study, [made], raw=True)
        return written, (RAW_WARNING,)
    return target, publish_files(study, [made], lets_out).sentences


def _choose_form(file: Path | None, wanted: str | None) -> str:
    """The format to print in, or that of a file, which is csv or json.

    Raises BadInput for a file whose name promises something else than what would be in it.
    """
    if file is None:
        return wanted or "csv"
    _refuse_documents(wanted)
    named = _read_ending(file)
    if wanted and named and wanted != named:
        raise BadInput(
            f"{file}: would hold {wanted.upper()}.", f"Name a file that ends in .{wanted}."
        )
    return wanted or named or "csv"


def _refuse_documents(wanted: str | None) -> None:
    """Codings in a file come in again elsewhere, which no document can. Raises BadInput for one."""
    if wanted is None or wanted in _FORMS.values():
        return
    what = "A table is" if wanted == "table" else f"Codings as {wanted} are"
    raise BadInput(f"{what} for the screen.", "Use --format csv or json with a file.")


def _read_ending(file: Path) -> str:
    """The form that the file's name promises, if any. Raises BadInput for another one."""
    ending = file.suffix.lower()
    if ending and ending not in _FORMS:
        raise BadInput(
            f"{file}: codings cannot be written as {ending}.",
            "Name a file that ends in .csv or .json.",
        )
    return _FORMS.get(ending, "")
