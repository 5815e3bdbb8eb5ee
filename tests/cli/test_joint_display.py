"""`tipcoder stats joint`: numbers beside quotes,
and only quotes that somebody has read for release.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.decisions import RedactionSession

STUDY = """\
title = "Joint"
languages = ["en"]

[respondent]
id = "id"
name = "organisation"
case = "loop"

[privacy]
response_ids = "from-column"

[country]
column = "country"

[[question]]
column = "why"

[outcome.grade]
column = "grade"
levels = ["Low", "Middle", "High"]
"""
SMALL = ("--smallest-cell", "3")
"""Three respondents are high, and no quote of theirs may stand beside that by default."""
WORDS = "{} They came and pressed for the law, again and again."


def survey() -> str:
    """Twenty respondents of two countries; 1005, 1006 and 1007 are the high ones with the code."""
    lines = ["id,loop,country,organisation,grade,why"]
    for n in range(20):
        grade = ("Low", "Middle", "Low", "Middle", "High", "High", "High")[n] if n < 7 else "Low"
        name = f"Lantern {n} Trust"
        text = WORDS.format(f"{name} asked." if n == 5 else f"In year {n}.")
        lines.append(f'{1001 + n},1,{"Kenya" if n % 2 else "Peru"},{name},{grade},"{text}"')
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any) -> Path:
    """`pressure` stands on the first seven answers and is absent on the others."""
    folder = make_study(survey(), STUDY)
    rows = ["case,question,coder,code,start,end"]
    rows += [f"{1001 + n},why,anna,{'pressure' if n < 7 else ''},," for n in range(20)]
    (tmp_path / "codings.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    return folder


def read(folder: Path, *cases: int) -> None:
    """Boris accepts what is proposed in the answers of these cases,
    and reads them as they would be released.
    """
    with open_study_folder(folder) as here:
        desk = RedactionSession(here, here.register_coder("boris"))
        for case in cases:
            answer = desk.require_answer_id(str(case), "why")
            end = len(desk.sources[answer].text)
            waiting = desk.list_open_proposals(answer, 0, end)
            if waiting:
                desk.accept_proposals([(answer, proposal) for proposal in waiting])
            desk.review_stretches([(answer, 0, end)])


def line(folder: Path, tipcoder: Any, *more: str) -> dict[str, Any]:
    done = tipcoder("stats", "joint", "--min-n", "5", *SMALL, "--format", "json", *more, cwd=folder)
    assert done.status == 0, done.err
    (found,) = done.json()
    return dict(found)


def test_nothing_is_quoted_that_nobody_has_read(folder: Path, tipcoder: Any) -> None:
    found = line(folder, tipcoder)
    assert (found["exemplar"], found["counter_example"], found["quotes_not_read"]) == (
        None,
        None,
        7,
    )
    for form in ("table", "markdown", "csv", "json", "latex"):
        done = tipcoder("stats", "joint", *SMALL, "--format", form, cwd=folder)
        assert done.status == 0
        assert "pressed for the law" not in done.out


def test_the_exemplar_comes_from_where_code_and_outcome_go_together(
    folder: Path, tipcoder: Any
) -> None:
    read(folder, 1003, 1004, 1007)
    found = line(folder, tipcoder)
    assert found["exemplar"] == {
        "response_id": "1007",
        "question": "why",
        "level": "High",
        "wording": WORDS.format("In year 6."),
        "translated": False,
    }
    assert (found["counter_example"]["response_id"], found["counter_example"]["level"]) == (
        "1003",
        "Low",
    )
    assert found["quotes_not_read"] == 4
    # Seven of twenty cases, one respondent each: four of Peru, three of Kenya.
    assert (found["coverage"]["present"], found["respondents"], found["countries"]) == (7, 7, 2)
    assert found["result"]["test"] != "none"


def test_a_number_has_halves_and_a_promoter_score_its_kinds_beside_quotes(
    make_study: Callable[..., Path], tmp_path: Path, tipcoder: Any
) -> None:
    """The seven with the code stay for 10 years and longer and recommend; the others do not."""
    head, *rows = survey().splitlines()
    numbered = [
        f"{row},{20 - n if n < 7 else n % 5},{10 if n < 7 else n % 7}" for n, row in enumerate(rows)
    ]
    study = (
        STUDY
        + """
[outcome.years]
column = "years"
type = "number"
[outcome.recommend]
column = "recommend"
type = "nps"
"""
    )
    folder = make_study("\n".join([f"{head},years,recommend", *numbered]) + "\n", study)
    codings = ["case,question,coder,code,start,end"]
    codings += [f"{1001 + n},why,anna,{'pressure' if n < 7 else ''},," for n in range(20)]
    (tmp_path / "codings.csv").write_text("\n".join(codings) + "\n", "utf-8")
    assert tipcoder("codings", "import", tmp_path / "codings.csv", cwd=folder).status == 0
    read(folder, 1003, 1004)

    # Of 20 numbers 10 are up to 3: 0 to 3 of those without the code, but for the three fours.
    years = line(folder, tipcoder, "--outcome", "years")
    assert (years["result"]["test"], years["exemplar"]["level"]) == ("Welch t", "above 3")
    assert years["exemplar"]["response_id"] == "1003"
    recommend = line(folder, tipcoder, "--outcome", "recommend")
    assert recommend["exemplar"]["level"] == "promoters"
    assert recommend["counter_example"] is None


def test_a_quote_from_the_other_end_is_no_exemplar(folder: Path, tipcoder: Any) -> None:
    read(folder, 1001)
    found = line(folder, tipcoder)
    assert found["exemplar"] is None
    assert found["counter_example"]["response_id"] == "1001"


def test_the_released_wording_is_shown_and_not_the_respondents(folder: Path, tipcoder: Any) -> None:
    read(folder, 1006)
    for form in ("table", "markdown", "csv", "json", "latex"):
        done = tipcoder("stats", "joint", *SMALL, "--format", form, cwd=folder)
        assert "pressed for the law" in done.out, form
        assert "Lantern" not in done.out, form
        assert "1006" in done.out, form


def test_a_level_that_few_share_stands_beside_no_quote(folder: Path, tipcoder: Any) -> None:
    read(folder, 1003, 1007)
    found = tipcoder("stats", "joint", "--min-n", "5", "--format", "json", cwd=folder)
    (shown,) = found.json()
    # Three respondents are high; eleven or more are low.
    assert shown["exemplar"] is None
    assert shown["counter_example"]["response_id"] == "1003"
    assert "fewer than 5 respondents share" in found.err
    tipcoder("stats", "joint", "--smallest-cell", "2", cwd=folder).refused(2, "protects nobody")


def test_fresh_ids_are_of_this_display_alone(folder: Path, tipcoder: Any) -> None:
    read(folder, 1007)
    shown = line(folder, tipcoder, "--fresh-ids")["exemplar"]["response_id"]
    assert shown not in {str(1001 + n) for n in range(20)}
    assert shown != line(folder, tipcoder, "--fresh-ids")["exemplar"]["response_id"]
    plain = tipcoder("stats", "joint", *SMALL, "--format", "csv", cwd=folder)
    assert "--fresh-ids draws others" in plain.err


def test_the_reading_is_left_to_the_researcher(folder: Path, tipcoder: Any) -> None:
    read(folder, 1007)
    assert line(folder, tipcoder)["reading"] == ""
    (row,) = tipcoder("stats", "joint", *SMALL, "--format", "csv", cwd=folder).csv()
    assert row["reading"] == ""
    table = tipcoder("stats", "joint", *SMALL, "--format", "markdown", cwd=folder).out.splitlines()
    head = next(n for n, text in enumerate(table) if text.startswith("| theme"))
    assert table[head].endswith("| reading |")
    assert table[head + 2].endswith("|  |")


def test_codes_that_stand_nowhere_are_left_out_unless_they_are_named(
    folder: Path, tipcoder: Any
) -> None:
    every = tipcoder("stats", "joint", *SMALL, "--format", "csv", cwd=folder).csv()
    assert [row["code"] for row in every] == ["pressure"]
    named = tipcoder("stats", "joint", "--code", "money", "--format", "csv", cwd=folder).csv()
    assert [(row["code"], row["present"]) for row in named] == [("money", "0")]


def test_a_withheld_quote_stays_away(folder: Path, tipcoder: Any) -> None:
    read(folder, 1007)
    with open_study_folder(folder) as here:
        desk = RedactionSession(here, here.register_coder("anna"))
        answer = desk.require_answer_id("1007", "why")
        desk.review_stretches([(answer, 0, 10)], withhold=True)
    assert line(folder, tipcoder)["exemplar"] is None


def test_a_withdrawn_or_erased_quote_stays_away_and_its_code_still_counts(
    folder: Path, tipcoder: Any
) -> None:
    read(folder, 1006, 1007)
    before = line(folder, tipcoder)
    assert before["exemplar"]["response_id"] == "1006"
    again = folder.parent / "again.csv"
    again.write_text(
        "\n".join(row for row in survey().splitlines() if not row.startswith("1006,")) + "\n",
        "utf-8",
    )
    assert tipcoder("import", again, cwd=folder).status == 0
    withdrawn = line(folder, tipcoder)
    assert withdrawn["exemplar"]["response_id"] == "1007"
    said = tipcoder("stats", "joint", "--min-n", "5", cwd=folder)
    assert "1 answer was withdrawn in the survey file (1006 why)" in said.out + said.err

    done = tipcoder("erase", "1007", "why", "--reason", "asked for", "--yes", cwd=folder)
    assert done.status == 0, done.err
    erased = line(folder, tipcoder)
    assert erased["exemplar"] is None
    # What was told about it is gone, what was counted of it stays.
    for number in ("respondents", "countries", "coverage", "result"):
        assert before[number] == withdrawn[number] == erased[number], number
