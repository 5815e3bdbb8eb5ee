"""Groups with an order, and outcomes by region: 48 respondents in four regions, worked by scipy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import scipy.stats

STUDY = """\
title = "Ages and regions"
languages = ["en"]
[respondent]
id = "id"
[privacy]
response_ids = "from-column"
[[question]]
column = "why"
[country]
column = "country"
region = "region"
[outcome.content]
column = "content"
levels = ["Low", "Middle", "High"]
[outcome.stays]
column = "stays"
levels = ["No", "Yes"]
[outcome.minutes]
column = "minutes"
type = "number"
[factor.age]
column = "age"
levels = ["young", "middle", "old"]
ordered = true
"""
REGIONS = {"North": "Kenya", "East": "Peru", "South": "Chad", "West": "Mali"}
ROWS = [
    {
        "id": 1001 + n,
        "region": list(REGIONS)[n % 4],
        "country": list(REGIONS.values())[n % 4],
        "age": ("young", "middle", "old")[n % 3],
        "content": ("Low", "Middle", "High")[min(2, (n % 3 + n // 9) % 4)],
        "stays": "Yes" if (n * 5) % 7 < 2 + n % 3 else "No",
        "minutes": (n * 11) % 17 + 3 * (n % 4),
        "why": f"remark {n}",
    }
    for n in range(48)
]


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    lines = [",".join(ROWS[0])]
    lines += [",".join(str(cell) for cell in row.values()) for row in ROWS]
    return make_study("\n".join(lines) + "\n", STUDY)


def test_an_ordered_factor_is_asked_for_a_trend(folder: Path, tipcoder: Any) -> None:
    found = tipcoder("stats", "--format", "json", cwd=folder).json()
    by_outcome = {one["outcome"]: one for one in found}
    tests = {name: one["test"] for name, one in by_outcome.items()}
    assert tests == {
        "content": "Jonckheere-Terpstra",
        "stays": "Cochran-Armitage",
        "minutes": "Welch ANOVA",
    }
    places = ["young", "middle", "old"]
    ages = [places.index(row["age"]) for row in ROWS]
    stays = [row["stays"] == "Yes" for row in ROWS]
    r = scipy.stats.pearsonr(ages, stays).statistic
    assert by_outcome["stays"]["statistic"] == pytest.approx(48 * r * r)
    order = [("Low", "Middle", "High").index(row["content"]) for row in ROWS]
    tau = scipy.stats.kendalltau(ages, order).statistic
    assert by_outcome["content"]["effect"]["value"] == pytest.approx(tau)
    printed = tipcoder("stats", cwd=folder).out
    assert "J = " in printed
    assert "an outcome with an order in 3 groups with an order" in printed


def test_regions_are_compared_pair_by_pair(folder: Path, tipcoder: Any) -> None:
    rows = tipcoder("stats", "tables", "--table", "by-region", "--format", "csv", cwd=folder).csv()
    minutes = [row for row in rows if row["question"] == "minutes"]
    groups = {
        region: [row["minutes"] for row in ROWS if row["region"] == region]
        for region in sorted(REGIONS)
    }
    assert {row["label"]: float(row["mean"]) for row in minutes} == pytest.approx(
        {region: sum(values) / len(values) for region, values in groups.items()}
    )
    note = minutes[0]["note"]
    anova = scipy.stats.f_oneway(*groups.values())
    assert f"F (3, 44) = {anova.statistic:.2f}" in note
    assert "Pairs by Tukey HSD, because variances are alike" in note
    first = scipy.stats.tukey_hsd(*groups.values()).pvalue[0, 1]
    difference = sum(groups["East"]) / 12 - sum(groups["North"]) / 12
    assert f"East against North: {difference:.2f}" in note
    assert f"p = {first:.3f}" in note


def test_the_two_tests_of_an_order_by_region_name_each_other(folder: Path, tipcoder: Any) -> None:
    rows = tipcoder("stats", "tables", "--table", "by-region", "--format", "csv", cwd=folder).csv()
    notes = {row["question"]: row["note"] for row in rows}
    ranks = "A test by region compares ranks"
    # Of two levels and of numbers both compare the same.
    assert [name for name, note in notes.items() if ranks in note] == ["content"]

    results = tipcoder("stats", "--variable", "region", "--format", "json", cwd=folder).json()
    by_region = {one["outcome"]: one for one in results if one["variable"] == "region"}
    assert by_region["content"]["test"] == "Kruskal-Wallis"
    named = [name for name, one in by_region.items() if "Averages by region" in str(one)]
    assert named == ["content"]
