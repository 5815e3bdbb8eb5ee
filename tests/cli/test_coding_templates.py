"""The sheet that a colleague without the program fills in, there and back."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
SURVEY = """id,loop,country,reason,wish
r1,1,Peru,The money stops in the capital,More courts
r2,1,Chad,The law is only on paper,
r3,1,Peru,Nobody trains the police,More shelters
r3,2,Laos,=1+1 is all they teach,Peace
"""
STUDY = """title = "T"
languages = ["en"]
[respondent]
id = "id"
case = "loop"
[[question]]
column = "reason"
text = "Why?"
[[question]]
column = "wish"
"""
CODEBOOK = """title = "Small"
language = "en"
[code.topics]
label = "Topics"
codable = false
[code.funds]
label = "Money and grants"
definition = "Anything about money."
use_when = "Grants are named."
[code.law]
label = "Law"
parent = "topics"
[code.text]
label = "Text"
[code.police]
label = "Law"
parent = "funds"
"""
"""One code is called like a column of the sheet, and two have one label."""
HEAD = ["case", "question", "language", "text", "Law", "Money and grants", "police", "code text"]


@pytest.fixture
def study(tipcoder: Tipcoder, tmp_path: Path) -> Path:
    for name, content in (
        ("survey.csv", SURVEY),
        ("study-file.toml", STUDY),
        ("codebook.toml", CODEBOOK),
    ):
        (tmp_path / name).write_text(content, "utf-8")
    done = tipcoder(
        *("init", tmp_path / "study", "--survey", tmp_path / "survey.csv"),
        *("--study-file", tmp_path / "study-file.toml", "--codebook", tmp_path / "codebook.toml"),
    )
    assert done.status == 0, done.err
    return tmp_path / "study"


@pytest.fixture
def write(tipcoder: Tipcoder, study: Path) -> Callable[..., Path]:
    """`write("anna.xlsx", "--question", "reason")` writes anna's sheet and gives its place."""

    def run(name: str, *more: str) -> Path:
        words = ("codings", "template", "--coder", "anna", "-o", study / name, "--raw", *more)
        done = tipcoder(*words, cwd=study)
        assert done.status == 0, done.err
        return study / f"RAW-{name}"

    return run


@pytest.fixture
def bring(tipcoder: Tipcoder, study: Path) -> Callable[[Path], Done]:
    """Takes a sheet back as anna's, without any other option."""
    return lambda path: tipcoder("codings", "import", path, "--coder", "anna", cwd=study)


def read_rows(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path)["Answers to code"]
    return [list(row) for row in sheet.values]


def fill(path: Path, marks: dict[str, dict[str, Any]]) -> None:
    """Write cells by the beginning of the text and the header."""
    book = openpyxl.load_workbook(path)
    sheet = book["Answers to code"]
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        text = str(row[head.index("text")].value)
        for header, value in marks.get(text.split()[0], {}).items():
            row[head.index(header)].value = value
    book.save(path)


def coded(tipcoder: Tipcoder, study: Path, keys_folder: Path) -> set[tuple[str, str, str, str]]:
    """(survey ID with case, question, code, finished) of everything that stands coded."""
    rows = tipcoder("codings", "export", "--format", "json", cwd=study).json()
    (key_file,) = keys_folder.glob("*.json")
    ids = json.loads(key_file.read_text("utf-8"))["source_ids"]
    own = {response: source for source, response in ids.items()}
    found = set()
    for row in rows:
        response, _, number = row["case"].partition(".")
        place = f"{own[response]}.{number}" if number else own[response]
        found.add((place, row["question"], row["code"], row["finished"]))
    return found


MARKS: dict[str, dict[str, Any]] = {
    "The": {"Money and grants": 1, "Law": 0},  # r1 and r2, whose texts both begin so
    "Nobody": {"police": 1, "code text": 1},
    "=1+1": {"finished": "yes"},
    "More": {"finished": "off-topic"},
}
CODED = {
    ("r1", "reason", "funds", "yes"),
    ("r2", "reason", "funds", "yes"),
    ("r3.1", "reason", "police", "yes"),
    ("r3.1", "reason", "text", "yes"),
    ("r3.2", "reason", "", "yes"),
    ("r1", "wish", "@off-topic", "yes"),
    ("r3.1", "wish", "@off-topic", "yes"),
}
"""Of seven answers, six were read; the wish of r3.2 is left empty."""


def test_a_workbook_has_a_row_an_answer_lists_to_choose_from_and_the_codebook(
    write: Callable[..., Path],
) -> None:
    path = write("anna.xlsx")
    rows = read_rows(path)
    assert rows[0] == [*HEAD, "finished", "comments"]
    assert [row[3] for row in rows[1:]] == [
        "The money stops in the capital",
        "The law is only on paper",
        "Nobody trains the police",
        "=1+1 is all they teach",
        "More courts",
        "More shelters",
        "Peace",
    ]
    assert {row[1] for row in rows[1:]} == {"reason", "wish"}
    book = openpyxl.load_workbook(path)
    offered = {
        str(one.sqref): one.formula1
        for one in book["Answers to code"].data_validations.dataValidation
    }
    assert offered["E2:E8"] == '"1,0"'
    assert offered["I2:I8"] == '"yes,no,off-topic,uncodable"'
    codes = list(book["Codebook"].values)
    (funds,) = [row for row in codes if row[0] == "funds"]
    assert {"Anything about money.", "Grants are named."} <= set(funds)
    assert any("Why?" in str(row) for row in book["Notes"].values)


def test_a_filled_in_workbook_comes_back_without_any_option(
    tipcoder: Tipcoder, study: Path, keys_folder: Path, write: Callable[..., Path],
    bring: Callable[[Path], Done],
) -> None:  # fmt: skip
    path = write("anna.xlsx")
    fill(path, MARKS)
    done = bring(path)
    assert done.status == 0, done.err
    assert "1 row has nothing for any code: not read yet" in done.err
    assert coded(tipcoder, study, keys_folder) == CODED


def test_an_empty_sheet_finishes_nothing(
    tipcoder: Tipcoder, study: Path, keys_folder: Path, write: Callable[..., Path],
    bring: Callable[[Path], Done],
) -> None:  # fmt: skip
    done = bring(write("anna.xlsx"))
    assert "7 rows have nothing for any code: not read yet" in done.err
    assert coded(tipcoder, study, keys_folder) == set()


def test_rows_may_be_sorted_and_columns_added_and_taken_out(
    tipcoder: Tipcoder, study: Path, keys_folder: Path, write: Callable[..., Path],
    bring: Callable[[Path], Done],
) -> None:  # fmt: skip
    path = write("anna.xlsx")
    fill(path, MARKS)
    head, *rows = read_rows(path)
    rows.sort(key=lambda row: str(row[3]), reverse=True)
    head[head.index("comments")] = "What I thought"
    for number, row in enumerate(rows):
        row[-1] = f"Law, see row {number}"
    dropped = {head.index("language"), head.index("text"), head.index("Law")}
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append([cell for place, cell in enumerate(row) if place not in dropped])
    book.save(study.parent / "back.xlsx")
    done = bring(study.parent / "back.xlsx")
    assert done.status == 0, done.err
    assert coded(tipcoder, study, keys_folder) == CODED


def test_a_csv_with_one_cell_for_codes_comes_back(
    tipcoder: Tipcoder, study: Path, keys_folder: Path, write: Callable[..., Path],
    bring: Callable[[Path], Done],
) -> None:  # fmt: skip
    path = write("anna.csv", "--one-cell", "--survey-ids", "--question", "reason")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[0] == [
        *("id", "loop", "question", "language", "text", "codes", "finished", "comments")
    ]
    assert [row[:2] for row in rows[1:]] == [["r1", "1"], ["r2", "1"], ["r3", "1"], ["r3", "2"]]
    # Nothing that a spreadsheet would run.
    assert rows[4][4] == "'=1+1 is all they teach"
    rows[1][5] = "Money and grants, police"
    rows[4][5] = "funds"
    _write_csv(path, rows)
    done = bring(path)
    assert done.status == 0, done.err
    assert coded(tipcoder, study, keys_folder) == {
        ("r1", "reason", "funds", "yes"),
        ("r1", "reason", "police", "yes"),
        ("r3.2", "reason", "funds", "yes"),
    }


def _write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        # As a German spreadsheet saves it.
        csv.writer(file, delimiter=";").writerows(rows)


def test_a_sheet_is_for_the_team_alone(
    tipcoder: Tipcoder, study: Path, write: Callable[..., Path]
) -> None:
    words = ("codings", "template", "--coder", "anna", "-o", "anna.xlsx")
    tipcoder(*words, cwd=study).refused(2, "words of answers", "--raw")
    path = write("anna.xlsx")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not (study / "anna.xlsx").exists()


def test_a_round_and_what_is_finished_narrow_the_sheet(
    tipcoder: Tipcoder, study: Path, write: Callable[..., Path], bring: Callable[[Path], Done]
) -> None:
    deal = ("assign", "--coders", "anna,boris", "--overlap", "2", "--only-overlap", "--name", "R9")
    assert tipcoder(*deal, cwd=study).status == 0
    rows = read_rows(write("round.xlsx", "--round", "R9"))
    assert len(rows) == 1 + 2
    path = write("all.xlsx")
    fill(path, {"The": {"Law": 1}})
    assert bring(path).status == 0
    left = read_rows(write("left.xlsx", "--unfinished"))
    assert len(left) == 1 + 5
    tipcoder(
        *("codings", "template", "--coder", "anna", "--round", "R8", "-o", "x.xlsx", "--raw"),
        cwd=study,
    ).refused(2, "There is no round 'R8'", "R9")
    tipcoder(
        *("codings", "template", "--coder", "cleo", "--round", "R9", "-o", "x.xlsx", "--raw"),
        cwd=study,
    ).refused(2, "No answer is left for cleo")


def test_ids_that_a_spreadsheet_would_change_do_not_go_into_csv(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text("id,why\n0012,a reason\n13,another\n", "utf-8")
    (tmp_path / "s.toml").write_text(
        'title = "T"\nlanguages = ["en"]\n[respondent]\nid = "id"\n[[question]]\ncolumn = "why"\n',
        "utf-8",
    )
    study = tmp_path / "study"
    made = tipcoder("init", study, "--survey", tmp_path / "s.csv", "--study-file",
                    tmp_path / "s.toml")  # fmt: skip
    assert made.status == 0, made.err
    words = ("codings", "template", "--coder", "anna", "--survey-ids", "--raw", "-o")
    tipcoder(*words, "a.csv", cwd=study).refused(2, "'0012'", "Use .xlsx")
    assert tipcoder(*words, "a.xlsx", cwd=study).status == 0
    assert read_rows(study / "RAW-a.xlsx")[1][0] == "0012"


def test_a_sheet_that_is_refused_says_what_can_be_typed(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    no_round = ("codings", "template", "-o", sheet, "--raw", "--round", "R9")
    tipcoder(*no_round, cwd=study).refused(2, "no round 'R9'", "`tipcoder rounds` lists them")
    done = tipcoder("codings", "template", "-o", sheet, cwd=study)
    done.refused(2, "Say --raw for a file of the team.")
