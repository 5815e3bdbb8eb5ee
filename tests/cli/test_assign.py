"""`assign` and `rounds` as a lead uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


def test_a_round_is_drawn_worked_and_frozen(tipcoder: Tipcoder, coded: Path) -> None:
    dry = tipcoder(
        "assign",
        "--coders",
        "anna,boris",
        "--overlap",
        "50%",
        "--seed",
        "5",
        "--dry-run",
        cwd=coded,
    )
    assert dry.status == 0
    assert "Round R1, seed 5: 4 answers of 8 for everybody" in dry.err
    assert "Nothing was kept." in dry.err
    assert tipcoder("rounds", "--format", "csv", cwd=coded).csv() == []
    done = tipcoder(
        "assign",
        "--coders",
        "anna,boris",
        "--overlap",
        "50%",
        "--seed",
        "5",
        "--format",
        "csv",
        cwd=coded,
    )
    expected = {row["code"]: row for row in done.csv()}
    assert expected["pressure"]["prevalence"] == "0.4", "two of five finished answers carry it"
    rows = tipcoder("rounds", "--format", "json", cwd=coded).json()
    assert [(row["round"], row["coder"], row["answers"], row["shared"]) for row in rows] == [
        ("R1", "anna", 6, 4),
        ("R1", "boris", 6, 4),
    ]
    # Answers are left, and freezing is for good.
    asked = tipcoder("rounds", "--freeze", "R1", cwd=coded)
    asked.refused(2, "left", "Nothing was frozen", "Say --yes")
    assert tipcoder("rounds", "--format", "json", cwd=coded).json() == rows
    frozen = tipcoder("rounds", "--freeze", "R1", "--yes", cwd=coded)
    assert frozen.err.startswith("Froze round R1 with ")
    assert all(row["frozen"] for row in tipcoder("rounds", "--format", "json", cwd=coded).json())


def test_a_coder_in_an_open_round_gets_nobody_elses_work_out_of_any_verb(
    tipcoder: Tipcoder, coded: Path
) -> None:
    tipcoder("assign", "--coders", "carla,dora", "--overlap", "100%", cwd=coded)
    for verb in (
        ("codings", "export"),
        ("codings", "export", "--quotes", "--raw"),
        ("codebook", "stale"),
        ("log",),
        ("agreement",),
    ):
        seen = tipcoder(*verb, cwd=coded, coder="carla")
        for word in ("pressure", "Pressure", "off_topic", "off-topic"):
            assert word not in seen.out, (verb, seen.out)
    counted = tipcoder("counts", "--format", "csv", cwd=coded, coder="carla").csv()
    assert {row["codings"] for row in counted} == {"0"}
    lead = tipcoder("codings", "export", cwd=coded)
    assert {row["coder"] for row in lead.csv()} == {"anna", "boris"}
    named = tipcoder("--coder", "carla", "codings", "export", cwd=coded)
    assert named.csv() == [], "an option names the one who looks as well as the environment does"


def test_bad_plans_are_refused_with_a_remedy(tipcoder: Tipcoder, study: Path) -> None:
    tipcoder("assign", "--coders", "anna", cwd=study).refused(
        2, "at least two coders", "--coders a,b"
    )
    tipcoder("assign", "--coders", "a,b", "--overlap", "x", cwd=study).refused(
        2, "'x' is not an overlap"
    )
    tipcoder("assign", "--coders", "a,b", "--by", "colour", cwd=study).refused(
        2, "cannot be drawn by 'colour'"
    )
    tipcoder("assign", cwd=study).refused(2, "needs --coders")
    tipcoder("rounds", "--freeze", "R9", cwd=study).refused(2, "There is no round 'R9'")


def test_rare_codes_can_be_drawn_for(tipcoder: Tipcoder, coded: Path) -> None:
    words = (
        "--coders",
        "vera,dora",
        "--overlap",
        "6",
        "--oversample",
        "2",
        "--rare",
        "money",
        "--seed",
        "4",
    )
    done = tipcoder("assign", *words, "--format", "csv", cwd=coded)
    assert done.status == 0, done.err
    assert "2 shared answers were drawn because they are likely to carry a rare code" in done.err
    rows = {row["code"]: row for row in done.csv()}
    assert rows["money"]["likely"] == "2"
    assert rows["pushback"]["expected"] == "0.0"
    assert rows["pushback"]["needed"] == ""
    assert int(rows["money"]["needed"]) < int(rows["money"]["needed_800"])


def test_before_anybody_has_coded_nothing_is_foreseen(tipcoder: Tipcoder, study: Path) -> None:
    done = tipcoder("assign", "--coders", "a,b", "--dry-run", "--format", "json", cwd=study)
    assert "Nothing is finished yet" in done.err
    assert {row["expected"] for row in done.json()} == {None}
