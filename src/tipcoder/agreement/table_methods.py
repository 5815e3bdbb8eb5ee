"""The methods section of a report on a table of ratings: what the table holds, and nothing that is not known of it."""

from __future__ import annotations

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.method_sentences import RESOLVING, intervals, provenance, range_of_codes, together
from tipcoder.agreement.results import Agreement, CodeAgreement, GivenTable
from tipcoder.agreement.words import listed, with_interval


def table_sentences(found: Agreement, table: GivenTable) -> list[str]:
    """Who rated what, how the table was read, what was folded and left out, which coefficient, and what came of it."""
    return [
        _who(found, table),
        _where(table),
        *([_left_out(table)] if table.left_out else []),
        *(line for line in (table.folded, table.missing) if line),
        *table.remarks,
        *([f"The order of values is {', '.join(table.order)}, from low to high."] if table.order else []),
        f"A unit that a coder did not {'code' if _are_codes(found) else 'rate'} is missing.",
        _coefficient(found, table),
        _what_came(found, table),
        *together(found),
        intervals(found),
        *provenance(found),
        found.resolving or RESOLVING,
    ]


def _are_codes(found: Agreement) -> bool:
    return found.terms.thing == "code"


def _who(found: Agreement, table: GivenTable) -> str:
    terms = found.terms
    number = len(table.variables)
    things = "codes" if _are_codes(found) else "variables"
    what = f"{number} {things}" if number > 1 else f"one {things[:-1]}"
    alone = f"; {terms.many(found.single)} more by one of them only" if found.single else ""
    return (
        f"{len(found.coders)} coders ({listed(found.coders)}) [training] {terms.judged} {terms.many(found.joint)} in "
        f"common [how these were chosen] on {what}{alone}."
    )


def _where(table: GivenTable) -> str:
    one = len(table.files) == 1
    return (
        f"The ratings stand in the {'file' if one else 'files'} {listed(table.files)}, which "
        f"{'has' if one else 'have'} {table.units} units and {'was' if one else 'were'} read as "
        f"{table.read_as.removeprefix('Read as ')}"
    )


def _left_out(table: GivenTable) -> str:
    return f"Columns without ratings were left out: {listed(list(table.left_out))}."


def _coefficient(found: Agreement, table: GivenTable) -> str:
    each = "of each code, present or absent, " if _are_codes(found) else ""
    beside = "" if table.level != "nominal" else ", with Gwet's AC1 (Gwet, 2008) beside it"
    return f"Agreement {each}was computed as Krippendorff's α for {table.level} data (Krippendorff, 2019){beside}."


def _what_came(found: Agreement, table: GivenTable) -> str:
    if _are_codes(found):
        return range_of_codes(found)
    whole = tuple(code for code in found.codes if code.counts.several) or found.codes
    return " ".join(_of_variable(code, table, alone=len(whole) == 1) for code in whole)


def _of_variable(code: CodeAgreement, table: GivenTable, *, alone: bool) -> str:
    name = "α" if table.level == "nominal" else f"The {table.level} α"
    whose = "" if alone else f" of {code.code}"
    return f"{name}{whose} was {with_interval(code.coefficients.get(ALPHA))} ({code.verdict.value})."
