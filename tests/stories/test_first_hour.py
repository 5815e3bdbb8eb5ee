"""What a newcomer does first: the demo, then a survey of her own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from terminal import Terminal

Run = Callable[..., "CompletedProcess[str]"]
OpenTerminal = Callable[..., Terminal]


def test_the_demo_without_a_terminal_runs_to_its_end_and_prints_results(
    run: Run, tmp_path: Path
) -> None:
    result = run("demo", "d")
    assert result.returncode == 0, result.stderr
    assert "123 respondents" in result.stdout
    assert "143 cases" in result.stdout
    assert "anna" in result.stdout
    assert "boris" in result.stdout
    assert "Layer: consensus of 163 answers that two coders or more finished" in result.stdout
    assert "8 decisions were made and 67 are open and count as unknown" in result.stdout
    assert "\x1b" not in result.stdout + result.stderr
    again = run("demo", "d")
    assert again.returncode == 0
    assert "is there already" in again.stdout
    assert run("check", cwd=tmp_path / "d").returncode == 0


def test_the_demo_in_a_terminal_ends_in_the_workbench(terminal: OpenTerminal) -> None:
    screen = terminal("--coder", "me", "demo", "d")
    screen.wait(" finished, 0%", 60)
    screen.press("1")
    screen.wait("1 of ")
    screen.press("ctrl+q")
    assert screen.leave() == 0


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
