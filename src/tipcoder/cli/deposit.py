"""`deposit`: a folder that a repository takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    accept_options,
    coder_option,
    codings_of_option,
    flag,
    option,
    output_folder,
    study_option,
)
from tipcoder.cli.output import format_count
from tipcoder.cli.quotes.options import (
    quote_request,
    readers_option,
    say_held,
    shared_cell_option,
)
from tipcoder.cli.stats.options import WHOSE_CODINGS
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.accepted_findings import Acceptance
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest


@define_command(
    "deposit",
    examples=(
        "tipcoder deposit -o deposit --author 'Ana Ruiz' --licence 'CC BY 4.0'",
        "tipcoder deposit --without-quotes -o deposit",
    ),
)
@output_folder("the new folder")
@option("--author", "authors", metavar="NAME", multiple=True, help="an author; may be repeated")
@option("--description", metavar="TEXT", default="", help="what the study is about")
@option("--contact", metavar="TEXT", default="", help="whom to ask")
@option("--licence", metavar="TEXT", default="", help="on which terms others may use it")
@flag("--without-quotes", about="leave out everybody's words")
@codings_of_option(WHOSE_CODINGS)
@readers_option
@shared_cell_option("is told of a case")
@accept_options
@coder_option
@study_option
@quote_request
def make_deposit(
    target: Path | None,
    authors: tuple[str, ...],
    description: str,
    contact: str,
    licence: str,
    without_quotes: bool,
    quotes: QuoteRequest,
    accept: Acceptance,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Write what repositories ask for: a page to begin with, codes by case with a data dictionary,
    codings, the codebook with its revisions, agreement, released quotes, the log without words,
    metadata (DDI and Dataverse), and checksums.

    Respondents stand under their response IDs, and coders have numbers. No answer is in it, and
    nothing that respondents said of themselves. All files pass the checks of `tipcoder quotes`
    together, or nothing is written.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.reporting.deposit import DepositRequest, write_deposit
    from tipcoder.workbench.reporting.deposit_files import DepositWords

    if target is None:
        raise BadInput("A deposit needs a folder.", "Name a new one with -o DIR.")
    about = DepositWords(description, authors, contact, licence)
    asked = DepositRequest(about, quotes, not without_quotes)
    with (
        open_study_folder(study_folder, read_only=without_quotes, viewer=coder) as study,
        output.working("Reading", study.definition.title),
    ):
        done = write_deposit(study, target, asked, accept=accept, coder=study.find_coder(coder))
    output.say_all(done.remarks)
    words = "without anybody's words"
    if done.release is not None:
        say_held(done.release)
        words = f"with {format_count(len(done.release.table.lines), 'quote')}"
    files = format_count(done.files, "file")
    output.say(f"{files} written to {done.folder}, {words}; the audit passed. README.md begins it.")
    return ExitStatus.DONE
