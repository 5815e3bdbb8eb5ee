"""A document as one HTML page that needs nothing beside it, and fetches nothing."""

from __future__ import annotations

import html
from collections.abc import Sequence

from tipcoder.export.document import (
    Align,
    Block,
    BulletList,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Preformatted,
    Run,
    Style,
    Table,
    replace_unprintable,
)
from tipcoder.export.statistic_symbols import set_symbols

PAGE_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #444; --rule: #ccc; --paper: #fff; }
:root { --link: #1f4e79; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --soft: #bdbdbd; --rule: #555; --paper: #161616; --link: #9ecae1; }
}
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
a, summary { color: var(--link); } summary { cursor: pointer; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.85rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; }
th, td { border-bottom: 1px solid var(--rule); padding: 0.25rem 0.6rem; }
th, td { text-align: left; vertical-align: top; }
th { border-bottom: 2px solid var(--soft); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n, td.s { white-space: nowrap; }
@media screen { td.t { min-width: 7rem; } }
figure { margin: 1rem 0; overflow-x: auto; }
figcaption, p.note { color: var(--soft); font-size: 0.85rem; }
/* Pictures are drawn for white paper. */
svg { background: #fff; max-width: 100%; height: auto; }
pre { overflow-x: auto; } hr.page { break-after: page; border: 0; }
@page { size: A4; margin: 16mm; } @page wide { size: A4 landscape; margin: 12mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  h1, h2, h3, h4, caption { break-after: avoid; } tr, figure, p.note { break-inside: avoid; }
  figcaption, p.note { font-size: 9pt; }
  .table, figure, pre { overflow: visible; } thead { display: table-header-group; }
  svg { max-height: 235mm; } .numbers, .filter, nav { display: none; }
  pre { white-space: pre-wrap; } .wide { page: wide; }
  .wide table { font-size: 7.5pt; width: 100%; }
  .wide svg { max-height: 150mm; } .wide th, .wide td { padding: 0.15rem 0.3rem; }
}
"""
_SHORT_STATISTIC = 16
"""Letters."""
_WIDE = 8
"""Columns of a table that needs the whole width of a sheet."""
_TAGS = {Style.EMPHASIS: "em", Style.CODE: "code"}


def write_html(document: Document) -> bytes:
    """The page in UTF-8. Drawings stand in it as SVG; all other texts are escaped."""
    # Each block is one string, so that a page reads well in an editor too.
    body = "\n".join(map(_format_on_sheet, document.blocks))
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(document.title)}</title>\n<style>{PAGE_STYLE}</style>\n"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    return replace_unprintable(page).encode("utf-8")


def _format_on_sheet(block: Block) -> str:
    """A block, with what a printer needs to know of it."""
    written = format_block(block)
    return f'<div class="wide">\n{written}\n</div>' if is_wide(block) else written


def format_block(block: Block) -> str:
    """One block, on lines of its own."""
    match block:
        case Heading():
            return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
        case Paragraph():
            return _format_paragraph(block)
        case Note():
            return _format_note(block.text)
        case BulletList():
            items = "\n".join(f"<li>{html.escape(item)}</li>" for item in block.items)
            return f"<ul>\n{items}\n</ul>"
        case Preformatted():
            return f"<pre>{html.escape(block.text)}</pre>"
        case Table():
            return _format_table(block)
        case Figure():
            return _format_figure(block)
        case PageBreak():
            return '<hr class="page">'


def is_wide(block: Block) -> bool:
    """Whether it is a table that a printer lays on its side."""
    return isinstance(block, Table) and len(block.columns) >= _WIDE


def _format_figure(block: Figure) -> str:
    """A drawing, its caption, and its numbers for those who see no drawing or want to copy them."""
    caption = html.escape(block.caption)
    numbers = ""
    if block.values is not None and block.values.rows:
        table = _format_table(block.values)
        numbers = (
            '<details class="numbers"><summary>The numbers of this picture</summary>\n'
            f"{table}</details>\n"
        )
    return f"<figure>\n{block.svg}<figcaption>{caption}</figcaption>\n{numbers}</figure>"


def _format_paragraph(block: Paragraph) -> str:
    """A paragraph for each part between empty lines."""
    if len(block.runs) == 1:
        style = block.runs[0].style
        # Browsers ignore an empty line; only a new element begins a paragraph.
        texts = block.text.split("\n\n")
        return "\n".join(f"<p>{_format_run(Run(text, style))}</p>" for text in texts)
    return f"<p>{''.join(map(_format_run, block.runs))}</p>"


def _format_run(run: Run) -> str:
    """Letters of one style; plain ones have no element of their own."""
    escaped = html.escape(run.text)
    tag = _TAGS.get(run.style)
    return f"<{tag}>{escaped}</{tag}>" if tag else escaped


def _format_note(text: str) -> str:
    """A remark in smaller letters."""
    return f'<p class="note">{html.escape(text)}</p>'


def _format_table(table: Table) -> str:
    """A table with its head apart, so that a screen reader can name the columns."""
    table = set_symbols(table)
    # The caption belongs inside the table: then a screen reader announces it with the table.
    caption = f"<caption>{html.escape(table.caption)}</caption>\n" if table.caption else ""
    head = _format_head(table.columns)
    # Headings over several columns come first, in a row of their own.
    over = "".join(
        f'<th colspan="{group.width}">{html.escape(group.name)}</th>' for group in table.groups
    )
    first = f"<tr>{over}</tr>" if over else ""
    rows = "\n".join(f"<tr>{_format_row(row, table.columns)}</tr>" for row in table.rows)
    notes = "".join(f"\n{_format_note(note)}" for note in table.notes)
    top = f"{caption}<thead>{first}<tr>{head}</tr></thead>"
    # What is scrolled with a mouse must be scrolled with keys, too.
    keys = ' tabindex="0"' if is_wide(table) else ""
    written = f"<table>\n{top}\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f'<div class="table"{keys}>\n{written}\n</div>{notes}'


def _format_head(columns: Sequence[Column]) -> str:
    """The names of the columns."""
    cells = []
    for column in columns:
        cells.append(f'<th scope="col"{_format_side(column)}>{html.escape(column.name)}</th>')
    return "".join(cells)


def _format_row(row: Sequence[Cell], columns: Sequence[Column]) -> str:
    """The cells of a row; numbers stand to the right."""
    cells = []
    for cell, column in zip(row, columns, strict=True):
        language = f' lang="{html.escape(cell.language)}"' if cell.language else ""
        look = _format_statistic(cell) if column.has_symbols else ""
        look = look or _format_side(column)
        cells.append(f"<td{look}{language}>{html.escape(cell.shown)}</td>")
    return "".join(cells)


def _format_statistic(cell: Cell) -> str:
    """A short statistic stands on one line, and a long one has the room of an interval."""
    return ' class="s"' if len(cell.shown) <= _SHORT_STATISTIC else ' class="t"'


def _format_side(column: Column) -> str:
    # The class, and not a style: the page may be printed with other rules.
    return ' class="n"' if column.align is Align.RIGHT else ""
