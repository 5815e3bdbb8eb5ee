"""`stats joint`: tests by codes beside quotes that were reviewed for release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import format_option, study_option, viewer
from tipcoder.cli.stats.options import (
    reading_study,
    style_option,
    test_options,
)
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.statistics.tests import StatisticsRequest


@define_command(
    "stats joint",
    examples=(
        "tipcoder stats joint",
        "tipcoder stats joint --code pushback --format markdown",
    ),
)
@test_options
@style_option
@format_option()
@study_option
@viewer
def show_joint_display(
    request: StatisticsRequest, style: str, form: str, study_folder: Path | None, viewer: str | None
) -> int:
    """Print the joint display: what the tests say of a code, beside what respondents said.

    Without --code, every code is shown. Quotes are those that were reviewed for release.
    """
    from tipcoder.export.joint_display import build_joint_report
    from tipcoder.workbench.quotes.joint_display import build_joint_display

    wanted = replace(request, all_codes=not request.codes)
    with reading_study(study_folder, viewer, "Testing, and looking for quotes") as study:
        found = build_joint_display(study, wanted)
    report = build_joint_report(found.lines, found.sentences, style)
    output.print_report(report, form)
    return ExitStatus.DONE
