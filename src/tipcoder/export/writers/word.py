"""A document as DOCX: headings, paragraphs, lists and tables, and nothing about who made it, when
or with what.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

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
from tipcoder.export.package_scrubbing import scrub_package
from tipcoder.export.page_widths import PageMeasures, bind_numbers, fit_page
from tipcoder.export.statistic_symbols import set_symbols
from tipcoder.export.writers.word_template import (
    BULLETS,
    EMPHASIS,
    FIXED_WIDTH,
    empty_document,
    settings_of,
)
from tipcoder.extras import require_extra

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Row
    from docx.text.paragraph import Paragraph as WordParagraph

_DEEPEST = 3
_TWIP = 635
"""Word's unit of length, a twentieth of a point, in the unit of python-docx."""
_SIZES = (11, 10, 9, 8, 7)
"""Points of the letters in a table: the first is that of the text, and each is tried."""
_LETTER, _PADDING = 125, 220
"""Twips of a letter of the text, wide ones counted in, and of the margins of a cell."""
_SHORT, _DENSER = 12, 9
"""Rows of a table in the letters of the text, and points of the letters of a longer one."""
_EDGES = ("top", "bottom", "insideH")


def write_docx(document: Document) -> bytes:
    """The document's bytes; the same document gives the same bytes. Of a figure it holds the values
    and the caption.

    Raises EnvironmentFault where python-docx is not installed.
    """
    require_extra("docx", "Writing .docx")
    # Numbering is a part of its own, left out where nothing is listed.
    has_bullets = any(isinstance(block, BulletList) for block in document.blocks)
    word = empty_document(is_wide=document.is_wide, has_bullets=has_bullets)
    for block in document.blocks:
        _add_block(word, block)
    out = io.BytesIO()
    word.save(out)
    return scrub_package(out.getvalue(), {"word/settings.xml": settings_of})


def _add_block(word: WordDocument, block: Block) -> None:
    """Add one block at the end of the document."""
    match block:
        case Heading():
            word.add_heading(replace_unprintable(block.text), min(block.level, _DEEPEST))
        case Paragraph():
            _add_paragraphs(word, block)
        case Note():
            word.add_paragraph(replace_unprintable(block.text))
        case BulletList():
            _add_items(word, block)
        case Preformatted():
            _add_run(word.add_paragraph(), Run(block.text, Style.CODE))
        case Table():
            _add_table(word, block)
        case Figure():
            _add_figure(word, block)
        case PageBreak():
            word.add_page_break()  # type: ignore[no-untyped-call]  # python-docx left out its type


def _add_paragraphs(word: WordDocument, block: Paragraph) -> None:
    """Add running text."""
    if len(block.runs) != 1:
        paragraph = word.add_paragraph()
        for run in block.runs:
            _add_run(paragraph, run)
        return
    # Running text of one style may hold several paragraphs, with an empty line between.
    for text in block.text.split("\n\n"):
        _add_run(word.add_paragraph(), Run(text, block.runs[0].style))


def _add_items(word: WordDocument, block: BulletList) -> None:
    for item in block.items:
        word.add_paragraph(replace_unprintable(item), style=BULLETS)


def _add_figure(word: WordDocument, block: Figure) -> None:
    """The values of a drawing, which can be read and copied, and its caption."""
    if block.repeats_table:
        return
    if block.values is not None:
        _add_table(word, block.values)
    else:
        _add_run(word.add_paragraph(), Run(block.letters, Style.CODE))
    word.add_paragraph(replace_unprintable(block.caption))


def _add_run(paragraph: WordParagraph, run: Run) -> None:
    """Add letters of one style to a paragraph."""
    added = paragraph.add_run(replace_unprintable(run.text))
    if run.style is Style.EMPHASIS:
        added.style = EMPHASIS
    elif run.style is Style.CODE:
        added.font.name = FIXED_WIDTH


def _add_table(word: WordDocument, table: Table) -> None:
    """Add a table that fills the width of the page, and its notes."""
    from docx.shared import Twips

    table = set_symbols(table)
    if table.caption:
        caption = word.add_paragraph()
        # A caption at the foot of a page would name a table on the next one.
        caption.paragraph_format.keep_with_next = True
        caption.add_run(replace_unprintable(table.caption)).bold = True
    over = 1 if table.groups else 0
    added = word.add_table(rows=over + 1 + len(table.rows), cols=len(table.columns))
    # Widths that the reading program chooses differ from program to program.
    added.autofit = False
    _draw_edges(added)
    page = PageMeasures(_measure_page(word), _LETTER, _PADDING, _SIZES, binds_numbers=True)
    size, widths = fit_page(table, page if len(table.rows) <= _SHORT else _make_denser(page))
    for column, width in zip(added.columns, widths, strict=True):
        # Word goes by the cells, LibreOffice by the columns.
        column.width = Twips(int(width))
    rows = iter(added.rows)
    if over:
        _fill_groups(next(rows), table, size)
    _fill_row(next(rows), table.head, table.columns, widths, size, is_head=True)
    for row, texts in zip(rows, table.texts, strict=True):
        _fill_row(row, texts, table.columns, widths, size)
    # Word joins tables that follow each other directly, so that a paragraph stands after each.
    word.add_paragraph("\n".join(map(replace_unprintable, table.notes)))


def _make_denser(page: PageMeasures) -> PageMeasures:
    """The page for a long table, whose rows are to stand in one line each."""
    sizes = tuple(size for size in _SIZES if size <= _DENSER)
    return replace(page, letter=page.letter * _DENSER / _SIZES[0], sizes=sizes)


def _measure_page(word: WordDocument) -> int:
    """Twips between the margins."""
    section = word.sections[-1]
    width, left, right = section.page_width, section.left_margin, section.right_margin
    assert width is not None and left is not None and right is not None, (
        "the template sets all three"
    )
    return (width - left - right) // _TWIP


def _draw_edges(added: Any) -> None:
    """Lines above, below and between the rows; python-docx has no call for them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in _EDGES:
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), "single")
        edge.set(qn("w:sz"), "4")
        edge.set(qn("w:color"), "999999")
        borders.append(edge)
    added._tbl.tblPr.append(borders)


def _fill_groups(row: _Row, table: Table, size: float) -> None:
    """Fill the row of headings over several columns."""
    from docx.shared import Pt

    cells = row.cells
    place = 0
    for group in table.groups:
        # A heading over one column merges a cell with itself, which changes nothing.
        spanning = cells[place].merge(cells[place + group.width - 1])
        run = spanning.paragraphs[0].add_run(replace_unprintable(group.name))
        run.bold, run.font.size = True, Pt(size)
        place += group.width
    _keep_together(row, is_head=True)


def _fill_row(
    row: _Row,
    texts: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[float],
    size: float,
    *,
    is_head: bool = False,
) -> None:
    """Fill the cells of a row; python-docx keeps a width for each cell."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, Twips

    for cell, text, column, width in zip(row.cells, texts, columns, widths, strict=True):
        cell.width = Twips(int(width))
        paragraph = cell.paragraphs[0]
        # The text's own space below a paragraph would double the height of a row.
        paragraph.paragraph_format.space_after = Pt(0)
        if column.align is Align.RIGHT:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        # A number is not cut from its unit, nor an interval in the middle.
        is_number = column.align is Align.RIGHT and not is_head
        shown = bind_numbers(text) if is_number else text
        run = paragraph.add_run(replace_unprintable(shown))
        run.font.size = Pt(size)
        if is_head:
            run.bold = True
    _keep_together(row, is_head=is_head)


def _keep_together(row: _Row, *, is_head: bool) -> None:
    """A row is not cut by the end of a page, and the head stands on each page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
