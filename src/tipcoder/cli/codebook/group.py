"""`codebook` and its actions."""

from __future__ import annotations

from tipcoder.cli.commands import define_group
from tipcoder.errors import ExitStatus


@define_group(
    "codebook",
    action_needed="ACTION",
    examples=("tipcoder codebook show", "tipcoder codebook diff --revisions"),
)
def require_codebook_action() -> int:
    """Show the codebook, check it, and change it.

    Each change is one act, and `undo` takes it back.
    """
    return ExitStatus.DONE
