"""`codebook merge`: two codes become one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.codebook.edits import edit_codebook, edit_options
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import code_argument

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy


@define_command("codebook merge", examples=("tipcoder codebook merge pressure pushback --dry-run",))
@code_argument("source", "FROM", "the code that goes")
@code_argument("target", "INTO", "the code that stays")
@edit_options
def merge_codes(
    source: str, target: str, dry_run: bool, coder: str | None, study_folder: Path | None
) -> int:
    """Merge a code into another, with everybody's codings.

    Every coding of FROM becomes one of INTO on the same words, whoever made it, and none is
    doubled. INTO inherits examples, cues and the codes below; FROM is retired.
    """

    def build_edit(_study: OpenStudy) -> CodebookEdit:
        from tipcoder.workbench.codebook.edits import MergeCodes

        return MergeCodes(source, target)

    return edit_codebook(study_folder, coder, dry_run, build_edit)
