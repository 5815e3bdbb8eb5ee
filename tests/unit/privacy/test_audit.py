"""The leak audit: a canary planted anywhere in a file of any format is found,
and a clean file passes.
"""

from __future__ import annotations

import base64
import io
import json
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import (
    Knowledge,
    Removed,
    build_removed,
    build_value_book,
    find_runs_around,
)
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.privacy.detection import Detector

CANARY = "Harbour Light Network"
"""The registered name of a respondent."""
SOURCE_ID = "R_3Xk29vTq1"
CELL = "2014-06-12 10:22:33"
CLEAN = "They helped us with [national agency] and [partner organisation]."

Audit = Callable[[Path], list[LeakFinding]]


@pytest.fixture
def known(detector: Detector) -> Knowledge:
    """A study with one ID for every organisation of the detector,
    and one answer of which words were taken out.
    """
    answer = (
        "Last year in the town of Brindlewick our small team opened a shelter for boys near the "
        "old mill."
    )
    start = answer.index("Brindlewick")
    return Knowledge(
        detector=detector,
        values=build_value_book(
            [("start.time", CELL), ("organisation", CANARY), ("ticked", "Yes"), ("loop", "2")]
        ),
        source_ids={SOURCE_ID: "5101", "R_9other0": "5202"},
        removed={
            "5101": (Removed("5101", "brindlewick", "place"), Removed("5101", "80", "number"))
        },
        runs=frozenset(find_runs_around(answer, start, start + len("Brindlewick"))),
        kept={"5202": frozenset(["chisinau"])},
        ids={"5101": "5101", "5202": "5202", "5303": "5303"},
    )


@pytest.fixture
def look(known: Knowledge) -> Audit:
    """Audit a file as one that holds released quotes."""

    def run(path: Path) -> list[LeakFinding]:
        contents = read_contents(path)
        return audit_contents(
            contents, known, bare_cells=path.suffix in (".csv", ".txt"), released=("quote",)
        )

    return run


def kinds(found: list[LeakFinding]) -> set[str]:
    return {finding.kind for finding in found if finding.grave}


def caught(found: list[LeakFinding]) -> bool:
    return any(
        finding.grave and finding.kind in ("own_org", "other_org", "key file") for finding in found
    )


# --- bare text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"response,quote\n5202,{CLEAN}\n5202,{CANARY}\n"),
        ("a.csv", f"response,{CANARY}\n5202,{CLEAN}\n"),
        ("a.csv", f"response;quote\n5202;a\n{CANARY};b\n"),
        ("a.tsv", f"response\tquote\n5202\t{CANARY} came\n"),
        ("a.txt", "A line.\n\nAnother of Harbour\nLight Network.\n"),
        ("a.md", f"# Quotes\n\n| ID | quote |\n|---|---|\n| 5202 | {CANARY} |\n"),
        ("a.md", f"# Quotes\n\n<!-- {CANARY} -->\n"),
        ("a.md", "Harbour \\_Light\\_ Network"),
        ("a.html", "<p>Harbour <b>Light</b> Network</p>"),
        ("a.html", f"<p>x</p><!-- {CANARY} -->"),
        ("a.html", f'<meta name="author" content="{CANARY}"><p>x</p>'),
        ("a.html", f"<p title='{CANARY}'>x</p>"),
        ("a.html", f"<script>var a = '{CANARY}'</script>"),
        (
            "a.html",
            "<table><tr><th>ID</th></tr><tr><td>Harbour Light&nbsp;Network</td></tr></table>",
        ),
        ("a.svg", f"<svg><metadata>{CANARY}</metadata></svg>"),
        ("a.svg", f"<svg><text>{CANARY}</text></svg>"),
        ("a.json", json.dumps([{"quote": CANARY}])),
        ("a.json", json.dumps({"deep": [{"er": {CANARY: 1}}]})),
        ("a.json", '{"a": "Harbour L\\u0069ght Network"}'),
        ("a.jsonl", f'{{"a": 1}}\n{{"a": "{CANARY}"}}\n'),
        ("a.tex", f"% {CANARY}\n"),
        (
            "a.html",
            f'<img src="data:text/plain;base64,{base64.b64encode(CANARY.encode()).decode()}">',
        ),
        (f"{CANARY}.txt", "Nothing in it.\n"),
        ("a.txt", "H\u0430rbour Light Netw\u043erk"),  # two letters of another alphabet
        ("a.txt", "Harb\u200bour Light Network"),
    ],
)
def test_a_canary_in_bare_text_is_found(
    look: Audit, tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    assert caught(look(file))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_hide_nothing(look: Audit, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("response,quote\n5202,Fundación Camino Sereno\n".encode(encoding))
    assert caught(look(file))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("write to lucy@brindle.example.org", "email"),
        ("see www.brindle.example.org/about", "url"),
        ("call +44 20 7946 0958", "phone"),
        (f"row {SOURCE_ID}", "source ID"),
        (f"begun {CELL}", "key file"),
        (
            "our small team opened a shelter for boys near the old mill in Brindlewick",
            "original wording",
        ),
        ("saved in /home/lucy/quotes.csv", "machine"),
        (r"saved in C:\Users\lucy\quotes.csv", "machine"),
        ("\x1b]52;c;aGFja2Vk\x07", "control"),
        ("abc\u202edef", "control"),
    ],
)
def test_every_kind_of_secret_is_found_and_never_repeated(
    look: Audit, tmp_path: Path, content: str, kind: str
) -> None:
    if kind == "original wording":
        content = "Last year in the town of Brindlewick our small team opened"
    file = tmp_path / "a.txt"
    file.write_text(content + "\n", "utf-8")
    found = look(file)
    assert kind in kinds(found)
    for finding in found:
        for secret in ("lucy", "7946", SOURCE_ID, CELL, "Brindlewick"):
            assert secret not in finding.sentence + finding.location


def test_what_was_taken_out_of_an_answer_may_not_stand_in_its_row_but_in_another(
    look: Audit, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "response,quote\n5101,help for brindlewick\n5202,80 came to us\n5101,80 came to us\n",
        "utf-8",
    )
    (finding,) = (f for f in look(file) if f.kind == "taken out")
    assert finding.places == ("line 2",)


def test_words_that_everybody_uses_may_stand_elsewhere_though_they_were_taken_out_once(
    known: Knowledge, tmp_path: Path
) -> None:
    gone = [
        ("Police", "name"),
        ("Brenning", "name"),
        ("the forum", "other_org"),
        ("Brenning Mill", "place"),
    ]
    knowing = replace(
        known,
        removed={"5101": tuple(build_removed("5101", words, kind) for words, kind in gone)},
        ordinary=frozenset(["police", "the", "forum", "mill"]),
    )
    file = tmp_path / "a.csv"
    lines = [
        "the Police came",
        "at the forum",
        "brenning is a verb here",
        "Brenning came",
        "near brenning mill",
    ]
    file.write_text("response,quote\n" + "".join(f"5101,{line}\n" for line in lines), "utf-8")
    found = [f for f in audit_contents(read_contents(file), knowing) if f.kind == "taken out"]
    assert {(f.sentence.rpartition("(")[2], place) for f in found for place in f.places} == {
        ("name)", "line 5"),
        ("place)", "line 6"),
    }


def test_what_a_person_kept_may_stay_in_that_respondents_rows_only(
    look: Audit, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("response,quote\n5202,We work in Chisinau\n5101,We work in Chisinau\n", "utf-8")
    (finding,) = (f for f in look(file) if f.kind == "place")
    assert (finding.places, finding.grave) == (("line 3",), True)


def test_a_column_of_short_ids_of_the_survey_is_one_finding(
    known: Knowledge, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    rows = "".join(f"{n},text\n" for n in range(1, 9))
    file.write_text("row,quote\n" + rows, "utf-8")
    knowing = Knowledge(
        detector=known.detector, source_ids={str(n): f"51{n:02}" for n in range(1, 9)}
    )
    assert [f.kind for f in audit_contents(read_contents(file), knowing)] == ["source ID"]


@pytest.mark.parametrize("cell", ["=1+1", " =1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "＝1+1"])
def test_a_cell_that_a_spreadsheet_would_run_is_found(
    look: Audit, tmp_path: Path, cell: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'response,quote\n5202,"{cell}"\n', "utf-8")
    assert "formula" in kinds(look(file))


@pytest.mark.parametrize("cell", ["-0.5", "+3", "-1,5", "-", "'=1+1"])
def test_numbers_and_neutral_cells_are_no_formulas(look: Audit, tmp_path: Path, cell: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'response,quote\n5202,"{cell}"\n', "utf-8")
    assert ("formula" in kinds(look(file))) == (cell == "-")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f'"response","quote"\n"5202","{CLEAN}"\n"5101","\'=1+1"\n'),
        (
            "a.md",
            (
                "# Pressure\n\n| response | quote |\n|---|---|\n"
                "| 5202 | They helped us with \\[national agency\\]. |\n"
            ),
        ),
        (
            "a.html",
            (
                "<!doctype html><html><head><style>p { color: #111 }</style></head>"
                f"<p>{CLEAN}</p></html>"
            ),
        ),
        ("a.json", json.dumps([{"response": "5202", "quote": CLEAN, "tier": 2.142857142857}])),
    ],
)
def test_a_clean_file_passes(look: Audit, tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    assert look(file) == []


def test_without_a_study_contacts_and_formulas_are_still_found(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('a\n"=1+1"\nlucy@brindle.example.org\n', "utf-8")
    assert kinds(audit_contents(read_contents(file), Knowledge(), bare_cells=True)) == {
        "formula",
        "email",
    }


# --- workbooks ------------------------------------------------------------------------------------


def _workbook(change: Callable[..., object], path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = ""
    sheet = book.active
    sheet.append(["response", "quote"])
    sheet.append(["5202", CLEAN])
    change(book, sheet)
    book.save(path)
    return path


def _hidden_sheet(book: object, sheet: object) -> None:
    added = book.create_sheet("More")  # type: ignore[attr-defined]
    added.append(["x", CANARY])
    added.sheet_state = "veryHidden"


def _comment(book: object, sheet: object) -> None:
    from openpyxl.comments import Comment

    sheet["B2"].comment = Comment("See there", CANARY)  # type: ignore[index]


def _note(book: object, sheet: object) -> None:
    from openpyxl.comments import Comment

    sheet["B2"].comment = Comment(CANARY, "coder")  # type: ignore[index]


def _name(book: object, sheet: object) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names["x"] = DefinedName("x", attr_text=f'"{CANARY}"')  # type: ignore[attr-defined]


def _validation(book: object, sheet: object) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=f'"{CANARY},b"')
    sheet.add_data_validation(rule)  # type: ignore[attr-defined]
    rule.add("A2")


def _custom(book: object, sheet: object) -> None:
    from openpyxl.packaging.custom import StringProperty

    book.custom_doc_props.append(StringProperty(name="source", value=CANARY))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        lambda book, sheet: sheet.append([CANARY, "x"]),
        lambda book, sheet: sheet.append(["5202", CANARY]),
        lambda book, sheet: sheet.__setitem__("Z9", CANARY),
        lambda book, sheet: setattr(sheet, "title", CANARY),
        lambda book, sheet: setattr(book.properties, "creator", CANARY),
        lambda book, sheet: setattr(book.properties, "lastModifiedBy", CANARY),
        lambda book, sheet: setattr(book.properties, "description", CANARY),
        lambda book, sheet: setattr(book.properties, "keywords", CANARY),
        lambda book, sheet: setattr(sheet.oddFooter.center, "text", CANARY),
        lambda book, sheet: setattr(sheet["A2"], "hyperlink", f"https://example.org/{CANARY}"),
        lambda book, sheet: sheet.append([f'=HYPERLINK("x", "{CANARY}")']),
        _hidden_sheet,
        _comment,
        _note,
        _name,
        _validation,
        _custom,
    ],
)
def test_a_canary_anywhere_in_a_workbook_is_found(
    look: Audit, tmp_path: Path, change: Callable[..., object]
) -> None:
    assert caught(look(_workbook(change, tmp_path / "a.xlsx")))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_hidden_sheet, "hidden"),
        (_note, "hidden"),
        (lambda book, sheet: setattr(sheet.column_dimensions["B"], "hidden", True), "hidden"),
        (lambda book, sheet: setattr(sheet.row_dimensions[2], "hidden", True), "hidden"),
        (lambda book, sheet: sheet.append(["5202", "=1+1"]), "formula"),
        (lambda book, sheet: setattr(book.properties, "creator", "Lucy"), "author"),
        (lambda book, sheet: setattr(sheet["A2"], "hyperlink", "https://example.org"), "link"),
    ],
)
def test_hidden_parts_of_a_workbook_are_named(
    look: Audit, tmp_path: Path, change: Callable[..., object], kind: str
) -> None:
    assert kind in kinds(look(_workbook(change, tmp_path / "a.xlsx")))


def test_times_of_a_workbook_are_said_and_do_not_fail_it(look: Audit, tmp_path: Path) -> None:
    def dated(book: object, sheet: object) -> None:
        book.properties.created = datetime(2026, 1, 2)  # type: ignore[attr-defined]

    found = look(_workbook(dated, tmp_path / "a.xlsx"))
    assert {f.kind for f in found} == {"time"}
    assert not kinds(found)


def test_a_string_that_no_cell_shows_is_found(look: Audit, tmp_path: Path) -> None:
    file = _workbook(lambda book, sheet: None, tmp_path / "a.xlsx")
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'
    _rewrite(file, "xl/sharedStrings.xml", lambda _: strings.format(CANARY))
    found = look(file)
    assert caught(found)
    assert "hidden" in kinds(found)


def _rewrite(file: Path, member: str, change: Callable[[str], str], comment: bytes = b"") -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members.get(member, b"").decode()).encode()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    "place", ["comment", "name", "member", "front", "back", "twin", "instruction"]
)
def test_a_canary_in_the_archive_itself_is_found(look: Audit, tmp_path: Path, place: str) -> None:
    file = _workbook(lambda book, sheet: None, tmp_path / "a.xlsx")
    if place == "front":
        file.write_bytes(CANARY.encode() + file.read_bytes())
    elif place == "back":
        file.write_bytes(file.read_bytes() + CANARY.encode())
    elif place == "twin":
        with zipfile.ZipFile(file, "a") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("xl/worksheets/sheet1.xml", f"<a>{CANARY}</a>")
    elif place == "instruction":
        _rewrite(file, "extra/a.xml", lambda _: f"<a><?x {CANARY}?></a>")
    else:
        member = {"name": f"{CANARY}.xml", "member": "extra/thing.dat"}.get(place, "xl/x.dat")
        content = {"name": "<a/>", "member": f"\x00\x01{CANARY}\x02"}.get(place, "x")
        _rewrite(file, member, lambda _: content, CANARY.encode() if place == "comment" else b"")
    assert caught(look(file))


# --- documents ------------------------------------------------------------------------------------


def _document(change: Callable[..., object], path: Path) -> Path:
    from docx import Document

    document = Document()
    document.core_properties.author = ""
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "response", "quote"
    cells = table.add_row().cells
    cells[0].text, cells[1].text = "5202", CLEAN
    change(document, table)
    document.save(str(path))
    return path


def _in_runs(document: object, table: object) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    for piece in ("Har", "bour Li", "ght Network"):
        paragraph.add_run(piece).bold = piece == "bour Li"


def _tracked(document: object, table: object) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.add_paragraph("x")  # type: ignore[attr-defined]
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="L">'
            f"<w:r><w:delText>{CANARY}</w:delText></w:r></w:del>"
        )
    )


def _who_tracked(document: object, table: object) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.add_paragraph("x")  # type: ignore[attr-defined]
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="{CANARY}"><w:r><w:t>y</w:t></w:r></w:ins>'
        )
    )


def _commented(document: object, table: object) -> None:
    paragraph = document.add_paragraph("x")  # type: ignore[attr-defined]
    document.add_comment(paragraph.runs, text=CANARY, author="L")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        lambda document, table: setattr(table.rows[1].cells[0], "text", CANARY),
        lambda document, table: setattr(table.rows[1].cells[1], "text", CANARY),
        lambda document, table: setattr(table.rows[0].cells[1], "text", CANARY),
        lambda document, table: document.add_heading(CANARY),
        lambda document, table: setattr(document.sections[0].header.paragraphs[0], "text", CANARY),
        lambda document, table: setattr(document.sections[0].footer.paragraphs[0], "text", CANARY),
        lambda document, table: setattr(document.core_properties, "author", CANARY),
        lambda document, table: setattr(document.core_properties, "comments", CANARY),
        lambda document, table: setattr(document.core_properties, "title", CANARY),
        _in_runs,
        _tracked,
        _who_tracked,
        _commented,
    ],
)
def test_a_canary_anywhere_in_a_document_is_found(
    look: Audit, tmp_path: Path, change: Callable[..., object]
) -> None:
    assert caught(look(_document(change, tmp_path / "a.docx")))


@pytest.mark.parametrize("change", [_tracked, _who_tracked, _commented])
def test_changes_and_comments_of_a_document_are_named(
    look: Audit, tmp_path: Path, change: Callable[..., object]
) -> None:
    assert "hidden" in kinds(look(_document(change, tmp_path / "a.docx")))


# --- other files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".parquet", ".dta", ".sav"])
@pytest.mark.parametrize("place", ["cell", "label", "level"])
def test_a_canary_in_a_data_set_is_found(
    look: Audit, tmp_path: Path, ending: str, place: str
) -> None:
    from tipcoder.export.data_files import DataColumn, write_data

    file = tmp_path / f"a{ending}"
    label, cell = (CANARY, "x") if place == "label" else ("A label", CANARY)
    # A text that stands twice becomes a number whose label is the text.
    cells = [cell, "y"] * (2 if place == "level" else 1)
    write_data(file, [DataColumn("quote", label, cells)], "title")
    report = look(file)
    assert caught(report)
    if place != "label":
        assert any("row 1" in finding.location for finding in report)


def test_archives_are_followed_inwards(look: Audit, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("notes.txt", CANARY)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert caught(look(tmp_path / "a.zip"))


def test_an_open_document_whose_name_is_cut_into_runs_is_found(look: Audit, tmp_path: Path) -> None:
    text = "<d xmlns:t='urn:x'><t:p>Harbour <t:span>Light</t:span> Network</t:p></d>"
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("content.xml", text)
    assert caught(look(tmp_path / "a.odt"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7\x00\xff", "PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n\xff\xfe", "cannot be read back"),
        ("a.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("a.json", b"{", "not JSON"),
        ("a.sav", b"xx", "cannot be read"),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0", "cannot be read back"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_passed(
    look: Audit, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=words):
        look(tmp_path / name)


def test_bytes_between_the_members_of_an_archive_are_read(look: Audit, tmp_path: Path) -> None:
    file = _workbook(lambda book, sheet: None, tmp_path / "a.xlsx")
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for number, (name, data) in enumerate(members.items()):
            archive.writestr(name, data)
            if number == 1:  # a member that is then left out of the list of members
                archive.writestr("lost.txt", f"{CANARY} and what else they did {'.' * 60}")
                del archive.NameToInfo["lost.txt"]
                archive.filelist.pop()
    found = look(file)
    assert caught(found)
    assert "hidden" in kinds(found)


def test_a_control_of_a_form_in_a_document_is_read(look: Audit, tmp_path: Path) -> None:
    def controlled(document: object, table: object) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        paragraph = document.add_paragraph("x")  # type: ignore[attr-defined]
        words = nsdecls("w")
        paragraph._p.append(
            parse_xml(f'<w:sdt {words}><w:sdtPr><w:alias w:val="{CANARY}"/></w:sdtPr></w:sdt>')
        )

    assert caught(look(_document(controlled, tmp_path / "a.docx")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_defines_entities_is_refused(look: Audit, tmp_path: Path, encoding: str) -> None:
    file = _workbook(lambda book, sheet: None, tmp_path / "a.xlsx")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("extra/a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding))
    with pytest.raises(BadInput, match="document type"):
        look(file)


def test_the_name_that_a_file_will_have_is_audited_and_not_the_one_it_has_meanwhile(
    known: Knowledge, tmp_path: Path
) -> None:
    file = tmp_path / ".draft.417.new.csv"
    file.write_text("response,quote\n5101,They came.\n", "utf-8")
    clean = audit_contents(read_contents(file), known)
    assert not [finding for finding in clean if finding.grave]
    named = audit_contents(read_contents(file, f"{CANARY}.csv"), known)
    assert {finding.part for finding in named if finding.grave} == {"the file's name"}
