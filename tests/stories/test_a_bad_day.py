"""The store goes away under a coder at a real terminal:
she can leave, and is told what became of her work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from conftest import StoreUrl
from line import BreakableLine
from terminal import Terminal

Run = Callable[..., "CompletedProcess[str]"]
OpenTerminal = Callable[..., Terminal]


def test_who_leaves_after_the_file_was_taken_away_reads_where_her_work_is_and_gets_it_back(
    small_study: Path, terminal: OpenTerminal, run: Run
) -> None:
    screen = terminal("code", "--coder", "anna", cwd=small_study)
    screen.wait("0 of 12 finished")
    screen.press("1")
    screen.wait("1 of 12 finished")
    (small_study / "study.db").unlink()
    screen.wait("was removed")
    screen.press("ctrl+q")
    assert screen.leave() == 3
    (saved,) = small_study.glob("study.db.kept-*")
    assert f"Everything until then is in {saved.name}." in screen.text.replace("\n", "")
    saved.rename(small_study / "study.db")
    export = run("codings", "export", cwd=small_study)
    assert export.stdout.count("anna") == 1
    check = run("check", cwd=small_study)
    assert check.returncode == 0, check.stderr


@pytest.mark.postgres
def test_the_workbench_can_be_left_while_the_database_is_away_and_is_not_opened_then(
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    postgres_url: StoreUrl,
    terminal: OpenTerminal,
    run: Run,
) -> None:
    line = BreakableLine(postgres_url.url)
    where = replace(postgres_url, url=f"{line.url}?password=hunter2secret")
    study = make_study(small_survey, small_study_toml, where=where)
    try:
        screen = terminal("code", "--coder", "anna", cwd=study)
        screen.wait("0 of 12 finished")
        line.refuse()
        screen.press("1")
        screen.wait("Nothing was kept: the database does not answer. Press it again when it does.")
        screen.wait("The database has not answered since")
        screen.press("ctrl+q")
        assert screen.leave() == 0
        again = terminal("code", "--coder", "anna", cwd=study)
        assert again.leave() == 3
        assert "does not answer" in again.text.replace("\n", "")
        assert "Traceback" not in again.text
        printed = bytes(screen.written + again.written)
        assert b"hunter2secret" not in printed
    finally:
        line.close()
