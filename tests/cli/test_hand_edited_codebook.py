"""A codebook.toml edited by hand holds for every verb that reads codes, is said once,
and never drops codes in use.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.opening import open_study_folder

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

NEW = """
[code.shelter]
label = "Shelter"
definition = "Places to stay."
use_when = "A shelter is named."
"""
TAKEN = "codebook.toml was edited: imported as revision 2.\n"
OUTCOME = """
[outcome.activity]
column = "active"
levels = ["No", "Yes"]
missing = ["Don't know"]
"""
READING = (
    "codebook show",
    "codebook check",
    "codebook export --format json",
    "codebook retired",
    "codebook stale",
    "codebook diff",
    "codebook rename money Funds --dry-run",
    "codings import LINES --dry-run",
    "codings import LINES",
    "codings export",
    "counts",
    "suggest --format json",
    "rounds",
    "agreement --format json",
    "adjudicate list",
    "merge",
    "stats presence --format json",
    "stats --all-codes --format json",
    "quotes --include-unreviewed --format json",
    "redact list",
    "assign --coders anna,boris --dry-run",
    "bundle export --coder anna -o OUT.json",
)
"""Verbs that read codes; `LINES` puts the code on that only the edited file has."""
NOT_READING = ("log", "check", "undo", "import SURVEY --dry-run", "backup COPY")


@pytest.fixture
def edited(coded: Path, case: Callable[[str], str]) -> Path:
    """The coded study, with a code more in the file, and codings for it beside the folder."""
    file = coded / "codebook.toml"
    file.write_text(file.read_text("utf-8") + NEW, "utf-8")
    study = coded / "study.toml"
    study.write_text(study.read_text("utf-8") + OUTCOME, "utf-8")
    lines = f"case,question,coder,code,start,end\n{case('3237565959')},role,anna,shelter,,\n"
    (coded.parent / "lines.csv").write_text(lines, "utf-8")
    return coded


def words_of(line: str, folder: Path) -> list[str]:
    beside = folder.parent
    named = {
        "LINES": str(beside / "lines.csv"),
        "SURVEY": str(beside / "sources.csv"),
        "OUT.json": str(beside / "out.json"),
        "COPY": str(beside / "copy.db"),
    }
    return [named.get(word, word) for word in line.split()]


def revisions(folder: Path) -> int:
    with open_study_folder(folder, read_only=True, import_edits=False) as here:
        return read_codebook_in_force(here).revision


def test_every_verb_that_reads_codes_takes_the_edit_in_and_says_so_on_stderr(
    tipcoder: Tipcoder, edited: Path, small_survey: str
) -> None:
    (edited.parent / "sources.csv").write_text(small_survey, "utf-8", newline="")
    before = edited.parent / "before"
    shutil.copytree(edited, before)
    for line in (*READING, *NOT_READING):
        shutil.rmtree(edited)
        shutil.copytree(before, edited)
        done = tipcoder(*words_of(line, edited), cwd=edited)
        if line in READING:
            assert done.err.count(TAKEN) == 1, (line, done)
            assert revisions(edited) == 2, line
            assert TAKEN not in tipcoder(*words_of(line, edited), cwd=edited).err, line
        else:
            assert "imported as" not in done.err, (line, done)
            assert revisions(edited) == 1, line
        assert done.status in (0, 1), (line, done)


def test_what_is_printed_for_machines_is_the_same_as_if_the_edit_had_been_taken_in_before(
    tipcoder: Tipcoder, edited: Path
) -> None:
    first = tipcoder("stats", "presence", "--all-codes", "--format", "json", cwd=edited)
    assert first.err.startswith(TAKEN)
    again = tipcoder("stats", "presence", "--all-codes", "--format", "json", cwd=edited)
    assert (again.out, again.err.count(TAKEN)) == (first.out, 0)
    assert tipcoder("codings", "import", edited.parent / "lines.csv", cwd=edited).status == 0
    assert "shelter" in tipcoder("counts", "--format", "csv", cwd=edited).out


def test_a_broken_file_is_refused_with_its_line_and_nothing_changes(
    tipcoder: Tipcoder, coded: Path
) -> None:
    file = coded / "codebook.toml"
    file.write_text(file.read_text("utf-8") + "\n[code.broken\n", "utf-8")
    line = file.read_text("utf-8").splitlines().index("[code.broken") + 1
    for verb in (("counts",), ("codings", "export"), ("codebook", "show")):
        tipcoder(*verb, cwd=coded).refused(2, "codebook.toml", f"line {line}")
    assert tipcoder("log", cwd=coded).status == 0
    assert revisions(coded) == 1


def test_an_edit_that_drops_a_code_in_use_waits_until_somebody_says_what_becomes_of_it(
    tipcoder: Tipcoder, coded: Path
) -> None:
    file = coded / "codebook.toml"
    whole = file.read_text("utf-8")
    file.write_text(whole.partition("[code.money]")[0] + NEW, "utf-8")
    shown = tipcoder("codebook", "show", cwd=coded)
    assert "Money" in shown.out
    assert "no longer has [code.money]" in shown.err
    assert "the revision in force is used" in shown.err
    assert "no longer has [code.money]" in tipcoder("check", cwd=coded).out
    assert tipcoder("codebook", "check", cwd=coded).status == 1
    tipcoder("codebook", "rename", "training", "Courses", cwd=coded).refused(
        2, "Nothing was changed", "[code.money]"
    )
    assert revisions(coded) == 1
    # The remedy that is named.
    done = tipcoder("codebook", "import", "codebook.toml", cwd=coded)
    assert done.status == 0, done
    assert revisions(coded) == 2
    assert "money" in tipcoder("codebook", "retired", cwd=coded).out


def test_an_edit_that_drops_a_code_that_nobody_used_is_taken_in(
    tipcoder: Tipcoder, study: Path
) -> None:
    file = study / "codebook.toml"
    file.write_text(file.read_text("utf-8").partition("[code.money]")[0], "utf-8")
    assert tipcoder("counts", cwd=study).err == TAKEN


def test_in_a_folder_that_cannot_be_written_the_revision_in_force_is_used_and_that_is_said(
    tipcoder: Tipcoder, edited: Path, heeding_permissions: None
) -> None:
    for path in (edited / "study.db", edited):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        done = tipcoder("codebook", "show", cwd=edited)
    finally:
        edited.chmod(0o700)
    assert done.status == 0
    assert "Shelter" not in done.out
    assert "is read-only" in done.err
    assert "the revision in force is used" in done.err
