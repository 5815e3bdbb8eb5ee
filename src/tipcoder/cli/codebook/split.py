"""`codebook split`: a new code of some codings of another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.codebook.edits import edit_codebook, edit_options
from tipcoder.cli.codebook.language import language_option
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, code_argument, flag, option
from tipcoder.cli.types import FilePath
from tipcoder.errors import BadInput, did_you_mean

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy


@define_command(
    "codebook split",
    examples=('tipcoder codebook split money "Unpaid grants" --codings chosen.csv --below',),
)
@code_argument("code", "KEY", "the code whose codings are split")
@argument("label", "NEWLABEL", "what the new code is called")
@option(
    "--codings",
    "file",
    metavar="FILE",
    type=FilePath(),
    required=True,
    help="which codings go to the new code",
)
@flag("--below", about="make it a sub-code of KEY, not a sibling")
@language_option("the label's language")
@edit_options
def split_code(
    code: str,
    label: str,
    file: Path,
    below: bool,
    language: str | None,
    dry_run: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Make a new code of some codings of another.

    FILE chooses the codings: a CSV with a column case (every coding of KEY on those cases), or
    lines of `tipcoder codings export`, which name question, coder, start and end as well.
    """

    def build_edit(study: OpenStudy) -> CodebookEdit:
        from tipcoder.workbench.codebook.edits import SplitCode
        from tipcoder.workbench.codebook.file import read_codebook_in_force
        from tipcoder.workbench.exchange.chosen_codings import choose_codings

        book = read_codebook_in_force(study)
        if code not in book.codes:
            raise BadInput(f"There is no code {code!r}.", did_you_mean(code, book.codes))
        # Chosen while the study is open: offsets in the file are looked up in its texts.
        ids = tuple(choose_codings(study, code, file))
        return SplitCode(code, label, language or study.definition.languages[0], ids, below=below)

    return edit_codebook(study_folder, coder, dry_run, build_edit)
