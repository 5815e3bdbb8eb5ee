"""`agreement`: how well coders agree, in this study or in any table of ratings."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format, add_study, input_file, named_path
from tipcoder.errors import BadInput, ExitStatus, did_you_mean

if TYPE_CHECKING:
    from tipcoder.agreement.results import Agreement, CodeAgreement
    from tipcoder.export.document import Table
    from tipcoder.workbench.agreement.study_agreement import AgreementReport

_SPLITS = ("language", "question", "round", "batch")
_LEVELS = ("nominal", "ordinal", "interval", "ratio")
_LAYOUTS = ("wide", "long", "matrix", "sets", "transposed")
_OF_TABLES = ("layout", "units", "values", "missing", "empty", "fold", "order")


def add_verbs(verbs: Verbs) -> None:
    agreement = verbs.add_parser(
        "agreement",
        help="how well coders agree, with intervals and verdicts; of this study or of any table of ratings",
        description="Per code: counts, Krippendorff's alpha with its interval, positive and negative agreement, AC1, "
        "and a verdict in words. With --ratings no study is needed.",
    )
    agreement.add_argument(
        "--ratings",
        metavar="FILE",
        type=input_file,
        action="append",
        help="a CSV of ratings in any layout; empty: not rated; several times: one file a coder; - for standard input",
    )
    agreement.add_argument("--coders", metavar="A,B", help="only these coders (default: all)")
    agreement.add_argument("--code", metavar="CODE", action="append", help="only this code; may stand several times")
    agreement.add_argument(
        "--round", metavar="R", action="append", help="on what was said when this round was frozen; several times: all"
    )
    agreement.add_argument(
        "--by", metavar="WHAT", help="also by language, question, round or batch (drift), or several with commas"
    )
    agreement.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=named_path,
        help="write the whole report there: Markdown, HTML, DOCX, CSV, JSON, a picture, and every code's raw ratings",
    )
    add_format(agreement)
    add_study(agreement)
    _add_table_options(agreement)
    agreement.set_defaults(run=run_agreement)


def _add_table_options(agreement: argparse.ArgumentParser) -> None:
    table = agreement.add_argument_group(
        "tables of ratings", "How --ratings is laid out is found out and said; these say it where that is doubtful."
    )
    table.add_argument("--level", choices=_LEVELS, default="nominal", help="of the values (default: nominal)")
    table.add_argument(
        "--order", metavar="LOW,...,HIGH", help="the order of values that are words, for --level ordinal"
    )
    table.add_argument(
        "--layout",
        choices=_LAYOUTS,
        help="wide: a line a unit, a column a coder; long: a line a rating; matrix: a column for each code and coder, "
        "counts too; sets: several codes in a cell; transposed: a line a coder",
    )
    table.add_argument("--units", metavar="COL", help="the column that names the units; several with commas together")
    table.add_argument(
        "--values", metavar="COL", help="the column with ratings of a long table, or several with commas"
    )
    table.add_argument("--missing", metavar="A,B", help="values that mean that nobody rated, like 99 or NA")
    table.add_argument(
        "--empty",
        choices=("none", "missing"),
        help="what an empty list of codes means: none was applied, or the coder did not code it (default)",
    )
    table.add_argument(
        "--fold",
        choices=("auto", "all", "none"),
        default="auto",
        help="whether spellings like 1 and 1.0, 01 and 1, Yes and YES are one value (default: unless doubtful)",
    )


def run_agreement(arguments: argparse.Namespace) -> int:
    compared = _of_study(arguments) if arguments.ratings is None else _of_file(arguments)
    if arguments.output is not None:
        files = _write_report(arguments, compared)
        output.say(f"{len(files)} files written to {arguments.output}; agreement.html is the report to read.")
    _print(compared, arguments.format)
    if arguments.ratings is None and arguments.format == "table":
        output.say("`tipcoder adjudicate` opens the disagreements, code by code.")
    return ExitStatus.DONE


def _write_report(arguments: argparse.Namespace, compared: AgreementReport) -> list[Path]:
    """The report; of a study, beside it, where coders differ: who says what, and what was decided."""
    from tipcoder.export.agreement_files import write_agreement_report
    from tipcoder.export.tables import format_csv, write_requested_file
    from tipcoder.workbench.adjudication.disagreement_rows import COLUMNS, read_disagreement_rows
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_output, claim_outputs

    folder: Path = arguments.output
    found, ratings = compared.agreement, compared.ratings
    if arguments.ratings is not None:
        read: list[Path] = arguments.ratings

        def claim(paths: Sequence[Path]) -> None:
            claim_outputs(None, paths, read)

        return write_agreement_report(found, ratings, folder, claim, more=compared.more)
    with open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here:
        rows = read_disagreement_rows(here, arguments.round or (), arguments.code or ())
        file = folder / "disagreements.csv"
        claim_output(here, file)
        files = write_agreement_report(found, ratings, folder, lambda paths: claim_outputs(here, paths))
        write_requested_file(file, format_csv(rows, COLUMNS))
    return [*files, file]


def _of_file(arguments: argparse.Namespace) -> AgreementReport:
    from tipcoder.workbench.agreement.ratings_file import assess_files, build_table_request
    from tipcoder.workbench.output_files import claim_folder

    for option in ("code", "by", "round"):
        if getattr(arguments, option):
            raise BadInput(f"--{option} is for the study and not for --ratings.", "Leave one of them out.")
    if arguments.order and arguments.level != "ordinal":
        raise BadInput("--order is for --level ordinal.", "Say both, or leave --order out.")
    asked = build_table_request(
        layout=arguments.layout or "",
        units=_listed(arguments.units),
        coders=_listed(arguments.coders),
        values=_listed(arguments.values),
        missing=_listed(arguments.missing),
        empty=arguments.empty or "",
        level=arguments.level,
        fold=arguments.fold,
        order=_listed(arguments.order),
    )
    if arguments.output is not None:
        claim_folder(None, arguments.output)
    with output.working("Comparing", ", ".join(path.name for path in arguments.ratings)):
        return assess_files(arguments.ratings, asked)


def _of_study(arguments: argparse.Namespace) -> AgreementReport:
    from tipcoder.workbench.agreement.study_agreement import assess_study
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.output_files import claim_folder

    if arguments.level != "nominal":
        raise BadInput("--level is for --ratings: a code is present or absent.", "Leave it out.")
    for option in _OF_TABLES:
        if getattr(arguments, option) not in (None, "auto"):
            raise BadInput(f"--{option} is for --ratings: a study knows its units and coders.", "Leave it out.")
    by = _listed(arguments.by)
    for word in by:
        if word not in _SPLITS:
            raise BadInput(f"--by cannot split by {word!r}.", did_you_mean(word, _SPLITS))
    with (
        open_study_folder(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Comparing", here.definition.title),
    ):
        if arguments.output is not None:
            claim_folder(here, arguments.output)
        return assess_study(
            here,
            in_rounds=arguments.round or (),
            coder_names=_listed(arguments.coders),
            codes=arguments.code or (),
            split_by=by,
        )


def _listed(words: str | None) -> list[str]:
    return [] if words is None else list(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))


def _print(compared: AgreementReport, form: str) -> None:
    from tipcoder.export.agreement_rows import as_json_entry, build_wide_rows, find_columns
    from tipcoder.export.agreement_table import describe_table

    found = compared.agreement
    if form == "json":
        output.as_json([as_json_entry(code) for code in (*found.codes, *found.parents, *found.parts)])
    elif form == "csv":
        rows = build_wide_rows([*found.codes, *found.parents, *found.parts])
        output.as_csv(rows, find_columns(rows))
    else:
        print_report(compared)
        return
    for line in (*describe_table(found), *found.notes):
        output.say(line)


def print_report(compared: AgreementReport, *, most: int | None = None) -> None:
    """The report for a terminal; with `most`, only so many codes, those applied most often."""
    from tipcoder.export.agreement_report import (
        ROLLED_UP,
        build_code_grid,
        build_swap_grid,
        name_alpha,
        summarise_agreement,
    )
    from tipcoder.export.agreement_table import describe_table
    from tipcoder.export.heat_map import format_heat_map

    found = compared.agreement
    codes = found.codes
    if most is not None:
        codes = tuple(sorted(codes, key=lambda code: -code.counts.positives)[:most])
    output.text(summarise_agreement(found))
    for line in describe_table(found):
        output.text(line)
    output.data("\n")
    _print_codes(codes, found)
    if most is None and found.parents:
        output.heading("Codes with others below them")
        output.text(ROLLED_UP)
        _grid(build_code_grid(found.parents, found))
    if most is None and found.parts:
        output.heading("By part of the study")
        _grid(build_code_grid(found.parts, found))
    _print_together(found, briefly=most is not None)
    if most is None and len(found.coders) > 2:
        output.heading(f"{name_alpha(found)} by pair of coders")
        output.text(format_heat_map(found))
    if found.swaps:
        output.heading("Codes taken for each other")
        _grid(build_swap_grid(found))
    _print_warnings(codes, found)
    _print_lines("To know before citing this", found.notes)
    drawn = f"{found.replicates} bootstrap resamples of {found.drawn}, seed {found.seed}"
    output.text(f"Intervals: {drawn}. The methods paragraph and all figures: tipcoder agreement -o DIR.")


def _print_codes(codes: Sequence[CodeAgreement], found: Agreement) -> None:
    from tipcoder.export.agreement_report import build_code_grid, describe_verdicts

    _grid(build_code_grid(codes, found))
    output.text("— cannot be computed; [ ] 95 % interval; ( ) too rare to judge.")
    _print_lines("In words", describe_verdicts(codes, rare_too=False))


def _print_together(found: Agreement, *, briefly: bool) -> None:
    from tipcoder.export.agreement_report import build_overall_grid, describe_overall, name_overall_section

    if found.overall is None:
        return
    output.heading(name_overall_section(found))
    _grid(build_overall_grid(found.overall, found.terms))
    for line in () if briefly else describe_overall(found.overall, found.terms):
        output.text(line)


def _print_warnings(codes: Sequence[CodeAgreement], found: Agreement) -> None:
    from tipcoder.export.agreement_report import describe_warnings, name_things

    warnings = describe_warnings(codes, rare_too=False)
    left = len(describe_warnings(codes)) - len(warnings)
    _print_lines("Warnings", warnings)
    if left:
        many = output.format_count(left, "warning")
        output.text(f"\n{many} on {name_things(found)} too rare to judge: see the report (-o DIR).")


def _print_lines(title: str, lines: Sequence[str]) -> None:
    if lines:
        output.heading(title)
        for line in lines:
            output.text(line)


def _grid(grid: Table) -> None:
    rows = [
        {name: int(cell) if cell.isdecimal() else cell for name, cell in zip(grid.head, row, strict=True)}
        for row in grid.texts
    ]
    output.rows(rows, tuple(grid.head), "table")
