"""The methods section of a report on a table of ratings: what the table holds, and nothing that is not known of it."""

from __future__ import annotations

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.method_sentences import (
    RESOLVING,
    describe_all_codes,
    describe_alpha_range,
    describe_intervals,
    describe_provenance,
)
from tipcoder.agreement.results import Agreement, CodeAgreement, GivenTable
from tipcoder.agreement.words import format_with_interval, join_names


def describe_rated_table(report: Agreement, table: GivenTable) -> list[str]:
    """Who rated what, how the table was read, what was folded and left out, which coefficient, and what came of it."""
    return [
        _describe_coders(report, table),
        _describe_files(table),
        *([_describe_left_out(table)] if table.left_out else []),
        *(line for line in (table.folded, table.missing) if line),
        *table.remarks,
        *([f"The order of values is {', '.join(table.order)}, from low to high."] if table.order else []),
        f"A unit that a coder did not {'code' if _are_codes(report) else 'rate'} is missing.",
        _describe_coefficient(report, table),
        _describe_outcome(report, table),
        *describe_all_codes(report),
        describe_intervals(report),
        *describe_provenance(report),
        report.resolving or RESOLVING,
    ]


def _are_codes(report: Agreement) -> bool:
    return report.terms.thing == "code"


def _describe_coders(report: Agreement, table: GivenTable) -> str:
    terms = report.terms
    number = len(table.variables)
    things = "codes" if _are_codes(report) else "variables"
    what = f"{number} {things}" if number > 1 else f"one {things[:-1]}"
    alone = f"; {terms.format_count(report.single)} more by one of them only" if report.single else ""
    return (
        f"{len(report.coders)} coders ({join_names(report.coders)}) [training] {terms.judged} {terms.format_count(report.joint)} in "
        f"common [how these were chosen] on {what}{alone}."
    )


def _describe_files(table: GivenTable) -> str:
    one = len(table.files) == 1
    return (
        f"The ratings stand in the {'file' if one else 'files'} {join_names(table.files)}, which "
        f"{'has' if one else 'have'} {table.units} units and {'was' if one else 'were'} read as "
        f"{table.read_as.removeprefix('Read as ')}"
    )


def _describe_left_out(table: GivenTable) -> str:
    return f"Columns without ratings were left out: {join_names(list(table.left_out))}."


def _describe_coefficient(report: Agreement, table: GivenTable) -> str:
    each = "of each code, present or absent, " if _are_codes(report) else ""
    beside = "" if table.level != "nominal" else ", with Gwet's AC1 (Gwet, 2008) beside it"
    return f"Agreement {each}was computed as Krippendorff's α for {table.level} data (Krippendorff, 2019){beside}."


def _describe_outcome(report: Agreement, table: GivenTable) -> str:
    if _are_codes(report):
        return describe_alpha_range(report)
    whole = tuple(code for code in report.codes if code.counts.several) or report.codes
    return " ".join(_describe_variable(code, table, alone=len(whole) == 1) for code in whole)


def _describe_variable(code: CodeAgreement, table: GivenTable, *, alone: bool) -> str:
    name = "α" if table.level == "nominal" else f"The {table.level} α"
    whose = "" if alone else f" of {code.code}"
    return f"{name}{whose} was {format_with_interval(code.coefficients.get(ALPHA))} ({code.verdict.value})."
