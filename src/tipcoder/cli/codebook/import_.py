"""`codebook import`: another codebook instead of this one."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.codebook.edits import edit_options, make_edit
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, format_option
from tipcoder.cli.types import FilePath
from tipcoder.errors import ExitStatus

_COLUMNS = ("code", "what", "language", "before", "after")


@define_command(
    "codebook import",
    examples=(
        "tipcoder codebook import new.toml --dry-run",
        "tipcoder codebook import new.toml",
    ),
)
@argument("file", "FILE", "the codebook", type=FilePath())
@format_option()
@edit_options
def import_codebook(
    file: Path, form: str, dry_run: bool, coder: str | None, study_folder: Path | None
) -> int:
    """Make a TOML codebook the new revision.

    Codes that it lacks are retired: their codings stay.
    """
    from tipcoder.workbench.codebook.edits import ReplaceCodebook
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.codebook.formats import find_differences, read_codebook
    from tipcoder.workbench.opening import open_study_folder

    book = read_codebook(file)
    # The file's own text is kept beside what it means, so that comments are not lost.
    text = file.read_text("utf-8-sig")
    with open_study_folder(
        study_folder, read_only=dry_run, viewer=coder, import_edits=False
    ) as study:
        changes = find_differences(read_codebook_in_force(study), book)
        make_edit(study, ReplaceCodebook(book, file.name, text), coder, dry_run)
    rows = [change._asdict() for change in changes]
    output.print_records("Differences", rows, _COLUMNS, form, empty="They do not differ.")
    return ExitStatus.DONE
