"""tipcoder as a user runs it: a process of its own, with or without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal import Terminal

COMMAND = [sys.executable, "-m", "tipcoder"]

Run = Callable[..., "subprocess.CompletedProcess[str]"]
OpenTerminal = Callable[..., Terminal]


@pytest.fixture
def environment(keys_folder: Path) -> dict[str, str]:
    """This process's environment, with the keys of this test."""
    return {
        **os.environ,
        "TIPCODER_KEYS": str(keys_folder),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run a verb without a terminal."""

    def go(*arguments: str, cwd: Path = tmp_path, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=cwd,
            env={**environment, **extra},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return go


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Iterator[OpenTerminal]:
    """Run a verb in a pseudo-terminal; whatever is left running is ended."""
    opened: list[Terminal] = []

    def go(
        *arguments: str, cwd: Path = tmp_path, columns: int = 80, lines: int = 24, **extra: str
    ) -> Terminal:
        opened.append(
            Terminal(
                [*COMMAND, *arguments],
                env={**environment, **extra},
                cwd=str(cwd),
                columns=columns,
                lines=lines,
            )
        )
        return opened[-1]

    yield go
    for each in opened:
        each.close()
