"""`stats presence`: where each code is present."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    codes_option,
    count_option,
    flag,
    option,
    questions_option,
    smallest_cell_option,
    study_option,
    viewer,
)
from tipcoder.cli.report_target import ReportTarget, report_target
from tipcoder.cli.stats.options import (
    adjust_option,
    corrected_option,
    presence_codings_option,
    reading_study,
    unweighted_option,
)
from tipcoder.cli.types import DivisionName
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.statistics.presence_table import PresenceTable

_WORDS = ("case", "respondent", "country", "all")
"""What `--by` takes besides names of the study."""


@define_command(
    "stats presence",
    examples=(
        "tipcoder stats presence",
        "tipcoder stats presence --by plan --code pushback",
        "tipcoder stats presence --corrected",
        "tipcoder stats presence --codings-of anna --corrected",
        "tipcoder stats presence --by case --code pushback --format csv",
    ),
    exclusive=(("--code", "--all-codes"),),
)
@option(
    "--by",
    metavar="NAME",
    type=DivisionName(_WORDS),
    help="a factor, an outcome, a column, region or country, each compared with the rest; all for "
    "codes alone; case or respondent for a line each (default: country, else all)",
)
@codes_option("only this code; may be repeated (default: all)")
@flag("--all-codes", about="every code, as without --code")
@presence_codings_option
@questions_option(
    "the question where a code was looked for (default: where it was applied); may be repeated"
)
@count_option("--min-n", about="minimum known cases on both sides of a test (default: 10)")
@adjust_option
@corrected_option
@unweighted_option
@smallest_cell_option("leave out counts of fewer (default: say how many there are)")
@report_target
@study_option
@viewer
def show_presence(
    by: str | None,
    codes: tuple[str, ...],
    all_codes: bool,
    codings_of: str | None,
    questions: tuple[str, ...],
    min_n: int | None,
    adjust: str | None,
    corrected: bool,
    unweighted: bool,
    smallest_cell: int | None,
    target: ReportTarget,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show where each code is present, absent, or not known yet.

    By segment a code has its share of the cases that are known, and the difference from the rest,
    with intervals and a test; p-values are adjusted over the whole table. A factor with several
    options has its options as segments.

    Coders, and programs whose codings were imported, are wrong on some cases. With --corrected
    answers that two coders judged and that were settled say how often, and beside each share stands
    what it would be without these errors. Where several coders divided the work, each is corrected
    by her own errors; --codings-of names one.
    """
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.statistics.presence_table import (
        MIN_N,
        PresenceRequest,
        build_presence_report,
        build_presence_table,
    )

    wanted = PresenceRequest(
        by=by,
        codes=None if all_codes or not codes else codes,
        layer=codings_of,
        questions=questions,
        min_n=min_n or MIN_N,
        adjust=adjust,
        corrected=corrected,
        unweighted=unweighted,
    )
    with reading_study(study_folder, viewer, "Counting") as study:
        target.claim(study)
        found = build_presence_table(study, wanted)
        screen = CountScreen(smallest_cell)
        found = _screen_rows(found, screen, by)
        released = target.release(study, build_presence_report(found), found.sentences)
    if target.is_look:
        # The table is for a look: what there is to know about it does not scroll it away.
        output.say_all(found.sentences)
    released.show()
    if not target.is_look or smallest_cell is not None:
        output.say_all(screen.sentences)
    return ExitStatus.DONE


def _screen_rows(found: PresenceTable, screen: CountScreen, by: str | None) -> PresenceTable:
    """The table without small counts. Raises BadInput where it has none to leave out."""
    if found.has_counts:
        return replace(found, rows=screen.screen_segments(found.rows))
    if screen.asked is not None:
        raise BadInput(
            f"--smallest-cell leaves out counts, and by {by} there are none.",
            "Leave one of the two out.",
        )
    return found
