"""`stats presence --by`: the basic table of a survey with comments, counted by hand.

60 customers: 20 Basic, 20 Team, 15 Business, 5 without a plan. `price` stands on the answers of 12,
5, 2 and 2 of them; two answers of Basic are not read. Everybody below 30 used e-mail, and everybody
whose number can be divided by 3 the phone; the last 10 were not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

STUDY = """\
title = "Customers"
languages = ["en"]

[respondent]
id = "id"
attributes = ["score", "since"]

[privacy]
response_ids = "from-column"

[[question]]
column = "why"

[outcome.contentment]
column = "content"
levels = ["Low", "Middle", "High"]

[factor.plan]
label = "Plan"
column = "plan"
levels = ["B", "T", "X"]
labels = { B = "Basic", T = "Team", X = "Business" }

[factor.channel]
label = "Channels"
column = "channels"
separator = ";"
levels = ["email", "phone", "none"]
"""
WITH_PRICE = {*range(12), *range(20, 25), 40, 41, 55, 56}
NOT_READ = {18, 19}


def write_survey() -> str:
    lines = ["id,plan,channels,content,score,since,hobby,why"]
    for n in range(60):
        plan = "B" if n < 20 else "T" if n < 40 else "X" if n < 55 else ""
        chosen = [name for name, used in (("email", n < 30), ("phone", n % 3 == 0)) if used]
        channels = "" if n >= 50 else ";".join(chosen) or "none"
        content = ("Low", "Middle", "High")[n % 3 if n < 20 else n // 20]
        cells = (1001 + n, plan, channels, content, n % 11, 1950 + n, f"hobby {n}", f"remark {n}")
        lines.append(",".join(map(str, cells)))
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    folder = make_study(write_survey(), STUDY)
    rows = ["case,question,coder,code,start,end"]
    for n in range(60):
        if n not in NOT_READ:
            rows.append(f"{1001 + n},why,anna,{'pressure' if n in WITH_PRICE else ''},,")
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def show(tipcoder: Any, folder: Path, *words: str) -> Any:
    return tipcoder("stats", "presence", "--code", "pressure", *words, cwd=folder)


COUNTS = {"Basic": (12, 18, 7, 35), "Team": (5, 20, 14, 33), "Business": (2, 15, 17, 38)}
"""Present, known, and the same of the rest: customers without a plan are in no rest."""


def test_a_factor_with_levels_has_its_shares_differences_and_adjusted_tests(
    folder: Path, tipcoder: Any
) -> None:
    done = show(tipcoder, folder, "--by", "plan", "--format", "json")
    lines = {line["segment"]: line for line in done.json()}
    assert list(lines) == ["Basic", "Team", "Business"]
    assert lines["Basic"]["unknown"] == 2
    plain = []
    for name, (present, known, rest_present, rest_known) in COUNTS.items():
        line = lines[name]
        columns = ("present", "known", "rest_present", "rest_known")
        assert tuple(line[column] for column in columns) == COUNTS[name]
        assert (line["low"], line["high"]) == pytest.approx(
            proportion_confint(present, known, method="wilson")
        )
        ends = confint_proportions_2indep(*COUNTS[name], method="newcomb")
        assert (line["difference_low"], line["difference_high"]) == pytest.approx(ends)
        table = [[present, known - present], [rest_present, rest_known - rest_present]]
        plain.append(scipy.stats.chi2_contingency(table).pvalue)
    assert [line["p"] for line in lines.values()] == pytest.approx(plain)
    holm = multipletests(plain, method="holm")[1]
    assert [line["p_adjusted"] for line in lines.values()] == pytest.approx(holm)
    assert "5 cases are in no segment of Plan" in done.err
    assert "One family of 3 tests, adjusted by Holm." in done.err


def test_options_of_one_question_are_segments_of_those_who_were_asked(
    folder: Path, tipcoder: Any
) -> None:
    done = show(tipcoder, folder, "--by", "channel", "--format", "csv")
    lines = {line["segment"]: line for line in done.csv()}
    # E-mail: 0 to 29 but 18 and 19; price on 0-11 and 20-24. The rest: 30 to 49; price on 40, 41.
    email = lines["email"]
    assert (email["present"], email["known"]) == ("17", "28")
    assert (email["rest_present"], email["rest_known"]) == ("2", "20")
    # The phone: 0, 3, ... 48 but 18, which are 16; price on 0, 3, 6, 9, 21, 24.
    assert (lines["phone"]["present"], lines["phone"]["known"]) == ("6", "16")
    assert "50 cases asked" in done.err


def test_outcomes_numbers_and_all_cases_divide_too(folder: Path, tipcoder: Any) -> None:
    by_outcome = show(tipcoder, folder, "--by", "contentment", "--format", "csv").csv()
    assert [line["segment"] for line in by_outcome] == ["Low", "Middle", "High"]
    # In the first 20 customers contentment goes round; the next 20 are Middle, and then High.
    trend = {line["p_trend"] for line in by_outcome if line["p"]}
    present, known = [0, 0, 0], [0, 0, 0]
    for n in {*range(60)} - NOT_READ:
        place = n % 3 if n < 20 else n // 20
        known[place] += 1
        present[place] += n in WITH_PRICE
    scores = np.repeat([0, 1, 2, 0, 1, 2], [*present, *np.subtract(known, present)])
    states = np.repeat([1, 0], [sum(present), sum(known) - sum(present)])
    statistic = 58 * scipy.stats.pearsonr(scores, states).statistic ** 2
    assert [float(p) for p in trend] == [pytest.approx(scipy.stats.chi2.sf(statistic, 1))]
    by_score = show(tipcoder, folder, "--by", "score", "--format", "csv").csv()
    assert [line["segment"] for line in by_score] == [str(number) for number in range(11)]
    assert {line["note"].partition(":")[0] for line in by_score} == {"Few cases"}
    # There is no country, so that without --by a code has one line.
    (whole,) = show(tipcoder, folder, "--format", "csv").csv()
    assert (whole["present"], whole["known"], whole["unknown"]) == ("21", "58", "2")


def test_the_printed_table_is_read_by_people(folder: Path, tipcoder: Any) -> None:
    shown = show(tipcoder, folder, "--by", "plan").out
    assert "Presence of codes by Plan" in shown
    assert ".67 [.44, .84]" in shown  # Wilson's of 12 of 18
    page = show(tipcoder, folder, "--by", "plan", "--format", "markdown").out
    assert "Pearson chi-square (Yates)" in page


def test_a_small_segment_that_is_left_out_is_not_told_by_the_rest(
    folder: Path, tipcoder: Any
) -> None:
    done = show(tipcoder, folder, "--by", "plan", "--smallest-cell", "5", "--format", "csv")
    lines = done.csv()
    # Business has 2 with the code; its number could be had from the rest of the two others.
    assert [line["segment"] for line in lines] == ["Basic", "Team"]
    assert {line["rest_present"] for line in lines} == {""}
    assert {line["difference"] for line in lines} == {""}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pln", "Did you mean 'plan'?"),
        ("why", "nothing to divide by"),
        ("since", "too many for segments"),
        ("hobby", "may be words of respondents"),
    ],
)
def test_what_divides_nothing_is_refused(folder: Path, tipcoder: Any, name: str, said: str) -> None:
    show(tipcoder, folder, "--by", name).refused(2, said)


def test_a_factor_with_levels_is_tested_by_ranks_and_stands_in_the_merged_table(
    folder: Path, tipcoder: Any
) -> None:
    found = tipcoder("stats", "--variable", "plan", "--format", "json", cwd=folder).json()
    (plan,) = [one for one in found if one["variable"] == "plan"]
    content = [("Low", "Middle", "High").index(row) for row in read_contentment()[:55]]
    expected = scipy.stats.kruskal(content[:20], content[20:40], content[40:])
    assert plan["test"] == "Kruskal-Wallis"
    assert plan["statistic"] == pytest.approx(expected.statistic)
    assert plan["p"] == pytest.approx(expected.pvalue)
    assert plan["variable_label"] == "Plan"
    assert tipcoder("merge", "-o", "out.csv", cwd=folder).status == 0
    head = (folder / "out.csv").read_text("utf-8").splitlines()[0]
    assert "factor.plan" in head


def read_contentment() -> list[str]:
    return [line.split(",")[3] for line in write_survey().splitlines()[1:]]
