"""The agreement report as blocks: verdicts, tables, picture, warnings, methods."""

from __future__ import annotations

from tipcoder.agreement.methods import format_methods_paragraph
from tipcoder.agreement.results import Agreement
from tipcoder.export.agreement_rows import (
    as_json_entry,
    build_pair_rows,
    build_span_rows,
    build_swap_rows,
    build_tidy_rows,
    build_wide_rows,
    find_columns,
)
from tipcoder.export.agreement_screen import build_agreement_screen
from tipcoder.export.agreement_sentences import (
    BY_BRANCH,
    ROLLED_UP,
    describe_gwet,
    describe_heat_map,
    describe_key,
    describe_overall,
    describe_spans,
    describe_verdicts,
    describe_warnings,
    name_overall_section,
)
from tipcoder.export.agreement_summary import build_summary
from tipcoder.export.agreement_table import describe_table
from tipcoder.export.agreement_tables import (
    build_code_table,
    build_gwet_table,
    build_others_table,
    build_overall_table,
    build_span_table,
    build_swap_table,
    build_verdict_table,
    build_without_table,
    has_figures,
)
from tipcoder.export.document import (
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    Table,
    plain_paragraph,
)
from tipcoder.export.heat_map import build_heat_map_grid, draw_heat_map, format_heat_map
from tipcoder.export.report import Report, build_table


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
    blocks: list[Block] = [
        *build_summary(found),
        Heading("What is behind it"),
        *map(plain_paragraph, describe_table(found)),
        *_build_notes(found),
        Heading("Verdicts"),
        build_verdict_table(found),
        BulletList(tuple(describe_verdicts(found.codes, found, rare_too=False))),
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
    return Document(f"Agreement: {found.title}", tuple(blocks), is_wide=True)


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
            BulletList(tuple(describe_overall(found.overall, found.terms, found.labels))),
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
    linearised = build_gwet_table(found)
    if linearised.rows:
        blocks += [
            Heading("Gwet's intervals"),
            linearised,
            plain_paragraph(describe_gwet(found)),
        ]
    if any(code.spans for code in found.codes):
        words = plain_paragraph(describe_spans(found))
        blocks += [Heading("The same words"), build_span_table(found), words]
    if found.parts:
        blocks += [Heading("By part of the study"), build_code_table(found.parts, found)]
    if found.swaps:
        blocks += [Heading("Codes taken for each other"), build_swap_table(found)]
    return blocks


def _build_warnings(found: Agreement) -> list[Block]:
    warnings = describe_warnings(found.codes, found)
    return [Heading("Warnings"), BulletList(tuple(warnings))] if warnings else []
