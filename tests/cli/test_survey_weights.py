"""`weight` in study.toml, from the survey to every number: 40 customers, weighed by hand.

Business customers weigh 3, others 1; the last two rows have a weight of 0 and none at all, and one
cell has a word.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tipcoder.export.figures import GroupedBars
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.crosstabs import analyse_study
from tipcoder.workbench.statistics.group_figures import draw_groups
from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests

STUDY = """\
title = "Customers"
languages = ["en"]

[respondent]
id = "id"
weight = "wt"

[privacy]
response_ids = "from-column"

[[question]]
column = "why"

[outcome.content]
column = "content"
levels = ["No", "Yes"]

[outcome.recommend]
column = "recommend"
type = "nps"

[factor.plan]
column = "plan"
levels = ["Basic", "Business"]

[factor.years]
column = "years"
levels = ["1", "2", "3"]

[[table]]
key = "who"
title = "Who they are"

[[table.item]]
text = "Plan"
column = "plan"

[[table.item]]
text = "Things"
options = { "a" = "Car", "b" = "Bicycle" }

[[table.item]]
text = "Channels"
column = "channels"
show = "list"

[[table.item]]
text = "Minutes"
column = "minutes"
show = "mean"
"""
COUNTED = 37
"""Rows with a weight above 0."""


def write_survey() -> str:
    lines = ["id,wt,plan,content,recommend,years,a,b,channels,minutes,why"]
    for n in range(40):
        plan = "Business" if n % 4 == 0 else "Basic"
        weight = {37: "much", 38: "0", 39: ""}.get(n, "3" if plan == "Business" else "1")
        content = "Yes" if n % 3 == 0 else "No"
        channels = "Web; Phone" if n % 2 else "Web"
        cells = (
            *(1001 + n, weight, plan, content, (10, 3, 8)[n % 3], n % 3 + 1),
            *(n % 2, 1, channels, n, f"remark {n}"),
        )
        lines.append(",".join(map(str, cells)))
    return "\n".join(lines) + "\n"


BUSINESS = [n for n in range(COUNTED) if n % 4 == 0]
TOTAL = COUNTED + 2 * len(BUSINESS)


def weigh(chosen: list[int]) -> int:
    return len(chosen) + 2 * sum(1 for n in chosen if n % 4 == 0)


CONTENT = [n for n in range(COUNTED) if n % 3 == 0]


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    folder = make_study(write_survey(), STUDY)
    rows = ["case,question,coder,code,start,end"]
    for n in range(40):
        rows.append(f"{1001 + n},why,anna,{'pressure' if n % 2 else ''},,")
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def test_tests_are_weighted_and_say_what_they_do(folder: Path, tipcoder: Any) -> None:
    done = tipcoder("stats", "--format", "json", cwd=folder)
    by_names = {(one["outcome"], one["variable"]): one for one in done.json()}
    content = by_names["content", "plan"]
    assert (content["test"], content["weighted"], content["n"]) == ("Rao-Scott F", True, COUNTED)
    assert "has no weighted form" in content["note"]
    groups = {group["name"]: group for group in content["groups"]}
    yes = [n for n in CONTENT if n % 4 == 0]
    # Within Business all weights are 3, so that weighting changes no share there.
    assert groups["Yes"]["counts"] == {"Basic": len(CONTENT) - len(yes), "Business": len(yes)}
    assert groups["Yes"]["shares"]["Business"]["value"] == pytest.approx(
        weigh(yes) / weigh(CONTENT)
    )
    assert content["sensitivity"][0]["kind"] == "unweighted"
    assert by_names["recommend", "plan"]["test"] == "design-based t"
    assert by_names["recommend", "years"]["test"] in ("design-based Wald F", "none")

    printed = tipcoder("stats", "--format", "markdown", cwd=folder)
    assert f"Weighted by wt: {COUNTED} cases with weights from 1 to 3" in printed.out
    assert "2 cases have no weight and 1 case has the weight 0" in printed.out
    assert "'much'" in printed.err

    plain = tipcoder("stats", "--unweighted", "--format", "json", cwd=folder).json()
    assert not any(one["weighted"] for one in plain)
    assert {one["n"] for one in plain} == {40}
    # Beside a weighted test stands that very one: all 40 count where nobody has a weight.
    without = {(one["outcome"], one["variable"]): one for one in plain}
    for names, one in by_names.items():
        if one["test"] != "none":
            beside, alone = one["sensitivity"][0], without[names]
            assert (beside["n"], beside["test"]) == (40, alone["test"])
            assert beside["p"] == alone["p"]


def test_codes_in_segments_are_weighted_beside_their_counts(folder: Path, tipcoder: Any) -> None:
    words = ("stats", "presence", "--code", "pressure", "--format", "csv")
    done = tipcoder(*words, "--by", "content", cwd=folder)
    line = next(one for one in done.csv() if one["segment"] == "Yes")
    with_code = [n for n in CONTENT if n % 2]
    counted = [n for n in range(40) if n % 3 == 0]
    # Counts are of everybody, weights of those who have one.
    assert (line["present"], line["known"]) == (
        str(sum(1 for n in counted if n % 2)),
        str(len(counted)),
    )
    assert float(line["share"]) == pytest.approx(weigh(with_code) / weigh(CONTENT))
    squares = sum(9 if n % 4 == 0 else 1 for n in CONTENT)
    assert float(line["effective_n"]) == pytest.approx(weigh(CONTENT) ** 2 / squares)
    assert float(line["low"]) < float(line["share"]) < float(line["high"])
    assert line["test"] == "Rao-Scott F"
    whole = tipcoder(*words, "--by", "all", cwd=folder).csv()[0]
    odd = [n for n in range(COUNTED) if n % 2]
    assert float(whole["share"]) == pytest.approx(weigh(odd) / TOTAL)
    page = tipcoder(*words[:4], "--by", "content", "--format", "markdown", cwd=folder).out
    assert "weighted share, 95% CI" in page


def test_tables_are_weighted_beside_their_counts(folder: Path, tipcoder: Any) -> None:
    rows = tipcoder("stats", "tables", "--table", "who", "--format", "csv", cwd=folder).csv()
    found = {(row["question"], row["label"]): row for row in rows}
    plan = found["Plan", "Business"]
    assert (plan["count"], plan["base"]) == ("10", "40")
    assert float(plan["share"]) == pytest.approx(3 * len(BUSINESS) / TOTAL)
    odd = [n for n in range(COUNTED) if n % 2]
    assert float(found["Things", "Car"]["share"]) == pytest.approx(weigh(odd) / TOTAL)
    assert float(found["Channels", "Phone"]["share"]) == pytest.approx(weigh(odd) / TOTAL)
    mean = sum(n * (3 if n % 4 == 0 else 1) for n in range(COUNTED)) / TOTAL
    assert float(found["Minutes", ""]["mean"]) == pytest.approx(mean)
    shown = tipcoder("stats", "tables", "--table", "who", cwd=folder).out
    assert "effective n" in shown

    score = tipcoder("stats", "tables", "--table", "recommend", "--format", "csv", cwd=folder)
    promoters = [n for n in range(COUNTED) if n % 3 == 0]
    detractors = [n for n in range(COUNTED) if n % 3 == 1]
    assert float(score.csv()[0]["mean"]) == pytest.approx(
        100 * (weigh(promoters) - weigh(detractors)) / TOTAL
    )
    plain = tipcoder(
        "stats", "tables", "--table", "who", "--unweighted", "--format", "csv", cwd=folder
    )
    assert float(plain.csv()[0]["share"]) == pytest.approx(0.75)
    assert "weights of study.toml are left out" in plain.err


def test_figures_the_screen_and_the_workbook_are_weighted_too(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    yes = [n for n in CONTENT if n % 4 == 0]
    expected = weigh(yes) / weigh(CONTENT)
    with open_study_folder(folder, read_only=True) as study:
        results = run_outcome_tests(study, StatisticsRequest()).results
    figure = draw_groups(next(one for one in results if one.variable == "plan"))
    assert isinstance(figure, GroupedBars)
    bar = figure.bars[-1]
    # The count stays what it is.
    assert (bar.share, bar.cases) == (pytest.approx(expected), len(yes))
    assert "Weighted shares" in figure.note

    crosstab = analyse_study(folder).build_crosstab("content", "plan")
    assert crosstab.is_weighted
    assert crosstab.bands[1].value == pytest.approx(expected)
    assert crosstab.bands[1].answers == len([n for n in range(40) if n % 3 == 0])

    file = tmp_path / "all.xlsx"
    assert tipcoder("stats", "workbook", "-o", file, cwd=folder).status == 0
    cells = {str(cell.value) for sheet in load_workbook(file) for row in sheet for cell in row}
    assert any(cell.startswith("Weighted by wt: 37 cases") for cell in cells)


def test_a_weight_can_be_nothing_else(make_study: Callable[..., Path], tipcoder: Any) -> None:
    folder = make_study(write_survey(), STUDY)
    file = folder / "study.toml"
    file.write_text(file.read_text("utf-8").replace('weight = "wt"', 'weight = "plan"'), "utf-8")
    done = tipcoder("stats", cwd=folder)
    assert done.status == 2
    assert "'plan' is [respondent] weight" in done.err


def test_a_level_of_cases_without_a_weight_is_no_group(
    make_study: Callable[..., Path], tipcoder: Any
) -> None:
    """All cases of the third year weigh 0: the two others are compared, and not three with nobody.

    Everybody else weighs 1, so that the unweighted t of the two groups stands beside.
    """
    lines = ["id,wt,plan,content,recommend,years,a,b,channels,minutes,why"]
    for n in range(30):
        weight = "0" if n % 3 == 2 else "1"
        cells = (1001 + n, weight, "Basic", "Yes", n % 11, n % 3 + 1, 1, 1, "Web", n, f"remark {n}")
        lines.append(",".join(map(str, cells)))
    folder = make_study("\n".join(lines) + "\n", STUDY)
    found = tipcoder("stats", "--outcome", "recommend", "--format", "json", cwd=folder).json()
    years = next(one for one in found if one["variable"] == "years")
    assert years["test"] == "design-based t"
    assert [(group["name"], group["n"]) for group in years["groups"]] == [("1", 10), ("2", 10)]


def test_one_case_without_a_weight_stands_for_nobody(
    make_study: Callable[..., Path], tipcoder: Any
) -> None:
    lines = write_survey().splitlines()
    folder = make_study("\n".join([*lines[:38], lines[40]]) + "\n", STUDY)
    shown = tipcoder("stats", "--format", "markdown", cwd=folder)
    assert "1 case has no weight, and stands for nobody in weighted numbers." in shown.out
