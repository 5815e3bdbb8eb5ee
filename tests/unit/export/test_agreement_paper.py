"""The agreement report as a DOCX, read back by another program."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import Agreement
from tipcoder.export.agreement_files import make_agreement_files
from tipcoder.export.agreement_report import build_agreement_document
from tipcoder.export.heat_map import build_heat_map_grid
from tipcoder.export.leaving import put_in_place
from tipcoder.export.writers.word import write_docx

HOSTILE = "<w:p>&\x07 code"


@pytest.fixture
def ratings() -> Ratings:
    """Three coders on a code that is common, one that is rare,
    and one with a name that is no XML.
    """
    common = [[1, 1, 1], [0, 0, 0], [1, 1, 0], [0, 0, 0]] * 15
    rare = [[1, 1, 1]] * 2 + [[0, 0, 0]] * 58
    values = np.array([common, rare, common], np.int16)
    return Ratings(
        values, ("common", "rare", HOSTILE), tuple(map(str, range(60))), ("anna", "boris", "vera")
    )


@pytest.fixture
def found(ratings: Ratings) -> Agreement:
    return assess_agreement(ratings, ReportRequest("a study", Draws(200)))


def test_every_table_of_the_report_is_a_table_in_word_too(found: Agreement) -> None:
    document = Document(io.BytesIO(write_docx(build_agreement_document(found))))
    headings = [
        p.text
        for p in document.paragraphs
        if p.style is not None and p.style.name.startswith("Heading")
    ]
    assert headings[0] == "Agreement: a study"
    assert {"Verdicts", "Each code", "Pairs of coders", "Methods, ready to paste"} <= set(headings)
    by_head = {
        table.rows[0].cells[0].text + "|" + table.rows[0].cells[1].text: table
        for table in document.tables
    }
    codes = by_head["code|n"]
    first = [cell.text for cell in codes.rows[1].cells]
    alpha = found.codes[0].coefficients["krippendorff_alpha"]
    assert alpha.value is not None
    assert first[:2] == ["common", "60"]
    assert f".{round(alpha.value * 100)} [" in first[4]
    assert [row.cells[0].text for row in codes.rows[1:]] == ["common", "rare", "<w:p>&\ufffd code"]
    assert codes.rows[1].cells[1].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert codes.rows[1].cells[0].paragraphs[0].alignment is None
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE


def test_the_heat_map_is_a_table_of_its_values(found: Agreement) -> None:
    grid = build_heat_map_grid(found)
    assert list(grid.head) == ["code", "anna / boris", "anna / vera", "boris / vera"]
    assert grid.texts[0][1] == "1.00"
    assert grid.texts[1][1:] == ["(1.00)", "(1.00)", "(1.00)"], "too rare to judge"


def test_the_folder_holds_it_and_the_same_report_gives_the_same_bytes(
    found: Agreement, ratings: Ratings, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        put_in_place(make_agreement_files(found, (ratings,), tmp_path / name))
    one, two = ((tmp_path / name / "agreement.docx").read_bytes() for name in ("one", "two"))
    assert one == two
    assert Document(io.BytesIO(one)).core_properties.author == ""
