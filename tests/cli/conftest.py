"""The command line as a user meets it: a verb goes in; exit status, stdout and stderr come out."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tipcoder.cli import main

KEYS_VARIABLE = "TIPCODER_KEYS"


@dataclass(frozen=True)
class Done:
    """What a verb did, from outside."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Stdout as JSON."""
        return json.loads(self.out)

    def csv(self) -> list[dict[str, str]]:
        """Stdout as CSV."""
        return list(csv.DictReader(io.StringIO(self.out, newline="")))

    def refused(self, status: int, *words: str) -> None:
        """Nothing on stdout; on stderr one sentence with its remedy and with these words."""
        assert (self.status, self.out) == (status, ""), self
        assert self.err.startswith("tipcoder: "), self.err
        assert self.err.count("\n") == 1, self.err
        assert self.err.endswith((".\n", "?\n", "'\n")), self.err  # the last is a command to paste
        for trace in ("Traceback", "Error", "Exception", "this should not have happened"):
            assert trace not in self.err, self.err
        for word in words:
            assert word in self.err, self.err


Tipcoder = Callable[..., Done]


@pytest.fixture
def tipcoder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    keys_folder: Path,
) -> Tipcoder:
    """Run a verb right here: `tipcoder("counts", "--by", "coder", cwd=study, coder="anna")`."""

    def run(*arguments: str | Path, cwd: Path = tmp_path, coder: str | None = "lead") -> Done:
        capsys.readouterr()
        with monkeypatch.context() as here:
            here.chdir(cwd)
            if coder is not None:
                here.setenv("TIPCODER_CODER", coder)
            try:
                status = main([str(argument) for argument in arguments])
            except SystemExit as leaving:  # --help and --version
                status = int(leaving.code or 0)
        return Done(int(status), *capsys.readouterr())

    return run


@pytest.fixture
def process(tmp_path: Path, keys_folder: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a verb in a process of its own, where real streams, locale or exit status matter."""

    def run(
        *arguments: str | bytes | Path,
        cwd: Path = tmp_path,
        feed: bytes | None = None,
        **variables: str,
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "tipcoder", *arguments],
            cwd=cwd,
            env={**os.environ, "TIPCODER_CODER": "lead", **variables},
            **({"stdin": subprocess.DEVNULL} if feed is None else {"input": feed}),
            capture_output=True,
            timeout=60,
            check=False,
        )

    return run


@dataclass(frozen=True)
class Sources:
    """The files that a small study is made from; tests write over them as they like."""

    survey: Path
    study: Path
    codebook: Path

    def init(self, folder: str | Path = "study", *more: str | Path) -> tuple[str | Path, ...]:
        """The words of an `init` with these files."""
        files = ("--survey", self.survey, "--study-file", self.study, "--codebook", self.codebook)
        return ("init", folder, *files, *more)


@pytest.fixture
def sources(
    tmp_path: Path, small_survey: str, small_study_toml: str, small_codebook_toml: str
) -> Sources:
    folder = tmp_path / "sources"
    folder.mkdir()
    files = Sources(folder / "survey.csv", folder / "my-study.toml", folder / "codes.toml")
    files.survey.write_text(small_survey, "utf-8", newline="")
    files.study.write_text(small_study_toml, "utf-8")
    files.codebook.write_text(small_codebook_toml, "utf-8")
    return files


@pytest.fixture(scope="session")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small study and its key file, made once; tests work in copies."""
    from conftest import SMALL_CODEBOOK, SMALL_STUDY, SMALL_SURVEY  # the one of the whole suite

    folder = tmp_path_factory.mktemp("mould")
    for name, text in (
        ("survey.csv", SMALL_SURVEY),
        ("study.toml", SMALL_STUDY),
        ("codebook.toml", SMALL_CODEBOOK),
    ):
        (folder / name).write_text(text, "utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEYS_VARIABLE, str(folder / "keys"))
        from tipcoder.workbench.survey.creating import StudyPlan, create_study

        plan = StudyPlan(folder / "study", folder / "survey.csv", codebook=folder / "codebook.toml")
        create_study(plan, (folder / "study.toml").read_text("utf-8"), "lead")
    yield folder


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds `study/` and `keys/` of the fictional study; tests work in copies.

    It is built once for all workers: the first one builds it, and the others wait.
    """
    from tipcoder.workbench.demo import build_demo

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # that of the whole run
    folder = shared / "built-demo"
    with (shared / "built-demo.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            building = shared / "demo-being-built"
            patch.setenv(KEYS_VARIABLE, str(building / "keys"))
            build_demo(building / "study")
            building.rename(folder)
    return folder


@pytest.fixture
def study(mould: Path, tmp_path: Path, keys_folder: Path) -> Path:
    """The folder of a small study with nothing coded yet."""
    shutil.copytree(mould / "study", tmp_path / "study")
    for file in (mould / "keys").iterdir():
        shutil.copy2(file, keys_folder)
    return tmp_path / "study"


@pytest.fixture
def key_file(study: Path, keys_folder: Path) -> Path:
    """The key file of `study`."""
    (file,) = keys_folder.glob("*.keys.json")
    return file


@pytest.fixture
def case(key_file: Path) -> Callable[[str], str]:
    """The case label in `study` of a respondent of the survey file:
    `case("3237565957")`, `case("3237565956.1")`.
    """
    ids = json.loads(key_file.read_text("utf-8"))["source_ids"]

    def label(source: str) -> str:
        respondent, dot, loop = source.partition(".")
        return str(ids[respondent]) + dot + loop

    return label


@pytest.fixture
def coded(study: Path, case: Callable[[str], str], tipcoder: Tipcoder) -> Path:
    """`study` with some work of anna and boris."""
    lines = [
        f"{case('3237565957')},role,anna,pressure,0,11",
        f"{case('3237565957')},role,anna,money,12,18",
        f"{case('3237565958')},role,anna,,,",
        f"{case('3237565959')},how,anna,training,,",
        f"{case('3237565957')},role,boris,pressure,,",
        f"{case('3237565960')},role,boris,@off-topic,,",
    ]
    file = study.parent / "codings.csv"
    file.write_text("case,question,coder,code,start,end\n" + "\n".join(lines) + "\n", "utf-8")
    done = tipcoder("codings", "import", file, cwd=study)
    assert done.status == 0, done.err
    return study


@pytest.fixture
def read(coded: Path, case: Callable[[str], str], tipcoder: Tipcoder) -> Path:
    """`coded`, with the one quote of Blue Lamp on pressure redacted and read."""
    place = (case("3237565957"), "role")
    listed = tipcoder(
        "redact",
        "list",
        "--case",
        case("3237565957"),
        "--question",
        "role",
        "--format",
        "csv",
        cwd=coded,
    )
    for row in listed.csv():
        done = tipcoder("redact", "accept", *place, f"{row['start']}-{row['end']}", cwd=coded)
        assert done.status == 0, done.err
    assert tipcoder("redact", "review", *place, cwd=coded).status == 0
    return coded


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """Every file under a folder with its bytes."""

    def of(folder: Path) -> dict[str, bytes]:
        return {
            str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }

    return of
