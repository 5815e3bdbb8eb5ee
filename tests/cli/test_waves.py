"""Two waves of a survey on the command line, from the first file to the merged table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from two_waves import FIRST, SECOND, STUDY, join_waves

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


@pytest.fixture
def study(tipcoder: Tipcoder, tmp_path: Path) -> Path:
    """The first wave as a study, and the file of the second beside it."""
    (tmp_path / "first.csv").write_text(FIRST, "utf-8")
    (tmp_path / "second.csv").write_text(SECOND, "utf-8")
    (tmp_path / "plan.toml").write_text(STUDY, "utf-8")
    folder = tmp_path / "study"
    files = ("--survey", tmp_path / "first.csv", "--study-file", tmp_path / "plan.toml")
    assert tipcoder("init", folder, *files, "--wave", "2023").status == 0
    return folder


def find_rows(done: Done, **where: str) -> list[dict[str, str]]:
    return [row for row in done.csv() if all(row[key] == value for key, value in where.items())]


def test_from_the_second_file_to_the_merged_table(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    done = tipcoder("import", tmp_path / "second.csv", "--wave", "2025", cwd=study)
    assert done.status == 0
    assert (
        "wave 2025 is new: 4 cases of 4 respondents, of whom 3 answered in an earlier wave, too"
    ) in done.out

    # Somebody coded the first wave in a spreadsheet, by the survey's own IDs.
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "rid,wave,codes\n501,2023,shelter\n502,2023,content\n503,2023,law\n504,2023,content\n",
        "utf-8",
    )
    book = tmp_path / "book.toml"
    book.write_text(
        'title = "Needs"\nlanguage = "en"\n[code.shelter]\nlabel = "Shelter"\n'
        '[code.law]\nlabel = "Law"\n[code.content]\nlabel = "Content"\n',
        "utf-8",
    )
    assert tipcoder("codebook", "import", book, cwd=study).status == 0
    done = tipcoder("codings", "import", sheet, "--coder", "anna", cwd=study)
    assert (done.status, "4 answers finished" in done.err) == (0, True), done

    plan = tipcoder("codings", "carry", "--dry-run", "--format", "csv", cwd=study)
    assert [row["carried"] for row in plan.csv()] == ["yes", "yes", "yes"]
    assert "text" not in plan.csv()[0]
    assert "Dry run: nothing was written." in plan.err
    assert find_rows(tipcoder("codings", "export", cwd=study), carried="yes") == []

    done = tipcoder("codings", "carry", "--coder", "anna", cwd=study)
    assert "Carried codes to 3 answers." in done.err
    assert "lawyers who  answer the phone." in done.out
    assert len(find_rows(tipcoder("codings", "export", cwd=study), carried="yes")) == 3

    counted = tipcoder("counts", "--by", "wave", "--format", "csv", cwd=study)
    assert [(row["code"], row["wave"], row["answers"]) for row in counted.csv()] == [
        ("shelter", "2023", "1"),
        ("shelter", "2025", "1"),
        ("law", "2023", "1"),
        ("law", "2025", "1"),
        ("content", "2023", "2"),
        ("content", "2025", "1"),
    ]
    merged = tmp_path / "merged.csv"
    assert tipcoder("merge", "-o", merged, cwd=study).status == 0
    rows = list(csv.DictReader(merged.open(encoding="utf-8-sig")))
    assert sorted(row["wave"] for row in rows) == ["2023"] * 4 + ["2025"] * 4
    assert len({row["respondent"] for row in rows}) == 5


def test_a_sheet_with_the_surveys_ids_says_the_wave_of_each_row(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    tipcoder("import", tmp_path / "second.csv", "--wave", "2025", cwd=study)
    sheet = tmp_path / "RAW-sheet.csv"
    words = ("codings", "template", "-o", sheet, "--coder", "anna", "--survey-ids", "--raw")
    done = tipcoder(*words, cwd=study)
    assert done.status == 0, done
    rows = list(csv.DictReader(sheet.open(encoding="utf-8-sig")))
    assert sorted((row["rid"], row["wave"]) for row in rows) == sorted(
        [(str(501 + n), "2023") for n in range(4)]
        + [("501", "2025"), ("502", "2025"), ("503", "2025"), ("601", "2025")]
    )


def test_a_study_with_waves_asks_of_which_one_a_file_is(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    tipcoder("import", tmp_path / "second.csv", cwd=study).refused(2, "has waves (2023)")
    done = tipcoder("import", tmp_path / "first.csv", "--wave", "2023", cwd=study)
    assert (done.status, "4 kept" in done.out) == (0, True)


def test_init_finds_the_column_of_waves(tipcoder: Tipcoder, tmp_path: Path) -> None:
    # In a file this small only a name tells what nearly everything is.
    survey = tmp_path / "shelters.csv"
    survey.write_text(join_waves().replace("year,rid", "wave,respondent_id"), "utf-8")
    proposal = tipcoder("init", survey, cwd=tmp_path)
    assert proposal.status == 0
    assert 'id = "respondent_id"' in proposal.out
    assert 'wave = "wave"' in proposal.out
    assert "\ncase =" not in proposal.out
