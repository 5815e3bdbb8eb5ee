"""`codebook move`: another place in the tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli.codebook.edits import edit_codebook, edit_options
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import code_argument, flag, option
from tipcoder.cli.types import CodeKey

if TYPE_CHECKING:
    from tipcoder.workbench.codebook.edits import CodebookEdit
    from tipcoder.workbench.study import OpenStudy


@define_command(
    "codebook move",
    examples=(
        "tipcoder codebook move training --under government",
        "tipcoder codebook move training --top --before money",
    ),
    exclusive=(("--under", "--top"),),
    one_of=("--under", "--top"),
)
@code_argument("code", "KEY")
@option("--under", metavar="PARENT", type=CodeKey(), help="below this code")
@flag("--top", about="below no code")
@option(
    "--before", metavar="KEY", type=CodeKey(), help="in front of this code there (default: last)"
)
@edit_options
def move_code(
    code: str,
    under: str | None,
    top: bool,
    before: str | None,
    dry_run: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Move a code in the tree, with the codes below it."""

    def build_edit(_study: OpenStudy) -> CodebookEdit:
        from tipcoder.workbench.codebook.edits import MoveCode

        # Without a parent a code stands at the top.
        return MoveCode(code, None if top else under, before)

    return edit_codebook(study_folder, coder, dry_run, build_edit)
