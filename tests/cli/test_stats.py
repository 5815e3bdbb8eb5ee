"""`tipcoder stats` on a study whose answers are known by hand,
and on the founding study's release.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PEOPLE = 24
STUDY = """\
title = "Stats"
languages = ["en"]

[respondent]
id = "id"
case = "loop"

[privacy]
response_ids = "from-column"

[country]
column = "country"

[[question]]
column = "why"
asked_if = { column = "gate", equals = "Yes" }

[outcome.grade]
column = "grade"
levels = ["Low", "High"]
missing = ["Don't know"]

[factor.funded]
column = "funded"
true_if = "1"
else = false

[factor.knows]
column = "knows"
true_if = "Yes"
false_if = "No"

[indicator.score]
column = "score"

[indicator.flat]
column = "flat"
note = "Everybody has 7."

[[table]]
key = "all"
title = "All of it"
[[table.item]]
text = "Grade"
column = "grade"
[[table.item]]
text = "Ticked"
options = { "funded" = "Funded", "other" = "Other" }
[[table.item]]
text = "Score"
column = "score"
show = "mean"
"""


def survey() -> str:
    """24 respondents: the first 20 were asked why; grades and scores follow simple rules."""
    lines = ["id,loop,country,gate,grade,funded,other,knows,score,flat,why"]
    for n in range(PEOPLE):
        gate = "Yes" if n < 20 else "No"
        grade = "High" if n % 3 == 0 else "Low" if n % 3 == 1 else "Don't know"
        funded = "1" if n % 4 == 0 else ""
        knows = ("Yes", "No", "")[n % 3 if n < 12 else 0]
        country = "Kenya" if n % 2 else "Peru"
        lines.append(
            f"{1001 + n},1,{country},{gate},{grade},{funded},,{knows},{n},7,some text number {n}"
        )
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    """The study, with `pressure` put by anna on 12 answers and found absent on 7;
    one answer is not read.
    """
    folder = make_study(survey(), STUDY)
    rows = ["case,question,coder,code,start,end"]
    rows += [f"{1001 + n},why,anna,{'pressure' if n < 12 else ''},," for n in range(19)]
    rows.append("1001,why,anna,money,,")
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def test_json_has_the_shape_that_others_build_on(folder: Path, tipcoder: Any) -> None:
    found = tipcoder("stats", "--outcome", "grade", "--format", "json", cwd=folder).json()
    shape = {
        "outcome",
        "variable",
        "test",
        "statistic",
        "df",
        "p",
        "p_adjusted",
        "effect",
        "n",
        "groups",
    }
    assert shape | {"sensitivity", "note"} <= found[0].keys()
    score = next(line for line in found if line["variable"] == "score")
    assert (score["outcome"], score["test"], score["n"]) == ("grade", "Welch t", 16)
    # Low: 1, 4, ..., 22; High: 0, 3, ..., 21.
    # Both have sd sqrt(54), so t = 1 / sqrt(54 / 4) and df = 14.
    assert (score["statistic"], score["df"]) == (pytest.approx(1 / 13.5**0.5), pytest.approx(14))
    assert {"name", "value", "low", "high"} <= score["effect"].keys()
    assert [(group["name"], group["n"], group["mean"]) for group in score["groups"]] == [
        ("Low", 8, 11.5),
        ("High", 8, 10.5),
    ]


def test_a_constant_variable_gets_a_sentence(folder: Path, tipcoder: Any) -> None:
    found = tipcoder("stats", "--outcome", "grade", "--format", "json", cwd=folder).json()
    flat = next(line for line in found if line["variable"] == "flat")
    assert (flat["test"], flat["p"], flat["p_adjusted"], flat["effect"]) == (
        "none",
        None,
        None,
        None,
    )
    assert "same value (7)" in flat["note"]
    assert "Everybody has 7." in flat["note"]
    shown = tipcoder("stats", "--outcome", "grade", cwd=folder)
    assert "same value (7)" in shown.out
    assert "nan" not in shown.out


def test_three_states_of_a_factor_stay_three(folder: Path, tipcoder: Any) -> None:
    found = tipcoder("stats", "--outcome", "grade", "--format", "json", cwd=folder).json()
    knows = next(line for line in found if line["variable"] == "knows")
    # Of the first twelve, every third knows, every third does not, every third did not say;
    # grades go along.
    assert knows["n"] == 4 + 4 + 8
    funded = next(line for line in found if line["variable"] == "funded")
    assert "18 of 24 cases have an empty cell in funded and count as no." in funded["note"]


def test_an_undeclared_family_says_so(folder: Path, tipcoder: Any) -> None:
    shown = tipcoder("stats", "--outcome", "grade", cwd=folder)
    assert "not declared in study.toml" in shown.out
    assert "1 more was refused" in shown.out


def test_unknown_is_never_counted_as_absent(folder: Path, tipcoder: Any) -> None:
    """Gate closed on four cases, one answer not read: 12 present and 7 absent, not 12 and 12."""
    (line,) = [
        line
        for line in tipcoder(
            "stats", "--code", "pressure", "--min-n", "5", "--format", "json", cwd=folder
        ).json()
        if line["outcome"] == "score"
    ]
    assert [(group["name"], group["n"]) for group in line["groups"]] == [
        ("present", 12),
        ("absent", 7),
    ]
    assert line["coverage"] == {
        "code": "pressure", "asked": 20, "answered": 20, "readable": 20,
        "coded": 19, "present": 12, "half_read": 0, "scope": "why",
    }  # fmt: skip
    (filled,) = [
        check for check in line["sensitivity"] if check["kind"] == "if unknown were absent"
    ]
    assert (filled["n"], line["n"]) == (24, 19)
    assert filled["p"] != pytest.approx(line["p"], rel=0.2)


def test_a_code_with_one_row_prints_counts_and_a_refusal(folder: Path, tipcoder: Any) -> None:
    shown = tipcoder("stats", "--code", "money", "--outcome", "grade", cwd=folder)
    assert "Not tested: 'present' has 1 row, and a group needs at least 10." in shown.out
    assert "present: Low 0/1, High 1/1" in shown.out
    assert "p =" not in shown.out
    assert re.search(r"money +20 +20 +20 +19 +1 +0 +why", shown.out)


def test_looking_at_one_code_does_not_make_the_family_smaller(folder: Path, tipcoder: Any) -> None:
    settings = ("--min-n", "5", "--format", "json")
    alone = tipcoder("stats", "--code", "pressure", *settings, cwd=folder).json()
    everything = tipcoder("stats", "--all-codes", *settings, cwd=folder).json()
    assert [line for line in everything if line["variable"] == "pressure"] == alone


@pytest.mark.parametrize(
    ("form", "sign"),
    [("markdown", "| outcome |"), ("latex", r"\begin{tabular}"), ("csv", "outcome,variable,")],
)
@pytest.mark.parametrize("style", ["article", "apa"])
def test_every_form_prints_every_result(
    folder: Path, tipcoder: Any, form: str, sign: str, style: str
) -> None:
    done = tipcoder("stats", "--format", form, "--style", style, cwd=folder)
    assert done.status == 0
    assert sign in done.out
    for variable in ("score", "flat", "funded", "knows"):
        assert variable in done.out


def test_shares_print_numerator_and_denominator_and_means_answers_and_rows(
    folder: Path, tipcoder: Any
) -> None:
    shown = tipcoder("stats", "tables", "--table", "all", cwd=folder).out
    assert re.search(r"Don't know +33\.33% +8/24", shown)
    assert re.search(r"Funded +100% +6/6", shown)
    assert "Mean 11.50; median 11.5; sd 7.07; N=24 of 24 rows" in shown
    averages = tipcoder(
        "stats", "tables", "--table", "by-country", "--format", "csv", cwd=folder
    ).csv()
    assert [(line["label"], line["answers"], line["rows"]) for line in averages] == [
        ("Kenya", "8", "12"),
        ("Peru", "8", "12"),
    ]


def test_averages_of_small_countries_say_the_minimum_and_not_that_nobody_answered(
    folder: Path, tipcoder: Any
) -> None:
    """Each of the two countries has 12 rows, with 8 answers."""
    shown = tipcoder("stats", "tables", "--table", "by-country", "--min-cases", "13", cwd=folder)
    assert shown.status == 0
    assert "No country has the 13 rows that an average takes here" in shown.out
    assert "nobody answered" not in shown.out


def test_a_minimum_of_countries_is_refused_where_no_table_has_countries(
    folder: Path, tipcoder: Any
) -> None:
    refused = tipcoder("stats", "tables", "--table", "all", "--min-cases", "13", cwd=folder)
    assert refused.status == 2
    assert "--table all has no countries" in refused.err
    assert "show by-country with it" in refused.err


def test_presence_rolls_up_to_respondents_and_countries(folder: Path, tipcoder: Any) -> None:
    """Odd numbers are in Kenya: of the 19 read, 9 are there, 6 of them with the code."""
    by_country = tipcoder(
        "stats", "presence", "--code", "pressure", "--format", "json", cwd=folder
    ).json()
    assert [(line["country"], line["present"], line["known"]) for line in by_country] == [
        ("Kenya", 6, 9),
        ("Peru", 6, 10),
    ]
    assert by_country[0]["share"] == pytest.approx(2 / 3)
    by_person = tipcoder(
        "stats", "presence", "--by", "respondent", "--format", "csv", cwd=folder
    ).csv()
    assert len(by_person) == 24
    assert [line["pressure"] for line in by_person[10:13] + by_person[18:21]] == [
        "1",
        "1",
        "0",
        "0",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stats", "--outcome", "grad"), "Did you mean 'grade'?"),
        (("stats", "--code", "presure"), "Did you mean 'pressure'?"),
        (("stats", "--variable", "scor"), "Did you mean 'score'?"),
        (("stats", "--code", "pressure", "--codings-of", "consensus"), "no consensus"),
        (("stats", "--codings-of", "anna"), "about codes"),
        (("stats", "tables", "--table", "al"), "Did you mean 'all'?"),
        (("stats", "--code", "pressure", "--all-codes"), "exclude each other"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest(
    folder: Path, tipcoder: Any, words: tuple[str, ...], said: str
) -> None:
    tipcoder(*words, cwd=folder).refused(2, said)


def test_figures_have_the_same_bytes_every_time(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        done = tipcoder("stats", "figures", "-o", tmp_path / name, cwd=folder)
        assert done.status == 0, done.err
    one, two = (
        {p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert one == two
    assert {
        "grade-by-country.svg",
        "score-by-grade.pdf",
        "codes-by-grade.png",
        "co-occurrence.svg",
        "saturation.svg",
    } <= one.keys()
    assert b"<text" in one["grade-by-country.svg"]


def test_figures_pass_the_audit_though_they_are_pictures(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    assert tipcoder("stats", "figures", "-o", tmp_path / "figures", cwd=folder).status == 0
    figures = sorted((tmp_path / "figures").iterdir())
    assert {figure.suffix for figure in figures} == {".pdf", ".png", ".svg"}
    for figure in figures:
        done = tipcoder("audit", figure, "--no-study", "--format", "csv", cwd=folder)
        assert done.status == 0, (figure.name, done.out, done.err)
        # What they show is not read, which is said of those that are all pixels.
        said = {row["kind"] for row in done.csv()} if done.out else set()
        assert said <= {"picture"}
        assert "picture" in said or figure.suffix != ".png"


@pytest.fixture
def founding(tipcoder: Any, shared: Path, tmp_path: Path) -> Path:
    """The founding study, made from its release as its template says."""
    source = shared / "replication"
    done = tipcoder(
        "init", tmp_path / "f", "--survey", source / "responses.csv", "--template", "tip-ngo-survey"
    )
    assert done.status == 0, done.err
    assert "policy_index.csv: copied from beside the survey" in done.err + done.out
    return tmp_path / "f"


def test_a_file_of_indicators_that_is_not_there_is_asked_for(
    tipcoder: Any, shared: Path, tmp_path: Path
) -> None:
    shutil.copy(shared / "replication" / "responses.csv", tmp_path)
    done = tipcoder(
        "init",
        tmp_path / "f",
        "--survey",
        tmp_path / "responses.csv",
        "--template",
        "tip-ngo-survey",
    )
    assert "policy_index.csv" in done.err
    tipcoder("stats", cwd=tmp_path / "f").refused(
        2, "policy_index.csv", str(tmp_path / "f" / "policy_index.csv")
    )


PRINTED = {
    ("importance", "avg_tier"): "F (2, 385) = 9.56, p < 0.001",
    ("importance", "tier_change"): "F (2, 385) = 0.20, p = 0.817",
    ("importance", "change_policy"): "F (2, 385) = 2.38, p = 0.094",
    ("importance", "log_funding"): "F (2, 377) = 14.17, p < 0.001",
    ("importance", "received_funding"): "chi^2 (2, N = 389) = 41.49, p < 0.001, phi_c = 0.33",
    ("importance", "contact_with_us"): "chi^2 (2, N = 389) = 35.49, p < 0.001, phi_c = 0.30",
    ("importance", "us_hq"): "chi^2 (2, N = 389) = 3.68, p = 0.159, phi_c = 0.10",
    ("positivity", "avg_tier"): "t (122.22) = 2.63, p = 0.010",
    ("positivity", "tier_change"): "t (113.16) = 4.04, p < 0.001",
    ("positivity", "change_policy"): "t (125.67) = -4.08, p < 0.001",
    ("positivity", "log_funding"): "t (140.65) = 2.47, p = 0.015",
    ("positivity", "received_funding"): "chi^2 (1, N = 278) = 3.23, p = 0.072, phi_c = 0.12",
    ("positivity", "contact_with_us"): "chi^2 (1, N = 278) = 0.25, p = 0.616, phi_c = 0.04",
    ("positivity", "us_hq"): "chi^2 (1, N = 278) = 0.04, p = 0.837, phi_c = 0.03",
}
"""Lines as the article prints them."""


def test_fourteen_of_the_sixteen_published_lines_and_the_reason_for_the_other_two(
    founding: Path, tipcoder: Any
) -> None:
    shown = tipcoder("stats", cwd=founding).out
    blocks = dict(re.findall(r"^(\w+ by \w+)\n((?:  .*\n)+)", shown, re.MULTILINE))
    assert len(blocks) == 16
    for (outcome, variable), line in PRINTED.items():
        assert blocks[f"{outcome} by {variable}"].splitlines()[0].strip() == line
    for outcome in ("importance", "positivity"):
        assert "The release cannot give them" in blocks[f"{outcome} by freedom"]
    assert "16 tests, adjusted by Holm" in shown


def test_the_merge_of_the_founding_study_loses_only_what_is_no_country(
    founding: Path, tipcoder: Any
) -> None:
    report = tipcoder("merge", "--format", "json", cwd=founding).json()
    assert (report["cases"], report["countries"], report["unknown_names"]) == (561, 132, [])
    assert {name: len(cases) for name, cases in report["no_country"].items()} == {"Global": 2}
    without = {line["name"]: line["countries_without_data"] for line in report["indicators"]}
    assert sum(len(cases) for cases in without["freedom"].values()) == 5
    assert set(without["log_funding"]) == {
        "Taiwan",
        "Hong Kong",
        "North Korea",
        "Macao",
        "Montenegro",
        "Kosovo",
    }
    assert sum(len(cases) for cases in without["log_funding"].values()) == 9


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--min-n 5", "--min-n is about cases with and without a code."),
        ("tables --table all --outcome grade", "--outcome: not allowed with --table."),
        ("tables --table all --adjust holm", "--adjust: not allowed with --table."),
        ("presence --by case --min-n 5", "by case there are none"),
        ("presence --by respondent --adjust holm", "by respondent there are none"),
        ("presence --by all --min-n 5", "by all there are none"),
        ("presence --by case --smallest-cell 5", "--smallest-cell leaves out counts"),
    ],
)
def test_what_would_change_nothing_is_refused(
    folder: Path, tipcoder: Any, words: str, said: str
) -> None:
    tipcoder("stats", *words.split(), cwd=folder).refused(2, said)
