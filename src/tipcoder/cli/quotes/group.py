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
    count_option,
    flag,
    format_option,
    option,
    output_file,
    study_option,
)
from tipcoder.cli.output import format_count
from tipcoder.cli.types import NameList
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
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
@option(
    "--columns",
    metavar="A,B",
    type=NameList(),
    default=(),
    help="what is shown beside each quote: question, or closed columns, outcomes, factors, "
    "indicators by name",
)
@codings_of_option()
@count_option("--readers", default=1, about="people who must have read a quote (default: 1)")
@flag("--fresh-ids", about="other IDs for this file only; the key file remembers whose they are")
@count_option(
    "--smallest-cell",
    default=5,
    about="respondents who must share what is shown beside a quote (default: 5, at least 3)",
)
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
def release_quotes(
    codes: tuple[str, ...],
    file: Path | None,
    columns: tuple[str, ...],
    codings_of: str | None,
    readers: int,
    fresh_ids: bool,
    smallest_cell: int,
    blank_small: bool,
    only_new: bool,
    strict: bool,
    include_unreviewed: bool,
    accept: tuple[str, ...],
    reason: str,
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
    from tipcoder.workbench.publishing.accepted_findings import Acceptance
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.quotes.release import release_quotes

    wish = QuoteRequest(
        codes=tuple(dict.fromkeys(codes)),
        layer=codings_of,
        columns=columns,
        readers=readers,
        include_unreviewed=include_unreviewed,
        smallest_cell=smallest_cell,
        blank_small=blank_small,
        only_new=only_new,
        strict=strict,
    )
    wanted = Acceptance(tuple(accept), reason)
    # What goes to a file or into a pipe may go anywhere; a person at a terminal only looks.
    is_look = file is None and output.is_shown_to_person()
    only_read = is_look and not (fresh_ids or accept)
    with (
        open_study_folder(study_folder, read_only=only_read, viewer=coder) as study,
        output.working("Reading quotes of", study.definition.title),
    ):
        # What is printed is audited as it is printed; the lines of a table are made of the CSV.
        printed_as = ".csv" if form == "table" else FORMATS[form].ending
        done = release_quotes(
            study,
            wish,
            file,
            fresh_ids=fresh_ids,
            printed_as=printed_as,
            accept=wanted,
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
    held = done.table.held
    output.say_all((held.describe_held(), *held.iterate_sentences(), *done.warnings))
    output.say(done.table.spans.layer.sentence)

    where = f" written to {done.path}" if done.path else ""
    read = "each read by a person in this wording"
    if done.table.wish.include_unreviewed:
        number = done.table.unreviewed_count
        read = f"UNREVIEWED, nobody has read {number} of them; not for release"
    quotes = format_count(len(done.table.lines), "quote")
    codes = format_count(len(done.sheet.groups), "code")
    accepted = done.audit.describe_accepted()
    verdict = " ".join(filter(None, ("the audit passed.", accepted, done.audit.sentence)))
    output.say(f"{quotes} of {codes}{where}: {read}; {verdict}")
