"""A quote from the coder's keyboard to the table that leaves:
nothing goes before a person has read it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from terminal import Terminal

Run = Callable[..., "CompletedProcess[str]"]
OpenTerminal = Callable[..., Terminal]


def test_a_quote_is_coded_cleaned_read_and_only_then_leaves(
    naming_study: Callable[..., Path], terminal: OpenTerminal, run: Run
) -> None:
    study = naming_study()
    screen = terminal("code", "--coder", "anna", cwd=study)
    screen.wait("0 of 8 finished")
    screen.press("1")
    screen.wait("1 of 8 finished")
    screen.press("ctrl+q")
    assert screen.leave() == 0

    early = run("quotes", "--format", "csv", cwd=study)
    assert early.returncode == 1
    assert early.stdout == ""

    screen = terminal("redact", "--coder", "anna", cwd=study)
    screen.wait("0 of 1 read")
    screen.wait("2 open")
    screen.press("n", "a", "a")
    screen.wait("To be released")
    screen.press("enter")
    screen.wait("1 of 1 read")
    screen.kill()

    late = run("quotes", "--format", "csv", cwd=study)
    assert late.returncode == 0, late.stderr
    (row,) = csv.DictReader(io.StringIO(late.stdout))
    assert "[organisation] told the ministry in [city] about it." in row.values()
    assert "does not want to be named" in late.stderr
    for name in ("HALIN", "Chisinau"):
        assert name not in late.stdout + late.stderr


def test_what_is_copied_in_a_box_is_pasted_there_and_never_reaches_the_terminals_clipboard(
    naming_study: Callable[..., Path], terminal: OpenTerminal
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=naming_study())
    screen.wait("0 of 8 finished")
    screen.press("m")
    screen.wait("Memo on")
    screen.press("HALIN ", "\x1b[18~", "\x03", "end", "\x16")
    screen.wait("HALIN HALIN")
    screen.press("escape")
    screen.settle()
    assert b"\x1b]52" not in screen.written


def test_the_review_screen_is_left_with_one_key_while_names_are_looked_for(
    naming_study: Callable[..., Path], terminal: OpenTerminal
) -> None:
    screen = terminal("redact", "--coder", "anna", cwd=naming_study())
    screen.wait("Reading")
    screen.press("ctrl+q")
    assert screen.leave() == 0
    assert "Traceback" not in screen.text
