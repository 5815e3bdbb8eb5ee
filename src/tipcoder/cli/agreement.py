"""`agreement`: how well coders agree, in this study or in any table of ratings."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.cli import output
from tipcoder.cli.options import Verbs, add_format, add_study, input_file, named_path
from tipcoder.errors import BadInput, Exit, did_you_mean

if TYPE_CHECKING:
    from tipcoder.export.document import Grid
    from tipcoder.workbench.agreement.agreeing import Compared

_SPLITS = ("language", "question", "round", "batch")
_LEVELS = ("nominal", "ordinal", "interval", "ratio")


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
        help="a CSV with the columns unit, coder, coder, ...; empty: not rated; - for standard input",
    )
    agreement.add_argument("--level", choices=_LEVELS, default="nominal", help="of --ratings (default: nominal)")
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
    agreement.set_defaults(run=run_agreement)


def run_agreement(arguments: argparse.Namespace) -> int:
    compared = _of_study(arguments) if arguments.ratings is None else _of_file(arguments)
    if arguments.output is not None:
        files = _write_report(arguments, compared)
        output.say(f"{len(files)} files written to {arguments.output}; agreement.html is the report to read.")
    _print(compared, arguments.format)
    if arguments.ratings is None and arguments.format == "table":
        output.say("`tipcoder adjudicate` opens the disagreements, code by code.")
    return Exit.DONE


def _write_report(arguments: argparse.Namespace, compared: Compared) -> list[Path]:
    """The report; of a study, beside it, where coders differ: who says what, and what was decided."""
    from tipcoder.export.agreement_files import write_report
    from tipcoder.export.tables import rows_as_csv, write_result
    from tipcoder.workbench.agreement.disagreements_out import COLUMNS, report_rows
    from tipcoder.workbench.opening import opened
    from tipcoder.workbench.output_files import claim_output, claim_outputs

    folder: Path = arguments.output
    found, ratings = compared.agreement, compared.ratings
    if arguments.ratings is not None:
        return write_report(found, ratings, folder, lambda paths: claim_outputs(None, paths))
    with opened(arguments.study, read_only=True, viewer=arguments.coder) as here:
        rows = report_rows(here, arguments.round or (), arguments.code or ())
        file = folder / "disagreements.csv"
        claim_output(here, file)
        files = write_report(found, ratings, folder, lambda paths: claim_outputs(here, paths))
        write_result(file, rows_as_csv(rows, COLUMNS))
    return [*files, file]


def _of_file(arguments: argparse.Namespace) -> Compared:
    from tipcoder.workbench.agreement.rating_files import file_agreement
    from tipcoder.workbench.output_files import claim_folder

    for option in ("coders", "code", "by", "round"):
        if getattr(arguments, option):
            raise BadInput(f"--{option} is for the study and not for --ratings.", "Leave one of them out.")
    if arguments.output is not None:
        claim_folder(None, arguments.output)
    with output.working("Comparing", arguments.ratings.name):
        return file_agreement(arguments.ratings, level=arguments.level)


def _of_study(arguments: argparse.Namespace) -> Compared:
    from tipcoder.workbench.agreement.agreeing import study_agreement
    from tipcoder.workbench.opening import opened
    from tipcoder.workbench.output_files import claim_folder

    if arguments.level != "nominal":
        raise BadInput("--level is for --ratings: a code is present or absent.", "Leave it out.")
    by = _listed(arguments.by)
    for word in by:
        if word not in _SPLITS:
            raise BadInput(f"--by cannot split by {word!r}.", did_you_mean(word, _SPLITS))
    with (
        opened(arguments.study, read_only=True, viewer=arguments.coder) as here,
        output.working("Comparing", here.study.title),
    ):
        if arguments.output is not None:
            claim_folder(here, arguments.output)
        return study_agreement(
            here,
            in_rounds=arguments.round or (),
            among=_listed(arguments.coders),
            codes=arguments.code or (),
            by=by,
        )


def _listed(words: str | None) -> list[str]:
    return [] if words is None else list(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))


def _print(compared: Compared, form: str) -> None:
    from tipcoder.export.agreement_rows import columns_of, json_entry, wide_rows

    found = compared.agreement
    if form == "json":
        output.as_json([json_entry(code) for code in (*found.codes, *found.parents, *found.parts)])
    elif form == "csv":
        rows = wide_rows([*found.codes, *found.parents, *found.parts])
        output.as_csv(rows, columns_of(rows))
    else:
        print_report(compared)
        return
    for note in found.notes:
        output.say(note)


def print_report(compared: Compared, *, most: int | None = None) -> None:
    """The report for a terminal; with `most`, only so many codes, those applied most often."""
    from tipcoder.export.agreement_report import (
        ROLLED_UP,
        code_grid,
        overall_grid,
        overall_lines,
        summary,
        swap_grid,
        verdict_lines,
        warning_lines,
    )
    from tipcoder.export.heat_map import heat_map_text

    found = compared.agreement
    codes = found.codes
    if most is not None:
        codes = tuple(sorted(codes, key=lambda code: -code.counts.positives)[:most])
    output.text(summary(found))
    output.data("\n")
    _grid(code_grid(codes, found))
    output.text("— cannot be computed; [ ] 95 % interval; ( ) too rare to judge.")
    said = verdict_lines(codes, rare_too=False)
    if said:
        output.heading("In words")
        for line in said:
            output.text(line)
    if most is None and found.parents:
        output.heading("Codes with others below them")
        output.text(ROLLED_UP)
        _grid(code_grid(found.parents, found))
    if most is None and found.parts:
        output.heading("By part of the study")
        _grid(code_grid(found.parts, found))
    if found.overall is not None:
        output.heading("All codes together")
        _grid(overall_grid(found.overall))
        for line in overall_lines(found.overall) if most is None else ():
            output.text(line)
    if most is None and len(found.coders) > 2:
        output.heading("α by pair of coders")
        output.text(heat_map_text(found))
    if found.swaps:
        output.heading("Codes taken for each other")
        _grid(swap_grid(found))
    warnings = warning_lines(codes, rare_too=False)
    left = len(warning_lines(codes)) - len(warnings)
    if warnings:
        output.heading("Warnings")
        for warning in warnings:
            output.text(warning)
    if left:
        output.text(f"\n{output.counted(left, 'warning')} on codes too rare to judge: see the report (-o DIR).")
    if found.notes:
        output.heading("To know before citing this")
        for note in found.notes:
            output.text(note)
    drawn = f"{found.replicates} bootstrap resamples of {found.drawn}, seed {found.seed}"
    output.text(f"Intervals: {drawn}. The methods paragraph and all figures: tipcoder agreement -o DIR.")


def _grid(grid: Grid) -> None:
    rows = [
        {name: int(cell) if cell.isdecimal() else cell for name, cell in zip(grid.head, row, strict=True)}
        for row in grid.rows
    ]
    output.rows(rows, tuple(grid.head), "table")
