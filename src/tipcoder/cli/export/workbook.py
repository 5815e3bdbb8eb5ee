"""`export workbook`: the whole study as one XLSX."""

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
    output_file,
    raw_option,
    study_option,
)
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.accepted_findings import Acceptance


@define_command(
    "export workbook",
    examples=(
        "tipcoder export workbook -o study.xlsx",
        "tipcoder export workbook --raw -o study.xlsx",
    ),
    exclusive=(("--raw", "--no-quotes"), ("--raw", "--accept")),
)
@output_file("the .xlsx to write", required=True)
@flag("--no-quotes", about="leave the quotes out, so that no words of answers are in it")
@codings_of_option()
@raw_option("every quote as it was written, with memos and names of coders, for the team")
@accept_options
@coder_option
@study_option
def export_workbook_file(
    file: Path,
    no_quotes: bool,
    codings_of: str | None,
    raw: bool,
    accept: Acceptance,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Write one workbook of all: matrix, codings, codebook, questions, coders, acts.

    Its first sheet says what the others are. Without --raw it has released quotes in their released
    wording, under response IDs, and passes the checks of `tipcoder quotes`; coders are numbers.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.study_workbook import WorkbookRequest, export_workbook

    asked = WorkbookRequest(codings_of, raw, not no_quotes, accept)
    with (
        open_study_folder(study_folder, read_only=raw, viewer=coder) as study,
        output.working("Writing", file.name),
    ):
        done = export_workbook(study, file, asked, study.find_coder(coder))
    output.say_all(done.sentences)
    sheets = output.format_count(done.sheets, "sheet")
    quotes = output.format_count(done.quotes, "quote")
    output.say(f"{sheets} with {quotes} written to {done.path}. Only you may read it.")
    return ExitStatus.DONE
