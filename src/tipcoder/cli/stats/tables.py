"""`stats tables`: who the respondents are and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.commands import define_command
from tipcoder.cli.options import option, study_option, viewer
from tipcoder.cli.stats.options import (
    adjust_option,
    min_cases_option,
    outcomes_option,
    reading_study,
    style_option,
    written_as_option,
)
from tipcoder.errors import ExitStatus

if TYPE_CHECKING:
    from tipcoder.results import DescriptiveTable
    from tipcoder.workbench.statistics.tests import StatisticsReport
    from tipcoder.workbench.study import OpenStudy


@define_command(
    "stats tables",
    examples=(
        "tipcoder stats tables",
        "tipcoder stats tables --table sample --format latex",
    ),
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
@style_option
@written_as_option
@study_option
@viewer
def print_tables(
    keys: tuple[str, ...],
    outcomes: tuple[str, ...],
    adjust: str | None,
    min_cases: int | None,
    style: str,
    form: str,
    study_folder: Path | None,
    viewer: str | None,
) -> int:
    """Print descriptive tables, and with all of them the associations of outcomes and variables."""
    from tipcoder.workbench.statistics.descriptive_tables import MIN_ROWS, build_tables

    with reading_study(study_folder, viewer, "Counting") as study:
        found = build_tables(study, keys, min_cases or MIN_ROWS)
        # Who asks for one table gets that table.
        tests = None if keys else _test_outcomes(study, outcomes, adjust)
    if form == "json":
        _print_as_json(found, tests)
    elif form == "csv":
        _print_as_csv(found, tests)
    else:
        _print_as_text(found, tests, form, style)
    return ExitStatus.DONE


def _test_outcomes(
    study: OpenStudy, outcomes: tuple[str, ...], adjust: str | None
) -> StatisticsReport | None:
    """The tests of a study that has declared what to test."""
    from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests

    described = study.definition
    if not described.outcomes or not (described.factors or described.indicators):
        return None
    return run_outcome_tests(study, StatisticsRequest(outcomes=outcomes, adjust=adjust))


def _list_rows(found: Sequence[DescriptiveTable]) -> list[dict[str, object]]:
    from tipcoder.export.descriptive_tables import as_records

    rows: list[dict[str, object]] = []
    for table in found:
        rows.extend(as_records(table))
    return rows


def _print_as_json(found: Sequence[DescriptiveTable], tests: StatisticsReport | None) -> None:
    results = () if tests is None else tests.results
    associations = [result.as_dict() for result in results]
    output.print_json({"tables": _list_rows(found), "associations": associations})


def _print_as_csv(found: Sequence[DescriptiveTable], tests: StatisticsReport | None) -> None:
    from tipcoder.export.descriptive_tables import FLAT_COLUMNS

    output.print_csv(_list_rows(found), FLAT_COLUMNS)
    if tests is not None:
        output.say(
            "The association tables have other columns: `tipcoder stats --format csv` prints them."
        )


def _print_as_text(
    found: Sequence[DescriptiveTable], tests: StatisticsReport | None, form: str, style: str
) -> None:
    from tipcoder.export import descriptive_tables

    writers = {
        "markdown": descriptive_tables.format_markdown,
        "latex": descriptive_tables.format_latex,
        "table": descriptive_tables.format_text,
    }
    write = writers[form]
    parts = [write(table, style) for table in found]
    if tests is not None:
        parts.extend(_write_associations(tests, form, style))
    output.print_text("\n\n".join(parts))


def _write_associations(tests: StatisticsReport, form: str, style: str) -> list[str]:
    """The tables of associations, and the sentences that belong to them."""
    from tipcoder.export import result_tables
    from tipcoder.export.markup import escape_latex
    from tipcoder.text import escape_markdown

    if form == "markdown":
        build_tables = result_tables.format_associations_markdown(tests.results, style)
        return [build_tables, *map(escape_markdown, tests.sentences)]
    if form == "latex":
        build_tables = result_tables.format_associations_latex(tests.results, style)
        return [build_tables, *map(escape_latex, tests.sentences)]
    return [result_tables.format_associations_text(tests.results, style), *tests.sentences]
