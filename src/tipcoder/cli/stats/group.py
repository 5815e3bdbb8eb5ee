"""`stats`: tests of outcomes by variables and by codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_group
from tipcoder.cli.options import option, smallest_cell_option, study_option, viewer
from tipcoder.cli.report_target import ReportTarget, report_target
from tipcoder.cli.stats.options import (
    corrected_option,
    reading_study,
    style_option,
    test_options,
)
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.statistics.tests import StatisticsRequest


@define_group(
    "stats",
    examples=(
        "tipcoder stats",
        "tipcoder stats --code pushback --outcome importance",
        "tipcoder stats --all-codes --format json > tests.json",
        "tipcoder stats tables --format markdown",
    ),
)
@test_options
@option(
    "--variable",
    "variables",
    metavar="NAME",
    multiple=True,
    help="also this factor, indicator, column, or region; may be repeated",
)
@corrected_option
@style_option
@smallest_cell_option("leave out groups and counts of fewer (default: all are shown)")
@report_target
@study_option
@viewer
def test_outcomes(
    request: StatisticsRequest,
    variables: tuple[str, ...],
    corrected: bool,
    style: str,
    smallest_cell: int | None,
    target: ReportTarget,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Test outcomes by the study's variables, or with --code and --all-codes by the presence of
    codes.

    A code with others below it holds every case that has any of them. Tests beside the declared
    family are adjusted apart. Beside every result is the same test on one row per respondent,
    clustered by respondent and by country, and with unknown counted as absent. With --corrected a
    difference of means, or of shares of an outcome with two levels, stands there without the errors
    of whoever coded.
    """
    from tipcoder.export.result_tables import build_tests_report, list_notes
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.publishing.small_groups import screen_coverage, screen_tests
    from tipcoder.workbench.statistics.tests import MIN_N, run_code_tests, run_outcome_tests
    from tipcoder.workbench.statistics.unmatched_cells import list_unmatched_notes

    # Without a code the study's own variables are tested, and codings do not matter.
    by_code = bool(request.codes or request.all_codes)
    if not by_code and (request.layer or request.questions):
        raise BadInput(
            "--codings-of and --question are about codes.", "Use them with --code or --all-codes."
        )
    if request.min_n != MIN_N and not by_code:
        raise BadInput(
            "--min-n is about cases with and without a code.", "Use it with --code or --all-codes."
        )
    if corrected and not by_code:
        raise BadInput(
            "What is corrected are errors of coding.", "Use --corrected with --code or --all-codes."
        )
    wanted = replace(request, variables=variables, corrected=corrected)
    told: set[str] = set()
    with reading_study(study_folder, viewer, "Testing", told=told) as study:
        target.claim(study)
        screen = CountScreen(smallest_cell)
        findings = run_code_tests(study, wanted) if by_code else run_outcome_tests(study, wanted)
        results = screen_tests(screen, findings.results)
        report = build_tests_report(
            results,
            findings.sentences,
            screen_coverage(screen, findings.coverage),
            style,
            list_unmatched_notes(study),
        )
        released = target.release(study, report, findings.sentences)
        if target.is_look:
            told.update(list_notes(results))
    released.show()
    output.say_all(screen.sentences)
    return ExitStatus.DONE
