"""Descriptive tables as blocks: shares of how many, and means of how many answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipcoder.export.association_tables import build_associations, build_narrow_associations
from tipcoder.export.document import (
    Block,
    Document,
    Heading,
    Kind,
    Preformatted,
    plain_paragraph,
    text_table,
)
from tipcoder.export.report import Report, build_table
from tipcoder.export.result_lines import APA
from tipcoder.export.result_rows import build_flat_table
from tipcoder.results.tables import DescriptiveTable as Described
from tipcoder.results.tables import MeanLine, TableLine
from tipcoder.results.tables import TableBlock as Question
from tipcoder.results.tests import StatisticalTest
from tipcoder.text import format_number

FLAT_COLUMNS = (
    *("table", "question", "unit", "label", "count", "base", "share"),
    *("answers", "rows", "mean", "median", "sd", "low", "high", "note", "question_label"),
    "effective_n",
)
_NONE = "–"
_LONG = 10_000
"""From here on six digits are too few for a median with two decimals."""
_SHARE_HEAD = ("", "%", "n/N")
_MEAN_HEAD = ("", "M", "SD", "95% CI", "answers/rows")
_EFFECTIVE_HEAD = "effective n"
_TITLE = "Descriptive tables"
ASSOCIATIONS_APART = (
    "The association tables have other columns: `tipcoder stats --format csv` prints them."
)


def build_tables_report(
    tables: Sequence[Described],
    results: Sequence[StatisticalTest] | None,
    sentences: Sequence[str],
    style: str,
) -> Report:
    """Tables in every format, and behind them those of associations where `results` has their
    tests.
    """
    rows: list[dict[str, Any]] = []
    for table in tables:
        rows += list_records(table)
    flat = build_table(rows, FLAT_COLUMNS, {"share": Kind.SHARE}, caption="Tables")
    blocks: list[Block] = []
    narrow: list[Block] = []
    for table in tables:
        blocks += build_described(table, style)
        narrow.append(Preformatted(format_described(table, style)))
    sheets = [flat]
    if results is not None:
        remarks = list(map(plain_paragraph, sentences))
        blocks += [*build_associations(results, style), *remarks]
        narrow += [*build_narrow_associations(results, style), *remarks]
        sheets.append(build_flat_table(results))
    return Report(
        document=Document(_TITLE, tuple(blocks)),
        flat=flat,
        records={"tables": rows, "associations": [result.as_dict() for result in results or ()]},
        narrow=Document(_TITLE, tuple(narrow)),
        workbook=Document(_TITLE, tuple(sheets)),
        remarks=() if results is None else (ASSOCIATIONS_APART,),
        has_remarks_in_records=True,
    )


def list_records(table: Described) -> list[dict[str, Any]]:
    """One record for each line or mean, at full precision."""
    records = []
    for question in table.blocks:
        place = {
            "table": table.key,
            "question": question.text,
            "unit": question.unit,
            "note": question.note,
            "question_label": question.heading,
        }
        parts: list[TableLine | MeanLine] = [*question.lines, *question.means]
        records += [{**place, **_list_fields(part)} for part in parts]
    return records


def _list_fields(part: TableLine | MeanLine) -> dict[str, Any]:
    """What a line or a mean says, by the names of the flat columns."""
    return {name: getattr(part, name) for name in FLAT_COLUMNS if hasattr(part, name)}


def build_described(table: Described, style: str) -> list[Block]:
    """A heading, and a table for each question."""
    blocks: list[Block] = [Heading(table.title, 3)]
    for question in table.blocks:
        head, rows = _list_rows(question, style)
        caption = f"{question.heading} ({question.unit})"
        right = range(1, len(head))
        notes = (question.note,) if question.note else ()
        blocks.append(text_table(head, rows, right, caption=caption, notes=notes))
    return blocks


def _list_rows(question: Question, style: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Head and rows of a question's table."""
    parts: Sequence[TableLine | MeanLine] = question.means or question.lines
    head: tuple[str, ...]
    if question.means:
        head, rows = _MEAN_HEAD, [_list_mean(mean, question) for mean in question.means]
    else:
        head, rows = _SHARE_HEAD, [_list_share(line, style) for line in question.lines]
    if all(part.effective_n is None for part in parts):
        return head, rows
    for row, part in zip(rows, parts, strict=True):
        row.append(_NONE if part.effective_n is None else f"{part.effective_n:.1f}")
    return (*head, _EFFECTIVE_HEAD), rows


def _list_share(line: TableLine, style: str) -> list[str]:
    """The row of a line: its label, share and counts."""
    return [line.label, format_share(line, style), f"{line.count}/{line.base}"]


def _list_mean(mean: MeanLine, question: Question) -> list[str]:
    """The row of a mean, with dashes where nobody answered."""
    label = mean.label or question.heading
    answers = f"{mean.answers}/{mean.rows}"
    if mean.mean is None:
        return [label, _NONE, _NONE, _NONE, answers]
    sd = _NONE if mean.sd is None else f"{mean.sd:.2f}"
    return [label, f"{mean.mean:.2f}", sd, _format_interval(mean) or _NONE, answers]


def _format_interval(mean: MeanLine) -> str:
    """The confidence interval in brackets; nothing where there is none."""
    return "" if mean.low is None or mean.high is None else f"[{mean.low:.2f}, {mean.high:.2f}]"


def format_share(line: TableLine, style: str) -> str:
    """`26.63%`, as the article has it, without trailing zeros; `26.6%` in APA style; a dash where
    nobody answered.
    """
    if line.share is None:
        return _NONE
    percent = 100 * line.share
    return f"{percent:.1f}%" if style == APA else f"{round(percent, 2):g}%"


def format_cell(question: Question, style: str) -> str:
    """A question as one cell, as the article prints it: `Yes (87%; 415), No (13%; 62); N=477`."""
    if question.means:
        return "; ".join(map(format_mean, question.means))
    base = question.lines[0].base if question.lines else 0
    shares = ", ".join(
        f"{line.label} ({format_share(line, style)}; {line.count})" for line in question.lines
    )
    return f"{shares}; N={base}"


def format_mean(mean: MeanLine) -> str:
    """`Mean 56.96; median 56; sd 33.82; N=454 of 480 rows`."""
    if mean.mean is None or mean.median is None:
        return f"no answers in {mean.rows} rows"
    sd = "" if mean.sd is None else f"; sd {mean.sd:.2f}"
    middle = format_median(mean.median)
    return f"Mean {mean.mean:.2f}; median {middle}{sd}; N={mean.answers} of {mean.rows} rows"


def format_median(median: float) -> str:
    """Whole numbers with every digit, others with six at least."""
    is_long = abs(median) >= _LONG
    return format_number(round(median, 2)) if is_long else f"{median:g}"


def format_described(table: Described, style: str) -> str:
    """A table for the terminal: aligned, numbers in the line."""
    lines = [table.title, "=" * len(table.title)]
    for question in table.blocks:
        lines += ["", f"{question.heading} ({question.unit})"]
        lines += [f"  {line}" for line in _list_lines(question, style)]
        if question.note:
            lines.append(f"  {question.note}")
    return "\n".join(lines)


def _list_lines(question: Question, style: str) -> list[str]:
    """The lines of a question on the screen."""
    means = question.means
    if means and not means[0].label:
        interval, effective = _format_interval(means[0]), means[0].effective_n
        behind = f"; 95% CI {interval}" if interval else ""
        behind += "" if effective is None else f"; {_EFFECTIVE_HEAD} {effective:.1f}"
        return [format_mean(means[0]) + behind]
    if not question.lines and not means:
        # A note says it better where the reason is another, such as a minimum of rows.
        return [] if question.note else ["nobody answered"]
    head, rows = _list_rows(question, style)
    # Shares explain themselves; columns of means, and weights, need their head.
    explains_itself = head == _SHARE_HEAD
    return _align_rows([list(head), *rows], skip=1 if explains_itself else 0)


def _align_rows(rows: Sequence[Sequence[str]], skip: int) -> list[str]:
    """Rows as lines, the first column to the left; the first `skip` count for the widths and are
    not shown.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows[skip:]:
        cells = [row[0].ljust(widths[0])]
        for text, width in zip(row[1:], widths[1:], strict=True):
            cells.append(text.rjust(width))
        lines.append("  ".join(cells).rstrip())
    return lines
