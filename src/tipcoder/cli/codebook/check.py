"""`codebook check`: is codebook.toml fit to work with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, format_option, option, study_option, viewer
from tipcoder.cli.output import format_count
from tipcoder.cli.types import FilePath, Words
from tipcoder.errors import BadInput, EnvironmentFault, ExitStatus

if TYPE_CHECKING:
    from tipcoder.model.codes import Codebook


@define_command(
    "codebook check",
    examples=("tipcoder codebook check", "tipcoder codebook check draft.toml --languages en,ru"),
)
@argument("file", "[FILE]", "a codebook (default: the study's)", type=FilePath(), required=False)
@option(
    "--languages",
    metavar="en,es",
    type=Words(once=True),
    default=(),
    help="languages that need cues (default: the study's, or those FILE has cues in)",
)
@format_option()
@study_option
@viewer
def check_codebook(
    file: Path | None,
    languages: tuple[str, ...],
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Look for gaps: codes without a definition, examples, or cues. Exit status 1 when a code has
    one.
    """
    from tipcoder.workbench.codebook.formats import find_gaps, read_codebook

    spoken: tuple[str, ...] = ()
    path = file
    if path is None:
        path, spoken = _find_codebook(study_folder)
    # Read first: a file that cannot be read is refused with its line, whatever the store is like.
    book = read_codebook(path)
    waits = file is None and _waits_for_codes(study_folder, viewer)

    _check_languages(languages)
    found = find_gaps(book, languages or spoken or _list_languages(book))
    _print_gaps(path.name, found, form)
    codable = sum(code.codable for code in book.codes.values())
    codes = format_count(len(book.codes), "code")
    output.say(f"{codes}, {codable} for quotes, {format_count(len(found), 'gap')}.")
    return ExitStatus.CHECK_FAILED if found or waits else ExitStatus.DONE


def _print_gaps(file: str, found: Sequence[str], form: str) -> None:
    from tipcoder.export.document import Document, Preformatted
    from tipcoder.export.report import build_records_report

    rows = [{"file": file, "gap": sentence} for sentence in found]
    report = build_records_report("Gaps", rows, ("file", "gap"), empty="No gap was found.")
    lines = [f"{file}: {sentence}" for sentence in found]
    blocks = (Preformatted("\n".join(lines)),) if lines else ()
    output.print_report(replace(report, narrow=Document("Gaps", blocks)), form)


def _find_codebook(study_folder: Path | None) -> tuple[Path, tuple[str, ...]]:
    """The study's codebook and the languages of its answers; the store is not needed."""
    from tipcoder.workbench.study_folder import (
        CODEBOOK_FILE,
        STUDY_FILE,
        find_study_folder,
        read_study,
    )
    from tipcoder.workbench.trust import require_own_files

    folder = find_study_folder(study_folder or Path.cwd())
    require_own_files(folder)
    return folder / CODEBOOK_FILE, read_study(folder / STUDY_FILE).languages


def _waits_for_codes(study_folder: Path | None, viewer: str | None) -> bool:
    """Take the study's codebook in if it was edited; returns whether it drops codes in use, and
    waits.
    """
    from tipcoder.workbench.codebook.formats import waits_for_codes
    from tipcoder.workbench.opening import open_study_folder

    try:
        with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
            return waits_for_codes(study)
    except EnvironmentFault:
        return False  # a file can be checked without its store


def _check_languages(languages: tuple[str, ...]) -> None:
    from tipcoder.workbench.study_folder import LANGUAGE

    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise BadInput(
                f"--languages: {language!r} is not a language.", "Use codes like en, es, ru."
            )


def _list_languages(book: Codebook) -> tuple[str, ...]:
    """Languages in which any code has cues; without cues, the codebook's own."""
    languages: dict[str, None] = {}
    for code in book.codes.values():
        for language, cues in code.cues.items():
            if cues:
                languages[language] = None
    return tuple(languages) or (book.language,)
