"""`check`: the health of a study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import format_option, study_option, viewer
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.status.check_report import CheckReport

_TOTALS = {
    "answered": "readable answers",
    "readings": "finished",
    "many": "of these many at once",
}
"""Totals whose name in the store would not tell a person what is counted."""


@define_command("check", examples=("tipcoder check", "tipcoder check --format json"))
@format_option()
@study_option
@viewer
def check_health(form: str, study_folder: Path | None, viewer: str | None) -> int:
    """Verify that everything is still there and in order.

    Looks at frozen texts and spans, at every row that numbers or releases rest on against the log,
    and at the codebook, the key file and the store. Exit status 1 on a fault.
    """
    from tipcoder.workbench import notices
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.naming_stretches import warn_of_naming
    from tipcoder.workbench.status.check import check_study

    notices.set_listener(None)  # whatever is told on opening is among the warnings
    with (
        open_study_folder(study_folder, read_only=True, viewer=viewer, import_edits=False) as study,
        output.working("Checking", study.definition.title),
    ):
        report = check_study(study)
        # Texts of a store with faults may be anybody's.
        naming = "" if report.faults else warn_of_naming(study)
        report.warnings += [naming] if naming else []

    # Findings are data and go to stdout; the remedy and the verdict are for a person.
    _print_report(report, form)
    if report.remedy:
        output.say(report.remedy)
    verdict = "FAULTY" if report.faults else "in order"
    output.say(f"{format_totals(report.totals)}: {verdict}.")
    return ExitStatus.CHECK_FAILED if report.faults else ExitStatus.DONE


def _print_report(report: CheckReport, form: str) -> None:
    """Findings in the format asked for; JSON has the totals, too."""
    from tipcoder.export.document import Document, Preformatted
    from tipcoder.export.report import build_records_report

    whole = {
        "faults": report.faults,
        "warnings": report.warnings,
        "totals": report.totals,
        "remedy": report.remedy,
    }
    found = [{"kind": "fault", "finding": fault} for fault in report.faults]
    found += [{"kind": "warning", "finding": warning} for warning in report.warnings]
    printed = build_records_report("Findings", found, ("kind", "finding"), empty="In order.")
    lines = [f"{line['kind']}: {line['finding']}" for line in found]
    blocks = (Preformatted("\n".join(lines)),) if lines else ()
    narrow = Document("Findings", blocks)
    output.print_report(replace(printed, records=whole, narrow=narrow), form)


def format_totals(totals: Mapping[str, int]) -> str:
    """What a study holds, for a person."""
    said = []
    for name, count in totals.items():
        # Most studies have none, and the line is long enough.
        if count or name != "many":
            said.append(f"{count} {_TOTALS.get(name, name)}")
    return ", ".join(said)
