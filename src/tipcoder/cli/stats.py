"""`stats`: the article's tables and tests, and the same tests driven by codes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, above_zero, add_study, named_path
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.results import DescriptiveTable
    from tipcoder.workbench.statistics.tests import StatisticsReport, StatisticsRequest

_INSTEAD = ("tables", "figures", "presence", "joint")
_UNITS = ("case", "respondent", "country")
FORMATS = ("table", "markdown", "csv", "json", "latex")


def add_verbs(verbs: Verbs) -> None:
    stats = verbs.add_parser(
        "stats",
        help="tables and tests: outcomes by variables and by codes",
        description="`tipcoder stats tables` prints descriptive tables, `stats joint` codes beside quotes read "
        "for release. --outcome tests an outcome by the study's variables, --code and --all-codes test by the presence "
        "of codes; a code with others below it holds every case that has any of them, and CODE.own is what stands on "
        "it alone. Tests beside the declared family are adjusted apart. Beside every result stand the same test on "
        "one row per respondent, clustered by respondent and by country, and with unknown counted as absent.",
    )
    stats.add_argument(
        "what", metavar="tables|figures|presence|joint", nargs="?", choices=_INSTEAD, help="instead of tests"
    )
    stats.add_argument("--table", metavar="KEY", action="append", default=[], help="with tables: only this one")
    stats.add_argument("--outcome", metavar="NAME", action="append", default=[], help="an outcome of study.toml")
    stats.add_argument("--code", metavar="CODE", action="append", default=[], help="test by this code")
    stats.add_argument("--all-codes", action="store_true", help="test by every code")
    stats.add_argument(
        "--variable", metavar="NAME", action="append", default=[], help="also this factor, indicator, column, or region"
    )
    stats.add_argument(
        "--layer",
        metavar="WHO",
        help="whose codings count: a coder, majority, or consensus (default: the majority, and the consensus once "
        "every disagreement is settled)",
    )
    stats.add_argument(
        "--question", metavar="COLUMN", action="append", default=[], help="where a code was looked for (default: found)"
    )
    stats.add_argument("--by", choices=_UNITS, help="with presence: of what (default: country)")
    stats.add_argument("--min-n", metavar="N", type=above_zero, help="rows that a code must have and lack (default 10)")
    stats.add_argument("--min-rows", metavar="N", type=above_zero, help="rows that a country must have (default 10)")
    stats.add_argument("--adjust", choices=("holm", "benjamini-hochberg"), help="over the family (default: study.toml)")
    stats.add_argument("--style", choices=("article", "apa"), default="article", help="how lines are written")
    stats.add_argument("--format", choices=FORMATS, default="table", help="how to print (default: table)")
    stats.add_argument("-o", "--output", metavar="DIR", type=named_path, help="with figures: the folder")
    add_study(stats)
    stats.set_defaults(run=run_stats)


def run_stats(arguments: argparse.Namespace) -> int:
    _check(arguments)
    if arguments.what == "figures":
        return _figures(arguments)
    if arguments.what == "tables":
        return _tables(arguments)
    if arguments.what == "presence":
        return _presence(arguments)
    if arguments.what == "joint":
        return _joint(arguments)
    return _tests(arguments)


def _check(arguments: argparse.Namespace) -> None:
    by_code = bool(arguments.code or arguments.all_codes or arguments.what in ("presence", "joint"))
    if arguments.what in ("tables", "figures") and by_code:
        raise BadInput(f"`stats {arguments.what}` is not about single codes.", "Leave --code and --all-codes out.")
    if arguments.what is not None and arguments.variable:
        raise BadInput(f"`stats {arguments.what}` makes no tests.", "Leave --variable out.")
    if arguments.what != "presence" and arguments.by:
        raise BadInput("--by is for `stats presence`.", "Write tipcoder stats presence --by country.")
    if arguments.what != "tables" and arguments.table:
        raise BadInput("--table is for `stats tables`.", "Write tipcoder stats tables --table KEY.")
    if arguments.what != "figures" and arguments.output:
        raise BadInput("-o is for `stats figures`.", "Send the output to a file with > FILE.")
    if not by_code and arguments.what is None and (arguments.layer or arguments.question):
        raise BadInput("--layer and --question are about codes.", "Use them with --code or --all-codes.")
    if arguments.code and arguments.all_codes:
        raise BadInput("--code and --all-codes exclude each other.", "Leave one of them out.")


def _wanted(arguments: argparse.Namespace) -> StatisticsRequest:
    from tipcoder.analysis.testing import MIN_N
    from tipcoder.workbench.statistics.tests import StatisticsRequest

    return StatisticsRequest(
        outcomes=tuple(arguments.outcome),
        codes=tuple(arguments.code),
        all_codes=arguments.all_codes or (arguments.what == "joint" and not arguments.code),
        variables=tuple(arguments.variable),
        layer=arguments.layer,
        questions=tuple(arguments.question),
        min_n=arguments.min_n or MIN_N,
        adjust=arguments.adjust,
    )


def _tests(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.tests import run_code_tests, run_outcome_tests
    from tipcoder.workbench.statistics.unmatched_cells import describe_unmatched_cells

    wanted = _wanted(arguments)
    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Testing", here.definition.title),
    ):
        by_code = bool(wanted.codes or wanted.all_codes)
        findings = run_code_tests(here, wanted) if by_code else run_outcome_tests(here, wanted)
        strange = describe_unmatched_cells(here)
    _say_all(strange)
    _print_tests(findings, arguments.format, arguments.style)
    return ExitStatus.DONE


def _say_all(strange: Sequence[str]) -> None:
    """Say which values of the survey mean nothing to the study, whatever is printed and in whatever form."""
    for sentence in strange:
        output.say(sentence)


def _print_tests(findings: StatisticsReport, form: str, style: str) -> None:
    from tipcoder.export import result_tables

    if form in ("csv", "json"):
        for sentence in findings.sentences:
            output.say(sentence)
    if form == "json":
        output.as_json([result.as_dict() for result in findings.results])
    elif form == "csv":
        output.as_csv([result_tables.as_record(result) for result in findings.results], result_tables.FLAT_COLUMNS)
    elif form == "markdown":
        output.text(result_tables.format_markdown(findings.results, findings.sentences, style))
    elif form == "latex":
        output.text(result_tables.format_latex(findings.results, findings.sentences, style))
    else:
        for sentence in findings.sentences:
            output.text(sentence)
        if findings.coverage:
            output.text("\nCoverage, in cases; half read: absent, but another answer in scope is not read yet")
            output.rows(result_tables.as_coverage_records(findings.coverage), result_tables.COVERAGE, "table")
        for result in findings.results:
            output.text("\n" + result_tables.format_text(result, style))


def _tables(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.descriptive_tables import MIN_ROWS, build_tables
    from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests
    from tipcoder.workbench.statistics.unmatched_cells import describe_unmatched_cells

    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Counting", here.definition.title),
    ):
        found = build_tables(here, arguments.table, arguments.min_rows or MIN_ROWS)
        tests = None
        if not arguments.table and here.definition.outcomes and (here.definition.factors or here.definition.indicators):
            tests = run_outcome_tests(
                here, StatisticsRequest(outcomes=tuple(arguments.outcome), adjust=arguments.adjust)
            )
        strange = describe_unmatched_cells(here)
    _say_all(strange)
    _print_tables(found, tests, arguments.format, arguments.style)
    return ExitStatus.DONE


def _print_tables(found: list[DescriptiveTable], tests: StatisticsReport | None, form: str, style: str) -> None:
    from tipcoder.export import descriptive_tables, result_tables
    from tipcoder.export.markup import escape_latex
    from tipcoder.text import escape_markdown

    rows = [row for table in found for row in descriptive_tables.as_records(table)]
    if form == "json":
        output.as_json(
            {"tables": rows, "associations": [r.as_dict() for r in tests.results] if tests is not None else []}
        )
        return
    if form == "csv":
        output.as_csv(rows, descriptive_tables.FLAT_COLUMNS)
        if tests is not None:
            output.say("The association tables have other columns: `tipcoder stats --format csv` prints them.")
        return
    write = {
        "markdown": descriptive_tables.format_markdown,
        "latex": descriptive_tables.format_latex,
        "table": descriptive_tables.format_text,
    }[form]
    parts = [write(table, style) for table in found]
    written = {"markdown": escape_markdown, "latex": escape_latex}.get(form, str)
    if tests is not None:
        associations = {
            "markdown": result_tables.format_associations_markdown,
            "latex": result_tables.format_associations_latex,
            "table": result_tables.format_associations_text,
        }[form]
        parts += [associations(tests.results, style), *map(written, tests.sentences)]
    output.text("\n\n".join(parts))


def _presence(arguments: argparse.Namespace) -> int:
    from tipcoder.export.markup import format_latex_table, format_markdown_table
    from tipcoder.text import escape_markdown
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.presence_table import build_presence_table, format_presence_cells
    from tipcoder.workbench.statistics.unmatched_cells import describe_unmatched_cells

    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Counting", here.definition.title),
    ):
        found = build_presence_table(
            here,
            arguments.by or "country",
            arguments.code or None,
            layer=arguments.layer,
            questions=arguments.question,
        )
        strange = describe_unmatched_cells(here)
    _say_all(strange)
    if arguments.format in ("markdown", "latex"):
        head, cells = format_presence_cells(found)
        if arguments.format == "markdown":
            output.text("\n\n".join([*map(escape_markdown, found.sentences), format_markdown_table(head, cells)]))
        else:
            output.text(format_latex_table("Presence of codes", head, cells, " ".join(found.sentences)))
        return ExitStatus.DONE
    for sentence in found.sentences:
        output.say(sentence)
    output.rows(found.rows, found.columns, arguments.format)
    return ExitStatus.DONE


def _joint(arguments: argparse.Namespace) -> int:
    from tipcoder.export import joint_display as written
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.quotes.joint_display import build_joint_display
    from tipcoder.workbench.statistics.unmatched_cells import describe_unmatched_cells

    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Testing, and looking for quotes", here.definition.title),
    ):
        found = build_joint_display(here, _wanted(arguments))
        strange = describe_unmatched_cells(here)
    _say_all(strange)
    form, style = arguments.format, arguments.style
    if form == "markdown":
        output.text(written.format_markdown(found.lines, found.sentences, style))
    elif form == "latex":
        output.text(written.format_latex(found.lines, found.sentences, style))
    elif form == "table":
        for sentence in found.sentences:
            output.text(sentence)
        for row in found.lines:
            output.text("\n" + written.format_text(row, style))
    else:
        for sentence in found.sentences:
            output.say(sentence)
        if form == "json":
            output.as_json([row.as_dict() for row in found.lines])
        else:
            output.as_csv([written.as_record(row) for row in found.lines], written.FLAT_COLUMNS)
    return ExitStatus.DONE


def _figures(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.statistics.charts import write_figures
    from tipcoder.workbench.statistics.unmatched_cells import describe_unmatched_cells

    folder: Path | None = arguments.output
    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Drawing", here.definition.title),
    ):
        written = write_figures(here, folder, layer=arguments.layer, min_rows=arguments.min_rows)
        strange = describe_unmatched_cells(here)
    _say_all(strange)
    for path in written.files:
        output.text(str(path))
    for sentence in written.notes:
        output.say(sentence)
    return ExitStatus.DONE
