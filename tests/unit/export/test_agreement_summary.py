"""The first two pages: codes that can be judged, those that cannot in a line, and what to do."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from tipcoder.agreement.assessment import ReportRequest, assess_agreement
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import (
    Agreement,
    HomogeneityTest,
    PartAgreement,
    PartComparison,
)
from tipcoder.export.agreement_sentences import describe_differences
from tipcoder.export.agreement_summary import build_judged_table, build_summary, list_judged
from tipcoder.export.agreement_summary import list_next_steps as list_steps
from tipcoder.export.document import (
    BulletList,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    text_table,
)
from tipcoder.export.page_widths import PageMeasures, bind_numbers, fit_page, share_page
from tipcoder.export.writers.html_page import write_html
from tipcoder.export.writers.latex import write_latex
from tipcoder.export.writers.word import write_docx

CODES = ("good", "bad", "rare", "never", "mixed")
LABELS = {"good": "Pressure & push", "bad": "Taken otherwise", "rare": "Hardly said"}


@pytest.fixture
def found() -> Agreement:
    """Two coders on sixty answers: one code agreed on, one not at all, one said twice, one never,
    and one that the answers are too few to decide on.
    """
    good = [[1, 1]] * 25 + [[0, 0]] * 35
    bad = [[1, 0], [0, 1], [1, 1], [0, 0]] * 15
    rare = [[1, 1]] * 2 + [[0, 0]] * 58
    never = [[0, 0]] * 60
    mixed = [[1, 1]] * 12 + [[1, 0]] * 3 + [[0, 1]] * 3 + [[0, 0]] * 42
    values = np.array([good, bad, rare, never, mixed], np.int16)
    units = tuple(map(str, range(60)))
    made = assess_agreement(
        Ratings(values, CODES, units, ("anna", "boris")), ReportRequest("a study", Draws(300))
    )
    return replace(made, labels=LABELS)


def texts_of(found: Agreement) -> list[str]:
    return [block.text for block in build_summary(found) if isinstance(block, Paragraph | Heading)]


def test_the_table_has_only_what_can_be_judged_the_best_first_by_label(found: Agreement) -> None:
    table = build_judged_table(found, list_judged(found))
    assert [row[0] for row in table.texts] == ["Pressure & push", "mixed", "Taken otherwise"]
    assert [row[-1] for row in table.texts] == ["reliable", "open", "not reliable"]
    good = table.texts[0]
    assert good[1:4] == ["60", "25/25", "1.00"]
    # 15 of 30 that either applied were applied by both: P+ = 2 x 15 / 60.
    bad = table.texts[2]
    assert bad[2] == "30/30"
    assert bad[5] == ".50"


def test_what_cannot_be_judged_takes_one_line_and_all_ends_with_the_page(found: Agreement) -> None:
    said = texts_of(found)
    assert "Of 5 codes, 3 can be judged: 1 reliable, 1 open, 1 not reliable." in said
    assert "Too rare to judge, with fewer than 10 for each coder on average: Hardly said." in said
    assert "Everybody said the same of all: never." in said
    assert isinstance(build_summary(found)[-1], PageBreak)


def test_the_next_steps_name_definitions_answers_and_rare_codes(found: Agreement) -> None:
    steps = list_steps(found, list_judged(found))
    assert steps[0].startswith("Sharpen the definition of Taken otherwise (α .")
    assert steps[1].startswith("More double-coded responses would decide about mixed (about ")
    # Said by each of two coders 2 times in 60: 10 times takes 300, which is 240 more.
    assert "Hardly said (about 240 more)" in steps[2]
    (bullets,) = (block for block in build_summary(found) if isinstance(block, BulletList))
    assert list(bullets.items) == steps


def test_the_picture_has_a_line_for_each_code_and_escapes_its_name(found: Agreement) -> None:
    (figure,) = (block for block in build_summary(found) if isinstance(block, Figure))
    root = ElementTree.fromstring(figure.svg)
    names = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Pressure & push", "mixed", "Taken otherwise"} <= set(names)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 3
    lines = figure.letters.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Pressure & push") and lines[0].endswith("●  1.00")


def test_without_anything_to_judge_there_is_no_table_and_it_says_so(found: Agreement) -> None:
    bare = replace(found, codes=found.codes[2:4])
    assert "None of the 2 codes can be judged yet." in texts_of(bare)
    assert not any(isinstance(block, Table | Figure) for block in build_summary(bare))


SIZES = (11, 10, 9, 8, 7)


def test_no_word_of_a_table_is_broken_while_the_page_has_room() -> None:
    """A letter takes at most 125 twips, as wide letters of ten points do."""
    rows = [["report_criticism_political", "163", "a long sentence of many words " * 5]]
    table = text_table(("code", "n", "words"), rows)
    _, widths = share_page(table, PageMeasures(14_000, 125, 220, SIZES), 125)
    assert widths[0] >= 26 * 125
    assert widths[2] > widths[0] > widths[1]
    assert sum(widths) == pytest.approx(14_000)


def test_a_table_of_many_columns_has_smaller_letters_and_no_word_is_broken() -> None:
    head = tuple(f"column{number}" for number in range(12))
    size, widths = fit_page(
        text_table(head, [("word",) * 12]), PageMeasures(12_000, 125, 220, SIZES)
    )
    assert size < 11
    assert sum(widths) == pytest.approx(12_000)
    # `column1` has seven letters; one of 11 points takes 125 twips, and a cell 220 more.
    assert all(width >= 7 * 125 * size / 11 + 220 - 1 for width in widths)
    few, _ = fit_page(text_table(head[:3], [("word",) * 3]), PageMeasures(14_000, 125, 220, SIZES))
    assert few == 11


def test_a_code_that_is_read_otherwise_in_one_language_stands_in_a_line(found: Agreement) -> None:
    parts = (PartAgreement("es", 60, 0.412), PartAgreement("en", 100, 0.908))
    one = PartComparison("good", "language", parts, 12.341, 1, 0.00044, 0.0132, 30)
    blocks = build_summary(replace(found, differences=(one,)))
    table = next(block for block in blocks if isinstance(block, Table) and block.head[1] == "by")
    assert table.texts == [
        [
            "Pressure & push",
            "language",
            "en .91 (n = 100), es .41 (n = 60)",
            "χ²(1) = 12.34",
            ".013",
        ]
    ]
    said = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert "Donner's test of homogeneity of kappas" in said
    assert "Holm over 30 comparisons" in said


def test_the_sentence_names_each_test_by_which_parts_were_compared(found: Agreement) -> None:
    parts = (PartAgreement("es", 60, 0.412), PartAgreement("en", 100, 0.908))
    kappas = PartComparison("good", "language", parts, 12.341, 1, 0.00044, 0.0132, 30)
    alphas = replace(kappas, test=HomogeneityTest.ALPHAS)
    said = describe_differences(replace(found, differences=(alphas,)))
    assert "Fleiss, Levin & Paik, 2003" in said
    assert "Donner" not in said
    both = describe_differences(replace(found, differences=(alphas, kappas)))
    assert "Donner's test" in both
    assert "Fleiss, Levin & Paik, 2003" in both


def test_where_nothing_differs_by_part_nothing_is_said_of_parts(found: Agreement) -> None:
    assert not any("differs between parts" in text for text in texts_of(found))


def test_a_number_is_not_cut_from_its_unit_nor_an_interval_in_the_middle() -> None:
    """Word processors showed `99.4` above `%`, and `.95 [.81,` above `1.00]`."""
    assert bind_numbers("99.4 %") == "99.4\u00a0%"
    assert bind_numbers(".95 [.81, 1.00]") == ".95 [.81,\u00a01.00]"
    assert bind_numbers("five per cent, 5 people") == "five per cent, 5 people"
    rows = [[f"A name of several words {n}", ".95 [.81, 1.00]"] for n in range(30)]
    table = text_table(("code", "with a long head of many words"), rows, [1])
    page = PageMeasures(6_000, 100, 220, SIZES, binds_numbers=True)
    _, widths = share_page(table, page, 100)
    # The interval has eleven letters, and digits are wider than usual letters.
    assert widths[1] >= 11 * 1.15 * 100 + 220


def test_names_keep_their_line_where_only_a_head_is_long() -> None:
    """A long head took the room of the names beside it, which then took two lines each."""
    name = "Makes a suggestion about the opening hours"
    table = text_table(("code", "applied (coder 1/coder 2/coder 3)"), [[name, "1/2/3"]], [1])
    _, widths = share_page(table, PageMeasures(9_000, 125, 220, SIZES), 125)
    assert widths[0] >= len(name) * 125 + 220


def test_a_picture_that_repeats_a_table_stands_only_where_it_can_be_drawn(
    found: Agreement,
) -> None:
    figure = next(block for block in build_summary(found) if isinstance(block, Figure))
    assert figure.repeats_table
    page = Document("Agreement", (figure,))
    assert "┊" not in write_latex(page).decode("utf-8")
    assert "<svg" in write_html(page).decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(write_docx(page))) as package:
        assert "●" not in package.read("word/document.xml").decode("utf-8")


def test_many_long_names_are_counted_and_coders_stand_in_one_sentence(found: Agreement) -> None:
    long = [replace(found.codes[2], code=f"c{n}") for n in range(12)]
    labels = {
        f"c{n}": f"{n} speaks of the opening hours of the regional offices" for n in range(12)
    }
    said = next(
        text
        for text in texts_of(replace(found, codes=tuple(long), labels=labels))
        if text.startswith(("Too rare", "Everybody said", "Not seen"))
    )
    # Names of 53 letters: six of them have 318 and fit into 320.
    assert "and 6 more" in said
