"""`completion` prints a script for each shell,
and the words that a shell is offered are those that go on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


def offered(words: str, cwd: Path) -> list[str]:
    """What a shell is offered for the last word of a line;
    the line ends where the cursor stands.
    """
    typed = words.split(" ")
    environment = {
        **os.environ,
        "_TIPCODER_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(typed) - 1),
    }
    command = [sys.executable, "-m", "tipcoder"]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.split("\n") if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_this_program(tipcoder: Tipcoder, shell: str) -> None:
    done = tipcoder("completion", shell)
    assert (done.status, done.err) == (0, "")
    assert f"_TIPCODER_COMPLETE={shell}_complete" in done.out
    program = shutil.which(shell)
    if program is not None:
        subprocess.run([program, "-n"], input=done.out, text=True, check=True)


def test_another_shell_is_refused_with_those_that_there_are(tipcoder: Tipcoder) -> None:
    tipcoder("completion", "tcsh").refused(
        2, "bash|zsh|fish cannot be 'tcsh'", "Known: bash, zsh, fish."
    )
    tipcoder("completion").refused(2, "`tipcoder completion` needs bash|zsh|fish.")


def test_verbs_actions_options_and_their_values_are_offered(study: Path) -> None:
    assert offered("tipcoder co", study) == ["codebook", "code", "codings", "counts", "completion"]
    assert offered("tipcoder codebook re", study) == ["rename", "retire", "restore", "retired"]
    assert offered("tipcoder help codebook sp", study) == ["split"]
    assert offered("tipcoder stats presence --cod", study) == ["--code", "--codings-of"]
    assert offered("tipcoder stats presence --by ", study)[:4] == [
        *("case", "respondent", "country", "all")
    ]


def test_codes_and_questions_of_the_study_are_offered_and_nothing_of_its_store(study: Path) -> None:
    (study / "study.db").unlink()
    deep = study / "exports" / "may"
    deep.mkdir(parents=True)
    assert offered("tipcoder codebook show m", deep) == ["money"]
    assert offered("tipcoder suggest --code p", deep) == ["pressure", "pushback"]
    assert offered("tipcoder suggest --question r", deep) == ["role"]
    assert offered("tipcoder --study study suggest --code mo", study.parent) == ["money"]


def test_where_there_is_no_study_or_no_codebook_nothing_is_offered_and_nothing_said(
    study: Path, tmp_path: Path
) -> None:
    assert offered("tipcoder codebook show m", tmp_path) == []
    (study / "codebook.toml").write_text("[", "utf-8")
    assert offered("tipcoder codebook show m", study) == []
