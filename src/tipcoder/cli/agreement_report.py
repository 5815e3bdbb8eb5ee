"""How well coders agree, as data and for reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.cli import output

if TYPE_CHECKING:
    from tipcoder.export.document import Grid
    from tipcoder.workbench.agreement.study_agreement import (
        Agreement,
        CodeAgreement,
        Compared,
    )


def print_agreement(compared: Compared, form: str) -> None:
    """The report in the form asked for."""
    from tipcoder.export.agreement_rows import columns_of, json_entry, wide_rows
    from tipcoder.export.agreement_table import table_lines

    if form == "table":
        print_report(compared)
        return
    found = compared.agreement
    codes = [*found.codes, *found.parents, *found.parts]
    if form == "json":
        output.print_json([json_entry(code) for code in codes])
    else:
        rows = wide_rows(codes)
        output.print_csv(rows, columns_of(rows))
    output.say_all([*table_lines(found), *found.notes])


def print_report(compared: Compared, *, most: int | None = None) -> None:
    """The report for a terminal; with `most`, only so many codes, those applied most often."""
    from tipcoder.export.agreement_report import summary
    from tipcoder.export.agreement_table import table_lines

    found = compared.agreement
    is_brief = most is not None
    codes = found.codes
    if is_brief:
        by_use = sorted(codes, key=lambda code: -code.counts.positives)
        codes = tuple(by_use[:most])

    output.print_text(summary(found))
    for line in table_lines(found):
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
    from tipcoder.export.agreement_report import code_grid, verdict_lines

    _print_grid(code_grid(codes, found))
    output.print_text("— cannot be computed; [ ] 95 % interval; ( ) too rare to judge.")
    _print_lines("In words", verdict_lines(codes, rare_too=False))


def _print_parents(found: Agreement) -> None:
    """Codes with others below them, and the codes in parts of the study."""
    from tipcoder.export.agreement_report import ROLLED_UP, code_grid

    if found.parents:
        output.print_heading("Codes with others below them")
        output.print_text(ROLLED_UP)
        _print_grid(code_grid(found.parents, found))
    if found.parts:
        output.print_heading("By part of the study")
        _print_grid(code_grid(found.parts, found))


def _print_together(found: Agreement, *, is_brief: bool) -> None:
    from tipcoder.export.agreement_report import overall_grid, overall_lines, together_title

    if found.overall is None:
        return
    output.print_heading(together_title(found))
    _print_grid(overall_grid(found.overall, found.terms))
    if is_brief:
        return
    for line in overall_lines(found.overall, found.terms):
        output.print_text(line)


def _print_pairs(found: Agreement) -> None:
    from tipcoder.export.agreement_report import alpha_name
    from tipcoder.export.heat_map import heat_map_text

    # With two coders there is one pair, whose figures stand above.
    if len(found.coders) > 2:
        output.print_heading(f"{alpha_name(found)} by pair of coders")
        output.print_text(heat_map_text(found))


def _print_swaps(found: Agreement) -> None:
    from tipcoder.export.agreement_report import swap_grid

    if found.swaps:
        output.print_heading("Codes taken for each other")
        _print_grid(swap_grid(found))


def _print_warnings(codes: Sequence[CodeAgreement], found: Agreement) -> None:
    from tipcoder.export.agreement_report import plural, warning_lines

    warnings = warning_lines(codes, rare_too=False)
    left = len(warning_lines(codes)) - len(warnings)
    _print_lines("Warnings", warnings)
    if left:
        many = output.counted(left, "warning")
        output.print_text(
            f"\n{many} on {plural(found)} too rare to judge: see the report (-o DIR)."
        )


def _print_lines(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    output.print_heading(title)
    for line in lines:
        output.print_text(line)


def _print_grid(grid: Grid) -> None:
    rows = []
    for cells in grid.rows:
        # Whole numbers are numbers again, so that the table puts them to the right.
        values = [int(cell) if cell.isdecimal() else cell for cell in cells]
        rows.append(dict(zip(grid.head, values, strict=True)))
    output.print_rows(rows, tuple(grid.head), "table")
