"""`report`: the study as one page for people without the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    accept_options,
    coder_option,
    codes_option,
    codings_of_option,
    flag,
    option,
    output_file,
    smallest_cell_option,
    study_option,
)
from tipcoder.cli.quotes.options import (
    columns_option,
    describe_size,
    quote_request,
    readers_option,
    say_held,
)
from tipcoder.cli.stats.options import WHOSE_CODINGS, style_option
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.accepted_findings import Acceptance
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.reporting.study_report import StudyReport

_ENDING = ".html"


@define_command(
    "report",
    examples=(
        "tipcoder report -o report.html",
        "tipcoder report --by plan --columns question -o report.html",
        "tipcoder report --without-quotes -o report.html",
    ),
    exclusive=(("--without-quotes", "--columns"), ("--without-quotes", "--code")),
)
@output_file("the page to write, which ends in .html, or a folder for index.html", required=True)
@option(
    "--by",
    "segments",
    metavar="NAME",
    multiple=True,
    help="also a picture of codes by this factor, outcome, column or region; may be repeated",
)
@codes_option("only quotes of this code; may be repeated")
@columns_option()
@flag("--without-quotes", about="leave out everybody's words")
@codings_of_option(WHOSE_CODINGS)
@readers_option
@smallest_cell_option(
    "counts of fewer are left out, and cells beside a quote that fewer share (default: 5)",
    default=5,
)
@style_option
@accept_options
@coder_option
@study_option
@quote_request
def write_report(
    file: Path,
    segments: tuple[str, ...],
    without_quotes: bool,
    style: str,
    quotes: QuoteRequest,
    accept: Acceptance,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Write the study as one page for people without the program.

    It has how the study was coded, how well coders agree, every code with its released quotes,
    pictures, tables, tests, and how it was made. The page needs no network and prints well. It
    passes the checks of `tipcoder quotes`, and the log keeps what left.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.reporting.study_report import ReportRequest, release_study_report

    file = _find_page(file)
    wanted = ReportRequest(quotes, segments, not without_quotes, style)
    with (
        open_study_folder(study_folder, read_only=without_quotes, viewer=coder) as study,
        output.working("Reading", study.definition.title),
    ):
        done = release_study_report(
            study,
            wanted,
            file,
            accept=accept,
            coder=study.find_coder(coder),
        )
    _say_report(done)
    return ExitStatus.DONE


def _find_page(target: Path) -> Path:
    """The page of a file or a folder. Raises BadInput for a file that is no page."""
    # A name without an ending may be that of a file all the same, a key file for one.
    is_new_folder = not target.suffix and not target.exists()
    if target.is_dir() or is_new_folder:
        return target / f"index{_ENDING}"
    if target.suffix.lower() != _ENDING:
        raise BadInput(
            f"{target}: a report ends in {_ENDING}.",
            f"Name a file like report{_ENDING}, or a folder.",
        )
    return target


def _say_report(done: StudyReport) -> None:
    output.say_all(done.remarks)
    if done.release is None:
        output.say(f"Written to {done.path}, without anybody's words.")
        return
    say_held(done.release)
    size = describe_size(done.release)
    output.say(f"Written to {done.path}: {size}; the audit passed.")
