"""A warning about the survey's values is said once, however many tests it concerns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
SURVEY = """\
id,country,role,weight,fund,home
1,Kenya,They pressed our ministry.,low,1,1
2,Kenya,They never came here.,high,0,0
3,Peru,The envoy listened.,vast,1,0
4,Nepal,The envoy left.,low,0,1
"""
STUDY = """\
title = "Said once"
languages = ["en"]
[respondent]
id = "id"
attributes = ["country"]
[privacy]
response_ids = "from-column"
[[question]]
column = "role"
text = "What?"
[outcome.weight]
column = "weight"
levels = ["low", "high"]
[factor.fund]
column = "fund"
true_if = "1"
false_if = "0"
[factor.home]
column = "home"
true_if = "1"
false_if = "0"
"""
CODEBOOK = 'title = "Codes"\nlanguage = "en"\n[code.visits]\nlabel = "Visits"\n'
WARNING = "outcome weight: 'vast' (1 cell) in weight matches no level, and it is left out"


@pytest.mark.parametrize("words", [("stats",), ("stats", "tables"), ("check",), ("merge",)])
def test_it_stands_once_in_all_that_is_printed(
    tipcoder: Tipcoder, make_study: Callable[..., Path], words: tuple[str, ...]
) -> None:
    done = tipcoder(*words, cwd=make_study(SURVEY, STUDY, CODEBOOK))
    assert (done.out + done.err).count(WARNING) == 1


def test_tests_that_it_concerns_stand_in_front(
    tipcoder: Tipcoder, make_study: Callable[..., Path]
) -> None:
    done = tipcoder("stats", cwd=make_study(SURVEY, STUDY, CODEBOOK))
    (line,) = [line for line in done.out.splitlines() if WARNING in line]
    assert line.startswith("weight by fund, weight by home: ")


def test_what_reads_the_tests_as_data_is_told_beside_them(
    tipcoder: Tipcoder, make_study: Callable[..., Path]
) -> None:
    done = tipcoder("stats", "--format", "json", cwd=make_study(SURVEY, STUDY, CODEBOOK))
    assert done.err.count(WARNING) == 1
    assert all(WARNING in test["note"] for test in done.json())
