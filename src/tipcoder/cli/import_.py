"""`import`: late respondents and corrected rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.bundle.import_ import import_bundle_file
from tipcoder.cli.commands import define_command
from tipcoder.cli.import_report import find_import_status, print_report, watch_import
from tipcoder.cli.options import (
    argument,
    coder_option,
    dry_run_option,
    flag,
    format_option,
    option,
    reading_options,
    study_option,
)
from tipcoder.cli.types import InputFile
from tipcoder.cli.words import say_renamed
from tipcoder.errors import BadInput

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy
    from tipcoder.workbench.survey.importing import ReadOptions

_BUNDLE = "bundle"
"""The word behind `import` by which a coder's work came in, in the release before."""


@define_command(
    "import",
    examples=(
        "tipcoder import new-answers.csv --dry-run",
        "tipcoder import new-answers.csv",
        "tipcoder import answers-2025.csv --wave 2025 --first-wave 2023",
    ),
)
@argument(
    "files",
    "FILE",
    "the survey as CSV; - for standard input",
    nargs=-1,
    required=True,
    type=InputFile(),
)
@option("--as", "same_as", metavar="NAME", hidden=True, help="of a bundle: who its coder is here")
@flag("--part", about="the file is a part of the survey: rows that it lacks were not taken out")
@option(
    "--first-wave",
    metavar="NAME",
    help="with the second wave: what the one before it is called (default: 1)",
)
@flag("--erase-replaced", about="erase the wordings that the file replaces, without asking")
@dry_run_option("say what would happen and write nothing")
@reading_options
@format_option()
@coder_option
@study_option
def import_answers(
    files: tuple[Path, ...],
    same_as: str | None,
    part: bool,
    first_wave: str | None,
    erase_replaced: bool,
    dry_run: bool,
    reading: ReadOptions,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Add new rows of the survey, or its next wave.

    A changed text becomes a new version; codings are never moved or cleared. An answer that the
    file withholds, leaves empty or has no row for any more was withdrawn: its quotes are held back
    until somebody decides. A row counts as gone where the file has most of the rows that came in
    with it. Rows of another wave are cases of their own, and change nothing in the waves before: a
    column says the wave (`wave` in study.toml), or --wave does. A coder's work from another copy of
    this study comes in with `tipcoder bundle import`.
    """
    # A survey file may be called bundle, so the old spelling needs a second word.
    first, *more = files
    if str(first) == _BUNDLE and len(more) == 1:
        say_renamed("import bundle", "bundle import")
        return import_bundle_file(more[0], same_as, dry_run, form, coder, study_folder)
    _refuse_bundle_words(more, same_as)
    wish = _ImportWish(first, reading, part, first_wave, erase_replaced, dry_run)
    return _import_survey(wish, form, coder, study_folder)


@dataclass(frozen=True)
class _ImportWish:
    file: Path
    reading: ReadOptions
    part: bool
    first_wave: str | None
    erase_replaced: bool
    dry_run: bool


def _refuse_bundle_words(more: Sequence[Path], same_as: str | None) -> None:
    """Raises BadInput for what only a bundle has."""
    if more:
        raise BadInput(
            "`tipcoder import` takes one file at a time.",
            "Or do you mean `tipcoder bundle import FILE`?",
        )
    if same_as is not None:
        raise BadInput(
            "--as is for a bundle and not for a survey.",
            "Leave it out, or use `tipcoder bundle import FILE`.",
        )


def _import_survey(
    wish: _ImportWish, form: str, coder: str | None, study_folder: Path | None
) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.survey.importing import import_survey

    with open_study_folder(study_folder, import_edits=False) as study:
        person = study.find_coder(coder)
        with output.working("Importing", wish.file.name) as line:
            report = import_survey(
                study,
                person,
                wish.file,
                wish.reading,
                dry_run=wish.dry_run,
                is_part=wish.part,
                first_wave=wish.first_wave,
                watch=watch_import(line),
            )
        print_report(report, form)
        if report.replaced and not wish.dry_run:
            _offer_to_erase(study, coder, without_asking=wish.erase_replaced)
    return find_import_status(report)


def _offer_to_erase(study: OpenStudy, coder: str | None, *, without_asking: bool) -> None:
    """Wordings that were replaced are still in the study; a person may want them gone."""
    from tipcoder.workbench.erasure.erasing import count_replaced_wordings, erase_words
    from tipcoder.workbench.erasure.plan import EraseRequest, ErasureScope

    # Also those that an earlier import replaced.
    replaced = count_replaced_wordings(study)
    held = output.format_count(replaced, "replaced wording")
    be, them = ("is", "it") if replaced == 1 else ("are", "them")
    command = 'tipcoder erase --replaced --reason "..."'
    answer: str | None = "y"
    if not without_asking:
        answer = output.ask_person(f"{held} {be} still in the study. Erase {them} for good? [y/N] ")
    if answer is None or answer.strip().casefold() not in ("y", "yes"):
        output.say(f"{held} {be} still in the study; `{command}` erases {them} for good.")
        return
    request = EraseRequest(ErasureScope(only_replaced=True), "replaced by an import")
    output.say_all(erase_words(study, study.find_coder(coder), request))
