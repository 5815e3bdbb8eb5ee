"""`tipcoder restore` as a user meets it: said first, done only when somebody agreed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


def test_nothing_is_replaced_before_somebody_agrees(
    tipcoder: Tipcoder, study: Path, case: Callable[[str], str]
) -> None:
    backup = study.parent / "backup.db"
    assert tipcoder("backup", backup, cwd=study).status == 0
    lines = study.parent / "lines.csv"
    lines.write_text(
        f"case,question,coder,code,start,end\n{case('3237565957')},role,anna,money,,\n", "utf-8"
    )
    assert tipcoder("codings", "import", lines, "--coder", "boris", cwd=study).status == 0
    before = (study / "study.db").read_bytes()

    asked = tipcoder("restore", backup, cwd=study)
    assert (asked.status, asked.out) == (2, "")
    assert "study.db has 1 act(s) that the backup does not have (1 by boris)" in asked.err
    assert asked.err.endswith("there is no terminal to ask at. Say --yes to replace it.\n")
    looked = tipcoder("restore", backup, "--dry-run", cwd=study)
    assert looked.status == 0
    assert looked.err.endswith("Dry run: nothing was changed.\n")
    assert " many" not in looked.err
    assert (study / "study.db").read_bytes() == before
    assert sorted(path.name for path in study.iterdir()) == [
        "codebook.toml",
        "exports",
        "study.db",
        "study.toml",
    ]

    done = tipcoder("restore", backup, "--yes", cwd=study)
    assert (done.status, done.out) == (0, "")
    assert f"Restored: study.db is now as {backup} was." in done.err
    (kept,) = study.glob("study.before-restore-*.db")
    assert f"`tipcoder restore {kept.name}` brings it back" in done.err
    assert "boris" not in tipcoder("log", cwd=study).out
    assert tipcoder("check", cwd=study).status == 0
    assert tipcoder("restore", kept, "--yes", cwd=study).status == 0
    assert "boris" in tipcoder("log", cwd=study).out


def test_what_cannot_be_restored_is_one_sentence(tipcoder: Tipcoder, study: Path) -> None:
    tipcoder("restore", study / "codebook.toml", "--yes", cwd=study).refused(
        2, "is not an SQLite file", "tipcoder backup"
    )
    tipcoder("restore", "nothing.db", "--yes", cwd=study).refused(
        2, "there is no such file", "tipcoder backup"
    )
    tipcoder("restore", "study.db", "--yes", cwd=study).refused(
        2, "is the store in use", "tipcoder backup"
    )
