"""`stats change` with survey weights, from study.toml to the printed figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STUDY = """\
title = "Customers, asked twice"
languages = ["en"]

[respondent]
id = "id"
wave = "year"
weight = "wt"

[privacy]
response_ids = "from-column"

[[question]]
column = "why"

[outcome.content]
column = "content"
levels = ["No", "Yes"]
"""


def write_survey() -> str:
    """Twenty customers in each year, all others than before. Business customers weigh 3, the rest
    1. In 2023 five of the ten business customers are content and none of the others; in 2025 all of
    the business customers and five of the others.
    """
    lines = ["id,year,wt,content,why"]
    for year, business, others in (("2023", 5, 0), ("2025", 10, 5)):
        for n in range(20):
            is_business = n < 10
            content = n < business if is_business else n - 10 < others
            weight, said = (3 if is_business else 1), ("Yes" if content else "No")
            lines.append(f"{year}-{n},{year},{weight},{said},Reason number {n} of {year}.")
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    return make_study(write_survey(), STUDY)


def test_shares_are_those_of_the_weights(folder: Path, tipcoder: Any) -> None:
    """15 of 40, and 35 of 40; unweighted 5 of 20 and 15 of 20."""
    done = tipcoder("stats", "change", "--outcome", "content", "--format", "json", cwd=folder)
    (weighted,) = done.json()
    before, after = (weighted["estimates"][0][side]["value"] for side in ("from", "to"))
    assert (before, after) == pytest.approx((15 / 40, 35 / 40))
    # Each wave: the sum of squared weights times squared distances from the mean, by 40 squared.
    first = 9 * (5 * 0.625**2 + 5 * 0.375**2) + 10 * 0.375**2
    second = 9 * 10 * 0.125**2 + 5 * 0.125**2 + 5 * 0.875**2
    error = (40 / 39 * (first + second) / 1600) ** 0.5
    estimate = weighted["estimates"][0]
    assert estimate["test"] == "design-based t"
    assert estimate["statistic"] == pytest.approx(0.5 / error)
    assert estimate["df"] == 39

    plain = tipcoder(
        "stats", "change", "--outcome", "content", "--unweighted", "--format", "json", cwd=folder
    )
    figures = plain.json()[0]["estimates"][0]
    assert (figures["from"]["value"], figures["to"]["value"]) == (5 / 20, 15 / 20)


def test_what_the_figures_are_weighted_by_is_said(folder: Path, tipcoder: Any) -> None:
    printed = tipcoder("stats", "change", "--outcome", "content", cwd=folder)
    assert "Weighted by wt" in printed.out + printed.err
    plain = tipcoder("stats", "change", "--outcome", "content", "--unweighted", cwd=folder)
    assert "the weights of study.toml are left out" in plain.out + plain.err
