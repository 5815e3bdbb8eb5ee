"""`codebook restore`: a retired code in use again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.codebook.edits import edit_codebook, edit_options
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy


@define_command("codebook restore", examples=("tipcoder codebook restore money --dry-run",))
@argument("code", "KEY", "its key, as `codebook retired` lists it")
@edit_options
def restore_code(code: str, dry_run: bool, coder: str | None, study_folder: Path | None) -> int:
    """Bring a retired code back. Its codings count again."""

    def build_edit(_study: OpenStudy) -> CodebookEdit:
        from tipcoder.workbench.codebook.edits import RestoreCode

        return RestoreCode(code)

    return edit_codebook(study_folder, coder, dry_run, build_edit)
