"""Codebooks of other programs and of people come in, and tipcoder's own exports come back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.model.codes import Codebook
from tipcoder.workbench.codebook.foreign_codebooks import read_any_codebook
from tipcoder.workbench.codebook.formats import add_new_codes

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


def _read(tmp_path: Path, name: str, content: str) -> Codebook:
    (tmp_path / name).write_text(content, "utf-8")
    return read_any_codebook(tmp_path / name, "en")


def _tree(book: Codebook) -> list[tuple[str, str | None]]:
    return [(code.key, code.parent) for code in book.codes.values()]


def test_taguettes_points_are_levels(shared: Path) -> None:
    book = read_any_codebook(shared / "cases/54-codebook-taguette-csv/codebook.csv", "en")
    assert _tree(book) == [("cost", None), ("cost.rent", "cost"), ("law", None)]
    assert book.codes["cost"].definition == {"en": "About money"}


def test_a_plain_table_fills_what_it_has_columns_for(shared: Path) -> None:
    book = read_any_codebook(shared / "cases/58-codebook-plain-csv/codebook.csv", "en")
    assert _tree(book) == [("funds", None), ("law", None)]
    funds = book.codes["funds"]
    assert funds.label == {"en": "Lack of funds"}
    assert funds.use_when == {"en": "donor left"}
    assert funds.avoid_when == {"en": "poverty of victims"}
    assert funds.examples == {"en": ("We lost our grant",)}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_tipcoder_exports_comes_back_whole(
    tipcoder: Tipcoder, study: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"book.{ending}"
    assert tipcoder("codebook", "export", "-o", file, cwd=study).status == 0
    own = read_codebook(study / "codebook.toml")
    again = read_any_codebook(file, own.language, own.title)
    assert codebook_to_json(again) == codebook_to_json(own)


def test_a_path_in_one_cell_makes_the_folders_above(tmp_path: Path) -> None:
    book = _read(tmp_path, "maxqda.csv", "Code,Memo\nMoney > Rent,housing\nMoney > Fees,\n")
    assert _tree(book) == [("Money", None), ("Rent", "Money"), ("Fees", "Money")]
    assert not book.codes["Money"].codable


def test_a_parent_may_be_named_by_its_label(tmp_path: Path) -> None:
    text = "code,label,parent\nm,Money,\nr,Rent,money\n"
    assert _tree(_read(tmp_path, "a.csv", text)) == [("m", None), ("r", "m")]


def test_numbers_of_a_frame_are_kept_and_code_a_sheet(tmp_path: Path) -> None:
    book = _read(tmp_path, "frame.csv", "number,label\n1,No money\n2.0,No law\n97,Other\n")
    assert [code.number for code in book.codes.values()] == [1, 2, 97]


def test_two_codes_with_one_number_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has the number 1, as 'No money' has"):
        _read(tmp_path, "frame.csv", "number,code\n1,No money\n1,No law\n")


def test_an_indented_list_is_a_tree(tmp_path: Path) -> None:
    text = "Money\n  - Rent: housing and its price\n  - Fees\nLaw\n"
    book = _read(tmp_path, "codes.txt", text)
    assert _tree(book) == [("money", None), ("rent", "money"), ("fees", "money"), ("law", None)]
    assert book.codes["rent"].definition == {"en": "housing and its price"}


def test_a_refi_codebook_of_another_program_comes_in(shared: Path) -> None:
    file = shared / "samples/refi/requal_atlasti23.qdc"
    book = read_any_codebook(file, "en")
    # Its one code stands in the file as <Code ... name="...">.
    names = re.findall(r'<Code [^>]*name="([^"]*)"', file.read_text("utf-8-sig"))
    assert [code.label["en"] for code in book.codes.values()] == names


def test_nested_refi_codes_keep_their_place_colour_and_description(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?>
    <CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="X"><Codes>
    <Code guid="1" name="Money" isCodable="false" color="#b45f06">
      <Code guid="2" name="Rent" isCodable="true"><Description>housing</Description></Code>
    </Code></Codes><Sets/></CodeBook>"""
    book = _read(tmp_path, "book.qdc", text)
    assert _tree(book) == [("money", None), ("rent", "money")]
    assert book.codes["money"].colour == "#b45f06"
    assert not book.codes["money"].codable
    assert book.codes["rent"].definition == {"en": "housing"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "x,y\n1,2\n", "no column has the codes"),
        ("a.qdc", "<CodeBook", "no REFI-QDA codebook"),
        ("a.qdc", '<!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>', "has a DTD"),
        ("a.qdc", "<CodeBook/>", "has no code"),
        ("a.txt", "\n\n", "has no code"),
    ],
)
def test_what_is_no_codebook_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        _read(tmp_path, name, content)


def test_new_codes_are_added_and_known_ones_stay_as_they_are(tmp_path: Path) -> None:
    ours = _read(tmp_path, "a.csv", "code,label,definition\nm,Money,ours\n")
    theirs = _read(tmp_path, "b.csv", "code,label,definition,parent\nx,MONEY,theirs,\ny,Rent,,x\n")
    both = add_new_codes(ours, theirs)
    assert _tree(both) == [("m", None), ("y", "m")]
    assert both.codes["m"].definition == {"en": "ours"}


def test_an_import_with_add_retires_nothing(tipcoder: Tipcoder, coded: Path, shared: Path) -> None:
    file = shared / "cases/54-codebook-taguette-csv/codebook.csv"
    before = set(read_codebook(coded / "codebook.toml").codes)
    done = tipcoder("codebook", "import", file, "--add", cwd=coded)
    assert done.status == 0, done.err
    assert set(read_codebook(coded / "codebook.toml").codes) == before | {
        "cost",
        "cost.rent",
        "law",
    }


def test_a_study_may_begin_with_a_table_of_codes(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path
) -> None:
    case = shared / "cases/58-codebook-plain-csv"
    survey = shared / "cases/29-sep-line"
    (file,) = survey.glob("*.csv")
    done = tipcoder(
        "init", tmp_path / "s", "--survey", file, "--codebook", case / "codebook.csv", "--yes"
    )
    assert done.status == 0, done.err
    assert set(read_codebook(tmp_path / "s" / "codebook.toml").codes) == {"funds", "law"}
