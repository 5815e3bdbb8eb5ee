"""`stats joint`: tests by codes beside quotes that were reviewed for release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import study_option, viewer
from tipcoder.cli.stats.options import (
    reading_study,
    style_option,
    test_options,
    written_as_option,
)
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.quotes.joint_display import JointDisplay
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
@written_as_option
@study_option
@viewer
def show_joint_display(
    request: StatisticsRequest, style: str, form: str, study_folder: Path | None, viewer: str | None
) -> int:
    """Print the joint display: what the tests say of a code, beside what respondents said.

    Without --code, every code is shown. Quotes are those that were reviewed for release.
    """
    from tipcoder.workbench.quotes.joint_display import build_joint_display

    wanted = replace(request, all_codes=not request.codes)
    with reading_study(study_folder, viewer, "Testing, and looking for quotes") as study:
        found = build_joint_display(study, wanted)
    _print_display(found, form, style)
    return ExitStatus.DONE


def _print_display(found: JointDisplay, form: str, style: str) -> None:
    from tipcoder.export import joint_display as written

    if form == "markdown":
        output.print_text(written.format_markdown(found.lines, found.sentences, style))
    elif form == "latex":
        output.print_text(written.format_latex(found.lines, found.sentences, style))
    elif form == "table":
        for sentence in found.sentences:
            output.print_text(sentence)
        for row in found.lines:
            output.print_text("\n" + written.format_text(row, style))
    else:
        # What belongs to the whole table has no place in a row of it.
        output.say_all(found.sentences)
        if form == "json":
            output.print_json([row.as_dict() for row in found.lines])
        else:
            output.print_csv([written.as_record(row) for row in found.lines], written.FLAT_COLUMNS)
