"""A parent code holds whoever has it or any code below it, once, wherever cases are counted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tipcoder as package

STUDY = """\
title = "Nets"
languages = ["en"]
withheld = ["REDACTED"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[country]
column = "country"

[[question]]
column = "why"

[[question]]
column = "how"
asked_if = { column = "asked", equals = "Yes" }

[outcome.view]
column = "view"
label = "View of the work"
levels = ["Low", "High"]
"""
CODEBOOK = """\
title = "Nets"

[code.report]
label = "The report"
codable = false

[code.use]
label = "Its use"
parent = "report"

[code.use_gov]
label = "By governments"
parent = "use"

[code.use_ngo]
label = "By NGOs"
parent = "use"
questions = ["how"]

[code.money]
label = "Money"
"""
CASES = [
    # why, how, asked how
    ("government", "", "Yes"),  # 1: a code below, how is blank
    ("itself", "nothing", "Yes"),  # 2: the parent itself
    ("government", "ngo", "Yes"),  # 3: two codes below, one case
    ("nothing", "nothing", "Yes"),  # 4: absent
    ("nothing", "", "Yes"),  # 5: absent: what is not written cannot have the other code
    ("nothing", "not read", "Yes"),  # 6: unknown
    ("not read", "nothing", "Yes"),  # 7: unknown
    ("REDACTED", "nothing", "Yes"),  # 8: unknown
    ("nothing", "", "No"),  # 9: absent: not asked
]
CODES = {"government": "use_gov", "itself": "use", "ngo": "use_ngo", "nothing": ""}
USE = ["1", "1", "1", "0", "0", "", "", "", "0"]
OWN = ["0", "1", "0", "0", "0", "0", "", "", "0"]
"""`use` itself stands on why only, so how tells nothing of it."""


def survey() -> str:
    lines = ["id,country,asked,view,why,how"]
    for n, (why, how, asked) in enumerate(CASES, 1):
        country, view = "Kenya" if n < 5 else "Peru", "High" if n % 2 else "Low"
        said = [
            f"{words} in {n}" if words not in ("", "REDACTED") else words for words in (why, how)
        ]
        lines.append(f"{n},{country},{asked},{view},{said[0]},{said[1]}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    """Nine cases that anna has read but for one answer each of the sixth and the seventh."""
    folder = make_study(survey(), STUDY, CODEBOOK)
    rows = ["case,question,coder,code,start,end"]
    for n, (why, how, _) in enumerate(CASES, 1):
        rows += [
            f"{n},{q},anna,{CODES[word]},,"
            for q, word in (("why", why), ("how", how))
            if word in CODES
        ]
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    done = tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder)
    assert done.status == 0, done.err
    return folder


def test_presence_and_merge_hold_the_net_and_its_own_codings(folder: Path, tipcoder: Any) -> None:
    rows = tipcoder("stats", "presence", "--by", "case", "--format", "csv", cwd=folder).csv()
    assert [row["use"] for row in rows] == USE
    assert [row["use.own"] for row in rows] == OWN
    assert [row["report"] for row in rows] == USE, "a folder, which is put on nothing itself"
    assert tipcoder("merge", "-o", "out.csv", cwd=folder).status == 0
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        merged = list(csv.DictReader(file))
    assert [row["code.use"] for row in merged] == [row["code.report"] for row in merged] == USE
    assert [row["code.use.own"] for row in merged] == OWN
    with (folder / "out.dictionary.csv").open(encoding="utf-8", newline="") as file:
        labels = {row["name"]: (row["label"], row["note"]) for row in csv.DictReader(file)}
    assert labels["code.use.own"][0] == "Code: The report > Its use (own)"
    assert labels["code.use"][1].startswith("It or any code below it.")
    frame = package.open_study(folder).presence()
    assert frame["use"].astype("Int8").astype("string").fillna("").tolist() == USE
    assert {"report", "use", "use.own", "use_gov", "use_ngo", "money"} == set(frame.columns)
    assert "code.use.own" in package.open_study(folder).merged().columns


def test_a_net_by_country_is_of_those_known(folder: Path, tipcoder: Any) -> None:
    rows = tipcoder("stats", "presence", "--code", "use", "--format", "json", cwd=folder).json()
    found = {(row["code"], row["country"]): (row["present"], row["known"]) for row in rows}
    assert found == {
        ("use", "Kenya"): (3, 4),
        ("use", "Peru"): (0, 2),
        ("use.own", "Kenya"): (1, 4),
        ("use.own", "Peru"): (0, 3),
    }
    assert {row["label"] for row in rows} == {"Its use", "Its use (own)"}


def test_tests_by_a_parent_are_by_its_net_and_tell_its_own_codings(
    folder: Path, tipcoder: Any
) -> None:
    (line,) = tipcoder("stats", "--code", "use", "--format", "json", cwd=folder).json()
    assert (line["coverage"]["present"], line["coverage"]["coded"]) == (3, 6)
    assert (line["own"]["code"], line["own"]["present"], line["own"]["coded"]) == ("use.own", 1, 7)
    # High: cases 1, 3, 5, 9; low: 2, 4. Present: 1, 2, 3.
    assert {group["name"]: group["counts"] for group in line["groups"]} == {
        "absent": {"Low": 1, "High": 2},
        "present": {"Low": 1, "High": 2},
    }
    (itself,) = tipcoder("stats", "--code", "use.own", "--format", "json", cwd=folder).json()
    assert (itself["variable_label"], itself["coverage"]["present"]) == ("Its use (own)", 1)
    (of_folder,) = tipcoder("stats", "--code", "report", "--format", "json", cwd=folder).json()
    assert (of_folder["coverage"]["present"], of_folder["own"]) == (3, None)
    every = tipcoder("stats", "--all-codes", "--format", "json", cwd=folder).json()
    assert [one["variable"] for one in every] == ["report", "use", "use_gov", "use_ngo", "money"]
    assert [one["family"]["apart"] for one in every] == [True, False, False, False, False]
    tipcoder("stats", "--code", "report.own", cwd=folder).refused(2, "no code 'report.own'")


def test_counts_show_own_and_net(folder: Path, tipcoder: Any) -> None:
    rows = tipcoder("counts", "--by", "none", "--format", "csv", cwd=folder).csv()
    assert [(row["code"], row["answers"], row["net"]) for row in rows] == [
        ("report", "0", "4"),
        ("use", "1", "4"),
        ("use_gov", "2", "2"),
        ("use_ngo", "1", "1"),
        ("money", "0", "0"),
    ]


def test_quotes_of_a_parent_are_those_below_it_too(folder: Path, tipcoder: Any) -> None:
    assert tipcoder("quotes", "cite", "use", cwd=folder).out.strip() == "Responses 1, 2, and 3"
    assert tipcoder("quotes", "cite", "use_gov", cwd=folder).out.strip() == "Responses 1 and 3"


def test_figures_draw_nets_and_leave_pairs_of_a_code_and_its_own_branch_empty(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    assert tipcoder("stats", "figures", "-o", tmp_path / "f", cwd=folder).status == 0
    drawn = (tmp_path / "f" / "codes-by-view.svg").read_text("utf-8")
    assert "Its use † 3/6" in drawn
    assert "Codes by View of the work" in drawn
    together = (tmp_path / "f" / "co-occurrence.svg").read_text("utf-8")
    # On the diagonal 3, 3, 2 and 1; beside it only the case with both codes below `use`.
    assert together.count(">3</text>") == 2
    assert together.count(">2</text>") == 1
    assert together.count(">1</text>") == 3
