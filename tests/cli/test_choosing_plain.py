"""Who codes by ear says so once: in the line, in the environment, or in her settings."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.cli import code, workbench
from tipcoder.errors import BadInput


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Which front end a line opens; none of them is really opened."""
    found: list[str] = []

    def open_front_end(name: str) -> Callable[..., int]:
        def note(*_given: object, **_named: object) -> int:
            found.append(name)
            return 0

        return note

    monkeypatch.setattr(code, "open_workbench", open_front_end("screen"))
    monkeypatch.setattr(code, "open_plain_coding", open_front_end("plain"))
    monkeypatch.setenv("TIPCODER_SETTINGS", str(tmp_path / "workbench.toml"))
    monkeypatch.delenv("TIPCODER_PLAIN", raising=False)
    return found


def run(words: str) -> int:
    from tipcoder.cli import main

    return main(words.split())


@pytest.mark.parametrize(
    ("words", "variable", "settings", "front_end"),
    [
        ("code", None, None, "screen"),
        ("code --plain", None, None, "plain"),
        ("code", "1", None, "plain"),
        ("code", "yes", None, "plain"),
        ("code", "0", "plain = true", "screen"),
        ("code", None, "plain = true", "plain"),
        ("code", None, "plain = false", "screen"),
        ("code --plain", "0", "plain = false", "plain"),
        ("code", None, 'plain = true\ntheme = 3\n[keys]\n"no.such" = "x"', "plain"),
        ("code --tour", None, None, "screen"),
    ],
)
def test_line_environment_and_settings_choose_the_front_end(
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: str,
    variable: str | None,
    settings: str | None,
    front_end: str,
) -> None:
    if variable is not None:
        monkeypatch.setenv("TIPCODER_PLAIN", variable)
    if settings is not None:
        (tmp_path / "workbench.toml").write_text(settings, "utf-8")
    assert run(words) == 0
    assert opened == [front_end]


def test_the_tour_is_refused_where_nobody_looks_at_a_screen(
    opened: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("code --tour --plain") == 2
    monkeypatch.setenv("TIPCODER_PLAIN", "1")
    assert run("code --tour") == 2
    assert "TIPCODER_PLAIN=0" in capsys.readouterr().err
    assert opened == []


def test_a_value_that_says_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPCODER_PLAIN", "maybe")
    with pytest.raises(BadInput, match="TIPCODER_PLAIN is 'maybe'"):
        workbench.prefers_plain()


def test_a_theme_that_is_kept_leaves_the_wish_for_plain_lines_in_the_file(tmp_path: Path) -> None:
    from tipcoder.workbench.coding.settings_file import keep_theme, read_settings_file

    path = tmp_path / "workbench.toml"
    path.write_text("plain = true\n", "utf-8")
    keep_theme(path, "nord")
    found = read_settings_file(path, ())
    assert (found.plain, found.theme) == (True, "nord")


def test_the_study_is_opened_without_a_terminal(
    small_study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("/dev/null").open("rb") as nothing, io.TextIOWrapper(nothing) as no_lines:
        monkeypatch.setattr(sys, "stdin", no_lines)
        assert run(f"code --plain --study {small_study} --coder anna") == 0
    assert capsys.readouterr().out.endswith("You have left. Everything is kept.\n")
