"""A document as LaTeX to be taken into a paper with \\input: booktabs tables, and no preamble of
its own.
"""

from __future__ import annotations

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
from tipcoder.export.page_widths import PageMeasures, fit_page, measure_unbroken

_SECTIONS = {1: "section*", 2: "subsection*", 3: "subsubsection*"}
_DEEPEST = 3
_STYLES = {Style.EMPHASIS: "emph", Style.CODE: "texttt"}
_VERBATIM_END = r"\end{verbatim}"
_ROWS_OF_PAGE = 40
_COMMANDS = {10: "", 9: r"\small", 8: r"\footnotesize", 7: r"\scriptsize", 5: r"\tiny"}
_PAGE = PageMeasures(345, 5, 6, tuple(_COMMANDS))
"""Points: the line of an article at 10 points."""
_LETTERS_OF_PLOTS = str.maketrans("─●┊│█▓▒░", "-o:|#%+.")
"""LaTeX has no letters to draw with."""


def write_latex(document: Document) -> bytes:
    """The blocks in UTF-8. The paper that takes them in loads the packages booktabs, array and
    longtable.
    """
    parts = list(map(_format_block, document.blocks))
    text = "\n\n".join(parts) + "\n"
    return replace_unprintable(text).encode("utf-8")


def _format_block(block: Block) -> str:
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
            return _format_table(block)
        case Figure():
            if block.repeats_table:
                return f"% {escape_latex(block.caption)}"
            # LaTeX takes no SVG without a converter, so that the values stand for the drawing.
            table = _format_table(block.values) if block.values else _format_verbatim(block.letters)
            return f"{table}\n\n{escape_latex(block.caption)}"
        case PageBreak():
            return r"\clearpage"


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


def _format_table(table: Table) -> str:
    """A table with the three rules of booktabs, and its notes below: it floats, or goes on over
    pages where it is longer than one.

    One that is wider than a page has smaller letters, and columns that wrap.
    """
    size, columns = _fit_columns(table)
    is_long = len(table.rows) > _ROWS_OF_PAGE
    body = _format_long_body(table, columns) if is_long else _format_body(table, columns)
    lines = [size, *body] if size else body
    if table.notes:
        lines.append(rf"\par\footnotesize {_format_notes(table)}")
    around = ("{", r"\par}") if is_long else (r"\begin{table}[htbp]", r"\end{table}")
    return "\n".join([around[0], *lines, around[1]])


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


def _fit_columns(table: Table) -> tuple[str, str]:
    """The command for the size of the letters, empty for that of the text, and how the columns
    stand, such as `lrr`.
    """
    if not table.columns or measure_unbroken(table, _PAGE) <= _PAGE.width:
        sides = ["r" if column.align is Align.RIGHT else "l" for column in table.columns]
        return "", "".join(sides)
    size, widths = fit_page(table, _PAGE)
    letters = []
    for column, width in zip(table.columns, widths, strict=True):
        side = "left" if column.align is Align.RIGHT else "right"
        # Of the line, so that it holds on any page.
        share = max(width - _PAGE.padding, 1) / _PAGE.width
        letters.append(rf">{{\ragged{side}\arraybackslash}}p{{{share:.3f}\linewidth}}")
    return rf"{_COMMANDS[int(size)]}\setlength{{\tabcolsep}}{{3pt}}", "".join(letters)


def _format_cell(text: str, column: Column) -> str:
    """A p-value is set as a statistic, whatever its column says."""
    is_statistic = column.has_symbols or column.kind is Kind.P_VALUE
    return escape_latex_statistics(text) if is_statistic else escape_latex(text)


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
