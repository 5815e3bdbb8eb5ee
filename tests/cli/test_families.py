"""What is declared stays as declared, and what is printed is called as people call it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

STUDY = """\
title = "Families"
languages = ["en"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[country]
column = "country"

[[question]]
column = "why"

[outcome.grade]
column = "grade"
label = "Grade_of the work"
levels = ["Low", "Middle", "High"]

[outcome.liked]
column = "liked"
levels = ["No", "Yes"]

[outcome.seen]
column = "seen"
levels = ["Far", "Near"]

[factor.funded]
column = "funded"
label = "Was funded & happy"
true_if = "1"
false_if = "0"

[indicator.score]
column = "score"
label = "Score of the country"

[family.main]
outcomes = ["grade"]
variables = ["funded", "score"]
small_cells = "chi-square"

[family.themes]
outcomes = ["liked"]
codes = ["pressure"]
small_cells = "chi-square"

[[table]]
key = "channels"
title = "Channels"
[[table.item]]
text = "By which channels"
column = "channels"
show = "list"
[[table.item]]
text = "As offered"
column = "offered"
show = "list"
levels = ["Web", "Phone, fixed", "Phone, mobile", "Letter"]
"""
CHANNELS = ["Web,Phone", "Web", "Mail; Phone", "web | Mail", "", "Phone,Fax"]
OFFERED = [
    "Web, Phone, fixed",
    "Phone, fixed, Phone, mobile",
    "Web",
    "Phone, mobile, By hand",
    "",
    "Web",
]


def survey() -> str:
    """24 people. Funded are the even ones, and only they say what they saw;
    the last twelve like it.
    """
    lines = ["id,country,grade,liked,seen,funded,score,other,channels,offered,why"]
    for n in range(24):
        grade = ("Low", "Middle", "High")[n % 3]
        seen = ("Far", "", "Near", "")[n % 4]
        cells = [
            str(1001 + n),
            "Kenya" if n % 2 else "Peru",
            grade,
            "Yes" if n >= 12 else "No",
            seen,
            str(int(n % 2 == 0)),
            str((n * 7) % 11),
            "A" if n % 5 else "B",
            CHANNELS[n % 6],
            OFFERED[n % 6],
            f"text {n}",
        ]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    """Pressure on the first four answers and on the last, money on every second,
    training on the first three.
    """
    folder = make_study(survey(), STUDY)
    rows = ["case,question,coder,code,start,end"]
    for n in range(24):
        codes = ["pressure"] if n < 4 or n == 23 else []
        codes += ["money"] if n % 2 else []
        codes += ["training"] if n < 3 else []
        rows += [f"{1001 + n},why,anna,{code},," for code in codes or [""]]
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def adjusted(
    results: list[dict[str, Any]],
) -> dict[tuple[str, str], tuple[float | None, dict[str, Any]]]:
    return {
        (one["outcome"], one["variable"]): (one["p_adjusted"], one["family"]) for one in results
    }


def test_a_declared_family_does_not_move_with_what_is_asked_besides(
    folder: Path, tipcoder: Any
) -> None:
    plain = adjusted(tipcoder("stats", "--format", "json", cwd=folder).json())
    assert set(plain) == {("grade", "funded"), ("grade", "score")}
    words = ("--variable", "other", "--outcome", "grade", "--outcome", "liked", "--format", "json")
    done = tipcoder("stats", *words, cwd=folder)
    more = adjusted(done.json())
    assert {pair: more[pair] for pair in plain} == plain
    beside = {pair: found for pair, found in more.items() if pair not in plain}
    assert set(beside) == {
        ("grade", "other"),
        *(("liked", name) for name in ("funded", "score", "other")),
    }
    assert {found[1]["apart"] for found in beside.values()} == {True}
    assert {found[1]["size"] for found in beside.values()} == {4}
    said = " ".join(done.err.split())
    assert "Family 'main' of study.toml: 2 tests, adjusted by Holm." in said
    assert (
        "Asked for beside the family, and adjusted apart from it: 4 tests, adjusted by Holm."
        in said
    )
    shown = tipcoder("stats", "--variable", "other", cwd=folder).out
    assert "(2 tests)" in shown
    assert "(1 test, apart from the family)" in shown


def test_every_code_may_be_asked_for_beside_a_family_of_some(folder: Path, tipcoder: Any) -> None:
    settings = ("--min-n", "3", "--format", "json")
    declared = adjusted(tipcoder("stats", "--code", "pressure", *settings, cwd=folder).json())
    assert declared["liked", "pressure"][1] == {"size": 1, "method": "holm", "apart": False}
    every = adjusted(
        tipcoder("stats", "--all-codes", "--variable", "score", *settings, cwd=folder).json()
    )
    assert every["liked", "pressure"] == declared["liked", "pressure"]
    codes = {"government", "pressure", "pushback", "training", "money"}
    assert set(every) == {(outcome, code) for outcome in ("liked", "score") for code in codes}
    assert sum(not found[1]["apart"] for found in every.values() if found[1]) == 1


def test_a_family_may_ask_for_chi_square_by_codes_too(folder: Path, tipcoder: Any) -> None:
    (found,) = tipcoder(
        "stats", "--code", "pressure", "--min-n", "3", "--format", "json", cwd=folder
    ).json()
    # Present: 4 who did not like it and 1 who did;
    # expected 2.5 in each cell, so that chi-square is small-celled.
    assert found["test"] == "Pearson chi-square (Yates)"
    # (|4 - 2.5| - .5)^2 / 2.5 twice, and (|8 - 9.5| - .5)^2 / 9.5 twice.
    assert found["statistic"] == pytest.approx(2 / 2.5 + 2 / 9.5)
    assert "asks for chi-square" in found["note"]
    (filled,) = [one for one in found["sensitivity"] if one["kind"] == "if unknown were absent"]
    assert filled["test"] == "Pearson chi-square (Yates)"


@pytest.mark.parametrize("least", ["1", "2"])
def test_few_rows_are_told_and_never_break_anything(
    folder: Path, tipcoder: Any, least: str
) -> None:
    done = tipcoder("stats", "--all-codes", "--variable", "score", "--min-n", least, cwd=folder)
    assert (done.status, "Traceback" in done.err) == (0, False)
    assert (
        "Every case is 'absent', so there are no groups to compare." in done.out
    )  # nobody has pushback


def test_labels_stand_in_every_form_and_keys_stay_in_files(folder: Path, tipcoder: Any) -> None:
    shown = tipcoder("stats", cwd=folder).out
    assert "Grade_of the work by Was funded & happy\ngrade by funded\n" in shown
    markdown = tipcoder("stats", "--format", "markdown", cwd=folder).out
    assert r"| Grade\_of the work | Was funded & happy |" in markdown
    latex = tipcoder("stats", "--format", "latex", cwd=folder).out
    assert r"Grade\_of the work & Was funded \& happy & $\chi^2$ (2, \textit{N} = 24)" in latex
    assert r"\textasciicircum" not in latex
    (first, *_) = tipcoder("stats", "--format", "json", cwd=folder).json()
    assert (first["outcome"], first["outcome_label"]) == ("grade", "Grade_of the work")
    assert (first["variable"], first["variable_label"]) == ("funded", "Was funded & happy")
    row = tipcoder("stats", "--format", "csv", cwd=folder).csv()[1]
    assert (row["variable"], row["variable_label"]) == ("score", "Score of the country")
    by_code = tipcoder("stats", "--code", "training", "--format", "markdown", cwd=folder).out
    assert "| liked | Training |" in by_code
    assert "| Training | 24 |" in by_code, "its coverage"
    for form, heading in (
        ("table", "Grade_of the work: means"),
        ("markdown", r"### Grade\_of the work: means"),
        ("latex", r"\caption{Grade\_of the work: means}"),
    ):
        printed = tipcoder("stats", "tables", "--format", form, cwd=folder).out
        assert heading in printed, form
        assert "Score of the country" in printed, form
    averages = tipcoder(
        "stats", "tables", "--table", "by-country", "--format", "csv", cwd=folder
    ).csv()
    assert (averages[0]["question"], averages[0]["question_label"]) == (
        "grade",
        "Grade_of the work",
    )


def test_a_list_in_a_cell_is_counted_by_what_it_names(folder: Path, tipcoder: Any) -> None:
    rows = tipcoder("stats", "tables", "--table", "channels", "--format", "csv", cwd=folder).csv()
    found = {(row["question"], row["label"]): (row["count"], row["base"]) for row in rows}
    # Each of the six kinds of cell stands four times; one of them is empty.
    assert found == {
        ("By which channels", "Phone"): ("12", "20"),
        ("By which channels", "Web"): ("12", "20"),
        ("By which channels", "Mail"): ("8", "20"),
        ("By which channels", "Fax"): ("4", "20"),
        ("As offered", "Web"): ("12", "20"),
        ("As offered", "Phone, fixed"): ("8", "20"),
        ("As offered", "Phone, mobile"): ("8", "20"),
        ("As offered", "Letter"): ("0", "20"),
        ("As offered", "By hand"): ("4", "20"),
    }
    shown = tipcoder("stats", "tables", "--table", "channels", cwd=folder).out
    assert "20 answered; one answer may name several." in shown
    assert "nobody answered" not in shown


def test_figures_tell_effect_sizes_and_order_codes_by_the_count_they_print(
    folder: Path, tipcoder: Any, tmp_path: Path
) -> None:
    assert tipcoder("stats", "figures", "-o", tmp_path / "f", cwd=folder).status == 0
    drawn = {}
    for path in (tmp_path / "f").glob("*.svg"):
        # A note is broken into lines, each a text of its own.
        words = ElementTree.fromstring(path.read_bytes()).itertext()
        drawn[path.name] = " ".join(" ".join(words).split())
    assert "η² = " in drawn["score-by-grade.svg"]
    assert "t intervals" in drawn["score-by-grade.svg"]
    assert "φc = " in drawn["funded-by-grade.svg"]
    assert "t intervals" in drawn["grade-by-country.svg"]
    assert "Grade_of the work: averages by country" in drawn["grade-by-country.svg"]
    label = re.compile(r">([A-Z]\w+)(?: †)? (\d+/\d+)(?:, φc = 0\.\d\d)?</text>")
    codes = (tmp_path / "f" / "codes-by-liked.svg").read_text("utf-8")
    assert label.findall(codes) == [
        ("Money", "12/24"),
        ("Government", "5/24"),
        ("Pressure", "5/24"),
        ("Training", "3/24"),
    ]
    # Money stands on odd cases only, of which it is not known what they saw.
    assert label.findall((tmp_path / "f" / "codes-by-seen.svg").read_text("utf-8")) == [
        ("Government", "2/12"),
        ("Pressure", "2/12"),
        ("Training", "2/12"),
        ("Money", "0/12"),
    ]
