"""`export` and its actions."""

from __future__ import annotations

from tipcoder.cli.commands import define_group
from tipcoder.errors import ExitStatus


@define_group(
    "export",
    action_needed="matrix, workbook, qdpx or qdc",
    examples=(
        "tipcoder export matrix -o codes.sav",
        "tipcoder export workbook -o study.xlsx",
        "tipcoder export qdpx -o quotes.qdpx",
        "tipcoder export qdpx --raw -o study.qdpx",
        "tipcoder export qdc -o codebook.qdc",
    ),
)
def require_export_action() -> int:
    """Write the study as tables, and for programs that read REFI-QDA, such as NVivo or MAXQDA.

    Other tables are written by the verbs that make them, such as `quotes`, `codings` and `merge`.
    """
    return ExitStatus.DONE
