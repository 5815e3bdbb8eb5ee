"""`stats`: tests of outcomes by variables and by codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_group
from tipcoder.cli.options import option, study_option, viewer
from tipcoder.cli.stats.options import (
    reading_study,
    style_option,
    test_options,
    written_as_option,
)
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.statistics.tests import StatisticsReport, StatisticsRequest

_COVERAGE = "\nCoverage, in cases; half read: absent, but another answer in scope is not read yet"


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
@style_option
@written_as_option
@study_option
@viewer
def test_outcomes(
    request: StatisticsRequest,
    variables: tuple[str, ...],
    style: str,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Test outcomes by the study's variables, or with --code and --all-codes by the presence of
    codes.

    A code with others below it holds every case that has any of them. Tests beside the declared
    family are adjusted apart. Beside every result stand the same test on one row per respondent,
    clustered by respondent and by country, and with unknown counted as absent.
    """
    from tipcoder.workbench.statistics.tests import run_code_tests, run_outcome_tests

    # Without a code the study's own variables are tested, and codings do not matter.
    by_code = bool(request.codes or request.all_codes)
    if not by_code and (request.layer or request.questions):
        raise BadInput(
            "--codings-of and --question are about codes.", "Use them with --code or --all-codes."
        )
    wanted = replace(request, variables=variables)
    with reading_study(study_folder, viewer, "Testing") as study:
        findings = run_code_tests(study, wanted) if by_code else run_outcome_tests(study, wanted)
    _print_tests(findings, form, style)
    return ExitStatus.DONE


def _print_tests(findings: StatisticsReport, form: str, style: str) -> None:
    from tipcoder.export import result_tables

    if form in ("csv", "json"):
        output.say_all(findings.sentences)
    if form == "json":
        output.print_json([result.as_dict() for result in findings.results])
    elif form == "csv":
        rows = [result_tables.as_record(result) for result in findings.results]
        output.print_csv(rows, result_tables.FLAT_COLUMNS)
    elif form == "markdown":
        content = result_tables.format_markdown(findings.results, findings.sentences, style)
        output.print_text(content)
    elif form == "latex":
        output.print_text(result_tables.format_latex(findings.results, findings.sentences, style))
    else:
        _print_for_reading(findings, style)


def _print_for_reading(findings: StatisticsReport, style: str) -> None:
    from tipcoder.export import result_tables

    for sentence in findings.sentences:
        output.print_text(sentence)
    if findings.coverage:
        output.print_text(_COVERAGE)
        rows = result_tables.as_coverage_records(findings.coverage)
        output.print_rows(rows, result_tables.COVERAGE, "table")
    for result in findings.results:
        output.print_text("\n" + result_tables.format_text(result, style))
