"""`merge`: cases joined to countries, indicators and the presence of codes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_coder, add_format, add_study, named_path
from tipcoder.cli.output import format_count
from tipcoder.errors import BadInput, ExitStatus

if TYPE_CHECKING:
    from tipcoder.workbench.statistics.indicator_merge import MergeReport
    from tipcoder.workbench.study import OpenStudy

_SHOWN = 12


def add_verbs(verbs: Verbs) -> None:
    merge = verbs.add_parser(
        "merge",
        help="cases with indicators and presence of codes, for analysis elsewhere",
        description="Without -o, says what the merge finds: names of countries that nobody knows, cases without a "
        "country, countries without data. With -o, writes the table and a data dictionary beside it. Open texts are "
        "left out, because they may name people.",
    )
    merge.add_argument(
        "-o", "--output", metavar="FILE", type=named_path, help="write the table: .csv, .parquet, .dta or .sav"
    )
    merge.add_argument(
        "--decide",
        metavar="NAME=COUNTRY",
        action="append",
        default=[],
        help="keep what an unknown name means; COUNTRY is a code or a name, or none",
    )
    merge.add_argument("--layer", metavar="WHO", help="whose codings count: a coder, majority, or consensus")
    merge.add_argument(
        "--question", metavar="COLUMN", action="append", default=[], help="where codes were looked for (default: found)"
    )
    add_format(merge)
    add_coder(merge)
    add_study(merge)
    merge.set_defaults(run=run_merge)


def run_merge(arguments: argparse.Namespace) -> int:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.survey.former_questions import find_former_questions

    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        if arguments.output is not None:
            _claim(here, arguments.output)
        with here.store.read() as db:
            for question in find_former_questions(db, here.definition):
                output.say(question.sentence)
        if arguments.decide:
            from tipcoder.workbench.coders import resolve_coder_name
            from tipcoder.workbench.statistics.country_names import decide_countries, find_decisions_file

            pairs = [_decision(text) for text in arguments.decide]
            for sentence in decide_countries(here, pairs, resolve_coder_name(getattr(arguments, "coder", None))):
                output.say(f"Kept in {find_decisions_file(here).name}: {sentence}.")
        if arguments.output is None:
            from tipcoder.workbench.statistics.indicator_merge import merge_indicators

            with output.working("Merging", here.definition.title):
                report = merge_indicators(here).report
            _print(report, arguments.format)
            return ExitStatus.DONE
        from tipcoder.export.data_files import find_dictionary_file, write_data
        from tipcoder.export.tables import format_csv, write_requested_file
        from tipcoder.workbench.statistics.merged_table import build_data_dictionary, build_merged_table

        file: Path = arguments.output
        beside = find_dictionary_file(file)
        with output.working("Merging", here.definition.title):
            table = build_merged_table(here, layer=arguments.layer, questions=arguments.question)
            written = write_data(file, table.columns, here.definition.title)
            lines = build_data_dictionary(written)
            write_requested_file(beside, format_csv(lines, tuple(lines[0])))
    _print(table.report, arguments.format)
    for sentence in (*table.sentences, written.sentence):
        if sentence:
            output.say(sentence)
    output.say(
        f"{format_count(table.report.cases, 'case')} x {format_count(len(table.columns), 'column')} written to {file}; "
        f"{beside.name} says what they mean."
    )
    return ExitStatus.DONE


def _claim(here: OpenStudy, file: Path) -> None:
    """Refuse a file that cannot be written before anything is done."""
    from tipcoder.export.data_files import check_data_ending, find_dictionary_file
    from tipcoder.workbench.output_files import claim_outputs

    check_data_ending(file)
    claim_outputs(here, (file, find_dictionary_file(file)))


def _decision(text: str) -> tuple[str, str]:
    name, sign, country = text.rpartition("=")
    if not sign or not name.strip() or not country.strip():
        raise BadInput(f"--decide cannot read {text!r}.", 'Write --decide "Name as it stands=KEN", or =none.')
    return name.strip(), country.strip()


def _print(report: MergeReport, form: str) -> None:
    if form == "json":
        output.as_json(_as_dict(report))
    elif form == "csv":
        output.as_csv(_findings(report), ("what", "name", "where", "cases", "labels", "proposals"))
    else:
        output.text(report_text(report))
    for sentence in report.describe_unmatched():
        output.say(sentence)


def _as_dict(report: MergeReport) -> dict[str, Any]:
    return {
        "cases": report.cases,
        "countries": report.countries,
        "unknown_names": [
            {
                "name": unknown.name,
                "where": unknown.where,
                "cases": list(unknown.cases),
                "proposals": [{"country": p.country, "name": p.name, "alike": p.alike} for p in unknown.proposals],
            }
            for unknown in report.unknown
        ],
        "no_country": {name: list(labels) for name, labels in report.no_country.items()},
        "unmatched_values": [unmatched.as_dict() for unmatched in report.unmatched_cells],
        "indicators": [
            {
                "name": joined.name,
                "source": joined.source,
                "cases_with_data": joined.with_data,
                "countries_without_data": {name: list(labels) for name, labels in joined.without.items()},
                "two_values_in_one_year": list(joined.twice),
                "cells_that_are_no_number": joined.unreadable,
            }
            for joined in report.indicators
        ],
    }


def _findings(report: MergeReport) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for unknown in report.unknown:
        proposals = "; ".join(f"{p.name} ({p.country}, {p.alike:.0f})" for p in unknown.proposals)
        rows.append(_finding("unknown name", unknown.name, unknown.where, unknown.cases, proposals))
    for name, labels in report.no_country.items():
        rows.append(_finding("no country", name, "", labels))
    for unmatched in report.unmatched_cells:
        if unmatched.nothing_matches:
            looked_for = ", ".join(unmatched.spelled)
            rows.append({**_finding("no cell matches", looked_for, unmatched.place, ()), "cases": unmatched.filled})
        for value in unmatched.values:
            found = _finding("unmatched value", value.value, unmatched.place, (), value.nearest)
            rows.append({**found, "cases": value.count})
    for joined in report.indicators:
        rows += [_finding("no data", name, joined.name, labels) for name, labels in joined.without.items()]
    return rows


def _finding(what: str, name: str, where: str, labels: tuple[str, ...], proposals: str = "") -> dict[str, object]:
    return {
        "what": what,
        "name": name,
        "where": where,
        "cases": len(labels),
        "labels": " ".join(labels),
        "proposals": proposals,
    }


def report_text(report: MergeReport) -> str:
    """What a merge found, for a person."""
    lines = [f"{format_count(report.cases, 'case')}, {report.countries} countries"]
    if report.unknown:
        lines.append(f"names that nobody knows ({len(report.unknown)}); nothing was matched, decide with --decide:")
    for unknown in report.unknown:
        where = f"{unknown.where}, {format_count(len(unknown.cases), 'case')}" if unknown.cases else unknown.where
        near = " or ".join(f"{p.name} ({p.country}, {p.alike:.0f}% alike)" for p in unknown.proposals)
        lines.append(f"  {unknown.name} [{where}]: {f'is it {near}?' if near else 'nothing like it is known'}")
        lines += [f"    {label}" for label in _some(unknown.cases)]
    if report.no_country:
        lines.append("cases without a country:")
        for name, labels in report.no_country.items():
            lines.append(f"  {name or '(empty)'}: {', '.join(_some(labels))}")
    for joined in report.indicators:
        lines.append(f"{joined.name} ({joined.source}): {joined.with_data} of {report.cases} cases have a number")
        if joined.without:
            shown = (f"{name} ({', '.join(_some(labels))})" for name, labels in joined.without.items())
            lines.append(f"  no data: {'; '.join(shown)}")
        if joined.twice:
            lines.append(f"  two values in one year, the first counts: {', '.join(_some(joined.twice))}")
        if joined.unreadable:
            lines.append(f"  {format_count(joined.unreadable, 'cell')} are no number and count as missing")
    return "\n".join(lines)


def _some(labels: tuple[str, ...]) -> list[str]:
    more = [f"and {len(labels) - _SHOWN} more (--format json lists all)"] if len(labels) > _SHOWN else []
    return [*labels[:_SHOWN], *more]
