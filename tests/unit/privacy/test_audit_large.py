"""Documents and workbooks that unfold to very much are read piece by piece,
and nothing in them is overlooked.
"""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.errors import BadInput
from tipcoder.privacy.audit import packages, workbooks
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.contents import ContentRow, Contents, Passage, pack_rows
from tipcoder.privacy.audit.documents import read_document
from tipcoder.privacy.audit.elements import read_through
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.nesting import Nest
from tipcoder.privacy.audit.packed import Packed
from tipcoder.privacy.audit.readers import read_data
from tipcoder.privacy.audit.workbooks import read_workbook

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def archive(**members: str) -> bytes:
    """A zip archive; `__` in a name stands for a slash, `_` before the ending for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(
                name.replace("__", "/").replace("_xml", ".xml").replace("_rels.xml", "_rels"),
                content,
            )
    return out.getvalue()


def document(body: str) -> bytes:
    return archive(word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>")


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def workbook(rows: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        sheets = '<sheets><sheet name="data" sheetId="1" r:id="r1"/></sheets>'
        file.writestr("xl/workbook.xml", f"<workbook {S} {R}>{sheets}</workbook>")
        link = '<Relationship Id="r1" Target="worksheets/data.xml"/>'
        file.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{link}</Relationships>")
        file.writestr(
            "xl/worksheets/data.xml", f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>"
        )
    return out.getvalue()


def peak(read: Callable[[bytes, Nest], Contents], data: bytes) -> tuple[Contents, int]:
    tracemalloc.start()
    contents = read(data, Nest(read_data))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return contents, most


def findings(contents: Contents) -> dict[str, str]:
    return {finding.kind: finding.location for finding in audit_contents(contents, Knowledge())}


def test_a_document_of_many_paragraphs_is_never_a_tree() -> None:
    body = "".join(paragraph(f"They met on day {n} and talked.") for n in range(20_000))
    contents, most = peak(read_document, document(body + paragraph("Write to anna@casa.example")))
    # The tree alone takes 15 million bytes, its passages as objects 5 more.
    assert most < 8_000_000
    assert len(contents.passages) > 20_000
    assert findings(contents)["email"] == "document: document, paragraph 20001"


def test_a_document_that_is_one_table_is_read_row_by_row() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    rows = row("response", "quote") + "".join(
        row(str(n), f"They met on day {n}.") for n in range(8_000)
    )
    contents, most = peak(
        read_document, document(f"<w:tbl>{rows}{row('9', 'anna@casa.example')}</w:tbl>")
    )
    assert most < 8_000_000, "the tree takes twenty million"
    (sheet,) = contents.sheets
    assert (sheet.head, len(sheet.rows), sheet.rows[0].cells) == (
        ("response", "quote"),
        8_001,
        ("0", "They met on day 0."),
    )
    assert findings(contents)["email"] == "column quote: document, table 1, row 8002"


def test_tables_in_tables_boxes_and_content_controls_are_read_too() -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('inner head')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('deep@casa.example')}</w:tc></w:tr></w:tbl>"
    )
    controlled = (
        "<w:sdt><w:sdtContent>"
        f"<w:tr><w:tc>{paragraph('kept@casa.example')}</w:tc></w:tr>"
        "</w:sdtContent></w:sdt>"
    )
    outer = (
        f"<w:tbl><w:tr><w:tc>{paragraph('head')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{inner}</w:tc></w:tr>{controlled}</w:tbl>"
    )
    box = (
        "<w:p><w:r><w:t>around</w:t>"
        f"<w:txbxContent>{paragraph('boxed')}{inner}</w:txbxContent></w:r></w:p>"
    )
    data = document(paragraph("first") + outer + box + paragraph("last"))
    contents = read_document(data, Nest(read_data))
    assert [(sheet.name, [row.cells for row in sheet.rows]) for sheet in contents.sheets] == [
        ("document, table 2", [("deep@casa.example",)]),
        ("document, table 1", [("inner head\ndeep@casa.example",), ("kept@casa.example",)]),
        ("document, table 3", [("deep@casa.example",)]),
    ]
    places = {p.text: p.place for p in contents.passages if p.part == "document"}
    assert places["first"] == "document, paragraph 1"
    assert places["boxed"] == "document, paragraph 7"
    assert places["last"] == "document, paragraph 10"


def test_a_sheet_of_many_rows_is_never_a_tree() -> None:
    def row(n: int, text: str) -> str:
        return (
            f'<row r="{n}"><c r="A{n}"><v>{n}</v></c>'
            f'<c r="B{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        )

    rows = "".join(row(n, f"They met on day {n}") for n in range(1, 15_000))
    contents, most = peak(read_workbook, workbook(rows + row(15_000, "anna@casa.example")))
    assert most < 6_000_000, "the tree takes twenty million, the rows as objects six"
    assert len(contents.sheets[0].rows) == 14_999
    assert findings(contents)["email"].endswith("sheet data, row 15000")


def test_cells_without_end_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_CELLS", 50_000)
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 9))
    with pytest.raises(BadInput, match="more than 50,000 cells"):
        read_workbook(workbook(rows), Nest(read_data))


def test_what_unfolds_too_far_is_refused_before_it_is_unfolded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packages, "_LARGEST", 1 << 20)
    data = document(paragraph("a" * (1 << 20)))
    assert len(data) < 5_000
    with pytest.raises(BadInput, match="unpacks to more than 1 MB"):
        read_document(data, Nest(read_data))


@given(
    st.lists(
        st.sampled_from(
            ["<p>a<p>b</p></p>", "<q/>", "<!--c-->", "<p/>tail", "<d><p>d</p>e</d>", "f"]
        )
    )
)
def test_elements_are_handed_over_whole_and_in_order_and_the_rest_stays(parts: list[str]) -> None:
    taken: list[str] = []
    kept: list[Element] = []
    xml = f"<rows>{''.join(parts)}</rows>".encode()
    rest = read_through(
        (xml[at : at + 3] for at in range(0, len(xml), 3)),
        "x.xml",
        ("p",),
        lambda element: taken.append("".join(map(str, element.itertext()))),
        kept.append,
    )
    inside = {"<p>a<p>b</p></p>": "ab", "<p/>tail": "", "<d><p>d</p>e</d>": "d"}
    assert taken == [inside[part] for part in parts if part in inside]
    names = [element.tag for element in kept if isinstance(element.tag, str)]
    assert names == [
        "rows",
        *({"<q/>": "q", "<d><p>d</p>e</d>": "d"}[p] for p in parts if p[:2] in ("<q", "<d")),
    ]
    assert sum(not isinstance(element.tag, str) for element in rest.iter()) == parts.count(
        "<!--c-->"
    )


values = st.text(st.characters(), max_size=9)


@given(st.lists(st.tuples(values, st.lists(values, max_size=4).map(tuple)).map(ContentRow._make)))
def test_packed_rows_are_the_rows(rows: list[ContentRow]) -> None:
    packed = pack_rows(rows)
    assert list(packed) == rows
    assert [packed[n] for n in range(-len(rows), len(rows))] == [*rows, *rows]
    assert packed[1:] == rows[1:]


def test_packed_records_take_little_more_than_their_words() -> None:
    tracemalloc.start()
    packed = Packed(
        Passage._make, (Passage("line 1", f"{n} words", True, "text") for n in range(10_000))
    )
    most, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert packed[9_999] == Passage("line 1", "9999 words", True, "text")
    assert most < 80 * 10_000, "as objects they take two hundred bytes each"
