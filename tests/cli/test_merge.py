"""`tipcoder merge -o`: the table for analysis elsewhere, read back with the readers
that others use.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import translated_world

SURVEY = """\
id,loop,country,grade,funded,why
1001,1,Kenya,High,1,a secret text
1002,1,Kenja,Low,,a secret text
1003,1,Global,Don't know,,
"""
STUDY = """\
title = "Merge"
languages = ["en"]

[respondent]
id = "id"
case = "loop"

[privacy]
response_ids = "from-column"

[country]
column = "country"

[[question]]
column = "why"

[outcome.grade]
column = "grade"
levels = ["Low", "High"]

[factor.an_unusually_long_name_of_a_factor]
column = "funded"
true_if = "1"

[factor.an_unusually_long_name_of_a_factor_too]
column = "funded"
true_if = "1"
else = false

[indicator.tier]
file = "tiers.csv"
country = "name"
value = "tier"
"""


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    folder = make_study(SURVEY, STUDY)
    (folder / "tiers.csv").write_text("name,tier\nKenya,Tier 2    \n", "utf-8")
    (tmp_path / "codings.csv").write_text(
        "case,question,coder,code,start,end\n1001,why,anna,pressure,,\n1002,why,anna,,,\n", "utf-8"
    )
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def test_the_csv_keeps_unknown_empty_and_leaves_texts_out(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    done = tipcoder("merge", "-o", tmp_path / "t.csv", cwd=folder)
    assert done.status == 0, done.err
    content = (tmp_path / "t.csv").read_text("utf-8")
    assert "secret" not in content
    rows = list(csv.DictReader(content.splitlines()))
    assert [row["code.pressure"] for row in rows] == ["1", "0", ""]
    assert [row["country"] for row in rows] == ["KEN", "", ""]
    assert [row["indicator.tier"] for row in rows] == ["2.0", "", ""]
    assert [row["outcome.grade"] for row in rows] == ["1", "0", ""]
    assert [row["factor.an_unusually_long_name_of_a_factor"] for row in rows] == ["1", "", ""]
    lines = {
        line["name"]: line
        for line in csv.DictReader((tmp_path / "t.dictionary.csv").read_text("utf-8").splitlines())
    }
    assert lines.keys() == rows[0].keys()
    assert lines["code.pressure"]["values"] == "0 = absent; 1 = present"
    assert (lines["code.pressure"]["known"], lines["code.pressure"]["missing"]) == ("2", "1")
    assert "the codings of anna" in done.err


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_stata_and_spss_have_labels_and_names_that_they_allow(
    folder: Path, tipcoder: Any, tmp_path: Path, ending: str
) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    assert tipcoder("merge", "-o", tmp_path / f"t.{ending}", cwd=folder).status == 0
    read = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[ending]
    frame, meta = read(str(tmp_path / f"t.{ending}"))
    assert frame["code_pressure"].tolist()[:2] == [1, 0]
    assert frame["code_pressure"].isna().tolist() == [False, False, True]
    assert meta.variable_value_labels["code_pressure"] == {0: "absent", 1: "present"}
    assert meta.variable_value_labels["outcome_grade"] == {0: "Low", 1: "High"}
    assert "Government > Pressure" in meta.column_names_to_labels["code_pressure"]
    long = [name for name in meta.column_names if name.startswith("factor_")]
    assert len(set(long)) == 2
    assert max(map(len, meta.column_names)) <= 31


def test_the_survey_leaves_typed_with_its_wording_and_two_formats_keep_their_dictionaries(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    item = 'text = "How good is it?"\ncolumn = "grade"'
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[table]]\nkey = "t"\ntitle = "T"\n[[table.item]]\n{item}\n')
    new = tmp_path / "new" / "deep"
    for ending in ("sav", "dta", "csv"):
        assert tipcoder("merge", "-o", new / f"t.{ending}", cwd=folder).status == 0
    frame, meta = pyreadstat.read_sav(str(new / "t.sav"))
    assert frame["case"].tolist() == ["1001", "1002", "1003"]
    assert frame["survey_grade"].tolist() == [2, 1, 3]
    assert meta.variable_value_labels["survey_grade"] == {1: "Low", 2: "High", 3: "Don't know"}
    assert meta.column_names_to_labels["survey_grade"] == "How good is it?"
    assert frame["survey_funded"].tolist()[0] == 1
    measures = {
        name: meta.variable_measure[name]
        for name in ("case", "outcome_grade", "code_pressure", "indicator_tier")
    }
    assert measures == {
        "case": "nominal",
        "outcome_grade": "ordinal",
        "code_pressure": "nominal",
        "indicator_tier": "scale",
    }
    beside = sorted(path.name for path in new.glob("*dictionary*"))
    assert beside == ["t.dictionary.csv", "t.dta.dictionary.csv", "t.sav.dictionary.csv"]
    lines = {
        line["name"]: line
        for line in csv.DictReader((new / "t.sav.dictionary.csv").read_text("utf-8").splitlines())
    }
    assert lines["survey.grade"]["values"] == "1 = Low; 2 = High; 3 = Don't know"
    assert lines["outcome.grade"]["measure"] == "ordinal"
    rows = list(csv.DictReader((new / "t.csv").read_text("utf-8").splitlines()))
    assert [row["survey.grade"] for row in rows] == ["High", "Low", "Don't know"]


def test_parquet_keeps_names_types_and_labels(folder: Path, tipcoder: Any, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert tipcoder("merge", "-o", tmp_path / "t.parquet", cwd=folder).status == 0
    table = parquet.read_table(tmp_path / "t.parquet")
    assert table["code.pressure"].to_pylist() == [1, 0, None]
    assert str(table.schema.field("code.pressure").type) == "int8"
    assert table.schema.field("code.pressure").metadata[b"values"] == b"0 = absent; 1 = present"


def test_a_person_decides_about_a_name_on_the_command_line(folder: Path, tipcoder: Any) -> None:
    before = tipcoder("merge", cwd=folder)
    assert "Kenja [country, 1 case]: is it Kenya (KEN" in before.out
    assert "Global: 1003" in before.out
    after = tipcoder("merge", "--decide", "Kenja=Kenya", cwd=folder)
    assert "Kenja is Kenya" in after.err
    assert "Kenja" not in after.out
    assert tipcoder("merge", "--format", "json", cwd=folder).json()["unknown_names"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "t.pdf"), "cannot be written as .pdf"),
        (("-o", "codebook.toml/t.sav"), "cannot be written"),
        (("-o", "tiers.csv"), "is a file of numbers that the study reads"),
        (("--decide", "Kenja"), "Name as written=KEN"),
        (("--decide", "Kenja=Kenia"), "Is it Kenya (KEN)"),
    ],
)
def test_what_cannot_be_done_is_refused(
    folder: Path, tipcoder: Any, words: tuple[str, ...], said: str
) -> None:
    done = tipcoder("merge", *words, cwd=folder)
    done.refused(3 if said == "cannot be written" else 2, said)
    assert not list(folder.glob("*.new*"))


def test_a_translation_leaves_in_no_table_whoever_names_it(
    tipcoder: Callable[..., Any], make_study: Callable[..., Path]
) -> None:
    folder = make_study(translated_world.write_survey(), translated_world.STUDY)
    for name in ("role_en", "survey.role_en"):
        tipcoder("merge", "-o", "m.csv", "--columns", name, cwd=folder).refused(
            2, "is a translation of answers"
        )
    tipcoder("merge", "-o", "m.csv", cwd=folder)
    written = [file.read_text("utf-8") for file in folder.glob("m*.csv")]
    assert written
    for content in written:
        assert "role_en" not in content
        assert "minister" not in content
