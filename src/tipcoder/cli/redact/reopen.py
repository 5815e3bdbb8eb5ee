"""`redact reopen`: decisions removed."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import coder_option, place_arguments, study_option
from tipcoder.cli.redact.places import RedactionPlace, find_span, open_desk
from tipcoder.errors import ExitStatus


@define_command("redact reopen", examples=("tipcoder redact reopen 1254 role 12-30",))
@place_arguments
@coder_option
@study_option
def reopen_decisions(
    case: str,
    question: str,
    span: tuple[int, int] | None,
    coder: str | None,
    study_folder: Path | None,
) -> int:
    """Remove the decisions in an answer, or in a part of it."""
    with open_desk(study_folder, coder) as desk:
        where = find_span(desk, RedactionPlace(case, question, span))
        output.say(desk.reopen_span(*where))
    return ExitStatus.DONE
