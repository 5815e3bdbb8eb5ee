"""`stats tables`: who the respondents are and what they answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import (
    option,
    smallest_cell_option,
    study_option,
    viewer,
)
from tipcoder.cli.report_target import ReportTarget, report_target
from tipcoder.cli.stats.options import (
    adjust_option,
    min_cases_option,
    outcomes_option,
    reading_study,
    style_option,
    unweighted_option,
)
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.statistics.tests import StatisticsReport
    from tipcoder.workbench.study import OpenStudy


@define_command(
    "stats tables",
    examples=(
        "tipcoder stats tables",
        "tipcoder stats tables --table sample --format latex",
    ),
    # One table comes without the tests that stand below all of them.
    exclusive=(("--table", "--outcome"), ("--table", "--adjust")),
)
@option(
    "--table",
    "keys",
    metavar="KEY",
    multiple=True,
    help="only this table; may be repeated (default: all)",
)
@outcomes_option
@adjust_option
@min_cases_option
@unweighted_option
@style_option
@smallest_cell_option("leave out counts of fewer (default: say how many there are)")
@report_target
@study_option
@viewer
def print_tables(
    keys: tuple[str, ...],
    outcomes: tuple[str, ...],
    adjust: str | None,
    min_cases: int | None,
    unweighted: bool,
    style: str,
    smallest_cell: int | None,
    target: ReportTarget,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Print descriptive tables, and with all of them the associations of outcomes and variables."""
    from tipcoder.export.descriptive_tables import build_tables_report
    from tipcoder.export.result_tables import list_notes
    from tipcoder.workbench.publishing.small_counts import CountScreen
    from tipcoder.workbench.publishing.small_groups import screen_tests
    from tipcoder.workbench.statistics.descriptive_tables import MIN_ROWS, build_tables
    from tipcoder.workbench.statistics.weights import choose_weights

    told: set[str] = set()
    with reading_study(study_folder, viewer, "Counting", told=told) as study:
        target.claim(study)
        screen = CountScreen(smallest_cell)
        if min_cases is not None:
            _require_countries(study, keys)
        counted, about_weights = choose_weights(study, unweighted=unweighted)
        found = screen.screen_tables(build_tables(counted, keys, min_cases or MIN_ROWS))
        # Who asks for one table gets that table.
        tests = None if keys else _test_outcomes(counted, outcomes, adjust)
        results = None if tests is None else screen_tests(screen, tests.results)
        if target.is_look:
            told.update(list_notes(results or ()))
        sentences = () if tests is None else tests.sentences
        report = build_tables_report(found, results, sentences, style)
        released = target.release(study, report, sentences)
    released.show()
    output.say_all(about_weights)
    if not target.is_look or smallest_cell is not None:
        output.say_all(screen.sentences)
    return ExitStatus.DONE


def _require_countries(study: OpenStudy, keys: tuple[str, ...]) -> None:
    """Raises BadInput where no table is shown for which --min-cases says anything."""
    from tipcoder.workbench.statistics.averages import BY_COUNTRY
    from tipcoder.workbench.statistics.descriptive_tables import list_table_keys

    known = list_table_keys(study)
    # A name that is none is refused with what there is instead.
    if BY_COUNTRY in (keys or known) or not set(keys) <= set(known):
        return
    asked = f"--table {' --table '.join(keys)} has no countries" if keys else "it has no such table"
    raise BadInput(
        f"--min-cases is for the table {BY_COUNTRY} of this study, and {asked}.",
        f"Leave it out{f', or show {BY_COUNTRY} with it' if BY_COUNTRY in known else ''}.",
    )


def _test_outcomes(
    study: OpenStudy, outcomes: tuple[str, ...], adjust: str | None
) -> StatisticsReport | None:
    """The tests of a study that has declared what to test."""
    from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests

    described = study.definition
    has_variables = bool(described.list_factor_names() or described.indicators)
    if not described.list_outcome_names() or not has_variables:
        return None
    return run_outcome_tests(study, StatisticsRequest(outcomes=outcomes, adjust=adjust))
