"""`redact accept`: what is proposed is done."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, flag, option, place_arguments, study_option
from tipcoder.cli.redact.places import RedactionPlace, find_proposals, open_desk
from tipcoder.errors import ExitStatus


@define_command(
    "redact accept",
    examples=(
        "tipcoder redact accept 1254 role",
        "tipcoder redact accept 1254 role 12-30 --generalise",
    ),
    exclusive=(("--replacement", "--generalise", "--ellipsis"),),
)
@place_arguments
@option("--replacement", metavar="TEXT", help="other words instead of the usual noun")
@flag("--generalise", about="use the next wider noun")
@flag("--ellipsis", about="leave it out: [...]")
@coder_option
@study_option
def accept_proposals(
    case: str,
    question: str,
    span: tuple[int, int] | None,
    replacement: str | None,
    generalise: bool,
    ellipsis: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Replace what is proposed in an answer, or in a part of it."""
    style = "generalise" if generalise else ""
    if ellipsis:
        style = "ellipsis"
    place = RedactionPlace(case, question, span)
    with open_desk(study_folder, coder) as desk:
        proposals = find_proposals(desk, place)
        output.say(desk.accept_proposals(proposals, style=style, replacement=replacement))
    return ExitStatus.DONE
