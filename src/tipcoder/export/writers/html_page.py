"""A document as one HTML page that needs nothing beside it, and fetches nothing."""

from __future__ import annotations

import html
from collections.abc import Sequence

from tipcoder.export.document import (
    Align,
    Block,
    BulletList,
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

PAGE_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-size: 0.85rem; margin: 1rem 0; }
table { display: block; overflow-x: auto; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; }
th, td { border-bottom: 1px solid #ccc; padding: 0.25rem 0.6rem; }
th, td { text-align: left; vertical-align: top; }
th { border-bottom: 2px solid #444; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; overflow-x: auto; } figcaption, p.note { color: #444; font-size: 0.85rem; }
pre { overflow-x: auto; } hr.page { break-after: page; border: 0; }
"""
_TAGS = {Style.EMPHASIS: "em", Style.CODE: "code"}


def write_html(document: Document) -> bytes:
    """The page in UTF-8. Drawings stand in it as SVG; all other texts are escaped."""
    # Each block is one string, so that a page reads well in an editor too.
    body = "\n".join(map(format_block, document.blocks))
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(document.title)}</title>\n<style>{PAGE_STYLE}</style>\n"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
    return replace_unprintable(page).encode("utf-8")


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
            caption = html.escape(block.caption)
            return f"<figure>\n{block.svg}<figcaption>{caption}</figcaption>\n</figure>"
        case PageBreak():
            return '<hr class="page">'


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
    # The caption belongs inside the table: then a screen reader announces it with the table.
    caption = f"<caption>{html.escape(table.caption)}</caption>\n" if table.caption else ""
    head = _format_cells("th", table.head, table.columns)
    # Headings over several columns come first, in a row of their own.
    over = "".join(
        f'<th colspan="{group.width}">{html.escape(group.name)}</th>' for group in table.groups
    )
    first = f"<tr>{over}</tr>" if over else ""
    rows = "\n".join(f"<tr>{_format_cells('td', row, table.columns)}</tr>" for row in table.texts)
    notes = "".join(f"\n{_format_note(note)}" for note in table.notes)
    top = f"{caption}<thead>{first}<tr>{head}</tr></thead>"
    return f"<table>\n{top}\n<tbody>\n{rows}\n</tbody>\n</table>{notes}"


def _format_cells(tag: str, texts: Sequence[str], columns: Sequence[Column]) -> str:
    """The cells of a row; numbers stand to the right."""
    cells = []
    for text, column in zip(texts, columns, strict=True):
        # The class, and not a style: the page may be printed with other rules.
        side = ' class="n"' if column.align is Align.RIGHT else ""
        cells.append(f"<{tag}{side}>{html.escape(text)}</{tag}>")
    return "".join(cells)
