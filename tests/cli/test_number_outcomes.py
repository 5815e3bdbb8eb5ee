"""Outcomes that are numbers, from study.toml to every verb: 40 customers, counted by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import scipy.stats

from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.charts import build_figures
from tipcoder.workbench.statistics.crosstabs import analyse_study

STUDY = """\
title = "Customers"
languages = ["en"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[[question]]
column = "why"

[outcome.minutes]
label = "Minutes on the phone"
column = "minutes"
type = "number"
missing = ["999"]

[outcome.recommend]
column = "recommend"
type = "nps"

[factor.paid]
column = "paid"
true_if = "1"
false_if = "0"

[factor.plan]
label = "Plan"
column = "plan"
levels = ["Basic", "Team", "Business", "Trial"]

[indicator.years]
column = "years"
"""
ROWS = [
    {
        "id": 1001 + n,
        "minutes": 999 if n == 39 else (n * 7) % 31 + n % 4 * 5,
        "recommend": (10, 9, 8, 5, 6, 10, 7, 12)[n % 8],
        "paid": n % 2,
        "plan": ("Basic", "Team", "Business")[n % 3],
        "years": (n * 5) % 13,
        "why": f"remark {n}",
    }
    for n in range(40)
]
PLANS = ("Basic", "Team", "Business", "Trial")
MINUTES = [row["minutes"] for row in ROWS[:39]]


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    lines = [",".join(ROWS[0])]
    lines += [",".join(str(cell) for cell in row.values()) for row in ROWS]
    return make_study("\n".join(lines) + "\n", STUDY)


def split(column: str, values: list[Any] = MINUTES) -> dict[Any, list[float]]:
    groups: dict[Any, list[float]] = {}
    for row, value in zip(ROWS, values, strict=False):
        groups.setdefault(row[column], []).append(value)
    return groups


def test_a_number_is_tested_by_what_each_variable_is(folder: Path, tipcoder: Any) -> None:
    found = tipcoder("stats", "--outcome", "minutes", "--format", "json", cwd=folder).json()
    by_name = {one["variable"]: one for one in found}
    paid, plan, years = by_name["paid"], by_name["plan"], by_name["years"]

    groups = split("paid")
    expected = scipy.stats.ttest_ind(groups[1], groups[0], equal_var=False)
    assert (paid["test"], paid["groups"][0]["name"]) == ("Welch t", "yes")
    assert (paid["statistic"], paid["p"]) == pytest.approx((expected.statistic, expected.pvalue))

    welch = scipy.stats.f_oneway(*split("plan").values(), equal_var=False)
    # Nobody is on trial, which is no reason to test nothing.
    assert (plan["test"], plan["n"]) == ("Welch ANOVA", 39)
    assert (plan["statistic"], plan["p"]) == pytest.approx((welch.statistic, welch.pvalue))
    assert [one["test"] for one in plan["sensitivity"]].count("Games-Howell") == 3

    pearson = scipy.stats.pearsonr(MINUTES, [row["years"] for row in ROWS[:39]])
    assert (years["test"], years["groups"]) == ("Pearson correlation", [])
    assert (years["statistic"], years["p"]) == pytest.approx((pearson.statistic, pearson.pvalue))


def test_a_promoter_score_is_compared_as_the_mean_of_what_answers_count(
    folder: Path, tipcoder: Any
) -> None:
    found = tipcoder("stats", "--outcome", "recommend", "--format", "json", cwd=folder)
    paid = next(one for one in found.json() if one["variable"] == "paid")
    # Of 8 answers in turn those not paid are 10, 8, 6, 7: one promoter, one detractor; paid are
    # 9, 5, 10 and 12, which is no answer.
    assert [(one["name"], one["n"]) for one in paid["groups"]] == [("yes", 15), ("no", 20)]
    assert [one["mean"] for one in paid["groups"]] == pytest.approx([100 / 3, 0])
    assert "net promoter score (Reichheld, 2003)" in paid["note"]
    assert "'12' (5 cells) in recommend matches no whole number from 0 to 10" in found.err


def test_tables_describe_numbers_over_all_and_in_the_groups_of_factors(
    folder: Path, tipcoder: Any
) -> None:
    rows = tipcoder("stats", "tables", "--table", "minutes", "--format", "csv", cwd=folder).csv()
    assert [row["label"] for row in rows] == [
        *("All cases", "no", "yes", "Basic", "Team", "Business", "Trial"),
    ]
    whole = rows[0]
    described = scipy.stats.ttest_1samp(MINUTES, 0).confidence_interval()
    assert float(whole["mean"]) == pytest.approx(sum(MINUTES) / 39)
    assert (float(whole["low"]), float(whole["high"])) == pytest.approx(described)
    shown = tipcoder("stats", "tables", "--table", "recommend", cwd=folder).out
    # 15 promoters and 10 detractors of 35.
    assert "14.29" in shown
    assert "Rocks, 2016" in shown


def test_what_is_missing_is_in_no_mean_of_the_column(
    make_study: Callable[..., Path], tipcoder: Any
) -> None:
    """999 minutes of the last customer are no answer, in a table and as an indicator either."""
    more = (
        '[[table]]\nkey = "calls"\ntitle = "Calls"\n'
        '[[table.item]]\ntext = "Minutes"\ncolumn = "minutes"\nshow = "mean"\n'
        '[indicator.log]\ncolumn = "minutes"\ntransform = "log1p"\n'
    )
    lines = [",".join(map(str, row.values())) for row in ROWS]
    folder = make_study("\n".join([",".join(ROWS[0]), *lines]) + "\n", f"{STUDY}\n{more}")
    (row,) = tipcoder("stats", "tables", "--table", "calls", "--format", "csv", cwd=folder).csv()
    assert (row["answers"], row["rows"]) == ("39", "40")
    assert float(row["mean"]) == pytest.approx(sum(MINUTES) / 39)
    assert row["note"].startswith("1 answer left out, which study.toml calls missing.")
    tests = tipcoder("stats", "--format", "json", cwd=folder).json()
    logs = next(one for one in tests if (one["outcome"], one["variable"]) == ("recommend", "log"))
    # Whoever answered 12 to `recommend` gave no answer there.
    assert logs["n"] == sum(1 for row in ROWS[:39] if row["recommend"] != 12)


def test_numbers_of_many_digits_are_segments_of_their_own(
    make_study: Callable[..., Path], tipcoder: Any, tmp_path: Path
) -> None:
    """1000001 and 1000002 have one spelling in six digits."""
    lines = ["id,minutes,recommend,paid,plan,years,why"]
    lines += [f"{n},{1000001 + n % 2},9,1,Team,1,remark {n}" for n in range(30)]
    folder = make_study("\n".join(lines) + "\n", STUDY)
    codings = ["case,question,coder,code,start,end"]
    codings += [f"{n},why,anna,{'pressure' if n % 2 else ''},," for n in range(30)]
    (tmp_path / "codings.csv").write_text("\n".join(codings) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    words = ("stats", "presence", "--by", "minutes", "--code", "pressure", "--format", "csv")
    rows = tipcoder(*words, cwd=folder).csv()
    shown = [(row["segment"], row["present"], row["known"]) for row in rows]
    assert shown == [("1000001", "0", "15"), ("1000002", "15", "15")]


def test_all_tables_and_figures_of_such_a_study_are_made(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    shown = tipcoder("stats", "tables", cwd=folder)
    assert shown.status == 0, shown.err
    assert "Minutes on the phone: correlations" in shown.out
    assert "Minutes on the phone by Plan: means" in shown.out
    assert tipcoder("stats", "figures", "-o", tmp_path / "figures", cwd=folder).status == 0
    drawn = (tmp_path / "figures" / "plan-by-minutes.svg").read_text("utf-8")
    # The groups are those of the plan, and what is measured is the minutes.
    assert re.search(r"> *[Mm]inutes[^<]* by [Pp]lan", drawn)
    # The first group stands at the top, where y is smaller.
    places = [float(y) for y in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>[^<]*\(n = ', drawn)]
    assert places and places == sorted(places)
    assert tipcoder("stats", cwd=folder).status == 0


def test_numbers_leave_as_numbers_and_answers_of_promoters_divide(
    folder: Path, tipcoder: Any
) -> None:
    assert tipcoder("merge", "-o", "out.csv", cwd=folder).status == 0
    head, first, *_ = (folder / "out.csv").read_text("utf-8").splitlines()
    cells = dict(zip(head.split(","), first.split(","), strict=True))
    assert (float(cells["outcome.minutes"]), float(cells["outcome.recommend"])) == (0, 100)

    rows = ["case,question,coder,code,start,end"]
    rows += [f"{row['id']},why,anna,{'pressure' if row['paid'] else ''},," for row in ROWS]
    (folder / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", "codings.csv", cwd=folder).status == 0
    words = ("stats", "presence", "--code", "pressure", "--by", "recommend", "--format", "csv")
    lines = tipcoder(*words, cwd=folder).csv()
    assert [(line["segment"], line["present"], line["known"]) for line in lines] == [
        ("detractors", "5", "10"),
        ("passives", "0", "10"),
        ("promoters", "10", "15"),
    ]
    by_code = tipcoder(
        *("stats", "--code", "pressure", "--outcome", "minutes", "--format", "json"), cwd=folder
    ).json()
    groups = split("paid")
    expected = scipy.stats.ttest_ind(groups[1], groups[0], equal_var=False)
    assert by_code[0]["p"] == pytest.approx(expected.pvalue)


def test_the_screen_has_the_means_of_a_number_behind_each_result(folder: Path) -> None:
    found = analyse_study(folder)
    assert found.outcomes == ("minutes", "recommend")
    assert found.labels["minutes"] == "Minutes on the phone"
    paid = found.build_crosstab("minutes", "paid")
    assert (paid.unit, paid.is_turned) == ("mean", True)
    groups = split("paid")
    assert [(band.level, band.answers, band.rows) for band in paid.bands] == [
        ("yes", len(groups[1]), 20),
        ("no", len(groups[0]), 20),
    ]
    assert paid.bands[0].value == pytest.approx(sum(groups[1]) / len(groups[1]))
    assert [cell.state for cell in paid.bands[0].cells] == ["with a number", "unknown"]
    assert len(paid.bands[0].cells[1].cases) == 20 - len(groups[1])
    score = found.build_crosstab("recommend", "plan")
    assert score.unit == "score"
    # Answers 10, 9, 8, 5, 6, 10, 7 and 12, which is none; plans change with every customer.
    basic = [ROWS[n]["recommend"] for n in range(0, 40, 3) if ROWS[n]["recommend"] <= 10]
    expected = sum(one >= 9 for one in basic) - sum(one <= 6 for one in basic)
    assert score.bands[0].value == pytest.approx(100 * expected / len(basic))
    assert len(found.build_crosstab("minutes", "years").bands) == 1


def test_codes_are_drawn_by_the_kinds_of_a_score_and_the_halves_of_a_number(
    folder: Path, tipcoder: Any
) -> None:
    rows = ["case,question,coder,code,start,end"]
    rows += [f"{1001 + n},why,anna,{'pressure' if n % 2 else ''},," for n in range(40)]
    (folder / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", "codings.csv", cwd=folder).status == 0
    with open_study_folder(folder, read_only=True) as study:
        drawn = build_figures(study, folder / "figures").drawings
    # The code, and behind it the net that holds nothing else.
    bars = drawn["codes-by-recommend"].bars[:3]
    assert [bar.group for bar in bars] == ["detractors", "passives", "promoters"]
    # 9, 5, 10 and 12, which is none, are the answers of those with the code.
    assert [bar.cases for bar in bars] == [5, 0, 10]
    low, high = drawn["codes-by-minutes"].bars[:2]
    assert (low.group.split()[0], high.group.split()[0]) == ("up", "above")


def test_numbers_change_from_wave_to_wave(make_study: Callable[..., Path], tipcoder: Any) -> None:
    """The same customers twice; minutes fall by 0 to 3, and scores turn from 3 to 9 for half."""
    lines = ["year," + ",".join(ROWS[0])]
    for year in (2023, 2025):
        for n, row in enumerate(ROWS[:20]):
            changed = {
                **row,
                "minutes": 30 + n - (n % 4 if year == 2025 else 0),
                "recommend": 9 if year == 2025 and n % 2 else 3,
            }
            lines.append(f"{year}," + ",".join(str(cell) for cell in changed.values()))
    study = STUDY.replace('id = "id"\n', 'id = "id"\nwave = "year"\n')
    folder = make_study("\n".join(lines) + "\n", study)
    words = ("stats", "change", "--format", "json", "--outcome")
    (minutes,) = tipcoder(*words, "minutes", cwd=folder).json()
    falls = [-(n % 4) for n in range(20)]
    assert minutes["measure"] == "mean"
    headline = minutes["estimates"][0]
    assert headline["difference"] == pytest.approx(-1.5)
    assert headline["p"] == pytest.approx(scipy.stats.ttest_1samp(falls, 0).pvalue)
    by_plan = tipcoder(*words, "minutes", "--by", "plan", cwd=folder).json()
    assert [one["group"] for one in by_plan] == [f"Plan {name}" for name in PLANS]

    score, *kinds = tipcoder(*words, "recommend", cwd=folder).json()
    assert score["estimates"][0]["difference"] == pytest.approx(100.0)
    assert [one["level"] for one in kinds] == ["detractors", "passives", "promoters"]
    assert [one["estimates"][0]["difference"] for one in kinds] == pytest.approx([-0.5, 0, 0.5])
