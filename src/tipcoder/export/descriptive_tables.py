"""Descriptive tables in every printed form: shares with numerator and denominator, means with answers and rows."""

from __future__ import annotations

from typing import Any

from tipcoder.export.markup import latex_table, markdown_table
from tipcoder.results import Block, Line, Mean, Table
from tipcoder.text import markdown_text

FLAT_COLUMNS = (
    *("table", "question", "unit", "label", "count", "base", "share"),
    *("answers", "rows", "mean", "median", "sd", "low", "high", "note", "question_label"),
)


def flat(table: Table) -> list[dict[str, Any]]:
    """One record per line or mean, at full precision."""
    out = []
    for block in table.blocks:
        place = {"table": table.key, "question": block.text, "unit": block.unit, "note": block.note}
        place["question_label"] = block.shown
        out += [{**place, **_named(line)} for line in block.lines]
        out += [{**place, **_named(mean)} for mean in block.means]
    return out


def _named(part: Line | Mean) -> dict[str, Any]:
    return {name: getattr(part, name) for name in FLAT_COLUMNS if hasattr(part, name)}


def percent(line: Line, style: str) -> str:
    """`26.63%`, as the article has it, without trailing zeros; `26.6%` in APA style; a dash where nobody answered."""
    if line.share is None:
        return "–"
    return f"{100 * line.share:.1f}%" if style == "apa" else f"{round(100 * line.share, 2):g}%"


def cell(block: Block, style: str) -> str:
    """A block as one cell, as the article prints it: `Yes (87%; 415), No (13%; 62); N=477`."""
    if block.means:
        return "; ".join(mean_text(mean) for mean in block.means)
    base = block.lines[0].base if block.lines else 0
    return ", ".join(f"{line.label} ({percent(line, style)}; {line.count})" for line in block.lines) + f"; N={base}"


def mean_text(mean: Mean) -> str:
    """`Mean 56.96; median 56; sd 33.82; N=454 of 480 rows`."""
    if mean.mean is None or mean.median is None:
        return f"no answers in {mean.rows} rows"
    sd = "" if mean.sd is None else f"; sd {mean.sd:.2f}"
    return f"Mean {mean.mean:.2f}; median {mean.median:g}{sd}; N={mean.answers} of {mean.rows} rows"


def _interval_text(mean: Mean) -> str:
    return "" if mean.low is None or mean.high is None else f"; 95% CI [{mean.low:.2f}, {mean.high:.2f}]"


def _share_rows(block: Block, style: str) -> list[list[str]]:
    return [[line.label, percent(line, style), f"{line.count}/{line.base}"] for line in block.lines]


def _mean_rows(block: Block) -> list[list[str]]:
    rows = []
    for mean in block.means:
        numbers = ["–", "–", "–"]
        if mean.mean is not None:
            interval = "–" if mean.low is None or mean.high is None else f"[{mean.low:.2f}, {mean.high:.2f}]"
            numbers = [f"{mean.mean:.2f}", "–" if mean.sd is None else f"{mean.sd:.2f}", interval]
        rows.append([mean.label or block.shown, *numbers, f"{mean.answers}/{mean.rows}"])
    return rows


_SHARE_HEAD = ("", "%", "n/N")
_MEAN_HEAD = ("", "M", "SD", "95% CI", "answers/rows")


def _parts(block: Block, style: str) -> tuple[tuple[str, ...], list[list[str]]]:
    return (_MEAN_HEAD, _mean_rows(block)) if block.means else (_SHARE_HEAD, _share_rows(block, style))


def plain(table: Table, style: str) -> str:
    """For the terminal: aligned, numbers in the line."""
    lines = [table.title, "=" * len(table.title)]
    for block in table.blocks:
        lines += ["", f"{block.shown} ({block.unit})"]
        if block.means and not block.means[0].label:
            lines.append(f"  {mean_text(block.means[0])}{_interval_text(block.means[0])}")
        elif block.lines or block.means:
            head, rows = _parts(block, style)
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


def markdown(table: Table, style: str) -> str:
    """A heading and a pipe table per question."""
    parts = [f"### {markdown_text(table.title)}"]
    for block in table.blocks:
        head, rows = _parts(block, style)
        parts.append(markdown_table((f"{block.shown} ({block.unit})", *head[1:]), rows))
        if block.note:
            parts.append(markdown_text(block.note))
    return "\n\n".join(parts)


def latex(table: Table, style: str) -> str:
    """A table per question."""
    parts = []
    for block in table.blocks:
        head, rows = _parts(block, style)
        parts.append(latex_table(f"{table.title}: {block.shown} ({block.unit})", head, rows, block.note))
    return "\n\n".join(parts)
