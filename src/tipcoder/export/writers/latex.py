"""A document as LaTeX to be taken into a paper with \\input: booktabs tables, and no preamble of
its own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tipcoder.export.document import (
    Align,
    Block,
    BulletList,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Note,
    PageBreak,
    Paragraph,
    Preformatted,
    Run,
    Style,
    Table,
    replace_unprintable,
)
from tipcoder.export.latex_text import escape_latex, escape_latex_statistics
from tipcoder.export.page_widths import PageMeasures, measure_unbroken, share_page

_SECTIONS = {1: "section*", 2: "subsection*", 3: "subsubsection*"}
_DEEPEST = 3
_STYLES = {Style.EMPHASIS: "emph", Style.CODE: "texttt"}
_VERBATIM_END = r"\end{verbatim}"
_ROWS_OF_PAGE = 40
_COMMANDS = {10: "", 9.3: r"\small", 8.5: r"\footnotesize", 8: r"\scriptsize", 6.8: r"\tiny"}
"""By how wide letters are of those of 10 points: small ones of Computer Modern are made wider."""
_UPRIGHT = PageMeasures(345, 5, 6, (10, 9.3, 8.5), binds_numbers=True)
"""Points: the line of an article at 10 points."""
_ON_ITS_SIDE = PageMeasures(550, 5, 6, (8.5, 8, 6.8), binds_numbers=True)
"""The same where the page is turned, with as many rows on it as can be read."""
_TURNED = "% The packages longtable and lscape set this table on its side.\n\\begin{landscape}\n"
_UNIT, _INTERVAL = re.compile(r"(?<=\d) (?=\\%)"), re.compile(r"\[([^\s\]]+), ([^\s\]]+)\]")
_LETTERS_OF_PLOTS = str.maketrans("─●┊│█▓▒░", "-o:|#%+.")
"""LaTeX has no letters to draw with."""


def write_latex(document: Document) -> bytes:
    """The blocks in UTF-8. The paper that takes them in loads the packages booktabs, array,
    longtable and lscape.

    A table by itself floats. Below headings it stays in its place, or all would stand together.
    """
    floats = not any(isinstance(block, Heading) for block in document.blocks)
    parts: list[str] = []
    for number, block in enumerate(document.blocks):
        part = _format_block(block, floats=floats)
        if part.startswith(_TURNED) and number and isinstance(document.blocks[number - 1], Heading):
            # The heading goes with its table to the page that is turned.
            part = f"{_TURNED}{parts.pop()}\n\n{part.removeprefix(_TURNED)}"
        parts.append(part)
    text = "\n\n".join(parts) + "\n"
    return replace_unprintable(text).encode("utf-8")


def _format_block(block: Block, *, floats: bool) -> str:
    """One block, whole: it can be moved within the paper."""
    match block:
        case Heading():
            # Starred commands: the numbers of sections are the paper's own.
            section = _SECTIONS[min(block.level, _DEEPEST)]
            return rf"\{section}{{{escape_latex(block.text)}}}"
        case Paragraph():
            return _format_paragraph(block)
        case Note():
            return rf"\par\footnotesize {escape_latex(block.text)}\par\normalsize"
        case BulletList():
            items = [rf"\item {_guard_start(escape_latex(item))}" for item in block.items]
            return "\n".join([r"\begin{itemize}", *items, r"\end{itemize}"])
        case Preformatted():
            return _format_verbatim(block.text)
        case Table():
            return _format_table(block, floats=floats)
        case Figure():
            return _format_figure(block, floats=floats)
        case PageBreak():
            return r"\clearpage"


def _format_figure(figure: Figure, *, floats: bool) -> str:
    """The values of a figure: LaTeX takes no SVG without a converter."""
    caption = escape_latex(figure.caption)
    if figure.repeats_table:
        return f"% {caption}"
    if figure.values:
        return f"{_format_table(figure.values, floats=floats)}\n\n{caption}"
    return f"{_format_verbatim(figure.letters)}\n\n{caption}"


def _format_paragraph(block: Paragraph) -> str:
    """Running text; an empty line begins a new paragraph in LaTeX too."""
    if len(block.runs) == 1:
        style = block.runs[0].style
        runs = [Run(text, style) for text in block.text.split("\n\n")]
        return "\n\n".join(map(_format_run, runs))
    return " ".join(map(_format_run, block.runs))


def _format_run(run: Run) -> str:
    """Letters of one style, as the argument of its command."""
    escaped = escape_latex(run.text)
    command = _STYLES.get(run.style)
    return rf"\{command}{{{escaped}}}" if command else escaped


def _format_verbatim(text: str) -> str:
    """Lines as they are laid out, in letters of one width."""
    # Nothing is escaped in this environment, so that only its own end can break out of it.
    safe = text.replace(_VERBATIM_END, "").translate(_LETTERS_OF_PLOTS)
    return f"\\begin{{verbatim}}\n{safe}\n{_VERBATIM_END}"


def _format_table(table: Table, *, floats: bool) -> str:
    """A table with the three rules of booktabs, and its notes below: it floats, or stays in its
    place, and goes on over pages where it is longer than one.

    One that is wider than a page has smaller letters, and columns that wrap; one that is much wider
    stands on its side.
    """
    fit = _fit_columns(table)
    floats = floats and not fit.on_its_side and len(table.rows) <= _ROWS_OF_PAGE
    body = _format_body(table, fit.columns) if floats else _format_long_body(table, fit.columns)
    lines = [fit.size, *body] if fit.size else body
    if table.notes:
        lines.append(rf"\par\footnotesize {_format_notes(table)}")
    if floats:
        return "\n".join([r"\begin{table}[htbp]", *lines, r"\end{table}"])
    lines = ["{", *lines, r"\par}"]
    if fit.on_its_side:
        return _TURNED + "\n".join([*lines, r"\end{landscape}"])
    return "\n".join(lines)


def _format_body(table: Table, columns: str) -> list[str]:
    """A table in one piece, below its caption."""
    caption = [rf"\caption{{{escape_latex(table.caption)}}}"] if table.caption else []
    head = [r"\begin{tabular}{" + columns + "}", r"\toprule", *_format_head(table), r"\midrule"]
    return [*caption, *head, *_format_rows(table), r"\bottomrule", r"\end{tabular}"]


def _format_long_body(table: Table, columns: str) -> list[str]:
    """A table that goes on over pages, with its head on each."""
    lines = [r"\begin{longtable}{" + columns + "}"]
    if table.caption:
        lines.append(rf"\caption{{{escape_latex(table.caption)}}} \\")
    lines += [r"\toprule", *_format_head(table), r"\midrule", r"\endhead"]
    return [*lines, *_format_rows(table), r"\bottomrule", r"\end{longtable}"]


def _format_head(table: Table) -> list[str]:
    """The names of the columns, below the headings over several of them."""
    lines = []
    # booktabs draws no rule of its own under a heading over several columns.
    if table.groups:
        over = [
            rf"\multicolumn{{{group.width}}}{{c}}{{{escape_latex(group.name)}}}"
            for group in table.groups
        ]
        lines.append(" & ".join(over) + r" \\")
    return [*lines, " & ".join(map(escape_latex, table.head)) + r" \\"]


def _format_rows(table: Table) -> list[str]:
    lines = []
    for row in table.texts:
        cells = [
            _format_cell(text, column) for text, column in zip(row, table.columns, strict=True)
        ]
        lines.append(_guard_start(" & ".join(cells)) + r" \\")
    return lines


class _Fit(NamedTuple):
    """How a table stands on a page."""

    size: str
    """The command for the size of the letters, empty for that of the text."""
    columns: str
    """How the columns stand, such as `lrr`."""
    on_its_side: bool = False


def _fit_columns(table: Table) -> _Fit:
    """The largest letters in which no word is broken, on its side where they would be small."""
    if not table.columns or measure_unbroken(table, _UPRIGHT) <= _UPRIGHT.width:
        sides = ["r" if column.align is Align.RIGHT else "l" for column in table.columns]
        return _Fit("", "".join(sides))
    page, size, widths = _UPRIGHT, _UPRIGHT.sizes[0], [0.0]
    for page in (_UPRIGHT, _ON_ITS_SIDE):
        for size in page.sizes:
            least, widths = share_page(table, page, page.letter * size / _UPRIGHT.sizes[0])
            if least <= page.width:
                return _describe_fit(table, page, size, widths)
    return _describe_fit(table, page, size, widths)


def _describe_fit(table: Table, page: PageMeasures, size: float, widths: list[float]) -> _Fit:
    letters = []
    for column, width in zip(table.columns, widths, strict=True):
        side = "left" if column.align is Align.RIGHT else "right"
        # Of the line, so that it holds on any page.
        share = max(width - page.padding, 1) / page.width
        letters.append(rf">{{\ragged{side}\arraybackslash}}p{{{share:.3f}\linewidth}}")
    command = rf"{_COMMANDS[size]}\setlength{{\tabcolsep}}{{3pt}}"
    return _Fit(command, "".join(letters), page is _ON_ITS_SIDE)


def _format_cell(text: str, column: Column) -> str:
    """A p-value is set as a statistic, whatever its column says."""
    is_statistic = column.has_symbols or column.kind is Kind.P_VALUE
    escaped = escape_latex_statistics(text) if is_statistic else escape_latex(text)
    if column.align is Align.LEFT:
        return escaped
    # A number stays with its unit, and an interval in one piece.
    return _UNIT.sub("~", _INTERVAL.sub(r"[\1,~\2]", escaped))


def _format_notes(table: Table) -> str:
    """All notes as one paragraph, in the small type of a table's notes."""
    # Notes below a table of statistics name the same symbols.
    has_symbols = any(column.has_symbols for column in table.columns)
    write = escape_latex_statistics if has_symbols else escape_latex
    return write(" ".join(table.notes))


def _guard_start(row: str) -> str:
    """The row, guarded at its start: after a line break or an item, LaTeX takes a star or a bracket
    as an option.
    """
    return "{}" + row if row.startswith(("*", "[")) else row
