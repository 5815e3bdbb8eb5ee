"""`export qdpx`: a project for other programs."""

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
    output_file,
    raw_option,
    study_option,
)
from tipcoder.cli.output import format_count
from tipcoder.cli.quotes.options import (
    columns_option,
    describe_size,
    describe_verdict,
    quote_request,
    readers_option,
    say_held,
    shared_cell_option,
)
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.model.codings import Coder
    from tipcoder.workbench.publishing.accepted_findings import Acceptance
    from tipcoder.workbench.quotes.quote_rows import QuoteRequest
    from tipcoder.workbench.study import OpenStudy

_ENDING = ".qdpx"
_OF_RELEASED = (
    *("--code", "--columns", "--codings-of", "--coder-names", "--readers"),
    *("--smallest-cell", "--blank-small", "--accept"),
)
"""Options that choose among released quotes. With --raw everything is written."""


@define_command(
    "export qdpx",
    examples=(
        "tipcoder export qdpx -o quotes.qdpx --columns country",
        "tipcoder export qdpx --raw -o study.qdpx",
    ),
    exclusive=tuple(("--raw", name) for name in _OF_RELEASED),
)
@output_file("the .qdpx to write", required=True)
@raw_option("every answer as it was written, with everybody's codings and memos, for the team")
@codes_option()
@columns_option("variables of the cases:")
@codings_of_option()
@flag("--coder-names", about="name the coder whose codings they are, instead of a number")
@readers_option
@shared_cell_option("is told of a case")
@flag("--blank-small", about="leave variables empty that fewer share")
@accept_options
@coder_option
@study_option
@quote_request
def export_qdpx_file(
    file: Path,
    raw: bool,
    coder_names: bool,
    quotes: QuoteRequest,
    accept: Acceptance,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Write a REFI-QDA project: cases with variables, texts, codes and quotes.

    Without --raw it has released quotes in their released wording, under response IDs. The
    finished file is read back by the leak audit, as `tipcoder quotes` does it.
    """
    from tipcoder.workbench.opening import open_study_folder

    if file.suffix.lower() != _ENDING:
        raise BadInput(f"{file}: a project ends in {_ENDING}.", f"Name a file like study{_ENDING}.")
    with open_study_folder(study_folder, read_only=raw, viewer=coder) as study:
        if raw:
            _write_raw_project(study, file)
            return ExitStatus.DONE
        _release_project(study, file, quotes, accept, coder_names, study.find_coder(coder))
    return ExitStatus.DONE


def _write_raw_project(study: OpenStudy, file: Path) -> None:
    from tipcoder.workbench.exchange.project_export import export_project
    from tipcoder.workbench.team_files import RAW_WARNING

    with output.working("Writing", file.name) as line:
        done = export_project(study, file, line.counter("texts written"))
    held = f"{format_count(done.codings, 'coding')} of {', '.join(sorted(done.coders)) or 'nobody'}"
    memos = format_count(done.memos, "memo")
    answers = format_count(done.answers, "answer")
    output.say(f"{answers}, {held} and {memos} written to {done.path}.")
    output.say_all((RAW_WARNING, *done.remarks))


def _release_project(
    study: OpenStudy,
    file: Path,
    wish: QuoteRequest,
    accept: Acceptance,
    coder_names: bool,
    coder: Coder,
) -> None:
    from tipcoder.workbench.quotes.project_release import release_project

    with output.working("Reading quotes of", study.definition.title):
        done = release_project(
            study, wish, file, coder_names=coder_names, accept=accept, coder=coder
        )
    say_held(done)
    output.say(done.table.spans.layer.sentence)
    output.say(
        f"{describe_size(done)} written to {done.path}, in the words that were released: "
        f"{describe_verdict(done)}"
    )
