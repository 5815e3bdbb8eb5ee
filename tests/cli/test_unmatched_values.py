"""Spellings that nobody foresaw: matched where they can be,
and named by every verb where they cannot.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STUDY = """\
title = "Опрос"
languages = ["ru"]
missing = ["", "нет данных"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[[question]]
column = "почему"
asked_if = { column = "помощь", equals = "Да" }

[outcome.importance]
column = "важность"
levels = ["Не важно", "Скорее важно", "Очень важно"]
missing = ["Затрудняюсь ответить"]

[outcome.grade]
column = "оценка"
levels = ["1", "2", "3"]

[factor.funded]
column = "деньги"
true_if = "1"
else = false

[factor.helped]
column = "помощь"
true_if = "Да"
false_if = "Нет"

[[table]]
key = "money"
title = "Деньги"
[[table.item]]
text = "Деньги"
options = { "деньги" = "получали" }
[[table.item]]
text = "Важность"
column = "важность"
"""
ROWS = (
    # id, importance, grade, money, help
    ("1", "Очень важно", "1,0", "1", "Да"),
    ("2", "очень важно", "1", "1,0", "ДА"),
    ("3", "ОЧЕНЬ ВАЖНО\u00a0", "2.00", "1.00", "да "),
    ("4", "Не  важно", "3,0", "", "нет"),
    ("5", "не важно", "03", "0", "Нет\u00a0"),
    ("6", "Скорее важно", "2", "0,0", "НЕТ"),
    ("7", "затрудняюсь ответить", "4", "2", "Нет"),
    ("8", "Очень вжано", "нет", "может быть", "Не помню"),
    ("9", "Нет данных", "Нет Данных", "НЕТ ДАННЫХ", "нет данных"),
)


@pytest.fixture
def survey() -> str:
    lines = ["id,важность,оценка,деньги,помощь,почему"]
    for who, importance, grade, money, helped in ROWS:
        lines.append(f'{who},{importance},"{grade}","{money}",{helped},')
    return "\n".join(lines) + "\n"


NAMED = (
    "'Очень вжано' (1 cell; nearest: 'Очень важно')",
    "'4' (1 cell)",
    "'может быть' (1 cell)",
    "'Не помню' (1 cell)",
)
"""One of each part of the study; `2` in the column of money and `нет`
in that of grades come beside them.
"""


@pytest.fixture
def folder(make_study: Callable[..., Path], survey: str) -> Path:
    return make_study(survey, STUDY)


def test_values_are_matched_whatever_their_case_blanks_and_decimals(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    done = tipcoder("merge", "-o", tmp_path / "m.csv", cwd=folder)
    assert done.status == 0, done.err
    with (tmp_path / "m.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    got = {
        row["case"]: (row["outcome.importance"], row["outcome.grade"], row["factor.funded"])
        for row in rows
    }
    assert got == {
        "1": ("2", "0", "1"),
        "2": ("2", "0", "1"),
        "3": ("2", "1", "1"),
        "4": ("0", "2", "0"),
        "5": ("0", "2", "0"),
        "6": ("1", "1", "0"),
        "7": ("", "", ""),
        "8": ("", "", ""),
        "9": ("", "", "0"),
    }
    assert [row["factor.helped"] for row in rows] == ["1", "1", "1", "0", "0", "0", "0", "", ""]


def test_every_verb_names_what_matches_nothing(
    folder: Path, tipcoder: Any, survey: str, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text(survey, "utf-8")
    (tmp_path / "s.toml").write_text(STUDY, "utf-8")
    made = tipcoder(
        "init",
        tmp_path / "new",
        "--survey",
        tmp_path / "s.csv",
        "--study-file",
        tmp_path / "s.toml",
    )
    checked = tipcoder("check", cwd=folder)
    merged = tipcoder("merge", cwd=folder)
    tested = tipcoder("stats", cwd=folder)
    tabled = tipcoder("stats", "tables", "--format", "csv", cwd=folder)
    # `stats` says it with the tests, once, and on standard error only what no test stands on.
    for said in (made.out, checked.out, merged.err, tested.out + tested.err, tabled.err):
        for words in NAMED:
            assert words in said, (words, said)
        assert "'Нет данных'" not in said
        assert "Затрудняюсь" not in said
    assert checked.status == 0
    report = {
        one["place"]: one["values"]
        for one in tipcoder("merge", "--format", "json", cwd=folder).json()["unmatched_values"]
    }
    assert report["outcome importance"] == [
        {"value": "Очень вжано", "count": 1, "nearest": "Очень важно"}
    ]
    assert {value["value"] for value in report["factor funded"]} == {"2", "может быть"}
    notes = {
        (r["outcome"], r["variable"]): r["note"]
        for r in tipcoder("stats", "--format", "json", cwd=folder).json()
    }
    assert NAMED[0] in notes["importance", "funded"]
    assert NAMED[2] in notes["importance", "funded"]
    assert NAMED[2] not in notes["importance", "helped"]


def test_a_tick_in_any_spelling_is_a_tick_and_a_value_is_listed_once(
    folder: Path, tipcoder: Any
) -> None:
    shown = tipcoder("stats", "tables", "--table", "money", cwd=folder).out
    assert "3/3" in shown
    assert "Очень важно" in shown
    assert "3/8" in shown
    assert "Counted together: " in shown


def test_a_study_in_order_says_nothing(make_study: Callable[..., Path], tipcoder: Any) -> None:
    survey = (
        "id,важность,оценка,деньги,помощь,почему\n1,не важно,1.0,1.0,ДА,да\n2,Очень важно,3,,Нет,\n"
    )
    folder = make_study(survey, STUDY)
    for verb in (("merge",), ("stats",), ("check",)):
        done = tipcoder(*verb, cwd=folder)
        assert "match" not in done.out + done.err


def test_the_workbench_says_it_beside_its_tests(folder: Path) -> None:
    from tipcoder.workbench.statistics.crosstabs import analyse_study

    said = " ".join(analyse_study(folder).sentences)
    for words in NAMED:
        assert words in said


def test_a_gate_opens_for_every_spelling(folder: Path) -> None:
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(folder, read_only=True) as here:
        from tipcoder.store import open_answers

        with here.store.read() as db:
            states = [answer.state for answer in open_answers.load_open_answers(db)]
    assert states == ["blank"] * 3 + ["not_asked"] * 6


def test_the_case_of_the_evidence_has_nine_values(
    shared: Path, tipcoder: Any, tmp_path: Path
) -> None:
    case = shared / "cases" / "74-outcome-one-point-zero"
    done = tipcoder(
        "init", tmp_path / "s", "--survey", case / "survey.csv", "--study-file", case / "study.toml"
    )
    assert done.status == 0, done.err
    assert tipcoder("merge", "-o", tmp_path / "m.csv", cwd=tmp_path / "s").status == 0
    with (tmp_path / "m.csv").open(encoding="utf-8", newline="") as file:
        values = [row["outcome.importance"] for row in csv.DictReader(file)]
    # Cases leave in the order of their response IDs, which are drawn anew.
    assert sorted(values) == ["", "", "", "0", "0", "0", "1", "1", "1", "2", "2", "2"]
