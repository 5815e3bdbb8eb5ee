"""^Z goes back to the shell from everywhere, and `fg` brings everything back;
where no shell is, it says so.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stories.conftest import COMMAND
from terminal import Terminal

OpenTerminal = Callable[..., Terminal]
SUSPEND = "\x1a"


@pytest.fixture
def shell(environment: dict[str, str], small_study: Path) -> Iterator[Terminal]:
    """A shell with job control in a pseudo-terminal, in the folder of the small study."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    env = {**environment, "PS1": "ready> ", "PYTHONPATH": os.pathsep.join(_python_path())}
    terminal = Terminal([bash, "--norc", "--noprofile", "-i"], env=env, cwd=str(small_study))
    terminal.wait("ready>")
    yield terminal
    terminal.close()


def _python_path() -> list[str]:
    return [os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else []


def test_suspending_and_coming_back_changes_nothing_from_a_screen_and_from_a_box(
    shell: Terminal,
) -> None:
    shell.press(f"{shlex.join(COMMAND)} code --coder anna\r")
    shell.wait("0 of 12 finished", seconds=60)
    shell.press("1")
    shell.wait("1 of 12 finished")
    shell.press(SUSPEND)
    shell.wait("Stopped")
    shell.press("clear; echo in the shell\r")
    shell.wait("in the shell")
    shell.press("fg\r")
    shell.wait("1 of 12 finished")
    shell.press("m")
    shell.wait("Esc keeps it")
    shell.press("h", "a", "l", "f")
    shell.wait("half")
    shell.press(SUSPEND)
    shell.wait("Stopped")
    shell.press("fg\r")
    shell.wait("half")
    shell.press(" ", "a", "n", "d")
    shell.wait("half and")
    shell.press("escape")
    shell.wait("memo on")
    shell.press("u")
    shell.wait("Undone: memo on")
    shell.press("ctrl+q")
    shell.wait("ready>")
    assert b"Traceback" not in shell.written


def test_without_a_shell_to_go_back_to_the_program_goes_on(
    small_study: Path, terminal: OpenTerminal
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("1")
    screen.wait("1 of 12 finished")
    screen.press(SUSPEND)
    screen.wait("no shell to go back to")
    screen.press("u")
    screen.wait("0 of 12 finished")
    screen.press("ctrl+q")
    assert screen.leave() == 0


def test_who_gave_the_key_to_undo_has_it_there(shell: Terminal, tmp_path: Path) -> None:
    settings = tmp_path / "workbench.toml"
    settings.write_text('[keys]\n"code.undo" = ["ctrl+z"]\n', "utf-8")
    shell.press(
        f"TIPCODER_SETTINGS={shlex.quote(str(settings))} {shlex.join(COMMAND)} code --coder anna\r"
    )
    shell.wait("0 of 12 finished", seconds=60)
    shell.press("1")
    shell.wait("1 of 12 finished")
    shell.press(SUSPEND)
    shell.wait("Undone")
    shell.press("ctrl+q")
    shell.wait("ready>")
