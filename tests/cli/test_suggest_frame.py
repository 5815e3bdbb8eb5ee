"""`suggest frame`: from answers without a codebook to codes, by one verb said three times."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
LINES = (
    "The shelter has no beds.",
    "Not enough beds in our shelter.",
    "Beds in the shelter are old.",
    "Our shelter needs beds badly.",
    "No shelter and no beds here.",
    "In winter the shelter lacks beds.",
    "Beds are few in every shelter.",
    "The police come too late.",
    "Police officers laugh at victims.",
    "Late again, the police.",
    "The police never phone victims back.",
    "Victims fear the police.",
    "The police send victims away.",
    "Grants end after a year.",
    "Grants for salaries are rare.",
    "Salaries stop when grants end.",
    "No grants, no salaries.",
    "We wait a year for grants.",
    "Salaries depend on grants.",
    "A year without grants.",
)
STUDY = """\
title = "Shelters"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "why"
[[question]]
column = "else"
[privacy]
response_ids = "from-column"
"""


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    """Twenty answers to one question, of which a person would say that they are about three
    things, and two to another.
    """
    rows = []
    for number, line in enumerate(LINES, 1):
        more = "Thank you very much." if number < 3 else ""
        rows.append(f'{number},"{line}","{more}"')
    return make_study("id,why,else\n" + "\n".join(rows) + "\n", STUDY)


def test_themes_are_looked_at_then_joined_named_and_made_codes_and_one_undo_takes_them_back(
    tipcoder: Tipcoder, folder: Path
) -> None:
    look = tipcoder("suggest", "frame", "--question", "why", "--themes", "3", cwd=folder)
    assert look.status == 0, look.err
    assert look.out.splitlines()[0].split() == ["theme", "answers", "alike", "words", "quote"]
    assert "3 themes: 100% of 20 answers have a statement in one of them." in look.err
    before = tomllib.loads((folder / "codebook.toml").read_text("utf-8"))["code"]

    words = ("suggest", "frame", "--question", "why", "--themes", "3", "--merge", "2+3")
    words += ("--label", "1=Beds and shelters", "--add")
    tried = tipcoder(*words, "--dry-run", cwd=folder)
    assert "Dry run" in tried.err
    made = tipcoder(*words, cwd=folder)
    assert made.status == 0, made.err
    codes = tomllib.loads((folder / "codebook.toml").read_text("utf-8"))["code"]
    added = {key: code for key, code in codes.items() if key not in before}
    assert len(added) == 2
    beds = added["beds_and_shelters"]
    assert beds["label"] == {"en": "Beds and shelters"}
    assert beds["questions"] == ["why"]
    assert {"shelter", "beds"} <= set(beds["cues"]["en"])
    (other,) = (code for key, code in added.items() if key != "beds_and_shelters")
    assert {"police", "grants"} <= set(other["cues"]["en"])
    # The codes go as they came.
    assert tipcoder("undo", cwd=folder).status == 0
    assert tomllib.loads((folder / "codebook.toml").read_text("utf-8"))["code"] == before


def test_words_of_answers_leave_with_raw_only(tipcoder: Tipcoder, folder: Path) -> None:
    bare = tipcoder("suggest", "frame", "--themes", "3", "--format", "json", cwd=folder)
    assert bare.status == 0, bare.err
    assert {"words", "quotes"} & set(bare.json()[0]) == set()
    assert "shelter" not in bare.out
    raw = tipcoder("suggest", "frame", "--themes", "3", "--raw", "--format", "json", cwd=folder)
    quotes = [quote for theme in raw.json() for quote in theme["quotes"]]
    assert set(quotes) <= {*LINES, "Thank you very much."}
    assert sum(theme["answers"] for theme in raw.json()) >= 20


def test_only_some_themes_become_codes_under_a_code(tipcoder: Tipcoder, folder: Path) -> None:
    words = ("suggest", "frame", "--question", "why", "--themes", "3", "--only", "2", "--add")
    done = tipcoder(*words, "--under", "training", cwd=folder)
    assert done.status == 0, done.err
    assert "1 theme: " in done.err
    codes = tomllib.loads((folder / "codebook.toml").read_text("utf-8"))["code"]
    (new,) = (code for code in codes.values() if code.get("questions") == ["why"])
    assert new["parent"] == "training"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--only", "9"), "There is no theme 9"),
        (("--label", "9=Beds"), "There is no theme 9"),
        (("--merge", "2"), "does not name two themes like 2+5"),
        (("--label", "Beds"), "does not name a theme like 3=Costs"),
        (("--under", "training"), "--add"),
        (("--add", "--under", "trainin"), "training"),
        (("--question", "else"), "2 answers to draw themes from"),
    ],
)
def test_what_cannot_be_is_said_with_a_remedy(
    tipcoder: Tipcoder, folder: Path, words: tuple[str, ...], what: str
) -> None:
    tipcoder("suggest", "frame", "--themes", "3", *words, cwd=folder).refused(2, what)


def test_answers_of_an_open_round_are_not_looked_at(tipcoder: Tipcoder, folder: Path) -> None:
    assigned = tipcoder(
        "assign", "--coders", "anna,boris", "--overlap", "100%", "--questions", "else", cwd=folder
    )
    assert assigned.status == 0, assigned.err
    done = tipcoder("suggest", "frame", "--themes", "3", cwd=folder)
    assert "of 20 answers" in done.err
    assert "2 answers in an open round left out." in done.err
