"""A survey becomes a study at a real terminal: the plan on one screen, and then Enter."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal import Terminal

OpenTerminal = Callable[..., Terminal]

SURVEY = """\
id,shelter,email,country,why,importance
r1,Blue House,b@example.org,Kenya,They trained the police in our town,Most
r2,Green Door,g@example.org,Kenya,Nobody came here,Not
r3,Casa Sol,s@example.org,Peru,The embassy asked for a law,Somewhat
r4,Casa Luna,l@example.org,Peru,Training and a workshop,Somewhat
r5,Open Hand,o@example.org,Nepal,We heard of it on the radio,Not
"""
READY = "Enter makes the study as it stands"


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(SURVEY, "utf-8")
    return path


def made(folder: Path) -> list[str]:
    """What lies beside the survey."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("answers"))


def test_enter_makes_the_study_as_planned(
    survey: Path, tmp_path: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("init", "answers.csv", cwd=tmp_path)
    screen.wait(READY)
    assert made(tmp_path) == ["answers.csv"], "nothing is written before"
    screen.press("end", "o")
    screen.wait("importance is an outcome now.")
    screen.press("enter")
    assert screen.leave(60) == 0
    written = screen.written.decode()
    assert "5 respondents (5 new), 5 cases: 5 new" in written
    assert "Next: cd answers && tipcoder code" in written
    study = tomllib.loads((tmp_path / "answers" / "study.toml").read_text("utf-8"))
    assert study["outcome"]["importance"]["levels"] == ["Most", "Not", "Somewhat"]
    assert study["respondent"]["name"] == "shelter"


def test_escape_leaves_without_a_trace(
    survey: Path, tmp_path: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("init", "answers.csv", cwd=tmp_path)
    screen.wait(READY)
    screen.press("x")
    screen.wait("is left out now.")
    screen.press("escape")
    screen.wait("Again leaves without your changes; s keeps them in a file.")
    screen.press("escape")
    assert screen.leave() == 0
    assert "Nothing was made." in screen.written.decode()
    assert made(tmp_path) == ["answers.csv"]


def test_s_keeps_the_plan_in_a_file_that_init_takes(
    survey: Path, tmp_path: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("init", "answers.csv", cwd=tmp_path)
    screen.wait(READY)
    screen.press("end", "x")
    screen.wait("importance is left out now.")
    screen.press("s")
    assert screen.leave() == 0
    assert "--study-file answers.toml" in screen.written.decode()
    assert made(tmp_path) == ["answers.csv", "answers.toml"]
    again = terminal("init", "answers.csv", "--study-file", "answers.toml", cwd=tmp_path)
    assert again.leave(60) == 0
    stored = (tmp_path / "answers" / "study.db").read_bytes()
    assert b"Nepal" in stored
    assert b"Somewhat" not in stored, "of a column left out nothing is kept"


def test_what_was_chosen_is_printed_where_the_study_cannot_be_made(
    survey: Path, tmp_path: Path, terminal: OpenTerminal
) -> None:
    (tmp_path / "mine.toml").write_text("title = 1\n", "utf-8")
    screen = terminal("init", "answers.csv", "--codebook", "mine.toml", cwd=tmp_path)
    screen.wait(READY)
    screen.press("end", "x")
    screen.wait("importance is left out now.")
    screen.press("enter")
    assert screen.leave(60) == 2
    written = screen.written.decode()
    assert 'ignore = ["importance"]' in written
    assert "mine.toml" in written
    assert made(tmp_path) == ["answers.csv"]
