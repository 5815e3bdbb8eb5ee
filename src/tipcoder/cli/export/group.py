"""`export` and its actions."""

from __future__ import annotations

from tipcoder.cli.commands import define_group
from tipcoder.errors import ExitStatus


@define_group(
    "export",
    action_needed="matrix, workbook, qdpx, qdc or archive",
    examples=(
        "tipcoder export matrix -o codes.sav",
        "tipcoder export workbook -o study.xlsx",
        "tipcoder export qdpx -o quotes.qdpx",
        "tipcoder export qdpx --raw -o study.qdpx",
        "tipcoder export qdc -o codebook.qdc",
        "tipcoder export archive --raw -o study.zip",
    ),
)
def require_export_action() -> int:
    """Write the study as tables, for programs that read REFI-QDA, or whole for yourself.

    Other tables are written by the verbs that make them, such as `quotes`, `codings` and `merge`.
    """
    return ExitStatus.DONE
