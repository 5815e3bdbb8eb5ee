"""`strata` in study.toml, from the survey to the numbers: 20 firms, drawn apart by size."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import t

STUDY = """\
title = "Firms"
languages = ["en"]

[respondent]
id = "id"
weight = "wt"
strata = "size"

[privacy]
response_ids = "from-column"

[[question]]
column = "why"

[outcome.minutes]
column = "minutes"
type = "number"

[factor.town]
column = "town"
levels = ["Alder", "Birch"]
"""
LARGE = range(0, 20, 4)
MINUTES = [30 + 7 * (n % 5) + (60 if n in LARGE else 0) for n in range(20)]


def write_survey(sizes: dict[int, str] | None = None) -> str:
    """Large firms weigh 1 and small ones 3; `sizes` are others than these two."""
    lines = ["id,wt,size,minutes,town,why"]
    for n in range(20):
        size = (sizes or {}).get(n, "large" if n in LARGE else "small")
        weight = 1 if n in LARGE else 3
        town = "Alder" if n % 2 else "Birch"
        lines.append(f"{1001 + n},{weight},{size},{MINUTES[n]},{town},remark {n}")
    return "\n".join(lines) + "\n"


def show_mean(tipcoder: Any, folder: Path, *words: str) -> Any:
    return tipcoder(
        *("stats", "tables", "--table", "minutes", "--format", "csv", *words), cwd=folder
    )


def say(tipcoder: Any, folder: Path) -> str:
    return str(tipcoder("stats", "--format", "markdown", cwd=folder).out)


def test_a_mean_has_the_interval_of_a_stratified_sample(
    make_study: Callable[..., Path], tipcoder: Any
) -> None:
    folder = make_study(write_survey(), STUDY)
    done = show_mean(tipcoder, folder)
    line = done.csv()[0]
    # By the textbook: the weighted sum of the strata's means, and of their s² / n.
    mean = variance = 0.0
    for weight, inside in ((5, LARGE), (45, [n for n in range(20) if n not in LARGE])):
        minutes = [MINUTES[n] for n in inside]
        mean += weight / 50 * statistics.mean(minutes)
        variance += (weight / 50) ** 2 * statistics.variance(minutes) / len(minutes)
    half = float(t.ppf(0.975, 20 - 2)) * variance**0.5
    assert float(line["mean"]) == pytest.approx(mean)
    assert float(line["low"]) == pytest.approx(mean - half)
    assert float(line["high"]) == pytest.approx(mean + half)
    assert "drawn with replacement within strata of size" in say(tipcoder, folder)

    # One stratum has less to say of what differs between sizes.
    file = folder / "study.toml"
    file.write_text(file.read_text("utf-8").replace('strata = "size"\n', ""), "utf-8")
    one = show_mean(tipcoder, folder)
    assert float(one.csv()[0]["mean"]) == pytest.approx(mean)
    assert float(one.csv()[0]["high"]) - mean > half
    assert "strata" not in say(tipcoder, folder)


def test_tests_have_the_degrees_of_freedom_of_the_strata(
    make_study: Callable[..., Path], tipcoder: Any
) -> None:
    folder = make_study(write_survey(), STUDY)
    (result,) = tipcoder("stats", "--format", "json", cwd=folder).json()
    assert result["test"] == "design-based t"
    assert result["df"] == 18
    (plain,) = tipcoder("stats", "--unweighted", "--format", "json", cwd=folder).json()
    assert plain["test"] == "Welch t"


def test_odd_strata_are_said(make_study: Callable[..., Path], tipcoder: Any) -> None:
    folder = make_study(write_survey({1: "", 2: "", 3: "huge"}), STUDY)
    said = say(tipcoder, folder)
    assert "2 cases have no stratum, and make up one of their own." in said
    assert "1 stratum has one respondent, who is taken around the mean of the whole" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('weight = "wt"\n', "", "`weight` is missing"),
        ('strata = "size"', 'strata = "wt"', "'wt' is [respondent] strata"),
        ('strata = "size"', 'strata = "why"', "'why' is a question"),
    ],
)
def test_strata_that_cannot_be_are_refused(
    make_study: Callable[..., Path], tipcoder: Any, old: str, new: str, said: str
) -> None:
    folder = make_study(write_survey(), STUDY)
    file = folder / "study.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    done = tipcoder("stats", cwd=folder)
    assert done.status == 2
    assert said in done.err


def test_the_trend_of_a_code_is_weighted_within_strata(
    make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any
) -> None:
    """20 firms in three ages; in one stratum of equal weights it is the slope by its error."""
    ages = ("new", "young", "old")
    lines = ["id,wt,size,minutes,town,age,why"]
    rows = ["case,question,coder,code,start,end"]
    has_it = [n % 4 < 2 if n % 3 < 2 else n % 4 > 0 for n in range(40)]
    for n in range(40):
        lines.append(f"{1001 + n},2,all,{n},Alder,{ages[n % 3]},remark {n}")
        rows.append(f"{1001 + n},why,anna,{'pressure' if has_it[n] else ''},,")
    aged = '\n[factor.age]\ncolumn = "age"\nlevels = ["new", "young", "old"]\nordered = true\n'
    folder = make_study("\n".join(lines) + "\n", STUDY + aged)
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    words = ("stats", "presence", "--code", "pressure", "--by", "age")
    done = tipcoder(*words, "--format", "json", cwd=folder)

    places = [n % 3 - statistics.mean(m % 3 for m in range(40)) for n in range(40)]
    squares = sum(x * x for x in places)
    slope = sum(x * y for x, y in zip(places, has_it, strict=True)) / squares
    middle = statistics.mean(has_it)
    moved = [x * (y - middle - slope * x) for x, y in zip(places, has_it, strict=True)]
    error = (40 / 39 * sum(one * one for one in moved)) ** 0.5 / squares
    expected = 2 * float(t.sf(abs(slope / error), 39))
    assert [line["p_trend"] for line in done.json()] == pytest.approx([expected] * 3)
    assert "(design-based trend t); it is not adjusted" in tipcoder(*words, cwd=folder).err
