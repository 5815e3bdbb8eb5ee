"""How well coders agree, as data and for reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.cli import output

if TYPE_CHECKING:
    from tipcoder.export.document import Table
    from tipcoder.workbench.agreement.study_agreement import (
        Agreement,
        AgreementReport,
        CodeAgreement,
    )


def print_agreement(compared: AgreementReport, form: str) -> None:
    """The report in the form asked for."""
    from tipcoder.export.agreement_rows import as_json_entry, build_wide_rows, find_columns
    from tipcoder.export.agreement_table import describe_table

    if form == "table":
        print_report(compared)
        return
    found = compared.agreement
    codes = [*found.codes, *found.parents, *found.parts]
    if form == "json":
        output.print_json([as_json_entry(code) for code in codes])
    else:
        rows = build_wide_rows(codes)
        output.print_csv(rows, find_columns(rows))
    output.say_all([*describe_table(found), *found.notes])


def print_report(compared: AgreementReport, *, most: int | None = None) -> None:
    """The report for a terminal; with `most`, only so many codes, those applied most often."""
    from tipcoder.export.agreement_report import summarise_agreement
    from tipcoder.export.agreement_table import describe_table

    found = compared.agreement
    is_brief = most is not None
    codes = found.codes
    if is_brief:
        by_use = sorted(codes, key=lambda code: -code.counts.positives)
        codes = tuple(by_use[:most])

    output.print_text(summarise_agreement(found))
    for line in describe_table(found):
        output.print_text(line)
    output.print_data("\n")
    _print_codes(codes, found)
    if not is_brief:
        _print_parents(found)
    _print_together(found, is_brief=is_brief)
    if not is_brief:
        _print_pairs(found)
    _print_swaps(found)
    _print_warnings(codes, found)
    _print_lines("To know before citing this", found.notes)
    drawn = f"{found.replicates} bootstrap resamples of {found.drawn}, seed {found.seed}"
    output.print_text(
        f"Intervals: {drawn}. The methods paragraph and all figures: tipcoder agreement -o DIR."
    )


def _print_codes(codes: Sequence[CodeAgreement], found: Agreement) -> None:
    from tipcoder.export.agreement_report import build_code_grid, describe_verdicts

    _print_grid(build_code_grid(codes, found))
    output.print_text("— cannot be computed; [ ] 95 % interval; ( ) too rare to judge.")
    _print_lines("In words", describe_verdicts(codes, rare_too=False))


def _print_parents(found: Agreement) -> None:
    """Codes with others below them, and the codes in parts of the study."""
    from tipcoder.export.agreement_report import ROLLED_UP, build_code_grid

    if found.parents:
        output.print_heading("Codes with others below them")
        output.print_text(ROLLED_UP)
        _print_grid(build_code_grid(found.parents, found))
    if found.parts:
        output.print_heading("By part of the study")
        _print_grid(build_code_grid(found.parts, found))


def _print_together(found: Agreement, *, is_brief: bool) -> None:
    from tipcoder.export.agreement_report import (
        build_overall_grid,
        describe_overall,
        name_overall_section,
    )

    if found.overall is None:
        return
    output.print_heading(name_overall_section(found))
    _print_grid(build_overall_grid(found.overall, found.terms))
    if is_brief:
        return
    for line in describe_overall(found.overall, found.terms):
        output.print_text(line)


def _print_pairs(found: Agreement) -> None:
    from tipcoder.export.agreement_report import name_alpha
    from tipcoder.export.heat_map import format_heat_map

    # With two coders there is one pair, whose figures stand above.
    if len(found.coders) > 2:
        output.print_heading(f"{name_alpha(found)} by pair of coders")
        output.print_text(format_heat_map(found))


def _print_swaps(found: Agreement) -> None:
    from tipcoder.export.agreement_report import build_swap_grid

    if found.swaps:
        output.print_heading("Codes taken for each other")
        _print_grid(build_swap_grid(found))


def _print_warnings(codes: Sequence[CodeAgreement], found: Agreement) -> None:
    from tipcoder.export.agreement_report import describe_warnings, name_things

    warnings = describe_warnings(codes, rare_too=False)
    left = len(describe_warnings(codes)) - len(warnings)
    _print_lines("Warnings", warnings)
    if left:
        many = output.format_count(left, "warning")
        output.print_text(
            f"\n{many} on {name_things(found)} too rare to judge: see the report (-o DIR)."
        )


def _print_lines(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    output.print_heading(title)
    for line in lines:
        output.print_text(line)


def _print_grid(grid: Table) -> None:
    rows = []
    for cells in grid.texts:
        # Whole numbers are numbers again, so that the table puts them to the right.
        values = [int(cell) if cell.isdecimal() else cell for cell in cells]
        rows.append(dict(zip(grid.head, values, strict=True)))
    output.print_rows(rows, tuple(grid.head), "table")
