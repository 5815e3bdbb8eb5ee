"""`codebook import`: another codebook instead of this one."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.codebook.edits import edit_options, make_edit
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, flag, format_option
from tipcoder.cli.types import FilePath
from tipcoder.errors import ExitStatus

_COLUMNS = ("code", "what", "language", "before", "after")


@define_command(
    "codebook import",
    examples=(
        "tipcoder codebook import new.toml --dry-run",
        "tipcoder codebook import new.toml",
        "tipcoder codebook import theirs.xlsx --add",
    ),
)
@argument("file", "FILE", "TOML, CSV, XLSX, REFI-QDA or a text list", type=FilePath())
@flag("--add", about="add the codes that are new and leave the others as they are")
@format_option()
@edit_options
def import_codebook(
    file: Path,
    add: bool,
    form: str,
    dry_run: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Make a codebook the new revision.

    Codes that it lacks are retired, with their codings kept; with --add they stay, and only codes
    that are new are taken from the file.
    """
    from tipcoder.workbench.codebook.edits import ReplaceCodebook
    from tipcoder.workbench.codebook.file import read_codebook_in_force
    from tipcoder.workbench.codebook.foreign_codebooks import read_any_codebook
    from tipcoder.workbench.codebook.formats import add_new_codes, find_differences
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(
        study_folder, read_only=dry_run, viewer=coder, import_edits=False
    ) as study:
        before = read_codebook_in_force(study)
        book = read_any_codebook(file, before.language, before.title)
        # The file's own text is kept beside what it means, so that comments are not lost.
        text = file.read_text("utf-8-sig") if file.suffix.casefold() == ".toml" else None
        if add:
            book, text = add_new_codes(before, book), None
        changes = find_differences(before, book)
        make_edit(study, ReplaceCodebook(book, file.name, text), coder, dry_run)
    rows = [change._asdict() for change in changes]
    output.print_records("Differences", rows, _COLUMNS, form, empty="They do not differ.")
    return ExitStatus.DONE
