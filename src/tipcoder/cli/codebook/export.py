"""`codebook export`: the codebook for another study, a spreadsheet or an appendix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.codebook.language import choose_language, language_option
from tipcoder.cli.commands import define_command
from tipcoder.cli.file_format import check_file_format
from tipcoder.cli.options import (
    count_option,
    format_option,
    output_file,
    raw_option,
    study_option,
    viewer,
)
from tipcoder.cli.publishing import check_printed
from tipcoder.errors import ExitStatus
from tipcoder.export.format_names import PRINTED, WRITTEN

if TYPE_CHECKING:
    from tipcoder.model.codes import Codebook
    from tipcoder.workbench.study import OpenStudy

_TOML = "toml"
"""What a codebook is written in by hand, and no format of a report."""
_ENDINGS = (".toml", *WRITTEN)


@define_command(
    "codebook export",
    examples=(
        "tipcoder codebook export -o codebook.csv",
        "tipcoder codebook export --format markdown --language ru -o appendix.md",
    ),
)
@format_option((_TOML, *PRINTED), None, "how to print (default: toml)")
@output_file(f"write: {', '.join(_ENDINGS)} (default: print)")
@count_option("--revision", about="an earlier one (default: the one in force)")
@language_option("the language of the documents")
@raw_option("also where examples are words of answers as they were written, for the team")
@study_option
@viewer
def export_codebook(
    form: str | None,
    file: Path | None,
    revision: int | None,
    language: str | None,
    raw: bool,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Write the codebook for another study, a spreadsheet or an appendix.

    An example that repeats an answer has to stand in its released wording.
    """
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.codebook.revisions import require_revision
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output
    from tipcoder.workbench.publishing.released_examples import refuse_raw_examples
    from tipcoder.workbench.team_files import RAW_WARNING
    from tipcoder.workbench.withdrawal.examples import hold_back_examples

    # As in other programs `-o -` means stdout.
    target = None if file == Path("-") else file
    written_as = form or _TOML
    if target is not None:
        written_as = check_file_format(target, form, _ENDINGS)
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if target is not None:
            claim_output(study, target)
        book = (
            read_codebook_in_force(study) if revision is None else require_revision(study, revision)
        )
        book, held = hold_back_examples(study, book)
        written_in = choose_language(language, book, study.definition.languages)
        if not raw:
            refuse_raw_examples(study, (book,))
        if target is not None:
            _write_codebook(study, target, book, written_as, written_in, raw=raw)
        elif not raw:
            output.say_all(_check_printed(study, book, written_as, written_in))
    if target is None:
        _print_codebook(book, written_as, written_in)
        if raw:
            output.say(RAW_WARNING)
    output.say_all([held])
    return ExitStatus.DONE


def _check_printed(study: OpenStudy, book: Codebook, form: str, language: str) -> tuple[str, ...]:
    """Make sure that what is printed may leave; returns what has to be said of it."""
    from tipcoder.export.codebook_report import build_codebook_report
    from tipcoder.workbench.codebook.formats import codebook_to_toml
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.publication import check_text

    if form != _TOML:
        return check_printed(study, build_codebook_report(book, language), form)
    return check_text(study, codebook_to_toml(book), f".{_TOML}", LetsOut()).sentences


def _print_codebook(book: Codebook, form: str, language: str) -> None:
    from tipcoder.export.codebook_report import build_codebook_report
    from tipcoder.workbench.codebook.formats import codebook_to_toml

    if form != _TOML:
        output.print_report(build_codebook_report(book, language), form)
    elif output.measure_terminal() is not None:
        output.print_text(codebook_to_toml(book).rstrip("\n"))
    else:
        output.print_data(codebook_to_toml(book))


def _write_codebook(
    study: OpenStudy, file: Path, book: Codebook, form: str, language: str, *, raw: bool
) -> None:
    from tipcoder.export.codebook_report import build_codebook_report
    from tipcoder.export.formats import render_report
    from tipcoder.export.leaving import LeavingFile
    from tipcoder.workbench.codebook.formats import codebook_to_toml
    from tipcoder.workbench.publishing.declaration import LetsOut
    from tipcoder.workbench.publishing.publication import publish_files
    from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team

    content: str | bytes
    if form == _TOML:
        content = codebook_to_toml(book)
    else:
        content = render_report(build_codebook_report(book, language), form)
    leaving = LeavingFile(file, content, file.suffix.lower())
    if raw:
        (file,) = hand_to_team(study, [leaving], raw=True)
        said: tuple[str, ...] = (RAW_WARNING,)
    else:
        said = publish_files(study, [leaving], LetsOut()).sentences
    output.say(f"{output.format_count(len(book.codes), 'code')} written to {file}.")
    output.say_all(said)
