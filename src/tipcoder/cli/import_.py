"""`import`: late respondents and corrected rows."""

from __future__ import annotations

from collections.abc import Sequence
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
    format_option,
    option,
    reading_options,
    study_option,
)
from tipcoder.cli.types import InputFile
from tipcoder.cli.words import say_renamed
from tipcoder.errors import BadInput

if TYPE_CHECKING:
    from tipcoder.workbench.survey.importing import ReadOptions

_BUNDLE = "bundle"
"""The word behind `import` by which a coder's work came in, in the release before."""


@define_command(
    "import",
    examples=("tipcoder import new-answers.csv --dry-run", "tipcoder import new-answers.csv"),
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
@dry_run_option("say what would happen and write nothing")
@reading_options
@format_option()
@coder_option
@study_option
def import_answers(
    files: tuple[Path, ...],
    same_as: str | None,
    dry_run: bool,
    reading: ReadOptions,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Add new rows of the survey.

    A changed text becomes a new version; codings are never moved or cleared. A coder's work from
    another copy of this study comes in with `tipcoder bundle import`.
    """
    # A survey file may be called bundle, so the old spelling needs a second word.
    first, *more = files
    if str(first) == _BUNDLE and len(more) == 1:
        say_renamed("import bundle", "bundle import")
        return import_bundle_file(more[0], same_as, dry_run, form, coder, study_folder)
    _refuse_bundle_words(more, same_as)
    return _import_survey(first, reading, dry_run, form, coder, study_folder)


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
    file: Path,
    reading: ReadOptions,
    dry_run: bool,
    form: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.survey.importing import import_survey

    with open_study_folder(study_folder, import_edits=False) as study:
        person = study.find_coder(coder)
        with output.working("Importing", file.name) as line:
            watch = watch_import(line)
            report = import_survey(study, person, file, reading, dry_run=dry_run, watch=watch)
    print_report(report, form)
    return find_import_status(report)
