"""`tipcoder export workbook`: the whole study in one file, read back as others read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SURVEY = """\
id,why
K-1,Mrs Ferrant of the town hall told us to leave
K-2,it costs more each year
K-3,=1+1
"""
STUDY = """\
title = "Leaving"
languages = ["en"]

[respondent]
id = "id"

[[question]]
column = "why"
text = "Why did you leave?"
"""
CODEBOOK = """\
title = "Reasons"
language = "en"

[code.price]
label = "Price"
definition = "It costs too much."

[code.pressure]
label = "Pressure"
"""


def read_sheet(file: Path, name: str) -> list[dict[str, Any]]:
    openpyxl = pytest.importorskip("openpyxl")
    rows = list(openpyxl.load_workbook(file)[name].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    from tipcoder.store import survey_data
    from tipcoder.workbench.opening import open_study_folder

    folder = make_study(SURVEY, STUDY, CODEBOOK)
    with open_study_folder(folder) as study, study.store.read() as db:
        first, second, third = (case.label for case in survey_data.load_cases(db))
    lines = [f"{first},why,Anna Berg,pressure,,", f"{second},why,Anna Berg,price,0,8"]
    lines += [f"{third},why,Anna Berg,price,,"]
    text = "\n".join(("case,question,coder,code,start,end", *lines))
    (tmp_path / "codings.csv").write_text(text, "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def test_what_nobody_has_read_leaves_without_a_quote_and_coders_are_numbers(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    file = tmp_path / "study.xlsx"
    done = tipcoder("export", "workbook", "-o", file, cwd=folder)
    assert done.status == 0, done.err
    assert "3 that nobody has read" in done.err
    codings = read_sheet(file, "Codings")
    assert [row["quote"] for row in codings] == [None] * 3
    assert all(str(row["coder"]).startswith("coder ") for row in codings)
    assert file.stat().st_mode & 0o777 == 0o600
    for name in ("Read me", "Matrix", "Codebook", "Questions", "Variables", "Coders", "Acts"):
        assert "Ferrant" not in str(read_sheet(file, name))
    book = {row["code"]: row for row in read_sheet(file, "Codebook")}
    counts = [book["price"][state] for state in ("present", "absent", "unknown")]
    assert counts == [2, 1, 0]
    assert book["price"]["definition"] == "It costs too much."
    assert read_sheet(file, "Questions")[0]["answered"] == 3


def test_a_quote_that_was_read_stands_in_it_in_its_released_wording(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.redaction.decisions import RedactionSession
    from tipcoder.workbench.redaction.reviews import find_stretches

    with open_study_folder(folder) as study:
        desk = RedactionSession(study, study.register_coder("reader"))
        (second,) = (
            one for one in find_stretches(study) if desk.sources[one[0]].text.startswith("it ")
        )
        desk.review_stretches([tuple(second)])
    file = tmp_path / "study.xlsx"
    done = tipcoder("export", "workbook", "-o", file, cwd=folder)
    assert done.status == 0, done.err
    quotes = {row["quote"]: row for row in read_sheet(file, "Codings")}
    assert quotes.keys() == {None, "it costs"}
    # Fewer than five answered, so that the question would tell who did.
    assert quotes["it costs"]["question"] is None
    log = tipcoder("log", "--format", "csv", cwd=folder).out
    assert "quotes left as .xlsx: 1 row" in log


def test_for_the_team_it_has_every_word_and_says_so_in_its_name(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    done = tipcoder("export", "workbook", "--raw", "-o", tmp_path / "study.xlsx", cwd=folder)
    assert done.status == 0, done.err
    assert "for the team alone" in done.err
    file = tmp_path / "RAW-study.xlsx"
    rows = {row["quote"]: row for row in read_sheet(file, "Codings")}
    assert rows.keys() == {"Mrs Ferrant of the town hall told us to leave", "it costs", "=1+1"}
    assert rows["it costs"]["coder"] == "Anna Berg"
    book = openpyxl.load_workbook(file)
    assert "Memos" in book.sheetnames
    (cell,) = (one for one in book["Codings"]["F"] if one.value == "=1+1")
    assert cell.data_type == "s", "no formula"
    for sheet in book:
        assert (sheet.freeze_panes, bool(sheet.auto_filter.ref)) == ("A2", True)
