"""`bundle` and its actions."""

from __future__ import annotations

from tipcoder.cli.commands import define_group
from tipcoder.errors import ExitStatus


@define_group(
    "bundle",
    action_needed="export or import",
    examples=(
        "tipcoder bundle export --coder anna -o anna.json",
        "tipcoder bundle import anna.json",
    ),
)
def require_bundle_action() -> int:
    """Take one coder's work to another copy of this study.

    A bundle holds codes and finished answers by response ID. No answer's text and no name is in it.
    """
    return ExitStatus.DONE
