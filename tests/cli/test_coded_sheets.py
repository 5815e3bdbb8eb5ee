"""Coding that was done in a spreadsheet: a row for each answer, with the survey's own IDs."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
SURVEY = """id,country,reason,wish
r1,Peru,The money stops in the capital,More courts
r2,Chad,The law is only on paper,
r3,Peru,Nobody trains the police,More shelters
r4,Laos,,Peace
"""
CODEBOOK = """title = "Small"
language = "en"
[code.funds]
label = "Money and grants"
[code.law]
label = "Law"
[code.police]
label = "Police"
"""


@pytest.fixture
def sheets(tipcoder: Tipcoder, tmp_path: Path) -> Path:
    """A study of two open questions, and a folder for sheets beside it."""
    (tmp_path / "survey.csv").write_text(SURVEY, "utf-8")
    (tmp_path / "codebook.toml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "study.toml").write_text(
        'title = "T"\nlanguages = ["en"]\n[respondent]\nid = "id"\n'
        '[[question]]\ncolumn = "reason"\ntext = "Why?"\n[[question]]\ncolumn = "wish"\n',
        "utf-8",
    )
    done = tipcoder(
        "init",
        tmp_path / "study",
        "--survey",
        tmp_path / "survey.csv",
        "--study-file",
        tmp_path / "study.toml",
        "--codebook",
        tmp_path / "codebook.toml",
    )
    assert done.status == 0, done.err
    return tmp_path


@pytest.fixture
def bring(tipcoder: Tipcoder, sheets: Path) -> Callable[..., Done]:
    """`bring(text, "--question", "wish")` imports a sheet as anna's."""

    def run(content: str, *more: str) -> Done:
        (sheets / "sheet.csv").write_text(content, "utf-8")
        words = ("codings", "import", sheets / "sheet.csv", "--coder", "anna", *more)
        return tipcoder(*words, cwd=sheets / "study")

    return run


def coded(tipcoder: Tipcoder, sheets: Path, keys_folder: Path) -> set[tuple[str, str, str]]:
    """(survey ID, question, code) of everything that stands coded."""
    rows = tipcoder("codings", "export", "--format", "json", cwd=sheets / "study").json()
    (key_file,) = keys_folder.glob("*.json")
    ids = json.loads(key_file.read_text("utf-8"))["source_ids"]
    own = {response: source for source, response in ids.items()}
    return {(own[row["case"]], row["question"], row["code"]) for row in rows}


def test_columns_of_0_and_1_are_codes(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path, keys_folder: Path
) -> None:
    done = bring("id,reason,funds,Law,police\nr1,x,1,0,0\nr2,x,0,yes,\nr3,x,,x,1.0\n")
    assert done.status == 0, done.err
    assert "a column for each code (funds, Law and police)" in done.err
    assert "4 lines of anna: 4 codings added" in done.err
    assert coded(tipcoder, sheets, keys_folder) == {
        ("r1", "reason", "funds"),
        ("r2", "reason", "law"),
        ("r3", "reason", "law"),
        ("r3", "reason", "police"),
    }


def test_an_answer_with_nothing_but_zeros_is_finished_without_a_code(
    bring: Callable[..., Done],
) -> None:
    done = bring("id,reason,funds,law\nr1,x,0,0\nr2,x,,\n")
    assert "0 codings added, 0 there already, 1 answer finished" in done.err


@pytest.mark.parametrize(
    "cells", ["funds, law", "Law; Money and grants", "law|funds", '"funds\nlaw"', "FUNDS,Law,law"]
)
def test_one_cell_may_name_several_codes(bring: Callable[..., Done], cells: str) -> None:
    cell = cells if cells.startswith('"') else f'"{cells}"'
    done = bring(f"id,reason,codes\nr1,x,{cell}\n")
    assert done.status == 0, done.err
    assert "2 codings added" in done.err


def test_a_label_with_a_comma_in_it_is_one_code(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path, keys_folder: Path
) -> None:
    codebook = sheets / "study" / "codebook.toml"
    with codebook.open("a", encoding="utf-8") as file:
        file.write('\n[code.courts]\nlabel = "Law, courts"\n')
    done = bring('id,reason,codes\nr1,x,"police, law, Courts"\nr2,x,"Law; police"\n')
    assert done.status == 0, done.err
    assert coded(tipcoder, sheets, keys_folder) == {
        ("r1", "reason", "police"),
        ("r1", "reason", "courts"),
        ("r2", "reason", "law"),
        ("r2", "reason", "police"),
    }


def test_the_question_is_the_column_of_answers_beside_the_codes(
    bring: Callable[..., Done],
) -> None:
    assert "IDs in 'id', question wish," in bring("id,wish,funds\nr1,x,1\n").err


def test_the_question_is_asked_for_where_the_sheet_does_not_say_it(
    bring: Callable[..., Done],
) -> None:
    bring("id,funds\nr1,1\n").refused(2, "which question its codes are of", "--question reason")
    assert bring("id,funds\nr1,1\n", "--question", "wish").status == 0


def test_a_workbook_is_read_as_well(tipcoder: Tipcoder, sheets: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["id", "Why?", "funds"], ["r1", "text", 1], ["r2", "text", 0]):
        sheet.append(row)
    book.save(sheets / "boris.xlsx")
    done = tipcoder(
        "codings", "import", sheets / "boris.xlsx", "--coder", "boris", cwd=sheets / "study"
    )
    assert "2 lines of boris: 1 coding added, 0 there already, 2 answers finished" in done.err


def test_lines_with_the_surveys_ids_are_placed(bring: Callable[..., Done]) -> None:
    done = bring("case,question,coder,code,start,end\nr3,reason,anna,police,,\n")
    assert "1 coding added" in done.err


def test_a_blank_answer_is_called_blank_and_not_a_case_that_is_not_there(
    bring: Callable[..., Done],
) -> None:
    blank = bring("id,reason,funds\nr4,,1\n")
    assert blank.status == 2
    assert "line 2: case " in blank.err
    assert "has no readable answer to reason: it was left blank" in blank.err
    unknown = bring("id,reason,funds\nr1,x,1\nr9,x,1\n")
    assert unknown.status == 2
    assert "line 3: there is no case 'r9'" in unknown.err


def test_a_cell_that_says_neither_yes_nor_no_is_named_and_nothing_is_written(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path
) -> None:
    done = bring('id,reason,codes\nr1,x,funds\nr2,x,"law, nonsense"\n')
    assert done.status == 2
    assert "line 3: there is no code 'nonsense'. Nothing was imported" in done.err
    rows = tipcoder("codings", "export", "--format", "json", cwd=sheets / "study").json()
    assert rows == []


def test_a_column_of_yes_and_no_that_is_no_code_is_refused_with_the_options_that_decide(
    bring: Callable[..., Done],
) -> None:
    sheet = "id,reason,funds,Transport,seen\nr1,x,1,1,1\nr2,x,0,0,1\n"
    bring(sheet).refused(2, "'Transport' and 'seen' are no codes", "--add-codes", "--ignore")
    done = bring(sheet, "--ignore", "seen", "--ignore", "Transport")
    assert "2 lines of anna: 1 coding added" in done.err


def test_columns_of_the_survey_and_of_comments_are_no_codes(bring: Callable[..., Done]) -> None:
    done = bring("id,country,reason,funds,Comments\nr1,1,x,1,1\nr2,0,x,0,\n")
    assert "a column for each code (funds)" in done.err


def test_a_code_that_is_called_like_a_column_of_a_template_is_a_code_all_the_same(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path, keys_folder: Path
) -> None:
    with (sheets / "study" / "codebook.toml").open("a", encoding="utf-8") as file:
        file.write('\n[code.language]\nlabel = "Language"\n')
    assert bring("id,reason,Language,text\nr1,x,1,law\n").status == 0
    assert coded(tipcoder, sheets, keys_folder) == {("r1", "reason", "language")}


def test_new_codes_are_shown_before_and_go_with_the_codings_by_one_undo(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path, keys_folder: Path
) -> None:
    sheet = "id,reason,funds,Public transport,polise\nr1,x,1,1,0\nr2,x,0,0,1\n"
    options = ("--add-codes", "--under", "law")
    codebook = sheets / "study" / "codebook.toml"
    before = codebook.read_text("utf-8")
    plan = bring(sheet, *options, "--dry-run")
    words = "makes 2 new codes under law: Public transport (public_transport) and polise (polise; "
    assert words + "like Police)" in plan.err
    assert codebook.read_text("utf-8") == before

    assert "3 codings added" in bring(sheet, *options).err
    assert coded(tipcoder, sheets, keys_folder) == {
        ("r1", "reason", "funds"),
        ("r1", "reason", "public_transport"),
        ("r2", "reason", "polise"),
    }
    book = tomllib.loads(codebook.read_text("utf-8"))
    made = book["code"]["public_transport"]
    assert (made["label"], made["parent"]) == ({"en": "Public transport"}, "law")

    assert tipcoder("undo", "--coder", "anna", cwd=sheets / "study").status == 0
    rows = tipcoder("codings", "export", "--format", "json", cwd=sheets / "study").json()
    assert rows == []
    assert "public_transport" not in tomllib.loads(codebook.read_text("utf-8"))["code"]
    # And comes back as one.
    assert tipcoder("redo", "--coder", "anna", cwd=sheets / "study").status == 0
    assert len(coded(tipcoder, sheets, keys_folder)) == 3
    assert "public_transport" in tomllib.loads(codebook.read_text("utf-8"))["code"]


def test_new_codes_in_cells_and_in_lines(bring: Callable[..., Done]) -> None:
    done = bring('id,reason,codes\nr1,x,"funds, Roads"\nr2,x,roads\n', "--add-codes")
    assert "makes 1 new code: Roads (roads)" in done.err
    assert "3 codings added" in done.err
    lines = "case,question,coder,code,start,end\nr1,wish,anna,Courts,,\n"
    refused = bring(lines)
    assert refused.status == 2
    assert "there is no code 'Courts'" in refused.err
    assert "Nothing was imported. --add-codes makes codes" in refused.err
    assert "makes 1 new code: Courts (courts)" in bring(lines, "--add-codes").err


def test_a_column_of_names_counts_beside_columns_of_0_and_1(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path, keys_folder: Path
) -> None:
    done = bring("id,reason,funds,Roads,codes\nr1,x,1,0,law\nr2,x,0,1,\n", "--add-codes")
    assert "(funds and Roads) and the codes in 'codes'" in done.err
    assert coded(tipcoder, sheets, keys_folder) == {
        ("r1", "reason", "funds"),
        ("r1", "reason", "law"),
        ("r2", "reason", "roads"),
    }


def test_new_codes_go_only_where_they_are_asked_to(bring: Callable[..., Done]) -> None:
    sheet = "id,reason,funds,Roads\nr1,x,1,1\n"
    bring(sheet, "--under", "law").refused(2, "Use it with --add-codes")
    bring(sheet, "--add-codes", "--under", "lav").refused(2, "lav")


def test_a_column_says_which_rows_were_read_where_nothing_applies(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path
) -> None:
    done = bring("id,reason,funds,finished\nr1,x,,yes\nr2,x,,\nr3,x,1,no\n")
    assert "1 row has nothing for any code: not read yet" in done.err
    assert "2 lines of anna: 1 coding added, 0 there already, 1 answer finished" in done.err
    marks = bring("id,reason,funds,finished\nr1,x,,off-topic\n")
    assert "1 answer finished" in marks.err
    both = bring("id,reason,funds,finished\nr2,x,1,off-topic\n")
    assert both.status == 2
    assert "line 2: has codes, and is finished as 'off-topic'" in both.err
    neither = bring("id,reason,funds,finished\nr2,x,1,perhaps\n")
    assert neither.status == 2
    assert "'perhaps' is neither yes nor no" in neither.err
    rows = tipcoder("codings", "export", "--format", "json", cwd=sheets / "study").json()
    assert {(row["code"], row["finished"]) for row in rows} == {
        ("@off-topic", "yes"),
        ("funds", "no"),
    }


def test_one_undo_takes_the_sheet_back(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path
) -> None:
    bring("id,reason,funds,law\nr1,x,1,0\nr2,x,0,1\n")
    assert tipcoder("undo", "--coder", "anna", cwd=sheets / "study").status == 0
    rows = tipcoder("codings", "export", "--format", "json", cwd=sheets / "study").json()
    assert rows == []


def test_a_sheet_without_anything_known_is_refused_with_a_remedy(
    bring: Callable[..., Done],
) -> None:
    bring("who,what\nx,y\n").refused(2, "no column has IDs of this study")
    bring("id,reason\nr1,x\n").refused(2, "no column is called like a code")


def test_coders_who_worked_in_excel_agree_as_a_second_program_says(
    tipcoder: Tipcoder, shared: Path, tmp_path: Path
) -> None:
    case = shared / "cases" / "50-excel-code-columns"
    study = tmp_path / "study"
    tipcoder(
        "init",
        study,
        "--survey",
        case / "survey.csv",
        "--study-file",
        case / "study.toml",
        "--codebook",
        case / "codebook.toml",
    )
    for coder in ("anna", "boris"):
        done = tipcoder("codings", "import", case / f"{coder}.csv", "--coder", coder, cwd=study)
        assert done.status == 0, done.err
    found = tipcoder("agreement", "--format", "json", cwd=study).json()
    alphas = {}
    for code in found:
        alphas[code["code"]] = round(code["coefficients"]["krippendorff_alpha"]["value"], 4)
    assert alphas == {"funds": 1.0, "law": 0.7579, "police": 0.7579, "staff": 0.7579, "us": 0.425}


def test_a_row_of_zeros_for_an_answer_that_was_left_blank_says_nothing(
    bring: Callable[..., Done],
) -> None:
    done = bring("id,reason,funds,law\nr1,x,1,0\nr4,,0,0\n")
    assert done.status == 0, done.err
    assert "sheet.csv: 1 row without a code passed over, of answers that cannot be coded." in (
        done.err
    )
    assert "1 coding added, 0 there already, 1 answer finished" in done.err


def test_codes_of_what_the_study_does_not_have_are_left_out_where_that_is_asked_for(
    bring: Callable[..., Done],
) -> None:
    """r9 is nobody of the survey, such as somebody who tried the form out; r4 wrote nothing."""
    sheet = "id,reason,funds,law\nr1,x,1,0\nr4,,1,0\nr9,x,0,0\n"
    done = bring(sheet)
    assert done.status == 2
    assert "2 of 3 lines cannot be placed" in done.err
    assert "--skip leaves out lines that have no place in the study." in done.err
    done = bring(sheet, "--skip")
    assert done.status == 0, done.err
    assert "2 lines without a place in the study left out, such as line 3: case " in done.err
    assert "line 4: there is no case 'r9'." in done.err
    assert "1 coding added" in done.err


def test_skip_leaves_out_no_line_that_is_wrong(bring: Callable[..., Done]) -> None:
    done = bring("id,reason,codes\nr1,x,fundz\n", "--skip")
    assert done.status == 2
    assert "there is no code 'fundz'" in done.err


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_codings_without_spans_are_of_whole_answers(
    tipcoder: Tipcoder, sheets: Path, ending: str
) -> None:
    rows = [{"case": "r1", "question": "reason", "coder": "uma", "code": "funds"}]
    file = sheets / f"made.{ending}"
    if ending == "json":
        file.write_text(json.dumps(rows), "utf-8")
    else:
        file.write_text("case,question,coder,code\nr1,reason,uma,funds\n", "utf-8")
    done = tipcoder("codings", "import", file, cwd=sheets / "study")
    assert "1 line of uma: 1 coding added" in done.err
    (row,) = tipcoder("codings", "export", "--format", "json", cwd=sheets / "study").json()
    # As every whole answer is exported.
    assert (row["start"], row["end"]) == ("", "")


def test_a_name_for_the_question_can_be_pasted_into_a_shell(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    (tmp_path / "survey.csv").write_text(
        "id,What is hard?,And what is easy?\nr1,The law,Nothing at all\n", "utf-8"
    )
    (tmp_path / "study.toml").write_text(
        'title = "T"\nlanguages = ["en"]\n[respondent]\nid = "id"\n'
        '[[question]]\ncolumn = "What is hard?"\n[[question]]\ncolumn = "And what is easy?"\n',
        "utf-8",
    )
    folder = tmp_path / "study"
    survey, described = tmp_path / "survey.csv", tmp_path / "study.toml"
    tipcoder("init", folder, "--survey", survey, "--study-file", described)
    (tmp_path / "sheet.csv").write_text("id,to_discuss\nr1,1\n", "utf-8")
    done = tipcoder("codings", "import", tmp_path / "sheet.csv", cwd=folder)
    assert "such as --question 'What is hard?'." in done.err


def test_of_a_respondent_in_two_waves_a_sheet_has_to_say_which(
    tipcoder: Tipcoder, bring: Callable[..., Done], sheets: Path
) -> None:
    again = sheets / "again.csv"
    again.write_text("id,country,reason,wish\nr1,Peru,Still the money,Courts\n", "utf-8")
    waves = ("--wave", "2025", "--first-wave", "2023")
    tipcoder("import", again, *waves, cwd=sheets / "study")
    done = bring("id,reason,funds,law\nr1,x,1,0\n")
    assert done.status == 2
    assert "line 2: 'r1' has several cases. A column `wave`" in done.err
    done = bring("id,wave,reason,funds,law\nr1,2025,x,1,0\nr2,,x,0,1\n")
    assert "2 codings added" in done.err
