"""`agreement --training`: new coders against what was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.cli.agreement_output import StudyRequest


def print_training(name: str, form: str, request: StudyRequest) -> int:
    """Print how well the coders of a training agree with what was settled, through the gate."""
    from tipcoder.cli.publishing import check_printed
    from tipcoder.export.report import build_records_report
    from tipcoder.workbench.agreement.training import TRAINING_COLUMNS, measure_training
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.publishing.coder_numbers import number_study_coders
    from tipcoder.workbench.publishing.declaration import LetsOut

    said: tuple[str, ...] = ()
    with open_study_folder(request.folder, read_only=True, viewer=request.viewer) as study:
        records = measure_training(study, name)
        # A table is for the screen, where coders know each other.
        if form != "table" and not request.is_named:
            names = list(dict.fromkeys(str(record["coder"]) for record in records))
            numbers = number_study_coders(study, names)
            for record in records:
                record["coder"] = numbers[str(record["coder"])]
        empty = "None of its answers is finished yet, as far as you may see."
        report = build_records_report("Training", records, TRAINING_COLUMNS, empty=empty)
        if form != "table":
            said = check_printed(study, report, form, LetsOut(coder_names=request.is_named))
    output.print_report(report, form)
    output.say("What a coder said first counts, before she was told what was settled.")
    output.say_all(said)
    return ExitStatus.DONE
