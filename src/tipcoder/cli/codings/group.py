"""`codings` and its actions."""

from __future__ import annotations

from tipcoder.cli.commands import define_group
from tipcoder.errors import ExitStatus


@define_group(
    "codings",
    action_needed="import, export, carry, alike or template",
    examples=("tipcoder codings export codings.csv", "tipcoder codings import codings.csv"),
)
def require_codings_action() -> int:
    """Import and export codings, also those of a spreadsheet or of another program."""
    return ExitStatus.DONE
