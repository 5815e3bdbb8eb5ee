"""`withdrawn keep`: quotes of a withdrawn answer may leave all the same."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import argument, coder_option, option, study_option
from tipcoder.cli.types import QuestionColumn
from tipcoder.errors import ExitStatus


@define_command(
    "withdrawn keep",
    examples=('tipcoder withdrawn keep 1254 role --reason "an export without the column"',),
)
@argument("case", "CASE", "the case label: 1254, or 1254.2")
@argument("question", "QUESTION", "the column of the question", type=QuestionColumn())
@option("--reason", metavar="TEXT", default="", help="why, for the log; it is needed")
@coder_option
@study_option
def keep_answer(
    case: str, question: str, reason: str, coder: str | None, study_folder: Path | None
) -> int:
    """Decide that quotes of a withdrawn answer may leave all the same, as after a faulty export.

    A reason is needed, and it stands in the log. `tipcoder undo` takes it back.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.withdrawal.answers import keep_withdrawn

    with open_study_folder(study_folder, viewer=coder) as study:
        done = keep_withdrawn(study, study.find_coder(coder), [(case, question)], reason)
    output.say_done(done)
    return ExitStatus.DONE
