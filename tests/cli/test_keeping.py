"""The health of a study: check, backup, migrate;
stores that are missing, spoiled or write-protected; the demo.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
Contents = Callable[[Path], dict[str, bytes]]

LOOKING = [("counts",), ("log",), ("check",), ("codebook", "show"), ("codings", "export")]
WRITING = [("import", "survey.csv"), ("codings", "import", "lines.csv"), ("undo",), ("redo",)]
KEEPING = [("backup", "copy.db"), ("migrate",)]


@pytest.fixture
def beside(study: Path, small_survey: str) -> Path:
    """A folder beside the study, with files to import."""
    folder = study.parent / "beside"
    folder.mkdir()
    (folder / "survey.csv").write_text(small_survey, "utf-8", newline="")
    (folder / "lines.csv").write_text("case,question,coder,code,start,end\n", "utf-8")
    return folder


def test_a_study_in_order_is_said_to_be_in_order(tipcoder: Tipcoder, coded: Path) -> None:
    copied = tipcoder("backup", "--keys", coded.parent / "keys-copy.json", cwd=coded)
    assert (copied.status, copied.out) == (0, "")
    assert "names every respondent" in copied.err
    done = tipcoder("check", cwd=coded)
    assert done.status == 0
    assert done.out == "warning: codebook.toml: 5 gap(s), see `tipcoder codebook check`\n"
    assert (
        done.err
        == "8 respondents, 9 cases, 12 readable answers, 4 codings, 5 finished, 3 acts: in order.\n"
    )
    report = tipcoder("check", "--format", "json", cwd=coded).json()
    assert report["faults"] == []
    assert report["totals"]["codings"] == 4
    (line,) = tipcoder("check", "--format", "csv", cwd=coded).csv()
    assert line["kind"] == "warning"


def test_a_fault_is_on_stdout_fails_the_check_and_repeats_no_answer(
    tipcoder: Tipcoder, coded: Path
) -> None:
    with closing(sqlite3.connect(coded / "study.db")) as db:
        db.execute(
            "update answer set text = 'The embassy pulled.' where text like 'The embassy pushed%'"
        )
        db.commit()
    done = tipcoder("check", cwd=coded)
    assert done.status == 1
    assert "fault: study.db: answer " in done.out
    assert "its text is not the one that was frozen" in done.out
    assert done.err.endswith("FAULTY.\n")
    for words in ("embassy", "pulled", "pushed"):
        assert words not in done.out + done.err
    for form in ("json", "csv"):
        assert tipcoder("check", "--format", form, cwd=coded).status == 1


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            lambda study, keys: (study / "codebook.toml").unlink(),
            "codebook.toml: there is no such file",
        ),
        (
            lambda study, keys: (study / "codebook.toml").write_text("["),
            "codebook.toml: is not valid TOML",
        ),
        (lambda study, keys: keys.unlink(), "the study's key file is not here"),
        (lambda study, keys: keys.chmod(0o640), "others on this machine can read the key file"),
        (lambda study, keys: keys.write_text("{}"), "is not a tipcoder key file"),
    ],
)
def test_what_is_missing_around_the_store_fails_the_check(
    tipcoder: Tipcoder,
    study: Path,
    key_file: Path,
    spoil: Callable[[Path, Path], object],
    says: str,
) -> None:
    spoil(study, key_file)
    done = tipcoder("check", cwd=study)
    assert done.status == 1
    assert says in done.out
    assert "this should not have happened" not in done.err


def foreign(store: Path) -> None:
    store.unlink()
    with closing(sqlite3.connect(store)) as db:
        db.execute("create table notes (text)")
        db.commit()


def newer(store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        db.execute("update alembic_version set version_num = '9999'")
        db.commit()


def cut_short(store: Path) -> None:
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])


SPOILED: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "missing": (
        lambda store: store.unlink(),
        ("study.db: the study has no store", "Restore it from a backup."),
    ),
    "emptied": (
        lambda store: store.write_bytes(b""),
        ("study.db: is empty, the data are gone", "backup"),
    ),
    "text": (
        lambda store: store.write_text("case,code\n" * 50),
        ("study.db: is not an SQLite file", "backup"),
    ),
    "foreign": (foreign, ("study.db: is an SQLite file, but not a tipcoder study", "backup")),
    "cut short": (cut_short, ("study.db: is damaged", "backup", "codings export")),
}


@pytest.mark.parametrize("verb", [*LOOKING, *WRITING, *KEEPING], ids=" ".join)
@pytest.mark.parametrize("kind", SPOILED)
def test_a_spoiled_store_is_named_with_its_remedy_by_every_verb_and_left_as_it_is(
    tipcoder: Tipcoder,
    study: Path,
    beside: Path,
    kind: str,
    verb: tuple[str, ...],
    contents: Contents,
) -> None:
    spoil, says = SPOILED[kind]
    spoil(study / "study.db")
    before = contents(study.parent)
    tipcoder(*verb, "--study", study, cwd=beside).refused(3, *says)
    assert contents(study.parent) == before


@pytest.mark.parametrize("verb", [*LOOKING, *WRITING, ("migrate",)], ids=" ".join)
def test_a_store_of_a_newer_tipcoder_is_left_alone(
    tipcoder: Tipcoder, study: Path, beside: Path, verb: tuple[str, ...]
) -> None:
    newer(study / "study.db")
    done = tipcoder(*verb, "--study", study, cwd=beside)
    done.refused(3, "was written by a newer tipcoder (store version 9999", "Update tipcoder.")


@pytest.fixture
def protected(coded: Path, heeding_permissions: None) -> Iterator[Path]:
    """A coded study of which nothing may be changed."""
    for path in (coded, *coded.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield coded
    coded.chmod(0o755)


@pytest.mark.parametrize(
    "verb", [*LOOKING, ("codebook", "check"), ("backup", "copy.db")], ids=" ".join
)
def test_a_write_protected_study_can_be_looked_at_and_backed_up(
    tipcoder: Tipcoder, protected: Path, beside: Path, verb: tuple[str, ...]
) -> None:
    done = tipcoder(*verb, "--study", protected, cwd=beside)
    assert done.status == (1 if verb == ("codebook", "check") else 0), done.err


@pytest.mark.parametrize("verb", WRITING, ids=" ".join)
def test_a_write_protected_study_refuses_every_change_with_a_remedy(
    tipcoder: Tipcoder, protected: Path, beside: Path, verb: tuple[str, ...]
) -> None:
    tipcoder(*verb, "--study", protected, cwd=beside).refused(
        3, "study.db: is read-only", "Make the file and its"
    )


def test_a_dry_run_needs_no_write_permission_for_codings(
    tipcoder: Tipcoder, protected: Path, beside: Path
) -> None:
    done = tipcoder("codings", "import", "lines.csv", "--dry-run", "--study", protected, cwd=beside)
    assert done.status == 0, done.err


def test_a_backup_in_the_place_of_the_store_is_the_study(tipcoder: Tipcoder, coded: Path) -> None:
    before = tipcoder("codings", "export", cwd=coded).out
    done = tipcoder("backup", coded.parent / "copy.db", cwd=coded)
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith(
        f"Copied and checked: {coded.parent / 'copy.db'}. The key file is not in it"
    )
    assert (coded.parent / "copy.db").stat().st_mode & 0o077 == 0
    tipcoder("undo", cwd=coded)
    (coded.parent / "copy.db").replace(coded / "study.db")
    assert tipcoder("codings", "export", cwd=coded).out == before


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        ("study.toml", 2, ("study.toml: is there already", "Name a new file")),
        ("exports", 2, ("exports: is a folder", "Name the file, too: exports/study.db")),
        ("nowhere/copy.db", 3, ("nowhere/copy.db: its folder does not exist", "Make it")),
        ("-", 2, ("A backup cannot go to standard output", "Name a file")),
        ("", 2, ("FILE: the name is empty",)),
    ],
)
def test_a_backup_takes_nobodys_place(
    tipcoder: Tipcoder,
    study: Path,
    target: str,
    status: int,
    says: tuple[str, ...],
    contents: Contents,
) -> None:
    before = contents(study)
    tipcoder("backup", target, cwd=study).refused(status, *says)
    assert contents(study) == before


def test_migrating_what_needs_none_says_so_and_changes_nothing(
    tipcoder: Tipcoder, study: Path, contents: Contents
) -> None:
    before = contents(study)
    done = tipcoder("migrate", cwd=study)
    assert (done.status, done.out) == (0, "")
    assert done.err.endswith("already; nothing was done.\n")
    assert contents(study) == before


def test_the_demo_shows_the_whole_way_and_is_used_again(tipcoder: Tipcoder, tmp_path: Path) -> None:
    done = tipcoder("demo", "my demo")
    assert (done.status, done.err) == (0, "")
    # As the demo's own README counts them.
    assert "123 respondents (123 new), 143 cases: 143 new" in done.out
    assert "322 answered" in done.out
    assert "cd 'my demo'" in done.out
    assert tipcoder("check", cwd=tmp_path / "my demo").status == 0
    rows = tipcoder("counts", "--by", "coder", "--format", "csv", cwd=tmp_path / "my demo").csv()
    # A code that nobody has applied stands there without a coder.
    assert {row["coder"] for row in rows if row["codings"] != "0"} == {"anna", "boris"}
    again = tipcoder("demo", "my demo")
    assert again.status == 0
    assert "is there already and is used as it is" in again.out
    assert "322 answered" not in again.out
    assert len(done.out.splitlines()) <= 20


@pytest.mark.parametrize(
    ("words", "named", "who"),
    [
        (("demo", "study"), None, "anna"),
        (("demo", "study"), "mai", "mai"),
        (("demo", "study", "--coder", "boris"), "mai", "boris"),
        (("--coder", "boris", "demo", "study"), None, "boris"),
    ],
)
def test_at_a_terminal_the_demo_opens_as_a_coder_with_work_to_see_or_whom_one_names(
    tipcoder: Tipcoder,
    built_demo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    named: str | None,
    who: str,
) -> None:
    shutil.copytree(built_demo / "study", tmp_path / "study")
    opened: list[tuple[object, ...]] = []

    def open_workbench(folder: Path, coder: str, *, tour: str) -> int:
        opened.append((folder.name, coder, tour))
        return 0

    monkeypatch.setattr("tipcoder.cli.output.can_show_screen", lambda: True)
    monkeypatch.setattr("tipcoder.cli.workbench.open_workbench", open_workbench)
    done = tipcoder(*words, cwd=tmp_path, coder=named)
    assert opened == [("study", who, "once")]
    assert "cd study\n" in done.out
    assert f"tipcoder code --coder {who} " in done.out


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("study", ("study: holds another study", "Name a new folder for the demo.")),
        ("beside", ("beside: is not empty", "Name a new folder")),
        ("beside/survey.csv", ("beside/survey.csv: is a file", "Name a new folder")),
        ("", ("DIR: the name is empty",)),
    ],
)
def test_the_demo_takes_nobodys_place(
    tipcoder: Tipcoder,
    study: Path,
    beside: Path,
    place: str,
    says: tuple[str, ...],
    contents: Contents,
) -> None:
    before = contents(study.parent)
    tipcoder("demo", place, cwd=study.parent).refused(2, *says)
    assert contents(study.parent) == before
