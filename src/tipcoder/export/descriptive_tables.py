"""Descriptive tables in every printed form: shares with numerator and denominator, means with answers and rows."""

from __future__ import annotations

from typing import Any

from tipcoder.export.markup import format_latex_table, format_markdown_table
from tipcoder.results import DescriptiveTable, MeanLine, TableBlock, TableLine
from tipcoder.text import escape_markdown

FLAT_COLUMNS = (
    *("table", "question", "unit", "label", "count", "base", "share"),
    *("answers", "rows", "mean", "median", "sd", "low", "high", "note", "question_label"),
)


def as_records(table: DescriptiveTable) -> list[dict[str, Any]]:
    """One record per line or mean, at full precision."""
    out = []
    for block in table.blocks:
        place = {"table": table.key, "question": block.text, "unit": block.unit, "note": block.note}
        place["question_label"] = block.heading
        out += [{**place, **_as_record(line)} for line in block.lines]
        out += [{**place, **_as_record(mean)} for mean in block.means]
    return out


def _as_record(part: TableLine | MeanLine) -> dict[str, Any]:
    return {name: getattr(part, name) for name in FLAT_COLUMNS if hasattr(part, name)}


def format_percent(line: TableLine, style: str) -> str:
    """`26.63%`, as the article has it, without trailing zeros; `26.6%` in APA style; a dash where nobody answered."""
    if line.share is None:
        return "–"
    return f"{100 * line.share:.1f}%" if style == "apa" else f"{round(100 * line.share, 2):g}%"


def format_cell(block: TableBlock, style: str) -> str:
    """A block as one cell, as the article prints it: `Yes (87%; 415), No (13%; 62); N=477`."""
    if block.means:
        return "; ".join(format_mean(mean) for mean in block.means)
    base = block.lines[0].base if block.lines else 0
    return (
        ", ".join(f"{line.label} ({format_percent(line, style)}; {line.count})" for line in block.lines) + f"; N={base}"
    )


def format_mean(mean: MeanLine) -> str:
    """`Mean 56.96; median 56; sd 33.82; N=454 of 480 rows`."""
    if mean.mean is None or mean.median is None:
        return f"no answers in {mean.rows} rows"
    sd = "" if mean.sd is None else f"; sd {mean.sd:.2f}"
    return f"Mean {mean.mean:.2f}; median {mean.median:g}{sd}; N={mean.answers} of {mean.rows} rows"


def _format_interval(mean: MeanLine) -> str:
    return "" if mean.low is None or mean.high is None else f"; 95% CI [{mean.low:.2f}, {mean.high:.2f}]"


def _build_share_rows(block: TableBlock, style: str) -> list[list[str]]:
    return [[line.label, format_percent(line, style), f"{line.count}/{line.base}"] for line in block.lines]


def _build_mean_rows(block: TableBlock) -> list[list[str]]:
    rows = []
    for mean in block.means:
        numbers = ["–", "–", "–"]
        if mean.mean is not None:
            interval = "–" if mean.low is None or mean.high is None else f"[{mean.low:.2f}, {mean.high:.2f}]"
            numbers = [f"{mean.mean:.2f}", "–" if mean.sd is None else f"{mean.sd:.2f}", interval]
        rows.append([mean.label or block.heading, *numbers, f"{mean.answers}/{mean.rows}"])
    return rows


_SHARE_HEAD = ("", "%", "n/N")
_MEAN_HEAD = ("", "M", "SD", "95% CI", "answers/rows")


def _build_parts(block: TableBlock, style: str) -> tuple[tuple[str, ...], list[list[str]]]:
    return (_MEAN_HEAD, _build_mean_rows(block)) if block.means else (_SHARE_HEAD, _build_share_rows(block, style))


def format_text(table: DescriptiveTable, style: str) -> str:
    """For the terminal: aligned, numbers in the line."""
    lines = [table.title, "=" * len(table.title)]
    for block in table.blocks:
        lines += ["", f"{block.heading} ({block.unit})"]
        if block.means and not block.means[0].label:
            lines.append(f"  {format_mean(block.means[0])}{_format_interval(block.means[0])}")
        elif block.lines or block.means:
            head, rows = _build_parts(block, style)
            widths = [max(len(row[i]) for row in [list(head), *rows]) for i in range(len(head))]
            for row in [list(head), *rows] if block.means else rows:
                first, *rest = [
                    text.ljust(width) if i == 0 else text.rjust(width)
                    for i, (text, width) in enumerate(zip(row, widths, strict=True))
                ]
                lines.append("  " + "  ".join([first, *rest]).rstrip())
        else:
            lines.append("  nobody answered")
        if block.note:
            lines.append(f"  {block.note}")
    return "\n".join(lines)


def format_markdown(table: DescriptiveTable, style: str) -> str:
    """A heading and a pipe table per question."""
    parts = [f"### {escape_markdown(table.title)}"]
    for block in table.blocks:
        head, rows = _build_parts(block, style)
        parts.append(format_markdown_table((f"{block.heading} ({block.unit})", *head[1:]), rows))
        if block.note:
            parts.append(escape_markdown(block.note))
    return "\n\n".join(parts)


def format_latex(table: DescriptiveTable, style: str) -> str:
    """A table per question."""
    parts = []
    for block in table.blocks:
        head, rows = _build_parts(block, style)
        parts.append(format_latex_table(f"{table.title}: {block.heading} ({block.unit})", head, rows, block.note))
    return "\n\n".join(parts)
