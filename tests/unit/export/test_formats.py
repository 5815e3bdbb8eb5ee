"""One report in every format, opened by other programs;
the same in every process, whatever the clock says.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx
from openpyxl import load_workbook

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.export.codebook_report import build_codebook_report
from tipcoder.export.document import (
    Align,
    BulletList,
    Cell,
    Column,
    ColumnGroup,
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
    plain_paragraph,
    text_table,
)
from tipcoder.export.format_names import PRINTED
from tipcoder.export.formats import (
    ENDINGS,
    FORMATS,
    check_ending,
    find_writer,
    render_report,
    render_text,
)
from tipcoder.export.report import Report, build_records_report
from tipcoder.export.writers.terminal import Screen, format_for_terminal

HOSTILE = (
    "=cmd|' /C calc'!A0 <script>x</script> \\input{/etc/passwd} [bold] \x1b]52;c;eA==\x07 \u202e"
)
TYPED = Table(
    (
        Column("code"),
        Column("n", Kind.INTEGER, Align.RIGHT),
        Column("share", Kind.SHARE, Align.RIGHT),
        Column("p", Kind.P_VALUE, Align.RIGHT),
        Column("since", Kind.DATE),
    ),
    (
        (
            Cell("pushback", "pushback"),
            Cell(12, "12"),
            Cell(0.125, "12.5%"),
            Cell(0.0004, "p < .001"),
            Cell("2024-05-01", "2024-05-01"),
        ),
        (
            Cell(HOSTILE, HOSTILE),
            Cell(None, ""),
            Cell(None, "–"),
            Cell(0.25, "p = .250"),
            Cell(None, ""),
        ),
    ),
    caption="Codes: one/two",
    notes=("Shares are of cases.",),
    groups=(ColumnGroup("what", 1), ColumnGroup("how often", 3), ColumnGroup("when", 1)),
)
WHOLE = Document(
    "A report",
    (
        Heading("A report", 1),
        Paragraph(
            (
                Run("Read "),
                Run("this", Style.EMPHASIS),
                Run(" and "),
                Run("tipcoder stats", Style.CODE),
            )
        ),
        plain_paragraph(f"First.\n\nSecond {HOSTILE}"),
        BulletList(("one", HOSTILE)),
        TYPED,
        Note("A note."),
        PageBreak(),
        Preformatted("  a   b\n  1   2"),
        Figure(
            "<svg></svg>", "A picture", "██ .80", text_table(("code", "α"), [("a", ".80")], (1,))
        ),
    ),
)
REPORT = Report(WHOLE, Table(TYPED.columns, TYPED.rows), [{"code": "pushback"}])


def member_names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_obeys_what_a_respondent_wrote(name: str) -> None:
    data = render_report(REPORT, name)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(member) for member in archive.namelist())
            assert b"<f>" not in data, "no cell is a formula"
    text = data.decode("utf-8")
    if name != "csv":  # CSV for programs keeps what the store holds
        assert "\x1b" not in text
    if name in ("html", "docx", "xlsx"):
        assert "<script>" not in text
    if name == "latex":
        assert r"\input{" not in text
    if name == "markdown":
        assert "<script>" not in text.replace("\\<script\\>", "")


def test_a_spreadsheet_has_numbers_as_numbers_and_texts_as_texts() -> None:
    book = load_workbook(io.BytesIO(find_writer("xlsx")(WHOLE)))
    assert book.sheetnames == ["Codes one two", "Notes"]
    sheet = book["Codes one two"]
    over, head, first, second = list(sheet.iter_rows())
    assert [cell.value for cell in over] == ["what", "how often", None, None, "when"]
    assert [cell.value for cell in head] == ["code", "n", "share", "p", "since"]
    assert [cell.value for cell in first] == ["pushback", 12, 0.125, 0.0004, "2024-05-01"]
    assert [cell.number_format for cell in first] == [
        *("@", "0", "0.0%"),
        # 0.0004 rounds to a p-value that is none.
        *('[<0.0005]"<0.001";0.000', "@"),
    ]
    assert second[0].data_type == "s"
    assert str(second[0].value).startswith("=cmd")
    assert [cell.value for cell in second[1:]] == [None, "–", 0.25, None]
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:E4"
    notes = [row[0].value for row in book["Notes"].iter_rows()]
    assert "Shares are of cases." in notes
    assert "A note." in notes


@pytest.mark.parametrize("cell", ["x" * 32_768, "y" * 40_000])
def test_a_text_that_no_spreadsheet_holds_is_refused_and_not_left_out(cell: str) -> None:
    with pytest.raises(BadInput, match="letters, and XLSX holds 32,767"):
        find_writer("xlsx")(Document("t", (text_table(["answer"], [[cell]]),)))


def test_an_id_of_many_digits_stays_whole_in_a_spreadsheet() -> None:
    column = Column("id", Kind.INTEGER)
    table = Table((column,), ((Cell(12345678901234567, "12345678901234567"),),))
    sheet = load_workbook(io.BytesIO(find_writer("xlsx")(Document("t", (table,))))).active
    assert sheet is not None
    assert sheet["A2"].value == "12345678901234567"


def test_two_tables_of_one_name_have_a_sheet_each() -> None:
    tables = [
        text_table(["a"], [["1"]], caption=name)
        for name in ("Tests", "tests", "History", "[]:*?", "x" * 40)
    ]
    book = load_workbook(io.BytesIO(find_writer("xlsx")(Document("t", tuple(tables)))))
    assert book.sheetnames == ["Tests", "tests (2)", "History of acts", "Sheet", "x" * 31]


def test_word_has_styles_lists_and_tables() -> None:
    document = open_docx(io.BytesIO(find_writer("docx")(WHOLE)))
    styles = {
        paragraph.text: paragraph.style.name
        for paragraph in document.paragraphs
        if paragraph.style is not None
    }
    assert styles["A report"] == "Heading 1"
    assert styles["one"] == "List Bullet"
    read = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Read"))
    assert [
        run.text for run in read.runs if run.style is not None and run.style.name == "Emphasis"
    ] == ["this"]
    typed, figure = document.tables
    assert [cell.text for cell in typed.rows[1].cells] == ["code", "n", "share", "p", "since"]
    assert [cell.text for cell in typed.rows[2].cells] == [
        "pushback",
        "12",
        "12.5%",
        "p < .001",
        "2024-05-01",
    ]
    assert [cell.text for cell in figure.rows[1].cells] == ["a", ".80"]


def test_office_files_hold_no_properties_no_previews_and_no_themes() -> None:
    assert member_names(find_writer("docx")(WHOLE)) == [
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml",
        "word/numbering.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip
    assert member_names(find_writer("xlsx")(WHOLE)) == [
        "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
        "xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
    ]  # fmt: skip


SCRIPT = """
import hashlib, sys
sys.path[:0] = {paths!r}
import test_formats as story
for name in story.FORMATS:
    print(name, hashlib.sha256(story.render_report(story.REPORT, name)).hexdigest())
"""


@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Auckland", "1"), ("America/New_York", "2")])
def test_another_process_in_another_time_zone_writes_the_same_bytes(zone: str, seed: str) -> None:
    script = SCRIPT.format(paths=[str(Path(__file__).parent), *sys.path])
    environment = {
        **os.environ,
        "TZ": zone,
        "PYTHONHASHSEED": seed,
        "USER": "somebody else",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    digests = {name: hashlib.sha256(render_report(REPORT, name)).hexdigest() for name in FORMATS}
    assert dict(line.split() for line in done.stdout.splitlines()) == digests


def test_latex_is_a_table_of_booktabs() -> None:
    table = Table(
        (Column("a|b"), Column("p", Kind.P_VALUE, Align.RIGHT)),
        ((Cell("x_1", "x_1"), Cell(0.5, "p = .5")),),
    )
    assert find_writer("latex")(Document("t", (table,))).decode().splitlines() == [
        r"\begin{table}[htbp]",
        r"\begin{tabular}{lr}",
        r"\toprule",
        r"a\textbar{}b & p \\",
        r"\midrule",
        r"x\_1 & \textit{p} = .5 \\",
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]


def test_latex_sets_a_wide_table_on_its_side_and_cuts_no_number() -> None:
    """Twelve words of 12 letters need 12 x 66 = 792 points of an article's 345, or of 550 of its
    height; in the smallest letters of a page on its side, 12 x (12 x 3.4 + 6) = 562 would do.
    """
    head = tuple(f"column {n}" for n in range(10))
    table = text_table(head, [("extraordinary",) * 9 + ("99.4 %, [.81, 1.00]",)], (9,))
    whole = find_writer("latex")(Document("t", (Heading("Each", 1), table))).decode()
    lines = whole.splitlines()
    assert lines[0].startswith("% The packages longtable and lscape")
    # The heading is on the page of its table.
    assert lines[1:3] == [r"\begin{landscape}", r"\section*{Each}"]
    assert lines[-1] == r"\end{landscape}"
    assert r"99.4~\%, [.81,~1.00]" in whole


def test_tables_of_latex_stay_below_their_headings() -> None:
    """Tables that float left six headings in a row behind."""
    small = text_table(("a",), [("b",)])
    parts = (Heading("One", 1), small, Heading("Two", 1), small)
    whole = find_writer("latex")(Document("t", parts)).decode()
    assert whole.count(r"\begin{longtable}{l}") == 2
    assert r"\begin{table}" not in whole


def test_statistics_have_their_symbols_where_people_read() -> None:
    column = Column("test", has_symbols=True)
    cells = ((Cell("chi^2 (2) = 3.21, phi_c = .20", "chi^2 (2) = 3.21, phi_c = .20"),),)
    document = Document("t", (Table((column,), cells),))
    assert "χ² (2) = 3.21, φc = .20" in find_writer("markdown")(document).decode()
    assert "χ² (2) = 3.21, φc = .20" in find_writer("html")(document).decode()
    word = open_docx(io.BytesIO(find_writer("docx")(document)))
    assert word.tables[0].rows[1].cells[0].text == "χ² (2) = 3.21, φc = .20"


def test_a_sheet_prints_on_its_side_with_its_head_and_shows_three_decimals() -> None:
    """A workbook of the demo took 272 pages, and means stood there with fifteen digits."""
    columns = (Column("code"), Column("mean", Kind.NUMBER, Align.RIGHT))
    values = (0.792495287359998, 0.00000253, 2.5)
    rows = tuple((Cell("a", "a"), Cell(one, str(one))) for one in values)
    data = find_writer("xlsx")(Document("Means", (Table(columns, rows),)))
    sheet = load_workbook(io.BytesIO(data))["Means"]
    assert [cell.number_format for cell in sheet["B"]][1:] == ["0.000", "0.00E+00", "General"]
    # What is shown is shorter, and what is kept is not.
    assert [cell.value for cell in sheet["B"]][1:] == list(values)
    assert sheet.page_setup.orientation == "landscape"
    # As wide as one page, and as many pages as it is long.
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    # A head stands over its numbers, which are on the right.
    assert [cell.alignment.horizontal for cell in sheet[1]] == ["left", "right"]


# --- records, which most verbs print ---

RECORDS: list[dict[str, Any]] = [
    {"act": 2, "sentence": "put a code on 1001", "share": 0.5},
    {"act": 10, "sentence": "=1+1", "share": None},
]


def test_records_are_the_same_in_json_csv_and_on_the_screen() -> None:
    report = build_records_report("Log", RECORDS, ("act", "sentence", "share"))
    assert json.loads(render_report(report, "json")) == RECORDS
    rows = list(csv.reader(io.StringIO(render_text(report, "csv"))))
    assert rows == [
        ["act", "sentence", "share"],
        ["2", "put a code on 1001", "0.5"],
        ["10", "=1+1", ""],
    ]
    assert render_text(report, "table").splitlines() == [
        "act  sentence            share",
        "───  ──────────────────  ─────",
        "  2  put a code on 1001  0.5",
        " 10  =1+1",
    ]


def test_a_page_has_its_title_and_what_goes_into_a_paper_has_none() -> None:
    report = build_records_report("Log", RECORDS, ("act",))
    assert "<h1>Log</h1>" in render_text(report, "html")
    assert open_docx(io.BytesIO(render_report(report, ".docx"))).paragraphs[0].text == "Log"
    for form in ("markdown", "latex", "table"):
        assert "Log" not in render_text(report, form)


def test_where_there_is_nothing_a_reader_is_told_and_a_program_gets_the_columns() -> None:
    report = build_records_report("Log", [], ("act", "by"), empty="Nothing to show.")
    assert render_text(report, "table") == "Nothing to show."
    assert render_text(report, "csv") == "act,by"
    assert json.loads(render_text(report, "json")) == []


@pytest.mark.parametrize("width", [40, 50, 80])
def test_a_table_on_a_screen_is_no_wider_than_the_screen(width: int) -> None:
    rows = [
        (
            "training",
            "12",
            "We were trained twice a year by the embassy, and never asked what we need",
        )
    ]
    document = Document(
        "t", (text_table(("code", "n", "why"), rows, (1,)), plain_paragraph("word " * 40))
    )
    text = format_for_terminal(document, Screen(width))
    assert max(map(len, text.splitlines())) <= width
    assert " ".join(text.split()).count("trained twice") == 1


def test_a_screen_of_an_old_encoding_gets_rules_and_escapes_that_it_has() -> None:
    document = Document("t", (text_table(("κ",), [("Приют",)]),))
    text = format_for_terminal(document, Screen(encoding="latin-1"))
    assert text.isascii()
    assert text.splitlines()[1] == "-" * len("\\u041f\\u0440\\u0438\\u044e\\u0442")


# --- choosing a format ---


def test_the_ending_decides_and_an_unknown_one_is_refused_with_the_known_ones() -> None:
    assert check_ending(Path("a.XLSX")) == ".xlsx"
    assert set(PRINTED) < set(FORMATS)
    with pytest.raises(BadInput, match=r"cannot be written as \.pdf") as caught:
        check_ending(Path("a.pdf"))
    assert all(ending in caught.value.hint for ending in ENDINGS)


@pytest.mark.parametrize(
    ("ending", "module", "said"),
    [
        (".docx", "docx", "Writing .docx needs python-docx: pip install 'tipcoder[docx]'"),
        (".xlsx", "xlsxwriter", "Writing .xlsx needs XlsxWriter: pip install 'tipcoder[xlsx]'"),
    ],
)
def test_a_missing_package_is_named_before_anything_is_done(
    monkeypatch: pytest.MonkeyPatch, ending: str, module: str, said: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(EnvironmentFault) as caught:
        check_ending(Path(f"a{ending}"))
    assert str(caught.value) == said
    with pytest.raises(EnvironmentFault):
        render_report(REPORT, ending)


def test_csv_holds_one_table_and_says_so() -> None:
    two = Document("Both", (text_table(["a"], []), text_table(["b"], [])))
    with pytest.raises(BadInput, match="Both: has 2 tables"):
        find_writer("csv")(two)


# --- the codebook ---

BOOK = """\
title = "Codes | of a study"
language = "en"

[code.report]
label = { en = "The report", es = "El informe" }
codable = false

[code.report_use]
parent = "report"
label = { en = "Uses it" }
definition = { en = "=Says what it is used for *often*" }
examples = { en = ["We read it", "They quote it"] }
"""


def test_a_codebook_is_the_same_in_every_format(tmp_path: Path) -> None:
    (tmp_path / "codebook.toml").write_text(BOOK, "utf-8")
    book = read_codebook(tmp_path / "codebook.toml")
    report = build_codebook_report(book, "es")
    assert render_text(report, "markdown").splitlines()[0] == r"# Codes \| of a study"
    (table,) = open_docx(io.BytesIO(render_report(report, ".docx"))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    said = "=Says what it is used for *often*"
    assert rows[0] == ["code", "label", "definition", "use when", "avoid when", "examples"]
    assert rows[1] == ["report", "El informe", "", "", "", ""]
    assert rows[2] == ["report_use", "– Uses it", said, "", "", "We read it; They quote it"]
    sheet = load_workbook(io.BytesIO(render_report(report, ".xlsx")))["Codebook"]
    (labels,) = [column for column in sheet.iter_cols(values_only=True) if column[0] == "label.es"]
    assert labels == ("label.es", "El informe", None)
    assert json.loads(render_text(report, "json"))["code"]["report_use"]["parent"] == "report"
    assert list(csv.DictReader(io.StringIO(render_text(report, "csv"))))[1]["definition.en"] == said
