"""`stats change`: how codes and outcomes changed between two waves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    codes_option,
    count_option,
    option,
    questions_option,
    smallest_cell_option,
    study_option,
    viewer,
)
from tipcoder.cli.report_target import ReportTarget, report_target
from tipcoder.cli.stats.options import (
    adjust_option,
    outcomes_option,
    presence_codings_option,
    reading_study,
    unweighted_option,
)
from tipcoder.errors import ExitStatus


@define_command(
    "stats change",
    examples=(
        "tipcoder stats change",
        "tipcoder stats change --code pushback --from 2023 --to 2025",
        "tipcoder stats change --outcome importance --by country --format csv",
    ),
)
@codes_option("only this code; CODE.own leaves out the codes below it; may be repeated")
@outcomes_option
@option("--from", "earlier", metavar="WAVE", help="the earlier wave (default: the last but one)")
@option("--to", "later", metavar="WAVE", help="the later wave (default: the last)")
@option("--by", metavar="NAME", help="for each value of this factor, column, or region apart")
@presence_codings_option
@questions_option(
    "the question where a code was looked for (default: where it was applied); may be repeated"
)
@count_option("--min-n", about="minimum respondents of a wave, or in both (default: 10)")
@adjust_option
@unweighted_option
@smallest_cell_option("leave out counts of fewer (default: say how many there are)")
@report_target
@study_option
@viewer
def compare_waves(
    codes: tuple[str, ...],
    outcomes: tuple[str, ...],
    earlier: str | None,
    later: str | None,
    by: str | None,
    codings_of: str | None,
    questions: tuple[str, ...],
    min_n: int | None,
    adjust: str | None,
    unweighted: bool,
    smallest_cell: int | None,
    target: ReportTarget,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Show what changed from one wave to the next, with intervals.

    Without --code and --outcome, every code and every outcome. Respondents in both waves are
    compared with themselves, the others as independent samples; where there are both kinds, each is
    shown, and a change over all unless the two contradict each other. An answer that nobody has
    read to its end says nothing about a code, and is not counted.
    """
    from tipcoder.export.change_report import build_change_report
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.statistics.change import MIN_N, ChangeRequest, find_changes

    wanted = ChangeRequest(
        codes=codes,
        outcomes=outcomes,
        earlier=earlier,
        later=later,
        by=by,
        layer=codings_of,
        questions=questions,
        min_n=min_n or MIN_N,
        adjust=adjust,
        unweighted=unweighted,
    )
    with reading_study(study_folder, viewer, "Comparing waves") as study:
        target.claim(study)
        found = find_changes(study, wanted)
        screen = CountScreen(smallest_cell)
        found = replace(found, changes=tuple(screen.screen_changes(found.changes)))
        report = build_change_report(found.changes, found.sentences)
        released = target.release(study, report, found.sentences)
    released.show()
    if not target.is_look or smallest_cell is not None:
        output.say_all(screen.sentences)
    return ExitStatus.DONE
