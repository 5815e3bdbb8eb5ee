"""`redact review`: a person has read a quote."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, flag, place_arguments, study_option
from tipcoder.cli.redact.places import RedactionPlace, find_span, open_desk
from tipcoder.errors import ExitStatus


@define_command(
    "redact review",
    examples=(
        "tipcoder redact review 1254 role 0-80",
        "tipcoder redact review 1254 role --withhold",
    ),
)
@place_arguments
@flag("--withhold", about="it must not be released")
@coder_option
@study_option
def review_quote(
    case: str,
    question: str,
    span: tuple[int, int] | None,
    withhold: bool,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Confirm that you read a quote as it would be released.

    Prints the released wording. Ask yourself: could a colleague in this country name the source?
    """
    with open_desk(study_folder, coder) as desk:
        where = find_span(desk, RedactionPlace(case, question, span))
        # The wording is taken before the act: it is what was read.
        wording = desk.build_wording(*where)
        output.say(desk.review_stretches([where], withhold=withhold))
    output.print_text(wording)
    return ExitStatus.DONE
