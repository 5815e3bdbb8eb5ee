"""`quotes`: quotes by code, printed or written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_group
from tipcoder.cli.options import (
    accept_options,
    coder_option,
    codes_option,
    codings_of_option,
    flag,
    format_option,
    output_file,
    study_option,
)
from tipcoder.cli.quotes.options import (
    columns_option,
    describe_size,
    describe_verdict,
    quote_request,
    readers_option,
    say_held,
    shared_cell_option,
)
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.accepted_findings import Acceptance
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.quotes.release import QuoteRelease

_WIDEST = 100


@define_group(
    "quotes",
    examples=(
        "tipcoder quotes --code pushback",
        "tipcoder quotes -o quotes.docx --columns question,country",
        "tipcoder quotes cite pushback",
        "tipcoder quotes exports",
    ),
)
@codes_option()
@output_file("write: .csv, .xlsx, .docx, .md, .html or .json")
@columns_option()
@codings_of_option()
@readers_option
@flag("--fresh-ids", about="other IDs for this file only; the key file remembers whose they are")
@shared_cell_option("is shown beside a quote")
@flag("--blank-small", about="leave cells empty that fewer share")
@flag("--only-new", about="leave out quotes whose words left in an earlier export")
@flag("--strict", about="write nothing where a check stands against one of the quotes")
@flag(
    "--include-unreviewed",
    about="add what nobody has read, with every proposal accepted; file and rows are marked "
    "UNREVIEWED",
)
@accept_options
@format_option()
@coder_option
@study_option
@quote_request
def release_quotes(
    file: Path | None,
    fresh_ids: bool,
    quotes: QuoteRequest,
    accept: Acceptance,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Print or write quotes by code: response ID, released wording, and the columns that you name.

    A quote is released when a person has read this wording and nobody withholds it. One that a
    check stands against is held back and named; the others leave. The finished file is read back
    by the leak audit, and put in place only if it passes. It is kept in the log what left, and
    later files are judged together with it; what a terminal shows has not left.
    """
    from tipcoder.export.formats import FORMATS
    from tipcoder.export.quote_files import build_quote_report
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.release import release_quotes

    # What goes to a file or into a pipe may go anywhere; a person at a terminal only looks.
    is_look = file is None and output.is_shown_to_person()
    only_read = is_look and not (fresh_ids or accept.ids)
    with (
        open_study_folder(study_folder, read_only=only_read, viewer=coder) as study,
        output.working("Reading quotes of", study.definition.title),
    ):
        # What is printed is audited as it is printed; the lines of a table are made of the CSV.
        printed_as = ".csv" if form == "table" else FORMATS[form].ending
        done = release_quotes(
            study,
            quotes,
            file,
            fresh_ids=fresh_ids,
            printed_as=printed_as,
            accept=accept,
            coder=study.find_coder(coder),
            is_look=is_look,
        )
    if file is None:
        output.print_report(build_quote_report(done.sheet, measure_lines()), form)
    _say_release(done)
    return ExitStatus.DONE


def measure_lines() -> int:
    """Characters of a line of quotes: what the terminal has, and no more than one reads with
    ease.
    """
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _say_release(done: QuoteRelease) -> None:
    say_held(done)
    output.say(done.table.spans.layer.sentence)

    where = f" written to {done.path}" if done.path else ""
    read = "each read by a person in this wording"
    if done.table.wish.include_unreviewed:
        number = done.table.unreviewed_count
        read = f"UNREVIEWED, nobody has read {number} of them; not for release"
    output.say(f"{describe_size(done)}{where}: {read}; {describe_verdict(done)}")
