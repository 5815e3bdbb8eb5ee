"""Names that stand whole in no cell and in no text: the audit puts the pieces together, and does
not cry wolf where two words only happen to meet.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planted_files import document, workbook
from tipcoder.privacy.audit.audit import audit_contents
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.privacy.detection import Detector

Look = Callable[[str, bytes], list[LeakFinding]]


@pytest.fixture
def look(detector: Detector, tmp_path: Path) -> Look:
    """The names of organisations in a file of that name."""

    def run(name: str, data: bytes) -> list[LeakFinding]:
        file = tmp_path / name
        file.write_bytes(data)
        found = audit_contents(read_contents(file), Knowledge(detector=detector))
        return [one for one in found if one.grave and one.kind == "other_org"]

    return run


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,note\n1,Harbour\n2,Light\n3,Network\n"),
        ("a.csv", "id,note\n1,We work with Harbour\n2,Light Network\n"),
        ("a.csv", "Harbour\nLight\nNetwork\nand more\n"),
        ("a.csv", "id,note,x\n1,Harbour,\n2,Light,y\n3,Network,\n"),
    ],
)
def test_a_name_down_a_column_is_found_once(look: Look, name: str, content: str) -> None:
    (found,) = look(name, content.encode())
    assert len(found.places) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<div>We are Funda</div><div>ción Camino Sereno.</div>"),
        ("a.html", "<p>We are Fundación Ca</p><p>mino Sereno.</p>"),
        ("a.svg", "<svg><text><tspan>Fundación Camino Ser</tspan><tspan>eno</tspan></text></svg>"),
        ("a.svg", "<svg><text>Funda</text><text>ción Ca</text><text>mino Sereno</text></svg>"),
        ("a.xml", "<a><w>Funda</w><w>ción Camino Sereno</w></a>"),
    ],
)
def test_a_name_that_is_cut_inside_a_word_is_found(look: Look, name: str, content: str) -> None:
    found = look(name, content.encode())
    assert any("cut inside a word" in one.sentence for one in found)


def test_a_name_down_the_column_of_a_workbook_is_found(look: Look) -> None:
    def fill(book: object, sheet: object) -> None:
        for number, cell in enumerate(("Harbour", "Light", "Network"), 1):
            sheet.append([number, cell])  # type: ignore[attr-defined]

    (found,) = look("a.xlsx", workbook(fill))
    assert found.location == "column b: sheet Sheet, row 4"


def test_a_name_cut_inside_a_word_between_paragraphs_of_a_document_is_found(look: Look) -> None:
    def cut(made: object) -> None:
        made.add_paragraph("We are Harbour Li")  # type: ignore[attr-defined]
        made.add_paragraph("ght Network.")  # type: ignore[attr-defined]

    (found,) = look("a.docx", document(cut))
    assert found.location == "document: document, paragraph 3"


@pytest.mark.parametrize(
    "content",
    [
        "id,note\n1,Harbour\n2,We met at night\n3,Light rain fell on us that day\n",
        "id,note,other\n1,Harbour,Sereno\n2,near the sea,Network\n",
        "id,note\n1,Our network\n2,of light\n3,harbours\n",
        "id,n\n1,2079460958\n2,20\n3,7946\n4,0958\n",
    ],
)
def test_words_that_only_meet_are_no_name(look: Look, content: str) -> None:
    assert look("a.csv", content.encode()) == []


def test_a_name_that_stands_whole_is_no_second_finding(look: Look) -> None:
    (found,) = look("a.csv", b"id,note\n1,Harbour Light Network\n2,Harbour Light Network\n3,x\n")
    assert found.places == ("line 2", "line 3")
