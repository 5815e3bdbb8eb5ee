"""A table as XLSX: text cells only, so that nothing is ever taken for a formula, a link or a date, and no metadata."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from tipcoder.export.packing import XML, build_content_types, build_relations, escape_xml, pack_archive

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WIDEST, _NARROWEST = 70, 8
_STYLES = (
    f'{XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    "</fills><borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def as_workbook(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet with a bold head that stays in sight. The same table gives the same bytes."""
    lines = [_format_row(1, head, style=1), *(_format_row(number, row, style=0) for number, row in enumerate(rows, 2))]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_find_width([line[n - 1] for line in [head, *rows]])}" customWidth="1"/>'
        for n in range(1, len(head) + 1)
    )
    sheet = (
        f'{XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(lines)}</sheetData></worksheet>"
    )
    book = (
        f'{XML}<workbook xmlns="{_MAIN}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return pack_archive(
        {
            "[Content_Types].xml": build_content_types(
                {
                    "xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
                    "xl/worksheets/sheet1.xml": f"{_TYPE}.worksheet+xml",
                    "xl/styles.xml": f"{_TYPE}.styles+xml",
                }
            ),
            "_rels/.rels": build_relations({"xl/workbook.xml": "officeDocument"}),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": build_relations(
                {"worksheets/sheet1.xml": "worksheet", "styles.xml": "styles"}
            ),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/styles.xml": _STYLES,
        }
    )


def _format_row(number: int, cells: Sequence[str], style: int) -> str:
    inside = "".join(
        f'<c r="{_name_column(n)}{number}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{escape_xml(cell)}</t></is></c>'
        for n, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{inside}</row>'


def _name_column(number: int) -> str:
    return (_name_column(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def _find_width(cells: Sequence[str]) -> int:
    longest = max((len(line) for cell in cells for line in cell.splitlines()), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
