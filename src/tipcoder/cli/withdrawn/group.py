"""`withdrawn`: the answers that were withdrawn, and what was decided about them."""

from __future__ import annotations

from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_group
from tipcoder.cli.options import format_option, study_option, viewer
from tipcoder.errors import ExitStatus

_COLUMNS = ("case", "question", "how", "since", "decision", "reason")


@define_group("withdrawn", examples=("tipcoder withdrawn", "tipcoder withdrawn --format csv"))
@format_option()
@study_option
@viewer
def list_withdrawn(form: str, study_folder: Path | None, viewer: str | None) -> int:
    """List answers whose text a later survey file no longer has.

    It is withheld or empty there, or its row is gone. Text and codes stay, so nothing that was
    counted changes. Quotes of it are held back until somebody decides: `tipcoder erase` takes the
    words out of the study, `tipcoder withdrawn keep` releases them all the same.
    """
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.withdrawal.answers import HOW, list_withdrawals, warn_of_withdrawals

    with open_study_folder(study_folder, read_only=True, viewer=viewer) as study:
        found = list_withdrawals(study)
        warning = warn_of_withdrawals(study)
    rows = []
    for each in found:
        rows.append(
            {
                "case": each.case,
                "question": each.question,
                "how": HOW[each.how],
                "since": each.at,
                "decision": each.decision,
                "reason": each.reason,
            }
        )
    output.print_records("Withdrawn answers", rows, _COLUMNS, form, empty="None was withdrawn.")
    if warning:
        output.say(f"{warning}.")
    return ExitStatus.DONE
