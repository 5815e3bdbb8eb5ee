"""The agreement report for a terminal: the same figures in few lines, and no methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.agreement.results import Agreement, CodeAgreement, Overall
from tipcoder.export.agreement_sentences import (
    KEY_ON_SCREEN,
    ROLLED_UP,
    describe_overall,
    describe_verdicts,
    describe_warnings,
    name_overall_section,
    summarise_agreement,
)
from tipcoder.export.agreement_table import describe_table
from tipcoder.export.agreement_tables import (
    build_code_table,
    build_overall_table,
    build_swap_table,
    name_alpha,
    name_things,
)
from tipcoder.export.document import Align, Block, Column, Document, Heading, Preformatted, Table
from tipcoder.export.heat_map import format_heat_map
from tipcoder.text import format_count

_PAIRS_SHOWN_FROM = 3
"""Two coders are one pair, whose figures stand in the table of codes already."""


def build_agreement_screen(found: Agreement, most: int | None = None) -> Document:
    """The report for a terminal; with `most`, only so many codes, those applied most often, and no
    details.
    """
    # By their keys, which fit into 80 columns and are what verbs take.
    found = replace(found, labels={})
    codes: Sequence[CodeAgreement] = found.codes
    is_brief = most is not None
    if is_brief:
        codes = sorted(codes, key=lambda code: -code.counts.positives)[:most]
    blocks = _build_codes(codes, found)
    if not is_brief:
        blocks += _build_rolled_up(found)
    if found.overall is not None:
        blocks += _build_overall(found, found.overall, is_brief=is_brief)
    if not is_brief and len(found.coders) >= _PAIRS_SHOWN_FROM:
        title = f"{name_alpha(found)} by pair of coders"
        blocks += [Heading(title), Preformatted(format_heat_map(found))]
    if found.swaps:
        swaps = _fit_table(build_swap_table(found))
        blocks += [Heading("Codes taken for each other"), swaps]
    blocks += _build_warnings(codes, found)
    blocks += _build_lines("To know before citing this", found.notes)
    # The closing line needs no room of its own, whatever stands above it.
    *above, last = blocks
    return Document("Agreement", (*above, _append_line(last, _describe_intervals(found))))


def _build_codes(codes: Sequence[CodeAgreement], found: Agreement) -> list[Block]:
    """What was compared, the table of codes, and the verdicts in words."""
    opening = "\n".join([summarise_agreement(found), *describe_table(found)])
    table = _fit_table(build_code_table(codes, found))
    return [
        Preformatted(opening),
        replace(table, notes=(KEY_ON_SCREEN,)),
        *_build_lines("In words", describe_verdicts(codes, found, rare_too=False)),
    ]


def _build_rolled_up(found: Agreement) -> list[Block]:
    """Codes with others below them, and the codes in parts of the study."""
    blocks: list[Block] = []
    if found.parents:
        table = _fit_table(build_code_table(found.parents, found))
        blocks += [Heading("Codes with others below them"), replace(table, caption=ROLLED_UP)]
    if found.parts:
        table = _fit_table(build_code_table(found.parts, found))
        blocks += [Heading("By part of the study"), table]
    return blocks


def _build_overall(found: Agreement, together: Overall, *, is_brief: bool) -> list[Block]:
    """All codes together."""
    table = _fit_table(build_overall_table(together, found.terms))
    if not is_brief:
        table = replace(table, notes=tuple(describe_overall(together, found.terms)))
    return [Heading(name_overall_section(found)), table]


def _build_warnings(codes: Sequence[CodeAgreement], found: Agreement) -> list[Block]:
    """Warnings on codes that occur often enough to judge, and how many others the report has."""
    warnings = describe_warnings(codes, found, rare_too=False)
    blocks = _build_lines("Warnings", warnings)
    left = len(describe_warnings(codes, found)) - len(warnings)
    if left:
        many = format_count(left, "warning")
        remark = f"{many} on {name_things(found)} too rare to judge: see the report (-o DIR)."
        blocks.append(Preformatted(remark))
    return blocks


def _build_lines(title: str, lines: Sequence[str]) -> list[Block]:
    """Sentences below a heading; nothing where there are none."""
    return [Heading(title), Preformatted("\n".join(lines))] if lines else []


def _describe_intervals(found: Agreement) -> str:
    """How intervals were drawn, and where everything else stands."""
    drawn = f"{found.replicates} bootstrap resamples of {found.drawn}, seed {found.seed}"
    return f"Intervals: {drawn}. The methods paragraph and all figures: tipcoder agreement -o DIR."


def _fit_table(table: Table) -> Table:
    """The table with whole numbers to the right, and everything else to the left.

    Intervals differ in length, so that only their beginnings can stand below each other.
    """
    columns = []
    for place, column in enumerate(table.columns):
        is_whole = all(row[place].shown.isdecimal() for row in table.rows)
        align = Align.RIGHT if is_whole else Align.LEFT
        columns.append(Column(column.name, column.kind, align, column.has_symbols, column.wraps))
    return replace(table, columns=tuple(columns))


def _append_line(block: Block, line: str) -> Block:
    """The block with a line directly below it."""
    if isinstance(block, Table):
        return replace(block, notes=(*block.notes, line))
    return Preformatted(f"{getattr(block, 'text', '')}\n{line}")
