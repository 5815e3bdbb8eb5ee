"""The agreement report as blocks: verdicts, tables, picture, warnings, methods; and the same for a
screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.results import Agreement, CodeAgreement, Overall
from tipcoder.export.agreement_rows import (
    as_json_entry,
    build_pair_rows,
    build_span_rows,
    build_swap_rows,
    build_tidy_rows,
    build_wide_rows,
    find_columns,
)
from tipcoder.export.agreement_sentences import (
    BY_BRANCH,
    KEY_ON_SCREEN,
    describe_heat_map,
    describe_key,
    describe_spans,
    describe_thresholds,
)
from tipcoder.export.agreement_sentences import ROLLED_UP as ROLLED_UP
from tipcoder.export.agreement_sentences import describe_overall as describe_overall
from tipcoder.export.agreement_sentences import describe_verdicts as describe_verdicts
from tipcoder.export.agreement_sentences import describe_warnings as describe_warnings
from tipcoder.export.agreement_sentences import name_overall_section as name_overall_section
from tipcoder.export.agreement_sentences import summarise_agreement as summarise_agreement
from tipcoder.export.agreement_table import describe_table
from tipcoder.export.agreement_tables import (
    build_code_table,
    build_others_table,
    build_overall_table,
    build_span_table,
    build_swap_table,
    build_verdict_table,
    build_without_table,
    has_figures,
)
from tipcoder.export.agreement_tables import name_alpha as name_alpha
from tipcoder.export.agreement_tables import name_things as name_things
from tipcoder.export.document import (
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    Preformatted,
    Table,
    plain_paragraph,
)
from tipcoder.export.heat_map import build_heat_map_grid, draw_heat_map, format_heat_map
from tipcoder.export.report import Report, build_table
from tipcoder.text import format_count

_PAIRS_ON_SCREEN = 3
"""Two coders are one pair, whose figures stand in the table of codes already."""


def build_agreement_report(found: Agreement, most: int | None = None) -> Report:
    """Agreement in every format.

    A terminal is shown `most` codes only, those applied most often; all by default.
    """
    codes = (*found.codes, *found.parents, *found.parts)
    rows = build_wide_rows(codes)
    flat = build_table(rows, find_columns(rows), caption="Codes")
    remarks = (*describe_table(found), *found.notes)
    return Report(
        document=build_agreement_document(found),
        flat=flat,
        records=list(map(as_json_entry, codes)),
        narrow=build_agreement_screen(found, most),
        workbook=Document(
            "Agreement", (flat, *_build_sheets(found), *map(plain_paragraph, remarks))
        ),
        remarks=remarks,
    )


def _build_sheets(found: Agreement) -> list[Table]:
    """The other tables for programs, where they have rows."""
    tables = {
        "Coefficients": build_tidy_rows(found),
        "Pairs of coders": build_pair_rows(found),
        "Swapped codes": build_swap_rows(found),
        "Quotes": build_span_rows(found),
    }
    return [
        build_table(rows, find_columns(rows), caption=name) for name, rows in tables.items() if rows
    ]


def build_agreement_document(found: Agreement) -> Document:
    """The whole report."""
    title = f"Agreement: {found.title}"
    blocks: list[Block] = [
        Heading(title, 1),
        plain_paragraph(summarise_agreement(found)),
        *map(plain_paragraph, describe_table(found)),
        *_build_notes(found),
        Heading("Verdicts"),
        plain_paragraph(describe_thresholds(found)),
        build_verdict_table(found),
        BulletList(tuple(describe_verdicts(found.codes))),
        Heading(f"Each {found.terms.thing}"),
        build_code_table(found.codes, found),
        plain_paragraph(describe_key(found)),
        *_build_together(found),
        *_build_pairs(found),
        *_build_details(found),
        *_build_warnings(found),
        Heading("Methods, ready to paste"),
        plain_paragraph(format_methods_paragraph(found)),
    ]
    return Document(title, tuple(blocks), is_wide=True)


def _build_notes(found: Agreement) -> list[Block]:
    if found.notes:
        return [BulletList(tuple(found.notes))]
    return [plain_paragraph("Nothing was left out.")] if found.table is None else []


def _build_together(found: Agreement) -> list[Block]:
    """All codes together, by branch of the codebook, and codes with others below them."""
    blocks: list[Block] = []
    if found.overall is not None:
        blocks += [
            Heading(name_overall_section(found)),
            build_overall_table(found.overall, found.terms),
            BulletList(tuple(describe_overall(found.overall, found.terms))),
        ]
    if found.by_parent is not None:
        blocks += [
            Heading("Branches of the codebook"),
            plain_paragraph(BY_BRANCH),
            build_overall_table(found.by_parent),
        ]
    if found.parents:
        blocks += [
            Heading("Codes with others below them"),
            plain_paragraph(ROLLED_UP),
            build_code_table(found.parents, found),
        ]
    return blocks


def _build_pairs(found: Agreement) -> list[Block]:
    blocks: list[Block] = []
    if any(code.pairs for code in found.codes):
        picture = Figure(
            draw_heat_map(found),
            describe_heat_map(found),
            format_heat_map(found),
            build_heat_map_grid(found),
        )
        blocks += [Heading("Pairs of coders"), picture]
    if any(code.without for code in found.codes):
        blocks += [Heading("Without each coder"), build_without_table(found)]
    return blocks


def _build_details(found: Agreement) -> list[Block]:
    blocks: list[Block] = []
    others = build_others_table(found)
    if has_figures(others):
        blocks += [Heading("Other coefficients"), others]
    if any(code.spans for code in found.codes):
        words = plain_paragraph(describe_spans(found))
        blocks += [Heading("The same words"), build_span_table(found), words]
    if found.parts:
        blocks += [Heading("By part of the study"), build_code_table(found.parts, found)]
    if found.swaps:
        blocks += [Heading("Codes taken for each other"), build_swap_table(found)]
    return blocks


def _build_warnings(found: Agreement) -> list[Block]:
    warnings = describe_warnings(found.codes)
    return [Heading("Warnings"), BulletList(tuple(warnings))] if warnings else []


def build_agreement_screen(found: Agreement, most: int | None = None) -> Document:
    """The report for a terminal; with `most`, only so many codes, those applied most often, and no
    details.
    """
    codes: Sequence[CodeAgreement] = found.codes
    is_brief = most is not None
    if is_brief:
        codes = sorted(codes, key=lambda code: -code.counts.positives)[:most]
    opening = "\n".join([summarise_agreement(found), *describe_table(found)])
    drawn = f"{found.replicates} bootstrap resamples of {found.drawn}, seed {found.seed}"
    closing = (
        f"Intervals: {drawn}. The methods paragraph and all figures: tipcoder agreement -o DIR."
    )
    blocks: list[Block] = [
        Preformatted(opening),
        build_code_table(codes, found),
        plain_paragraph(KEY_ON_SCREEN),
        *_build_lines("In words", describe_verdicts(codes, rare_too=False)),
    ]
    if not is_brief:
        blocks += _build_rolled_up(found)
    if found.overall is not None:
        blocks += _build_overall_on_screen(found, found.overall, is_brief=is_brief)
    if not is_brief and len(found.coders) >= _PAIRS_ON_SCREEN:
        blocks += [
            Heading(f"{name_alpha(found)} by pair of coders"),
            Preformatted(format_heat_map(found)),
        ]
    if found.swaps:
        blocks += [Heading("Codes taken for each other"), build_swap_table(found)]
    blocks += _build_warnings_on_screen(codes, found)
    blocks += _build_lines("To know before citing this", found.notes)
    return Document("Agreement", (*blocks, plain_paragraph(closing)))


def _build_rolled_up(found: Agreement) -> list[Block]:
    blocks: list[Block] = []
    if found.parents:
        table = build_code_table(found.parents, found)
        blocks += [Heading("Codes with others below them"), plain_paragraph(ROLLED_UP), table]
    if found.parts:
        blocks += [Heading("By part of the study"), build_code_table(found.parts, found)]
    return blocks


def _build_overall_on_screen(found: Agreement, together: Overall, *, is_brief: bool) -> list[Block]:
    blocks: list[Block] = [
        Heading(name_overall_section(found)),
        build_overall_table(together, found.terms),
    ]
    if not is_brief:
        blocks.append(Preformatted("\n".join(describe_overall(together, found.terms))))
    return blocks


def _build_warnings_on_screen(codes: Sequence[CodeAgreement], found: Agreement) -> list[Block]:
    """Warnings on codes that occur often enough to judge, and how many others the report has."""
    warnings = describe_warnings(codes, rare_too=False)
    blocks = _build_lines("Warnings", warnings)
    left = len(describe_warnings(codes)) - len(warnings)
    if left:
        many = format_count(left, "warning")
        blocks.append(
            plain_paragraph(
                f"{many} on {name_things(found)} too rare to judge: see the report (-o DIR)."
            )
        )
    return blocks


def _build_lines(title: str, lines: Sequence[str]) -> list[Block]:
    return [Heading(title), Preformatted("\n".join(lines))] if lines else []


# What the verb `agreement` still asks for; these go when it prints a report.
build_code_grid, build_overall_grid, build_swap_grid = (
    build_code_table,
    build_overall_table,
    build_swap_table,
)
