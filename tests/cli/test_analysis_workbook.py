"""`stats workbook` and `-o` of the other verbs: a result in the file that somebody wants."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

STUDY = """\
title = "Visitors of a museum"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "why"
[outcome.contentment]
column = "content"
levels = ["Low", "High"]
[factor.ticket]
column = "ticket"
levels = ["Day", "Year"]
"""
CODEBOOK = "[code.light]\nlabel = 'Light'\n[code.crowd]\nlabel = 'Crowd'\n"
CROWDED = 12
"""Visitors 1 to 12 of 40 spoke of crowds: 8 of the 20 with a ticket for a day, 4 of the others."""


def write_survey() -> str:
    lines = ["id,content,ticket,why"]
    for n in range(1, 41):
        ticket = "Day" if n <= 8 or 12 < n <= 24 else "Year"
        lines.append(f"{1000 + n},{'Low' if n % 3 else 'High'},{ticket},remark {n}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def museum(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Tipcoder) -> Path:
    study = STUDY + '[privacy]\nresponse_ids = "from-column"\n'
    folder = make_study(write_survey(), study, CODEBOOK)
    rows = ["case,question,coder,code,start,end"]
    for n in range(1, 41):
        rows.append(f"{1000 + n},why,anna,{'crowd' if n <= CROWDED else ''},,")
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    done = tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder)
    assert done.status == 0, done.err
    return folder


def test_a_workbook_has_a_sheet_for_each_result_and_one_of_what_to_read(
    tipcoder: Tipcoder, museum: Path, tmp_path: Path
) -> None:
    file = tmp_path / "all.xlsx"
    done = tipcoder("stats", "workbook", "--by", "ticket", "-o", file, cwd=museum)
    assert done.status == 0, done.err
    assert "Agreement was not measured: fewer than two people have coded." in done.err
    book = openpyxl.load_workbook(file)
    wanted = {"About", "Tables", "Tests by variable", "Tests by code", "Presence of codes"}
    assert wanted | {"Presence by ticket", "Notes"} <= set(book.sheetnames)
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert (about["respondents"], about["answers with words"]) == ("40", "40")

    head, *rows = book["Presence of codes"].iter_rows(values_only=True)
    crowd = next(dict(zip(head, row, strict=True)) for row in rows if row[0] == "crowd")
    assert (crowd["present"], crowd["known"]) == (CROWDED, 40)
    head, *rows = book["Presence by ticket"].iter_rows(values_only=True)
    day = next(dict(zip(head, row, strict=True)) for row in rows if row[0] == "crowd")
    assert (day["present"], day["known"]) == (8, 20)
    chapters = {row[0] for row in book["Notes"].iter_rows(min_row=2, values_only=True)}
    assert {"Tests by code", "Presence of codes"} <= chapters


def test_a_file_has_what_is_printed(tipcoder: Tipcoder, museum: Path, tmp_path: Path) -> None:
    for words in (("stats",), ("stats", "presence"), ("stats", "tables"), ("counts",)):
        file = tmp_path / "written.json"
        printed = tipcoder(*words, "--format", "json", cwd=museum)
        written = tipcoder(*words, "-o", file, cwd=museum)
        assert (written.status, written.out) == (0, ""), written.err
        assert f"Written to {file}." in written.err
        assert json.loads(file.read_text("utf-8")) == printed.json()


def test_a_name_that_promises_another_format_is_refused(
    tipcoder: Tipcoder, museum: Path, tmp_path: Path
) -> None:
    file = tmp_path / "tests.docx"
    tipcoder("stats", "--format", "csv", "-o", file, cwd=museum).refused(2, "would hold csv")
    tipcoder("stats", "-o", tmp_path / "tests.pdf", cwd=museum).refused(2, ".pdf", ".docx")
    tipcoder("stats", "workbook", "-o", tmp_path / "all.csv", cwd=museum).refused(2, ".csv")
    assert not list(tmp_path.glob("*.docx"))


def test_agreement_is_a_folder_or_the_one_file_that_is_named(
    tipcoder: Tipcoder, tmp_path: Path
) -> None:
    ratings = tmp_path / "ratings.csv"
    ratings.write_text("unit,anna,boris\n1,1,1\n2,0,0\n3,1,0\n4,0,0\n", "utf-8")
    words = ("agreement", "--ratings", ratings)
    done = tipcoder(*words, "-o", tmp_path / "report.html", cwd=tmp_path)
    assert (done.status, done.out) == (0, ""), done.err
    assert "<html" in (tmp_path / "report.html").read_text("utf-8")
    assert tipcoder(*words, "-o", tmp_path / "report", cwd=tmp_path).status == 0
    assert (tmp_path / "report" / "agreement.html").is_file()
    before = ratings.read_bytes()
    tipcoder(*words, "-o", ratings, cwd=tmp_path).refused(2, "the file that is read")
    assert ratings.read_bytes() == before
