"""`codebook export`: the codebook for another study, a spreadsheet or an appendix."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.codebook.language import choose_language, language_option
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import count_option, format_option, output_file, study_option, viewer
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.model import Codebook

_ENDINGS = {".toml": "toml", ".csv": "csv", ".json": "json", ".md": "markdown"}


@define_command(
    "codebook export",
    examples=(
        "tipcoder codebook export -o codebook.csv",
        "tipcoder codebook export --format markdown --language ru -o appendix.md",
    ),
)
@format_option(tuple(_ENDINGS.values()), None, "how to write (default: toml, or what FILE ends in)")
@output_file("where to write (default: stdout)")
@count_option("--revision", about="an earlier one (default: the one in force)")
@language_option("the language of the Markdown table")
@study_option
@viewer
def export_codebook(
    form: str | None,
    file: Path | None,
    revision: int | None,
    language: str | None,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Write the codebook for another study, a spreadsheet or an appendix."""
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.codebook.revisions import require_revision
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output

    # As in other programs `-o -` means stdout.
    target = None if file == Path("-") else file
    written_as = _choose_form(target, form)
    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        if target is not None:
            claim_output(study, target)
        book = (
            read_codebook_in_force(study) if revision is None else require_revision(study, revision)
        )
        languages = study.definition.languages

    written_in = choose_language(language, book, languages)
    if target is None:
        _print_codebook(book, written_as, written_in)
    else:
        _write_codebook(target, book, written_as, written_in)
    return ExitStatus.DONE


def _print_codebook(book: Codebook, form: str, language: str) -> None:
    from tipcoder.workbench.codebook.formats import (
        build_codebook_rows,
        codebook_to_document,
        format_codebook,
    )

    if form == "csv":
        output.print_csv(*build_codebook_rows(book))
    elif form == "json":
        output.print_json(codebook_to_document(book))
    elif form == "markdown" or (sys.stdout is not None and sys.stdout.isatty()):
        output.print_text(format_codebook(book, form, language).rstrip("\n"))
    else:
        output.print_data(format_codebook(book, form, language))


def _write_codebook(file: Path, book: Codebook, form: str, language: str) -> None:
    from tipcoder.export.tables import write_requested_file
    from tipcoder.workbench.codebook.formats import format_codebook

    write_requested_file(file, format_codebook(book, form, language))
    output.say(f"{output.format_count(len(book.codes), 'code')} written to {file}.")


def _choose_form(file: Path | None, wanted: str | None) -> str:
    """The form asked for. Raises BadInput for a file whose name promises another one."""
    if file is None:
        return wanted or "toml"
    named = _ENDINGS.get(file.suffix.lower())
    if named is None:
        raise BadInput(
            f"{file}: a codebook cannot be written so.",
            f"Name a file that ends in {', '.join(_ENDINGS)}.",
        )
    if wanted and wanted != named:
        endings = {form: ending for ending, form in _ENDINGS.items()}
        raise BadInput(
            f"{file}: would hold {wanted}.", f"Name a file that ends in {endings[wanted]}."
        )
    return named
