"""A respondent takes an answer back: from the survey file to words that are nowhere any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from erasing_world import CODEBOOK, FIRST, STUDY, WORDS, find_slices, slice_words, write_survey
from terminal import Terminal

Run = Callable[..., "CompletedProcess[str]"]
OpenTerminal = Callable[..., Terminal]

PUBLIC = STUDY.replace('name = "org"\n', "").replace(
    'identity = ["contact"]', 'response_ids = "from-column"'
)


@pytest.mark.long
def test_an_answer_is_coded_withdrawn_seen_on_the_screens_and_erased_at_the_terminal(
    make_study: Callable[..., Path], terminal: OpenTerminal, run: Run, tmp_path: Path
) -> None:
    study = make_study(write_survey(), PUBLIC, CODEBOOK)
    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait("0 of 6 finished")
    screen.press("1")
    screen.wait("1 of 6 finished")
    screen.press("ctrl+q")
    assert screen.leave() == 0

    again = tmp_path / "again.csv"
    again.write_text(write_survey("REDACTED"), "utf-8")
    assert run("import", str(again), cwd=study).returncode == 0

    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait("1 of 6 finished")
    screen.press("t")
    screen.wait("1 answer withdrawn, 1 quote is held back")
    screen.press("escape", "X")
    screen.wait("1 answer withdrawn, 1 quote is held back")
    screen.press("ctrl+q")
    assert screen.leave() == 0

    words = ("erase", "301", "role", "--reason", "asked for by the respondent")
    asked = terminal(*words, cwd=study)
    asked.wait("Erase these words for good? [y/N]")
    asked.press("n", "enter")
    asked.wait("Nothing was changed.")
    assert asked.leave() == 0
    assert find_slices(study, slice_words(WORDS))

    asked = terminal(*words, cwd=study, lines=40)
    asked.wait("Erase these words for good? [y/N]")
    asked.press("y", "enter")
    asked.wait("Erased 301 role: asked for by the respondent.")
    assert asked.leave() == 0
    assert find_slices(study, slice_words(WORDS)) == {}
    assert not any(each in bytes(asked.written) for each in slice_words(WORDS))
    assert run("check", cwd=study).returncode == 0

    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait("0 of 5 finished")
    screen.press("u")
    screen.wait("were erased on")
    screen.press("ctrl+q")
    assert screen.leave() == 0


def test_import_asks_at_the_terminal_whether_replaced_wordings_go(
    make_study: Callable[..., Path], terminal: OpenTerminal, tmp_path: Path
) -> None:
    study = make_study(write_survey(FIRST), PUBLIC, CODEBOOK)
    again = tmp_path / "again.csv"
    again.write_text(write_survey(), "utf-8")
    asked = terminal("import", str(again), cwd=study, lines=40, columns=120)
    asked.wait("1 replaced wording is still in the study. Erase it for good? [y/N]")
    asked.press("y", "enter")
    asked.wait("Erased replaced wordings of 301 role: replaced by")
    assert asked.leave() == 0
    only_first = [each for each in slice_words(FIRST) if each not in slice_words(WORDS)]
    assert find_slices(study, only_first) == {}
    assert find_slices(study, slice_words(WORDS))


def test_a_colleagues_open_workbench_goes_on_while_words_are_erased(
    make_study: Callable[..., Path], terminal: OpenTerminal, run: Run
) -> None:
    study = make_study(write_survey(), PUBLIC, CODEBOOK)
    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait("0 of 6 finished")
    screen.press("down", "1")
    screen.wait("1 of 6 finished")
    words = ("erase", "301", "role", "--reason", "asked for by the respondent", "--yes")
    done = run(*words, cwd=study)
    assert done.returncode == 0, done.stderr
    assert find_slices(study, slice_words(WORDS)) == {}
    # It hears of it by itself, and goes on in the same file.
    screen.wait("of 5 finished")
    screen.press("1")
    screen.wait("2 of 5 finished")
    assert "nothing more is kept" not in screen.text
    screen.press("ctrl+q")
    assert screen.leave() == 0
    assert run("check", cwd=study).returncode == 0
    assert find_slices(study, slice_words(WORDS)) == {}
