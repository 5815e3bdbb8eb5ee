"""What a newcomer does first: the demo, then a survey of her own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from terminal import Terminal

Run = Callable[..., "CompletedProcess[str]"]
OpenTerminal = Callable[..., Terminal]


def test_the_demo_without_a_terminal_builds_the_study_and_says_how_to_go_on(
    run: Run, tmp_path: Path
) -> None:
    result = run("demo", "d")
    assert result.returncode == 0, result.stderr
    assert "123 respondents" in result.stdout
    assert "143 cases" in result.stdout
    assert "anna" in result.stdout
    assert "boris" in result.stdout
    assert "8 of their disagreements are resolved" in result.stdout
    assert "tipcoder code --coder YOU" in result.stdout
    assert len(result.stdout.splitlines()) <= 20
    assert "\x1b" not in result.stdout + result.stderr
    again = run("demo", "d")
    assert again.returncode == 0
    assert "is there already" in again.stdout
    assert run("check", cwd=tmp_path / "d").returncode == 0


def test_the_demo_in_a_terminal_opens_as_somebody_with_work_to_see(terminal: OpenTerminal) -> None:
    screen = terminal("demo", "d")
    screen.wait("Tour, 1 of 5: Read.", 60)
    # As data/demo/README.md counts the answers that the draw left to anna.
    screen.wait("264 of 322 finished")
    before = screen.written.split(b"\x1b[?1049h")[0].decode()
    assert len(before.replace("\r\n", "\n").splitlines()) <= 12
    screen.press("ctrl+q")
    assert screen.leave() == 0
    after = screen.written.split(b"\x1b[?1049l")[-1].decode()
    assert "cd d" in after
    assert "tipcoder code --coder anna" in after
    # The tour comes by itself once, and to whoever asks for it.
    again = terminal("demo", "d")
    again.wait("264 of 322 finished", 60)
    assert "Tour, 1 of 5" not in again.text
    again.press("ctrl+q")
    assert again.leave() == 0
    assert b"Tour, 1 of 5" not in again.written
    mine = terminal("code", "--coder", "me", "--tour", "--study", "d")
    mine.wait("Tour, 1 of 5: Read.", 60)
    mine.wait("0 of 322 finished")
    mine.press("ctrl+q")
    assert mine.leave() == 0


def test_the_founding_study_comes_in_as_it_is(
    run: Run, shared: Path, tmp_path: Path, terminal: OpenTerminal
) -> None:
    survey = shared / "replication" / "responses.csv"
    made = run("init", "real", "--template", "tip-ngo-survey", "--survey", str(survey), "--yes")
    assert made.returncode == 0, made.stderr
    assert "480 respondents" in made.stdout
    assert "561 cases" in made.stdout
    screen = terminal("code", "--coder", "anna", cwd=tmp_path / "real")
    screen.wait(" finished, 0%")
    screen.press("1")
    screen.wait("1 of ")
    screen.kill()
    counts = run("counts", "--by", "coder", "--format", "csv", cwd=tmp_path / "real")
    assert ",anna,1,1" in counts.stdout
    assert run("check", cwd=tmp_path / "real").returncode == 0
