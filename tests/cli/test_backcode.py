"""`tipcoder backcode`: words under "other, specify" go back into their closed question."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SURVEY = """\
id,channel,channel_other,use_1,use_2,use_other
1001,Other,by fax,1,,
1002,Email,,,1,to print labels
1003,Other,an e-mail to the clerk,,,to print labels too
1004,Other,fax or so,,,
1005,Phone,,1,1,
1006,Other,a raven,,,
"""
STUDY = """\
title = "Channels"
languages = ["en"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[[question]]
column = "channel_other"

[[question]]
column = "use_other"

[factor.channel]
column = "channel"
levels = ["Email", "Phone", "Other"]

[factor.purpose]
options = { "use_1" = "Letters", "use_2" = "Accounts" }
specify = "use_other"
else = false

[backcode.channel]
question = "channel_other"
levels = { mail = "Email" }

[backcode.purpose]
question = "use_other"
"""
CODEBOOK = """\
title = "Others"
language = "en"

[code.mail]
label = "By mail"

[code.fax]
label = "Fax"

[code.accounts]
label = "accounts"

[code.printing]
label = "Printing"
"""
CODINGS = """\
case,question,coder,code,start,end
1001,channel_other,anna,fax,,
1001,channel_other,boris,fax,,
1003,channel_other,anna,mail,,
1003,channel_other,boris,mail,,
1004,channel_other,anna,fax,,
1004,channel_other,boris,,,
1006,channel_other,anna,,,
1006,channel_other,boris,,,
1002,use_other,anna,printing,,
1003,use_other,anna,printing,,
1003,use_other,anna,accounts,,
"""
"""Coders differ on 1004, and no code applies to 1006."""


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    folder = make_study(SURVEY, STUDY, CODEBOOK)
    (tmp_path / "codings.csv").write_text(CODINGS, "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def test_counts_stand_before_and_after_and_what_stays_is_said_with_its_reason(
    folder: Path, tipcoder: Any
) -> None:
    done = tipcoder("backcode", "--format", "json", cwd=folder)
    found = {(row["factor"], row["level"]): (row["before"], row["after"]) for row in done.json()}
    assert found == {
        ("channel", "Email"): (1, 2),
        ("channel", "Phone"): (1, 1),
        ("channel", "Other"): (4, 2),
        ("channel", "Fax"): (0, 1),
        ("purpose", "Letters"): (2, 2),
        ("purpose", "Accounts"): (2, 3),
        ("purpose", "Other"): (2, 0),
        ("purpose", "Printing"): (0, 2),
    }
    assert "channel: 2 of 4 move from 'Other'." in done.err
    assert "1 case on which coders differ stays 'Other': fax (1)" in done.err
    assert "1 case to which no code applies stays 'Other'." in done.err
    assert "New, because no level is called so: 'Fax'." in done.err


def test_every_case_that_moves_is_traced_to_its_codes_and_coders(
    folder: Path, tipcoder: Any
) -> None:
    done = tipcoder("backcode", "channel", "--cells", "--format", "csv", cwd=folder)
    rows = list(csv.DictReader(done.out.splitlines()))
    assert [(row["case"], row["before"], row["after"], row["codes"]) for row in rows] == [
        ("1001", "Other", "Fax", "fax"),
        ("1003", "Other", "Email", "mail"),
    ]
    # Coders are known by number outside of the team, and words are those of the answer.
    assert rows[0]["coders"].count("coder ") == 2
    assert "fax or so" not in done.out
    assert "anna" in tipcoder("backcode", "channel", "--cells", cwd=folder).out


def test_tables_take_the_result_once_the_study_says_so(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    def merge() -> list[dict[str, str]]:
        assert tipcoder("merge", "-o", tmp_path / "m.csv", cwd=folder).status == 0
        return list(csv.DictReader((tmp_path / "m.csv").read_text("utf-8").splitlines()))

    before = [row["factor.channel"] for row in merge()]
    assert before == ["2", "0", "2", "2", "1", "2"]
    toml = folder / "study.toml"
    toml.write_text(
        toml.read_text("utf-8").replace('_other"\nlevels', '_other"\nuse = true\nlevels'), "utf-8"
    )
    rows = merge()
    assert [row["factor.channel"] for row in rows] == ["3", "0", "0", "2", "1", "2"]
    assert rows[0]["survey.channel"] == "Other", "the survey's cell stays"
    assert "factor.purpose:printing" not in rows[0], "that table does not say so"
    matrix = tipcoder(
        "export", "matrix", "--variables", "channel", "-o", tmp_path / "x.csv", cwd=folder
    )
    assert matrix.status == 0, matrix.err
    meanings = (tmp_path / "x.dictionary.csv").read_text("utf-8")
    assert "0 = Email; 1 = Phone; 2 = Other; 3 = Fax" in meanings
    shown = tipcoder("stats", "presence", "--by", "channel", cwd=folder)
    assert "Fax" in shown.out, shown.err


def test_a_code_may_name_a_level_as_its_cells_write_it_or_by_its_label(
    make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any
) -> None:
    """Cells have M for what people call Email, and O for Other. Two of four others move: 1003 to
    Email, 1001 to the new level Fax; a table of the column counts the labels, coded back.
    """
    table = '[[table]]\nkey = "who"\ntitle = "Who"\n'
    table += '[[table.item]]\ntext = "Channel"\ncolumn = "channel"\n'
    table += '[[table.item]]\ntext = "Used"\ncolumn = "use_1"\nby = "channel"\n'
    levels = 'levels = ["M", "Phone", "O"]\nlabels = { M = "Email", O = "Other" }'
    toml = STUDY.replace('levels = ["Email", "Phone", "Other"]', levels)
    survey = SURVEY.replace(",Other,", ",O,").replace(",Email,", ",M,")
    (tmp_path / "codings.csv").write_text(CODINGS, "utf-8")
    for number, named in enumerate(("M", "Email")):
        meant = f'use = true\nlevels = {{ mail = "{named}" }}'
        text = toml.replace('levels = { mail = "Email" }', meant)
        folder = make_study(survey, f"{text}\n{table}", CODEBOOK, name=f"study{number}")
        assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
        shown = tipcoder("stats", "tables", "--table", "who", "--format", "csv", cwd=folder)
        rows = [(row["question"], row["label"], row["count"]) for row in shown.csv()]
        assert rows == [
            *(("Channel", "Email", "2"), ("Channel", "Other", "2")),
            *(("Channel", "Fax", "1"), ("Channel", "Phone", "1")),
            *(("Used: Fax", "1", "1"), ("Used: Phone", "1", "1")),
        ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[backcode.channel]", "[backcode.chanel]", "no factor with `levels`"),
        ('question = "channel_other"', 'question = "channel_oter"', "is no [[question]]"),
        ('levels = { mail = "Email" }', 'other = "Others"', "no level 'Others'"),
        ('levels = { mail = "Email" }', 'use = "yes"', "must be true or false"),
    ],
)
def test_a_table_that_fits_nothing_is_refused(
    folder: Path, tipcoder: Any, old: str, new: str, said: str
) -> None:
    toml = folder / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace(old, new), "utf-8")
    tipcoder("backcode", cwd=folder).refused(2, said)


def test_a_study_without_such_a_table_is_told_how_to_write_one(
    small_study: Path, tipcoder: Any
) -> None:
    tipcoder("backcode", cwd=small_study).refused(2, "[backcode.FACTOR]", "question =")
