"""What a merge found, as data and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tipcoder.cli.output import format_count

if TYPE_CHECKING:
    from tipcoder.export.report import Report
    from tipcoder.workbench.statistics.indicator_join import JoinedIndicator, UnknownName
    from tipcoder.workbench.statistics.indicator_merge import MergeReport

COLUMNS = ("what", "name", "where", "cases", "labels", "proposals")
_INDICATORS = (
    "indicator",
    "source",
    "cases with a number",
    "two values in one year",
    "cells that are no number",
)
_SHOWN = 12
"""Cases that a line of text names; JSON has them all."""


def build_merge_report(found: MergeReport) -> Report:
    """What a merge found, in every format; a terminal has a line for each thing."""
    from tipcoder.export.document import Block, Document, Preformatted, plain_paragraph
    from tipcoder.export.report import Report, build_table

    findings = list_findings(found)
    blocks: list[Block] = [plain_paragraph(_describe_size(found))]
    if found.indicators:
        sources = [_summarise_indicator(joined) for joined in found.indicators]
        blocks.append(build_table(sources, _INDICATORS, caption="Indicators"))
    if findings:
        blocks.append(build_table(findings, COLUMNS, caption="To look at"))
    return Report(
        document=Document("Merge", tuple(blocks), is_wide=True),
        flat=build_table(findings, COLUMNS),
        records=as_document(found),
        narrow=Document("Merge", (Preformatted(format_report(found)),)),
    )


def _summarise_indicator(joined: JoinedIndicator) -> dict[str, object]:
    """How far the numbers of an indicator reach."""
    return {
        "indicator": joined.name,
        "source": joined.source,
        "cases with a number": joined.with_data,
        "two values in one year": len(joined.twice),
        "cells that are no number": joined.unreadable,
    }


def as_document(report: MergeReport) -> dict[str, Any]:
    """Everything, as plain data."""
    no_country = {name: list(labels) for name, labels in report.no_country.items()}
    return {
        "cases": report.cases,
        "countries": report.countries,
        "unknown_names": [_document_unknown(unknown) for unknown in report.unknown],
        "no_country": no_country,
        "unmatched_values": [unmatched.as_dict() for unmatched in report.unmatched_cells],
        "indicators": [_document_indicator(joined) for joined in report.indicators],
    }


def _document_unknown(unknown: UnknownName) -> dict[str, Any]:
    proposals = [
        {"country": proposal.country, "name": proposal.name, "alike": proposal.alike}
        for proposal in unknown.proposals
    ]
    return {
        "name": unknown.name,
        "where": unknown.where,
        "cases": list(unknown.cases),
        "proposals": proposals,
    }


def _document_indicator(joined: JoinedIndicator) -> dict[str, Any]:
    without = {name: list(labels) for name, labels in joined.without.items()}
    return {
        "name": joined.name,
        "source": joined.source,
        "cases_with_data": joined.with_data,
        "countries_without_data": without,
        "two_values_in_one_year": list(joined.twice),
        "cells_that_are_no_number": joined.unreadable,
    }


def list_findings(report: MergeReport) -> list[dict[str, object]]:
    """A record for each thing that a person has to look at."""
    rows: list[dict[str, object]] = []
    for unknown in report.unknown:
        near = "; ".join(f"{p.name} ({p.country}, {p.alike:.0f})" for p in unknown.proposals)
        rows.append(_make_finding("unknown name", unknown.name, unknown.where, unknown.cases, near))
    for name, labels in report.no_country.items():
        rows.append(_make_finding("no country", name, "", labels))
    rows.extend(_list_unmatched(report))
    for joined in report.indicators:
        for name, labels in joined.without.items():
            rows.append(_make_finding("no data", name, joined.name, labels))
    return rows


def _list_unmatched(report: MergeReport) -> Iterator[dict[str, object]]:
    """Values of the survey that mean nothing to the study; how often they stand is counted."""
    for unmatched in report.unmatched_cells:
        if unmatched.nothing_matches:
            looked_for = ", ".join(unmatched.spelled)
            found = _make_finding("no cell matches", looked_for, unmatched.place, ())
            yield {**found, "cases": unmatched.filled}
        for value in unmatched.values:
            found = _make_finding(
                "unmatched value", value.value, unmatched.place, (), value.nearest
            )
            yield {**found, "cases": value.count}


def _make_finding(
    what: str, name: str, where: str, labels: tuple[str, ...], proposals: str = ""
) -> dict[str, object]:
    return {
        "what": what,
        "name": name,
        "where": where,
        "cases": len(labels),
        "labels": " ".join(labels),
        "proposals": proposals,
    }


def format_report(report: MergeReport) -> str:
    """What a merge found, for a person."""
    lines = [_describe_size(report)]
    if report.unknown:
        number = len(report.unknown)
        lines.append(f"unknown names ({number}); nothing was matched, decide with --decide:")
    for unknown in report.unknown:
        lines.extend(_describe_unknown(unknown))
    if report.no_country:
        lines.append("cases without a country:")
    for name, labels in report.no_country.items():
        lines.append(f"  {name or '(empty)'}: {', '.join(_list_some(labels))}")
    for joined in report.indicators:
        lines.extend(_describe_indicator(joined, report.cases))
    return "\n".join(lines)


def _describe_size(report: MergeReport) -> str:
    return f"{format_count(report.cases, 'case')}, {report.countries} countries"


def _describe_unknown(unknown: UnknownName) -> Iterator[str]:
    where = unknown.where
    if unknown.cases:
        where += f", {format_count(len(unknown.cases), 'case')}"
    # Proposals are never applied: a wrong country would be found by nobody.
    near = " or ".join(f"{p.name} ({p.country}, {p.alike:.0f}% alike)" for p in unknown.proposals)
    guess = f"is it {near}?" if near else "nothing like it is known"
    yield f"  {unknown.name} [{where}]: {guess}"
    for label in _list_some(unknown.cases):
        yield f"    {label}"


def _describe_indicator(joined: JoinedIndicator, cases: int) -> Iterator[str]:
    numbers = f"{joined.with_data} of {cases} cases have a number"
    yield f"{joined.name} ({joined.source}): {numbers}"
    if joined.without:
        yield f"  no data: {'; '.join(_name_countries(joined))}"
    if joined.twice:
        twice = ", ".join(_list_some(joined.twice))
        yield f"  two values in one year, the first counts: {twice}"
    if joined.unreadable:
        cells = format_count(joined.unreadable, "cell")
        yield f"  {cells} are not numbers and count as missing"


def _name_countries(joined: JoinedIndicator) -> Iterable[str]:
    for name, labels in joined.without.items():
        yield f"{name} ({', '.join(_list_some(labels))})"


def _list_some(labels: tuple[str, ...]) -> list[str]:
    shown = list(labels[:_SHOWN])
    if len(labels) > _SHOWN:
        shown.append(f"and {len(labels) - _SHOWN} more (--format json lists all)")
    return shown
