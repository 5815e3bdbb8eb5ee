"""The program itself, at a terminal and in a pipe: what is typed too early does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from tipcoder.plain.prompt import PROMPT

_HEARD = 0.3
"""Seconds in which a person hears that there is a prompt."""


def command(folder: Path) -> list[str]:
    return ["-m", "tipcoder", "code", "--plain", "--study", str(folder), "--coder", "anna"]


def environment() -> dict[str, str]:
    return {**os.environ, "TERM": "dumb"}


@pytest.mark.long
def test_at_a_terminal_one_line_is_a_deed_and_a_paste_is_none(small_study: Path) -> None:
    program = pexpect.spawn(
        sys.executable, command(small_study), env=environment(), encoding="utf-8", timeout=60
    )

    def type_text(text: str) -> str:
        time.sleep(_HEARD)
        program.send(text)
        program.expect_exact(PROMPT)
        return str(program.before)

    program.expect_exact(PROMPT)
    assert "Answer 1 of 12; 0 finished." in program.before
    assert "\x1b" not in program.before, "nothing is drawn, and nothing coloured"
    assert "Answer 2 of 12; 1 finished." in type_text("1\n")
    pasted = type_text("1\n0\nx\n")
    assert "3 lines came faster" in pasted
    assert "Answer 2 of 12; 1 finished." in type_text("t\n")
    time.sleep(_HEARD)
    program.send("q\n")
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0


def test_lines_that_a_pipe_holds_already_do_nothing(small_study: Path) -> None:
    done = subprocess.run(
        [sys.executable, *command(small_study)],
        input="1\n0\nx\n",
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert "3 lines came faster than anybody answers" in done.stdout
    assert done.stdout.endswith("You have left. Everything is kept.\n")
    assert " 1 finished" not in done.stdout
