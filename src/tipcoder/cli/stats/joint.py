"""`stats joint`: tests by codes beside quotes that were reviewed for release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import flag, study_option, viewer
from tipcoder.cli.quotes.options import shared_cell_option
from tipcoder.cli.report_target import Released, ReportTarget, report_target
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
@shared_cell_option("is shown beside a quote")
@flag("--fresh-ids", about="other IDs for this display only; the key file remembers whose they are")
@style_option
@report_target
@study_option
@viewer
def show_joint_display(
    request: StatisticsRequest,
    smallest_cell: int,
    fresh_ids: bool,
    style: str,
    target: ReportTarget,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Print the joint display: what the tests say of a code, beside what respondents said.

    Without --code, every code is shown. Quotes are those that `tipcoder quotes` would release: read
    by a person, beside a level that enough respondents share, and audited as they are printed. Whom
    they would tell together with what left before is not quoted. It is kept in the log what left;
    what a terminal shows has not left.
    """
    from tipcoder.workbench.quotes.joint_display import JointRequest, release_joint_display

    wanted = replace(request, all_codes=not request.codes)
    # What goes into a file or a pipe may go anywhere; a person at a terminal only looks.
    is_look = target.file is None and output.is_shown_to_person()
    asked = JointRequest(smallest_cell, fresh_ids, target.form, style, target.file, is_look)
    with reading_study(
        study_folder, viewer, "Testing, and looking for quotes", read_only=is_look and not fresh_ids
    ) as study:
        target.claim(study)
        found = release_joint_display(study, wanted, asked, study.find_coder(viewer))
    Released(target, found.report, found.remarks).show()
    return ExitStatus.DONE
