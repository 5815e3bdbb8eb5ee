"""`tipcoder export matrix`: where codes are present, read back with the readers that others use."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SURVEY = """\
id,plan,why,how
K-77,free,it costs,we write
K-78,paid,it costs more,
K-79,paid,late,by letter
"""
STUDY = """\
title = "Matrix"
languages = ["en"]

[respondent]
id = "id"

[[question]]
column = "why"
text = "Why did you leave?"

[[question]]
column = "how"
text = "How do you reach us?"

[factor.paid]
column = "plan"
true_if = "paid"
false_if = "free"
"""
CODEBOOK = """\
title = "Reasons"
language = "en"

[code.price]
label = "Price"
number = 7

[code.rise]
label = "Price rise"
parent = "price"

[code.delay]
label = "Delay"

[code.letter]
label = "Letters"
"""
CODINGS = """\
case,question,coder,code,start,end
{0},why,anna,price,,
{0},how,anna,,,
{1},why,anna,rise,,
{1},why,anna,delay,,
{2},how,anna,letter,,
"""
"""The third respondent's reasons are not read."""


@pytest.fixture
def ids() -> list[str]:
    """Response IDs in order of the survey; filled by the fixture `folder`."""
    return []


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any, ids: list[str]) -> Path:
    from tipcoder.workbench.opening import open_study_folder

    folder = make_study(SURVEY, STUDY, CODEBOOK)
    with open_study_folder(folder) as study, study.store.read() as db:
        from tipcoder.store import survey_data

        ids += [case.label for case in survey_data.load_cases(db)]
    (tmp_path / "codings.csv").write_text(CODINGS.format(*ids), "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def read_rows(file: Path, key: str = "case") -> dict[str, dict[str, str]]:
    return {row[key]: row for row in csv.DictReader(file.read_text("utf-8").splitlines())}


def test_a_case_has_1_0_or_nothing_for_each_code_under_its_response_id(
    folder: Path, ids: list[str], tipcoder: Any, tmp_path: Path
) -> None:
    file = tmp_path / "m.csv"
    done = tipcoder("export", "matrix", "-o", file, "--variables", "paid", cwd=folder)
    assert done.status == 0, done.err
    assert "K-7" not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    rows = read_rows(file)
    assert list(rows) == sorted(ids)
    codes = ("code.price", "code.price.own", "code.rise", "code.delay", "code.letter")
    found = [[rows[case][code] for code in codes] for case in ids]
    # The second wrote nothing about letters, and of the third nobody has read why.
    assert found == [
        ["1", "1", "0", "0", "0"],
        ["1", "0", "1", "1", ""],
        ["", "", "", "", "1"],
    ]
    assert [rows[case]["factor.paid"] for case in ids] == ["0", "1", "1"]
    meanings = read_rows(file.with_name("m.dictionary.csv"), "name")
    assert meanings["code.rise"]["label"] == "Code: Price > Price rise"
    assert meanings["code.rise"]["values"] == "0 = absent; 1 = present"


def test_by_question_an_answer_has_a_row_and_its_codes_are_those_of_its_question(
    folder: Path, ids: list[str], tipcoder: Any, tmp_path: Path
) -> None:
    file = tmp_path / "m.csv"
    tipcoder("export", "matrix", "--by-question", "-o", file, cwd=folder)
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    found = {(row["case"], row["question"]): row for row in rows}
    # What was not answered is no answer.
    assert len(rows) == 5
    assert (ids[1], "how") not in found
    assert found[ids[0], "why"]["code.price"] == "1"
    assert found[ids[0], "how"]["code.letter"] == "0"
    assert found[ids[0], "how"]["code.price"] == "", "nobody looks for it in how"
    assert found[ids[2], "how"]["code.letter"] == "1"


def test_spss_has_sets_of_codes_over_all_and_for_each_question(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    file = tmp_path / "m.sav"
    done = tipcoder("export", "matrix", "--by-question", "--wide", "-o", file, cwd=folder)
    assert done.status == 0, done.err
    frame, meta = pyreadstat.read_sav(str(file))
    single = ["price_own", "rise", "delay"]
    sets = meta.mr_sets
    assert sets["why"]["variable_list"] == [f"code_{name}_why" for name in single]
    assert sets["why"]["label"] == "Why did you leave?"
    assert sets["codes"]["variable_list"] == [f"code_{name}" for name in (*single, "letter")]
    assert sets["codes"]["counted_value"] == 1
    # SPSS knows no set of a single variable.
    assert "how" not in sets
    assert frame["code_price"].sum() == 2
    assert meta.variable_measure["code_price"] == "nominal"


def test_pspp_reads_the_same_sets_labels_and_missing_values(
    folder: Path, ids: list[str], tipcoder: Any, tmp_path: Path
) -> None:
    pspp = shutil.which("pspp")
    if pspp is None:
        pytest.skip("pspp is not installed")
    tipcoder("export", "matrix", "-o", tmp_path / "m.sav", cwd=folder)
    tipcoder("export", "matrix", "--lists", "-o", tmp_path / "l.sav", cwd=folder)
    syntax = ["SET FORMAT=F8.0."]
    for name in ("m", "l"):
        syntax += [f"GET FILE='{tmp_path / name}.sav'.", "MRSETS /DISPLAY NAME=ALL."]
        syntax += ["DISPLAY DICTIONARY.", "LIST."]
    (tmp_path / "t.sps").write_text("\n".join(syntax), "utf-8")
    shown = subprocess.run(
        [pspp, "-O", "format=csv", str(tmp_path / "t.sps")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    members = "code_price_own\ncode_rise\ncode_delay\ncode_letter"
    assert f'$codes,Codes,Dichotomies,1,"{members}"' in shown
    assert '$codes,Codes,Categories,"code1\ncode2"' in shown
    assert "code_rise,6,Code: Price > Price rise,Nominal,Input" in shown
    assert "Code: Price > Price rise,0,absent\n,1,present" in shown
    assert ",8,Price rise\n" in shown
    assert f"{ids[2]},{ids[2]},1,.,.,.,.,1\n" in shown
    assert f"{ids[1]},{ids[1]},1,8,9,0\n" in shown


def test_lists_have_the_codes_that_apply_in_the_order_of_the_codebook(
    folder: Path, ids: list[str], tipcoder: Any, tmp_path: Path
) -> None:
    words = ("export", "matrix", "--lists", "--by-question", "-o")
    tipcoder(*words, tmp_path / "keys.csv", cwd=folder)
    rows = list(csv.DictReader((tmp_path / "keys.csv").read_text("utf-8").splitlines()))
    lists = {(row["case"], row["question"]): [row["code1"], row["code2"]] for row in rows}
    read = {(row["case"], row["question"]): row["read"] for row in rows}
    assert lists[ids[1], "why"] == ["rise", "delay"]
    assert (lists[ids[0], "how"], read[ids[0], "how"]) == (["", ""], "1")
    assert (lists[ids[2], "why"], read[ids[2], "why"]) == (["", ""], "")

    tipcoder(*words, tmp_path / "numbers.csv", "--numbers", cwd=folder)
    rows = list(csv.DictReader((tmp_path / "numbers.csv").read_text("utf-8").splitlines()))
    by_place = {(row["case"], row["question"]): row["code1"] for row in rows}
    # The codebook numbers one code; the others follow behind.
    assert (by_place[ids[0], "why"], by_place[ids[1], "why"]) == ("7", "8")
    meanings = read_rows(tmp_path / "numbers.dictionary.csv", "name")
    assert meanings["code1"]["values"] == "7 = Price; 8 = Price rise; 9 = Delay; 10 = Letters"


def test_a_workbook_has_the_codebook_and_excel_gets_a_csv_that_it_opens(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    tipcoder("export", "matrix", "-o", tmp_path / "m.xlsx", "--labels", cwd=folder)
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert book.sheetnames == ["Data", "Dictionary", "Codebook"]
    data = book["Data"]
    assert (data.freeze_panes, data.auto_filter.ref) == ("A2", "A1:H4")
    assert "Code: Price > Price rise" in [cell.value for cell in data[1]]
    numbers = {row[1]: row[0] for row in book["Codebook"].iter_rows(min_row=2, values_only=True)}
    assert numbers == {"price": None, "price.own": 7, "rise": 8, "delay": 9, "letter": 10}

    words = ("--excel", "--delimiter", "semicolon")
    tipcoder("export", "matrix", "-o", tmp_path / "e.csv", *words, cwd=folder)
    content = (tmp_path / "e.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfcase;respondent;")
    assert content.count(b"\r\n") == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("m.csv", "--numbers"), "Add --lists"),
        (("m.csv", "--wide"), "Add --by-question"),
        (("m.sav", "--excel"), "are for .csv, not .sav"),
        (("m.dta", "--labels"), ".dta has labels beside the names"),
        (("m.csv", "--variables", "pain"), "Did you mean 'plan'"),
        (("m.csv", "--variables", "why"), "open question"),
        (("m.docx",), "cannot be written as .docx"),
        (("m.csv", "--smallest-cell", "5", "--variables", "plan"), "--variables"),
    ],
)
def test_what_does_not_go_together_is_refused(
    folder: Path, tipcoder: Any, words: tuple[str, ...], said: str
) -> None:
    done = tipcoder("export", "matrix", "-o", *words, cwd=folder)
    done.refused(1 if "--smallest-cell" in words else 2, said)
    assert not list(folder.glob("m.*"))
