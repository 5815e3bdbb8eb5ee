"""The methods section of a report on a table of ratings.

It says what the table holds, and nothing that is not known of it.
"""

from __future__ import annotations

from tipcoder.agreement.method_sentences import (
    RESOLVING,
    describe_all_codes,
    describe_alpha_range,
    describe_intervals,
    describe_provenance,
)
from tipcoder.agreement.number_format import format_with_interval
from tipcoder.agreement.results import Agreement, CodeAgreement, GivenTable
from tipcoder.text import join_words


def describe_rated_table(report: Agreement, table: GivenTable) -> list[str]:
    """One sentence each on who rated what, how the table was read, and what came of it.

    What was folded and left out is said between them.
    """
    rate = "code" if report.terms.are_codes else "rate"
    return [
        _describe_coders(report, table),
        _describe_files(table),
        *_describe_reading(table),
        f"A unit that a coder did not {rate} is missing.",
        _describe_coefficient(report, table),
        _describe_outcome(report, table),
        *describe_all_codes(report),
        describe_intervals(report),
        *describe_provenance(report),
        report.resolving or RESOLVING,
    ]


def _describe_coders(report: Agreement, table: GivenTable) -> str:
    terms = report.terms
    thing = "code" if terms.are_codes else "variable"
    # A single variable without a name is not listed, and is one all the same.
    number = len(table.variables)
    what = f"{number} {thing}s" if number > 1 else f"one {thing}"
    alone = ""
    if report.single:
        alone = f"; {terms.format_count(report.single)} more by one of them only"
    return (
        f"{len(report.coders)} coders ({join_words(report.coders)}) [training] {terms.judged} "
        f"{terms.format_count(report.joint)} in common [how these were chosen] on {what}{alone}."
    )


def _describe_files(table: GivenTable) -> str:
    files = join_words(table.files)
    read = table.read_as.removeprefix("Read as ")
    if len(table.files) == 1:
        return (
            f"The ratings are in the file {files}, which has {table.units} units and was read as "
            f"{read}"
        )
    return (
        f"The ratings are in the files {files}, which have {table.units} units and were read as "
        f"{read}"
    )


def _describe_reading(table: GivenTable) -> list[str]:
    """What was left out, folded, taken as missing, and remarked; nothing where nothing was."""
    sentences = []
    if table.left_out:
        names = join_words(list(table.left_out))
        sentences.append(f"Columns without ratings were left out: {names}.")
    sentences += filter(None, (table.folded, table.missing, *table.remarks))
    if table.order:
        values = ", ".join(table.order)
        sentences.append(f"The order of values is {values}, from low to high.")
    return sentences


def _describe_coefficient(report: Agreement, table: GivenTable) -> str:
    # A variable has one coefficient over all its categories.
    each = "of each code, present or absent, " if report.terms.are_codes else ""
    beside = ", with Gwet's AC1 (Gwet, 2008) beside it" if table.level == "nominal" else ""
    return (
        f"Agreement {each}was computed as Krippendorff's α for {table.level} data "
        f"(Krippendorff, 2019){beside}."
    )


def _describe_outcome(report: Agreement, table: GivenTable) -> str:
    if report.terms.are_codes:
        return describe_alpha_range(report)
    # Each category on its own is in the table of figures; the methods section has the variables.
    variables = [code for code in report.codes if code.counts.several] or list(report.codes)
    alone = len(variables) == 1
    sentences = [_describe_variable(code, table, alone=alone) for code in variables]
    return " ".join(sentences)


def _describe_variable(code: CodeAgreement, table: GivenTable, *, alone: bool) -> str:
    name = "α" if table.level == "nominal" else f"The {table.level} α"
    whose = "" if alone else f" of {code.code}"
    return f"{name}{whose} was {format_with_interval(code.alpha)} ({code.verdict.value})."
