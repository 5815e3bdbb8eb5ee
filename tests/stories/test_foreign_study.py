"""The workbench on a study from somebody else: it asks before it opens anything outside."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from terminal import Terminal

OpenTerminal = Callable[..., Terminal]


def _asks(screen: str) -> bool:
    """Whether the question stands there, wherever its line is folded."""
    return "[y/N]" in screen.replace("\n", "")


def test_a_database_of_somebody_elses_study_is_asked_for_and_not_opened(
    naming_study: Callable[..., Path], terminal: OpenTerminal
) -> None:
    study = naming_study()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        url = f"postgresql://u:hush@127.0.0.1:{server.getsockname()[1]}/take"
        with (study / "study.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[store]\nurl = "{url}"\n')
        screen = terminal("code", "--coder", "anna", cwd=study)
        screen.wait(_asks)
        screen.press("n", "enter")
        assert screen.leave() == 2
        assert "you have not allowed" in screen.text.replace("\n", "")
        assert "hush" not in screen.text
        server.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody has knocked
            server.accept()


def test_a_model_that_is_not_allowed_keeps_nobody_from_coding(
    naming_study: Callable[..., Path], terminal: OpenTerminal
) -> None:
    study = naming_study()
    (study / "meaning").mkdir()
    (study / "meaning" / "config.cfg").write_text("[nlp]\n")
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[models]\nvectors = "meaning"\nspacy = { en = "meaning" }\n')
    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait(_asks)
    screen.press("n", "enter")
    screen.wait("0 of 8 finished")
    screen.press("1")
    screen.wait("1 of 8 finished")
    screen.press("p")
    screen.wait("not allowed")
    screen.press("ctrl+q")
    assert screen.leave() == 0
    assert "Traceback" not in screen.text


def test_a_link_that_was_allowed_once_is_not_asked_for_again(
    naming_study: Callable[..., Path], terminal: OpenTerminal, tmp_path: Path
) -> None:
    study = naming_study()
    (tmp_path / "shared.toml").write_text("")
    (study / "concepts.toml").symlink_to(tmp_path / "shared.toml")
    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait(_asks)
    screen.press("y", "enter")
    screen.wait("0 of 8 finished")
    screen.press("ctrl+q")
    assert screen.leave() == 0
    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait("0 of 8 finished")
    assert not _asks(screen.text)
    screen.press("ctrl+q")
    assert screen.leave() == 0
