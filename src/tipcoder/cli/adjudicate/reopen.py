"""`adjudicate reopen`: a decision removed."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.adjudicate.options import actor_options, disagreement_arguments
from tipcoder.cli.commands import define_command
from tipcoder.errors import ExitStatus


@define_command("adjudicate reopen", examples=("tipcoder adjudicate reopen 1254 role money",))
@disagreement_arguments
@actor_options
def reopen_disagreement(
    case: str, question: str, code: str, coder: str | None, study_folder: Path | None
) -> int:
    """Remove a decision; the disagreement is open again."""
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(study_folder, viewer=coder) as study:
        desk = Adjudication(study, study.find_coder(coder))
        done = desk.reopen_disagreement(desk.require_disagreement(case, question, code))
    output.say_done(done)
    return ExitStatus.DONE
