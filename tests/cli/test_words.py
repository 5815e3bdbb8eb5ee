"""`words`: twelve customers in two plans, who all say something about prices or support."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import scipy.stats

STUDY = """\
title = "Customers"
languages = ["en"]
[respondent]
id = "id"
[privacy]
response_ids = "from-column"
[[question]]
column = "why"
[factor.plan]
label = "Plan"
column = "plan"
levels = ["B", "T"]
labels = { B = "Basic", T = "Team" }
"""
BASIC = ("The price rose, and the price hurts", "Prices hurt us", "A price nobody wants")
TEAM = ("The support is slow", "Support and price", "Nobody from the support answers")


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    lines = ["id,plan,why"]
    for n in range(12):
        plan, texts = ("B", BASIC) if n < 6 else ("T", TEAM)
        lines.append(f'{1001 + n},{plan},"{texts[n % 3]}."')
    return make_study("\n".join(lines) + "\n", STUDY)


def test_words_are_counted_by_answers_and_stop_words_are_not(folder: Path, tipcoder: Any) -> None:
    done = tipcoder("words", "--raw", "--format", "json", cwd=folder)
    found = {line["word"]: line for line in done.json()}
    # By hand: two answers of each text.
    price = found["price"]
    assert (price["uses"], price["answers"], price["respondents"]) == (8, 6, 6)
    assert price["share"] == 0.5
    assert found["prices"]["answers"] == 2
    assert "the" not in found
    assert "for the team alone" in done.err

    stems = tipcoder("words", "--stems", "--raw", "--format", "json", cwd=folder).json()
    assert (stems[0]["word"], stems[0]["uses"], stems[0]["answers"]) == ("price …", 10, 8)


def test_key_words_tell_segments_apart(folder: Path, tipcoder: Any) -> None:
    done = tipcoder("words", "--by", "plan", "--raw", "--format", "csv", cwd=folder)
    found = {(line["segment"], line["word"]): line for line in done.csv()}
    price = found["Basic", "price"]
    assert (price["answers"], price["rest_answers"]) == ("4", "2")
    # Basic has 2 * (7 + 3 + 4) words with 6 of price, Team 2 * (4 + 3 + 5) with 2.
    cells = [[6, 22], [2, 22]]
    by_scipy = scipy.stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    assert float(price["keyness"]) == pytest.approx(by_scipy.statistic)
    assert ("Team", "price") not in found, "Team says it less"
    assert ("Team", "support") in found
    assert "support" in tipcoder("words", "--by", "plan", cwd=folder).out


def test_a_word_stands_in_its_context_with_the_response_id(folder: Path, tipcoder: Any) -> None:
    done = tipcoder("words", "Pric*", "--context", "12", "--raw", "--format", "json", cwd=folder)
    lines = done.json()
    assert len(lines) == 10
    assert lines[1] == {
        "case": "1001",
        "question": "why",
        "left": "se, and the",
        "word": "price",
        "right": "hurts.",
    }
    assert "Nobody says that." in tipcoder("words", "refund", cwd=folder).err


def test_words_leave_only_for_the_team_and_few_people_are_left_out(
    folder: Path, tipcoder: Any
) -> None:
    for words in ((), ("price",)):
        tipcoder("words", *words, "--format", "csv", cwd=folder).refused(2, "--raw")
    done = tipcoder("words", "--smallest-cell", "5", "--raw", "--format", "csv", cwd=folder)
    assert [line["word"] for line in done.csv()] == ["price", "support"]
    tipcoder("words", "price", "--by", "plan", cwd=folder).refused(2, "about lists")
    tipcoder("words", "*", cwd=folder).refused(2, "needs a letter")
