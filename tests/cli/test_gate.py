"""Numbers that rest on a code say how well coders agree on it, in every format,
unless they agree well enough.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.workbench.agreement.reliability_gate import assess_gates
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.opening import open_study_folder

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

N = 60
SURVEY = "id,view,role\n" + "".join(
    f"{n},{'Low' if n % 2 else 'High'},answer number {n}\n" for n in range(1, N + 1)
)
STUDY = """\
title = "Sixty answers"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "role"
[outcome.view]
column = "view"
levels = ["Low", "High"]
[privacy]
response_ids = "from-column"
"""


def codings() -> str:
    """Pressure: both 1-20, only anna 21-30; boris has pushback on 21-25. Money: both 31-45.
    Nobody has training.
    """
    lines = ["case,question,coder,code,start,end"]
    for case in range(1, N + 1):
        both = ["pressure"] if case <= 20 else ["money"] if 31 <= case <= 45 else []
        own = {
            "anna": ["pressure"] if 21 <= case <= 30 else [],
            "boris": ["pushback"] if 21 <= case <= 25 else [],
        }
        for coder, codes in own.items():
            lines += [f"{case},role,{coder},{code},," for code in [*both, *codes] or [""]]
    return "\n".join(lines) + "\n"


@pytest.fixture
def sixty(make_study: Callable[..., Path], tipcoder: Tipcoder, tmp_path: Path) -> Path:
    """Sixty answers that two coders have finished."""
    folder = make_study(SURVEY, STUDY)
    file = tmp_path / "codings.csv"
    file.write_text(codings(), "utf-8")
    assert tipcoder("codings", "import", file, cwd=folder).status == 0
    return folder


# alpha = 1 - (2n - 1) * split / (n1 * n0) for two coders, worked by hand:
PRESSURE = 1 - 119 * 10 / (
    50 * 70
)  # .66: 20 agreed, 10 split, so 50 times present and 70 times absent
PUSHBACK = 1 - 119 * 5 / (5 * 115)  # −.03: nothing agreed, 5 split
GOVERNMENT = 1 - 119 * 5 / (55 * 65)  # .83: pressure or pushback; 25 agreed, 5 split


def test_json_has_the_figure_with_its_interval_and_whether_it_holds(
    tipcoder: Tipcoder, sixty: Path
) -> None:
    found = {
        result["variable"]: result["agreement"]
        for result in tipcoder("stats", "--all-codes", "--format", "json", cwd=sixty).json()
    }
    assert found["pressure"]["alpha"] == pytest.approx(PRESSURE)
    assert (found["pressure"]["holds"], found["pressure"]["verdict"]) == (False, "inconclusive")
    assert found["pressure"]["low"] < PRESSURE < found["pressure"]["high"]
    assert (found["pressure"]["n_joint"], found["pressure"]["threshold"]) == (60, 0.667)
    assert found["pushback"]["alpha"] == pytest.approx(PUSHBACK)
    assert (found["pushback"]["verdict"], found["pushback"]["holds"]) == (
        "too rare to judge",
        False,
    )
    assert (found["money"]["alpha"], found["money"]["holds"], found["money"]["verdict"]) == (
        1.0,
        True,
        "reliable",
    )
    assert (found["training"]["alpha"], found["training"]["verdict"]) == (None, "not assessable")
    theme = tipcoder("stats", "--code", "government", "--format", "json", cwd=sixty).json()[0][
        "agreement"
    ]
    assert theme["alpha"] == pytest.approx(GOVERNMENT)


def test_the_terminal_says_it_under_the_name_of_the_test(tipcoder: Tipcoder, sixty: Path) -> None:
    lines = tipcoder("stats", "--code", "pressure", cwd=sixty).out.splitlines()
    at = lines.index("view by pressure")
    said = " ".join(lines[at + 1 : at + 4])
    assert "! agreement α = .66 [." in said
    assert (
        "on 60 responses coded by two or more, below the study's threshold of .667: inconclusive"
        in said
    )
    assert any(
        line.startswith(
            "Agreement of coders on what is finished now, which was not a blind round: 1 of 1 "
            "code is not shown"
        )
        for line in lines
    )
    assert "! agreement" not in tipcoder("stats", "--code", "money", cwd=sixty).out, (
        "what holds needs no warning"
    )
    never = tipcoder("stats", "--code", "training", cwd=sixty).out
    assert "! agreement not measured: nobody applied this code in 60 joint responses" in never


@pytest.mark.parametrize("form", ["markdown", "latex"])
def test_tables_to_print_have_a_column_for_it(tipcoder: Tipcoder, sixty: Path, form: str) -> None:
    printed = tipcoder("stats", "--all-codes", "--format", form, cwd=sixty).out
    for cell in (".66, below .667", ".03, too rare to judge", "1.00", "not measured"):
        assert cell in printed, printed
    assert "agreement" in printed


def test_csv_has_columns_for_it(tipcoder: Tipcoder, sixty: Path) -> None:
    rows = {
        row["variable"]: row
        for row in tipcoder("stats", "--all-codes", "--format", "csv", cwd=sixty).csv()
    }
    assert float(rows["pressure"]["alpha"]) == pytest.approx(PRESSURE)
    assert rows["pressure"]["n_joint"] == "60"
    assert "below the study's threshold" in rows["pressure"]["agreement"]
    assert (rows["training"]["alpha"], rows["training"]["alpha_low"]) == ("", "")
    by_variable = tipcoder("stats", "--format", "csv", cwd=sixty)
    assert by_variable.status == 2, "the study has no variable but codes"


def test_the_threshold_is_the_studys(tipcoder: Tipcoder, sixty: Path) -> None:
    settings = sixty / "study.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[agreement]\nthreshold = 0.4\n", "utf-8")
    found = tipcoder("stats", "--code", "pressure", "--format", "json", cwd=sixty).json()[0][
        "agreement"
    ]
    assert (found["threshold"], found["holds"]) == (0.4, True)
    settings.write_text(settings.read_text("utf-8").replace("0.4", "0.99"), "utf-8")
    money, pressure = (
        tipcoder("stats", "--code", code, "--format", "json", cwd=sixty).json()[0]["agreement"]
        for code in ("money", "pressure")
    )
    assert (money["holds"], pressure["holds"]) == (True, False)
    settings.write_text(settings.read_text("utf-8").replace("0.99", "99"), "utf-8")
    tipcoder("stats", "--code", "money", cwd=sixty).refused(
        2, "`threshold` is 99", "between 0 and 1"
    )


def test_one_coder_alone_is_not_measured(
    tipcoder: Tipcoder, make_study: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make_study(SURVEY, STUDY)
    file = tmp_path / "one.csv"
    file.write_text(
        "\n".join(line for line in codings().splitlines() if "boris" not in line), "utf-8"
    )
    tipcoder("codings", "import", file, cwd=folder)
    done = tipcoder("stats", "--code", "pressure", cwd=folder)
    assert "! agreement not measured: no response was finished by two coders" in done.out
    # Not "1 of 1 codes are not shown to reach": nobody could compare anything.
    assert (
        "Agreement of coders is not measured on what is finished now, which was not a blind round: "
        "no answer was finished by two; what rests on a code says so."
    ) in done.err + done.out


def test_it_says_what_the_report_says_of_every_code(sixty: Path) -> None:
    with open_study_folder(sixty) as here:
        report = {code.code: code for code in assess_study(here).agreement.codes}
        found = assess_gates(here, list(report)).by_code
    for code, gate in found.items():
        alpha = report[code].coefficients["krippendorff_alpha"]
        assert (gate.alpha, gate.low, gate.high) == (alpha.value, alpha.low, alpha.high), code
        assert (gate.verdict, gate.joint) == (report[code].verdict.value, report[code].counts.joint)


def test_after_a_blind_round_only_what_was_said_in_it_counts(
    tipcoder: Tipcoder, make_study: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make_study(SURVEY, STUDY)
    tipcoder("assign", "--coders", "anna,boris", "--overlap", "100%", "--only-overlap", cwd=folder)
    file = tmp_path / "codings.csv"
    file.write_text(codings(), "utf-8")
    tipcoder("codings", "import", file, cwd=folder)
    tipcoder("rounds", "--freeze", "R1", cwd=folder)
    # Afterwards boris takes anna's view of cases 21-30, which must not move the figure.
    file.write_text(
        "case,question,coder,code,start,end\n"
        + "".join(f"{n},role,boris,pressure,,\n" for n in range(21, 31)),
        "utf-8",
    )
    tipcoder("codings", "import", file, cwd=folder)
    done = tipcoder("stats", "--code", "pressure", "--format", "json", cwd=folder)
    assert done.json()[0]["agreement"]["alpha"] == pytest.approx(PRESSURE)
    assert "in the blind round R1" in done.err


def test_presence_merge_and_figures_carry_it_too(tipcoder: Tipcoder, sixty: Path) -> None:
    doubts = (
        "To be read with care, by the agreement of coders: pressure (α = .66, below .667), "
        "pushback (α = −.03, too"
    )
    by_case = tipcoder("stats", "presence", "--by", "case", "--format", "csv", cwd=sixty)
    assert doubts in " ".join(by_case.err.split())
    assert "money (" not in by_case.err
    tipcoder("merge", "-o", "out.csv", cwd=sixty)
    with (sixty / "out.dictionary.csv").open(encoding="utf-8", newline="") as file:
        notes = {row["name"]: row["note"] for row in csv.DictReader(file)}
    assert "below the study's threshold of .667: inconclusive" in notes["code.pressure"]
    assert notes["code.training"].startswith("agreement not measured")
    done = tipcoder("stats", "figures", "-o", "figures", cwd=sixty)
    assert done.status == 0
    assert "what rests on such a code says so" in " ".join(done.err.split())
    drawn = (sixty / "figures" / "codes-by-view.svg").read_text("utf-8")
    assert "Pressure †" in drawn
    assert "money †" not in drawn
    assert "† The agreement of coders is not shown to reach α = .667." in drawn


@pytest.mark.parametrize("name", ["consensus", "Majority", "both", "neither"])
def test_no_coder_is_called_like_a_layer_or_a_side(
    tipcoder: Tipcoder, sixty: Path, name: str
) -> None:
    tipcoder("--coder", name, "undo", cwd=sixty).refused(2, "is the name of a layer or a side")
