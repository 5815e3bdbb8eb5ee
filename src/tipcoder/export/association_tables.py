"""The article's tables of associations: each outcome by numbers, and by yes/no variables."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.export.document import (
    Align,
    Block,
    Column,
    Kind,
    Note,
    Preformatted,
    Table,
    plain_paragraph,
    text_cells,
)
from tipcoder.export.result_lines import format_amount, format_result
from tipcoder.export.result_tables import list_remarks
from tipcoder.results.tests import ComparedGroup, StatisticalTest

_NONE = "–"


def build_associations(results: Sequence[StatisticalTest], style: str) -> list[Block]:
    """A table for each outcome and kind of variable, and the notes on single results."""
    blocks: list[Block] = []
    for title, found in group_associations(results).items():
        blocks.append(_build_table(title, found, style))
    blocks += [plain_paragraph(remark) for remark in list_remarks(results)]
    return blocks


def build_narrow_associations(results: Sequence[StatisticalTest], style: str) -> list[Block]:
    """The same with a line for each group, so that 80 columns are enough."""
    blocks: list[Block] = []
    for title, found in group_associations(results).items():
        names = _list_groups(found)
        width = max(map(len, names), default=0)
        lines = [title, "=" * len(title)]
        for result in found:
            cells = _list_cells(result)
            lines += ["", result.variable_heading]
            for name in names:
                lines.append(f"  {name.ljust(width)}  {cells.get(name, _NONE)}")
            lines.append(f"  {format_result(result, style)}")
        blocks.append(Preformatted("\n".join(lines)))
    remarks = list_remarks(results)
    if remarks:
        blocks.append(Note("\n".join(remarks)))
    return blocks


def group_associations(results: Sequence[StatisticalTest]) -> dict[str, list[StatisticalTest]]:
    """The results of each table, by its title: outcome after outcome, means before shares."""
    headings: dict[str, str] = {}
    for result in results:
        headings.setdefault(result.outcome, result.outcome_heading)
    tables: dict[str, list[StatisticalTest]] = {}
    for outcome, heading in headings.items():
        of_outcome = [result for result in results if result.outcome == outcome]
        for kind, has_counts in (("means", False), ("shares", True)):
            found = [result for result in of_outcome if _has_counts(result) == has_counts]
            tables |= _divide_by_groups(heading, kind, found)
    return tables


def _divide_by_groups(
    heading: str, kind: str, results: Sequence[StatisticalTest]
) -> dict[str, list[StatisticalTest]]:
    """Results with the same groups stand in one table; those without any are correlations."""
    by_groups: dict[tuple[str, ...], list[StatisticalTest]] = {}
    for result in results:
        by_groups.setdefault(tuple(group.name for group in result.groups), []).append(result)
    tables: dict[str, list[StatisticalTest]] = {}
    for groups, found in by_groups.items():
        title = f"{heading}: {kind}"
        if not groups:
            title = f"{heading}: correlations"
        elif len(by_groups) > 1 and len(found) == 1:
            title = f"{heading} by {found[0].variable_heading}: {kind}"
        # Two sets of groups may each have several variables.
        tables.setdefault(title, []).extend(found)
    return tables


def _has_counts(result: StatisticalTest) -> bool:
    return any(group.counts for group in result.groups)


def _list_groups(results: Sequence[StatisticalTest]) -> list[str]:
    names: dict[str, None] = {}
    for result in results:
        for group in result.groups:
            names[group.name] = None
    return list(names)


def _build_table(title: str, results: Sequence[StatisticalTest], style: str) -> Table:
    names = _list_groups(results)
    rows = []
    for result in results:
        cells = _list_cells(result)
        by_group = [cells.get(name, _NONE) for name in names]
        rows.append(text_cells([result.variable_heading, *by_group, format_result(result, style)]))
    groups = [Column(name, Kind.TEXT, Align.RIGHT) for name in names]
    test = Column("test", has_symbols=True, wraps=True)
    return Table((Column(""), *groups, test), tuple(rows), title, caption_level=3)


def _list_cells(result: StatisticalTest) -> dict[str, str]:
    """What stands under each group."""
    cells = {}
    for group in result.groups:
        text = _format_group(group)
        if text:
            cells[group.name] = text
    return cells


def _format_group(group: ComparedGroup) -> str:
    """The share of the last category, which is the one that was asked about, or the mean."""
    if group.counts:
        name, count = list(group.counts.items())[-1]
        if count is None:
            return ""
        weighted = group.shares.get(name)
        value = weighted[0] if weighted else count / group.n if group.n else None
        share = _NONE if value is None else f"{100 * value:.1f}%"
        return f"{share} {name} ({count}/{group.n})"
    if group.mean is None:
        return ""
    sd = "" if group.sd is None else f" ({format_amount(group.sd)})"
    return f"{format_amount(group.mean)}{sd}, n = {group.n}"
