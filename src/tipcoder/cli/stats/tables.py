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
from tipcoder.errors import Exit

if TYPE_CHECKING:
    from tipcoder.results import Table
    from tipcoder.workbench.statistics.tests import Findings
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
    from tipcoder.workbench.statistics.descriptive_tables import MIN_ROWS, tables

    with reading_study(study_folder, viewer, "Counting") as study:
        found = tables(study, keys, min_cases or MIN_ROWS)
        # Who asks for one table gets that table.
        tests = None if keys else _test_outcomes(study, outcomes, adjust)
    if form == "json":
        _print_as_json(found, tests)
    elif form == "csv":
        _print_as_csv(found, tests)
    else:
        _print_as_text(found, tests, form, style)
    return Exit.DONE


def _test_outcomes(
    study: OpenStudy, outcomes: tuple[str, ...], adjust: str | None
) -> Findings | None:
    """The tests of a study that has declared what to test."""
    from tipcoder.workbench.statistics.tests import Wanted, outcome_tests

    described = study.study
    if not described.outcomes or not (described.factors or described.indicators):
        return None
    return outcome_tests(study, Wanted(outcomes=outcomes, adjust=adjust))


def _list_rows(found: Sequence[Table]) -> list[dict[str, object]]:
    from tipcoder.export.descriptive_tables import flat

    rows: list[dict[str, object]] = []
    for table in found:
        rows.extend(flat(table))
    return rows


def _print_as_json(found: Sequence[Table], tests: Findings | None) -> None:
    results = () if tests is None else tests.results
    associations = [result.as_dict() for result in results]
    output.print_json({"tables": _list_rows(found), "associations": associations})


def _print_as_csv(found: Sequence[Table], tests: Findings | None) -> None:
    from tipcoder.export.descriptive_tables import FLAT_COLUMNS

    output.print_csv(_list_rows(found), FLAT_COLUMNS)
    if tests is not None:
        output.say(
            "The association tables have other columns: `tipcoder stats --format csv` prints them."
        )


def _print_as_text(found: Sequence[Table], tests: Findings | None, form: str, style: str) -> None:
    from tipcoder.export import descriptive_tables

    writers = {
        "markdown": descriptive_tables.markdown,
        "latex": descriptive_tables.latex,
        "table": descriptive_tables.plain,
    }
    write = writers[form]
    parts = [write(table, style) for table in found]
    if tests is not None:
        parts.extend(_write_associations(tests, form, style))
    output.print_text("\n\n".join(parts))


def _write_associations(tests: Findings, form: str, style: str) -> list[str]:
    """The tables of associations, and the sentences that belong to them."""
    from tipcoder.export import result_tables
    from tipcoder.export.markup import latex_text
    from tipcoder.text import markdown_text

    if form == "markdown":
        tables = result_tables.associations_markdown(tests.results, style)
        return [tables, *map(markdown_text, tests.sentences)]
    if form == "latex":
        tables = result_tables.associations_latex(tests.results, style)
        return [tables, *map(latex_text, tests.sentences)]
    return [result_tables.associations_plain(tests.results, style), *tests.sentences]
