"""`tipcoder audit`: what is about to be published is read back,
and the exit status says whether it may be.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Tipcoder


@pytest.fixture
def table(tmp_path: Path, case: Callable[[str], str]) -> Callable[..., Path]:
    """A quote table of Blue Lamp: `table("They came.")`."""

    def write(quote: str, name: str = "quotes.csv") -> Path:
        file = tmp_path / name
        file.write_text(f'response,quote\n{case("3237565957")},"{quote}"\n', "utf-8")
        return file

    return write


def test_a_clean_table_passes(tipcoder: Tipcoder, study: Path, table: Callable[..., Path]) -> None:
    done = tipcoder("audit", table("They pushed [national agency] hard."), cwd=study)
    assert (done.status, done.out) == (0, "")
    assert "Audit passed. 2 cells" in done.err
    assert "names of 8 respondents" in done.err
    assert "anonym" not in done.err.lower()


def test_a_name_of_another_respondent_fails_it_and_is_not_repeated(
    tipcoder: Tipcoder, study: Path, table: Callable[..., Path]
) -> None:
    file = table("We went to Casa Clara together.")
    done = tipcoder("audit", file, "--format", "csv", cwd=study)
    assert done.status == 1
    assert {row["verdict"] for row in done.csv()} == {"leak"}
    assert {row["where"] for row in done.csv()} == {"column quote: line 2"}
    assert "Clara" not in done.out + done.err
    assert "Clara" in tipcoder("audit", file, "--words", cwd=study).out


def test_the_surveys_own_ids_and_cells_of_the_key_file_fail_it(
    tipcoder: Tipcoder, study: Path, table: Callable[..., Path]
) -> None:
    done = tipcoder("audit", table("row 3237565957 of Северный дом"), "--format", "json", cwd=study)
    assert done.status == 1
    assert {"source ID", "key file"} <= {row["kind"] for row in done.json()}


def test_against_a_release_with_the_same_ids_it_fails(
    tipcoder: Tipcoder, study: Path, tmp_path: Path, key_file: Path
) -> None:
    ids = sorted(json.loads(key_file.read_text("utf-8"))["source_ids"].values())
    quotes, release = tmp_path / "quotes.csv", tmp_path / "release.csv"
    quotes.write_text("response,quote\n" + "".join(f"{n},They came.\n" for n in ids), "utf-8")
    release.write_text("clean.id,tier\n" + "".join(f"{n},2\n" for n in ids), "utf-8")
    assert tipcoder("audit", quotes, cwd=study).status == 0
    done = tipcoder("audit", quotes, "--against", release, cwd=study)
    assert done.status == 1
    assert "8 of 8 IDs are also in column clean.id of release.csv" in done.out


def test_columns_of_the_survey_that_few_share_are_counted(
    tipcoder: Tipcoder, study: Path, tmp_path: Path, key_file: Path
) -> None:
    ids = json.loads(key_file.read_text("utf-8"))["source_ids"]
    data = tmp_path / "data.csv"
    data.write_text(
        f"clean.id,active\n{ids['3237565957']},Yes\n{ids['3237565960']},Don't know\n", "utf-8"
    )
    done = tipcoder("audit", data, "--format", "csv", cwd=study)
    assert done.status == 0  # a data release may hold them; whoever publishes it should know
    (row,) = done.csv()
    assert (row["verdict"], row["kind"], row["where"]) == ("look", "small cell", "rows: line 3")


def test_without_a_study_it_has_to_be_said(tipcoder: Tipcoder, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("quote\nwrite to lucy@brindle.example.org\n", "utf-8")
    tipcoder("audit", file).refused(2, "--no-study")
    done = tipcoder("audit", file, "--no-study")
    assert done.status == 1
    assert "No study was used" in done.err


def test_bad_input_is_one_sentence(tipcoder: Tipcoder, study: Path, tmp_path: Path) -> None:
    tipcoder("audit", "nothing.csv", cwd=study).refused(2, "nothing.csv", "no such file")
    tipcoder("audit", tmp_path, cwd=study).refused(2, "is a folder")
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    tipcoder("audit", picture, cwd=study).refused(2, "a.png", "cannot be read back")
    fine = tmp_path / "a.txt"
    fine.write_text("They came.\n", "utf-8")
    tipcoder("audit", fine, "--against", "nothing.csv", cwd=study).refused(2, "nothing.csv")
    tipcoder("audit", fine, "--study", tmp_path).refused(2, "no study")


def pack(folder: Path, members: dict[str, bytes]) -> Path:
    """An archive with these members."""
    file = folder / "supplement.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


LOCKED = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(64)
"""The beginning of a file of 7-Zip, which no audit reads."""


def test_what_is_found_beside_a_part_that_cannot_be_read_is_told(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    members = {"notes.txt": b"We went to Casa Clara together.", "data.7z": LOCKED}
    done = tipcoder("audit", pack(tmp_path, members), "--format", "json", cwd=study)
    assert done.status == 2
    assert "leak" in {row["verdict"] for row in done.json()}
    assert "NOT PASSED: 1 leak" in done.err
    assert "data.7z" in done.err
    assert "Clara" not in done.out + done.err


def test_a_part_that_cannot_be_read_is_refused_where_the_rest_names_nobody(
    tipcoder: Tipcoder, study: Path, tmp_path: Path, table: Callable[..., Path]
) -> None:
    file = pack(tmp_path, {"notes.txt": b"They came.", "data.7z": LOCKED})
    done = tipcoder("audit", file, cwd=study)
    assert done.status == 2
    assert "NOT PASSED: a part was not read." in done.err
    assert "Audit passed" not in done.err
    # Of a file beside it the same holds.
    clean = table("They came.")
    assert tipcoder("audit", clean, cwd=study).status == 0
    beside = tipcoder("audit", clean, "--against", file, cwd=study)
    assert beside.status == 2
    assert "supplement.zip" in beside.err


def test_without_the_key_file_nothing_is_passed(
    tipcoder: Tipcoder, study: Path, table: Callable[..., Path], key_file: Path
) -> None:
    file = table("They came.")
    key_file.chmod(0o644)
    tipcoder("audit", file, cwd=study).refused(3, "chmod 600")
    key_file.unlink()
    tipcoder("audit", file, cwd=study).refused(3, "key file")


def test_counts_leave_a_survey_whose_respondents_are_numbered_and_its_numbers_do_not(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    rows = "".join(f"{n},We need more time for the work of part {n}\n" for n in range(1, 31))
    (tmp_path / "staff.csv").write_text("No.,What should change?\n" + rows, "utf-8")
    codes = "".join(f"{n},{'other' if n % 2 else 'to_discuss'}\n" for n in range(1, 31))
    (tmp_path / "codes.csv").write_text("No.,codes\n" + codes, "utf-8")
    role = ("--role", "What should change?=question", "--role", "No.=id")
    assert tipcoder("init", "staff.csv", "--yes", *role, cwd=tmp_path).status == 0
    there = tmp_path / "staff"
    done = tipcoder("codings", "import", "../codes.csv", "--coder", "anna", cwd=there)
    assert done.status == 0, done.err

    numbered = tmp_path / "numbers.csv"
    numbered.write_text("code,number\n" + "".join(f"c{n},{n}\n" for n in range(1, 9)), "utf-8")
    assert tipcoder("audit", numbered, cwd=there).status == 0
    numbered.write_text("No.,agrees\n" + "".join(f"{n},1\n" for n in (3, 8, 9, 17, 20)), "utf-8")
    done = tipcoder("audit", numbered, "--format", "csv", cwd=there)
    assert {row["kind"] for row in done.csv()} == {"source ID"}
