"""`stats presence`: where each code is present."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    codes_option,
    flag,
    format_option,
    option,
    questions_option,
    smallest_cell_option,
    study_option,
    viewer,
)
from tipcoder.cli.publishing import check_printed, hide_layer
from tipcoder.cli.stats.options import (
    presence_codings_option,
    reading_study,
)
from tipcoder.cli.types import OneOf
from tipcoder.errors import ExitStatus

UNITS = ("case", "respondent", "country")


@define_command(
    "stats presence",
    examples=(
        "tipcoder stats presence",
        "tipcoder stats presence --by case --code pushback --format csv",
    ),
    exclusive=(("--code", "--all-codes"),),
)
@option(
    "--by",
    "unit",
    type=OneOf(UNITS),
    default="country",
    help="one line for each of these (default: country)",
)
@codes_option("only this code; may be repeated (default: all)")
@flag("--all-codes", about="every code, as without --code")
@presence_codings_option
@questions_option(
    "the question where a code was looked for (default: where it was applied); may be repeated"
)
@smallest_cell_option("leave out counts of fewer (default: say how many there are)")
@format_option()
@study_option
@viewer
def show_presence(
    unit: str,
    codes: tuple[str, ...],
    all_codes: bool,
    codings_of: str | None,
    questions: tuple[str, ...],
    smallest_cell: int | None,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show where each code is present, absent, or not known yet."""
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.statistics.presence_table import (
        build_presence_report,
        build_presence_table,
    )

    wanted = None if all_codes or not codes else codes
    with reading_study(study_folder, viewer, "Counting") as study:
        found = build_presence_table(study, unit, wanted, layer=codings_of, questions=questions)
        screen = CountScreen(smallest_cell)
        if unit == "country":
            found = replace(found, rows=screen.screen_shares(found.rows))
        report = build_presence_report(found)
        report = hide_layer(study, report, found.sentences, form)
        said = check_printed(study, report, form)
    if form == "table":
        # The table is for a look: what there is to know about it does not scroll it away.
        output.say_all(found.sentences)
    output.print_report(report, form)
    output.say_all(said)
    if form != "table" or smallest_cell is not None:
        output.say_all(screen.sentences)
    return ExitStatus.DONE
