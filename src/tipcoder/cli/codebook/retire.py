"""`codebook retire`: a code out of use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.codebook.edits import edit_codebook, edit_options
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import code_argument

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy


@define_command("codebook retire", examples=("tipcoder codebook retire money --dry-run",))
@code_argument("code", "KEY")
@edit_options
def retire_code(code: str, dry_run: bool, coder: str | None, study_folder: Path | None) -> int:
    """Take a code out of use. Its codings stay, and `tipcoder codebook restore` brings it back."""

    def build_edit(_study: OpenStudy) -> CodebookEdit:
        from tipcoder.workbench.codebook.edits import RetireCode

        return RetireCode(code)

    return edit_codebook(study_folder, coder, dry_run, build_edit)
