"""`redact reject`: the words stay."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, option, place_arguments, study_option
from tipcoder.cli.redact.places import RedactionPlace, find_proposals, open_desk
from tipcoder.errors import ExitStatus


@define_command(
    "redact reject",
    examples=('tipcoder redact reject 1254 role 12-30 --reason "a street of every town"',),
)
@place_arguments
@option("--reason", metavar="TEXT", default="", help="why; needed where the severity is high")
@coder_option
@study_option
def reject_proposals(
    case: str,
    question: str,
    span: tuple[int, int] | None,
    reason: str,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Keep the words that a proposal would replace."""
    place = RedactionPlace(case, question, span)
    with open_desk(study_folder, coder) as desk:
        output.say(desk.reject_proposals(find_proposals(desk, place), reason))
    return ExitStatus.DONE
