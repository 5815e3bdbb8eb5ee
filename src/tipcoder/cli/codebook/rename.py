"""`codebook rename`: another label for a code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.codebook.edits import edit_codebook, edit_options
from tipcoder.cli.codebook.language import language_option
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, code_argument

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy


@define_command(
    "codebook rename", examples=('tipcoder codebook rename pushback "Push-back by officials"',)
)
@code_argument("code", "KEY")
@argument("label", "LABEL", "what it is called from now on")
@language_option("the label's language")
@edit_options
def rename_code(
    code: str,
    label: str,
    language: str | None,
    dry_run: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Give a code another label. Its key stays, and so do its codings."""

    def build_edit(study: OpenStudy) -> CodebookEdit:
        from tipcoder.workbench.codebook.edits import EditText

        return EditText(code, "label", language or study.definition.languages[0], label)

    return edit_codebook(study_folder, coder, dry_run, build_edit)
