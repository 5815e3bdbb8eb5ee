"""A report as DOCX: headings, paragraphs, lists and tables, and nothing about who made it, when or with what."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tipcoder.export.document import Bullets, DocumentBlock, Heading, Paragraph, TableGrid
from tipcoder.export.packing import XML, build_content_types, build_relations, escape_xml, pack_archive

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DEEPEST = 3
_SIZES = {1: 36, 2: 28, 3: 24}
"""Half points by level of heading."""
_PAGE = 9026
"""Twentieths of a point between the margins of A4."""
_WIDE_PAGE = 13958
"""The same on its side."""


def as_word(blocks: Sequence[DocumentBlock], *, wide: bool = False) -> bytes:
    """The document's bytes. The same blocks give the same bytes; a picture is left out, its caption stays.

    `wide` lays the page on its side, for tables of many columns.
    """
    page = _WIDE_PAGE if wide else _PAGE
    body = "".join(_format_block(block, page) for block in blocks)
    paper = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    document = (
        f'{XML}<w:document xmlns:w="{_MAIN}"><w:body>{body}<w:sectPr><w:pgSz {paper}/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" '
        'w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )
    return pack_archive(
        {
            "[Content_Types].xml": build_content_types(
                {"word/document.xml": f"{_TYPE}.document.main+xml", "word/styles.xml": f"{_TYPE}.styles+xml"}
            ),
            "_rels/.rels": build_relations({"word/document.xml": "officeDocument"}),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": build_relations({"styles.xml": "styles"}),
            "word/styles.xml": _build_styles(),
        }
    )


def _build_styles() -> str:
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'<w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in _SIZES.items()
    )
    return (
        f'{XML}<w:styles xmlns:w="{_MAIN}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="120"/></w:pPr>'
        f'<w:rPr><w:sz w:val="22"/></w:rPr></w:style>{headings}</w:styles>'
    )


def _format_block(block: DocumentBlock, page: int) -> str:
    if isinstance(block, Heading):
        return _format_paragraph(block.text, f'<w:pPr><w:pStyle w:val="Heading{min(block.level, _DEEPEST)}"/></w:pPr>')
    if isinstance(block, Paragraph):
        return "".join(_format_paragraph(part) for part in block.text.split("\n\n"))
    if isinstance(block, Bullets):
        indent = '<w:pPr><w:ind w:left="360" w:hanging="240"/></w:pPr>'
        return "".join(_format_paragraph(f"• {item}", indent) for item in block.items)
    if isinstance(block, TableGrid):
        return _format_table(block, page)
    return _format_paragraph(block.caption)


def _format_paragraph(text: str, properties: str = "", look: str = "") -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape_xml(line)}</w:t>' for line in text.split("\n"))
    style = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:p>{properties}<w:r>{style}{lines}</w:r></w:p>"


def _format_table(grid: TableGrid, page: int) -> str:
    widths = _share_page_width(grid, page)
    edge = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>' for side in ("top", "bottom", "insideH"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    right = grid.numbers
    rows = [_format_row(grid.head, widths, right, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", "<w:b/>")]
    rows += [_format_row(row, widths, right, "<w:trPr><w:cantSplit/></w:trPr>") for row in grid.rows]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edge}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>{_format_paragraph('')}"
    )


def _share_page_width(grid: TableGrid, page: int) -> list[int]:
    """Columns share the page by the root of how much stands in them, so that a long one does not starve the others."""
    lines = [grid.head, *grid.rows]
    weights = [max(max((len(line[n]) for line in lines), default=1), 4) ** 0.5 for n in range(len(grid.head))]
    return [int(page * weight / sum(weights)) for weight in weights]


def _format_row(
    cells: Sequence[str], widths: Sequence[int], right: Collection[int], properties: str, look: str = ""
) -> str:
    to_right = '<w:pPr><w:jc w:val="right"/></w:pPr>'
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_format_paragraph(cell, to_right if n in right else '', look)}</w:tc>"
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr>{properties}{inside}</w:tr>"
