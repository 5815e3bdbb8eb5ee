"""`bundle export` and `bundle import` as two people use them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


@pytest.fixture
def home(study: Path, tmp_path: Path, tipcoder: Tipcoder) -> Path:
    """The lead's study, in which a round has made anna and boris known."""
    assert tipcoder("assign", "--coders", "anna,boris", "--overlap", "100%", cwd=study).status == 0
    return study


@pytest.fixture
def away(home: Path, tmp_path: Path, tipcoder: Tipcoder, case: Callable[[str], str]) -> Path:
    """A copy in which anna has worked."""
    copy = tmp_path / "away"
    shutil.copytree(home, copy)
    file = tmp_path / "work.csv"
    lines = [f"{case('3237565957')},role,anna,pressure,0,11", f"{case('3237565958')},role,anna,,,"]
    file.write_text("case,question,coder,code,start,end\n" + "\n".join(lines) + "\n", "utf-8")
    assert tipcoder("codings", "import", file, cwd=copy).status == 0
    return copy


def test_work_goes_out_and_comes_in(
    tipcoder: Tipcoder, home: Path, away: Path, tmp_path: Path
) -> None:
    file = tmp_path / "anna.json"
    out = tipcoder("bundle", "export", "--coder", "anna", "-o", file, cwd=away, coder="anna")
    assert out.status == 0, out.err
    assert "2 answers with 1 coding written to" in out.err
    assert "Round R1 is open" in out.err
    dry = tipcoder("bundle", "import", file, "--dry-run", cwd=home)
    assert (dry.status, "Dry run" in dry.err) == (0, True), dry.err
    assert tipcoder("codings", "export", cwd=home).csv() == []
    done = tipcoder("bundle", "import", file, cwd=home)
    assert (done.status, "2 answers of anna: 2 came in with 1 coding" in done.err) == (0, True), (
        done.err
    )
    assert (
        tipcoder("codings", "export", cwd=home).csv()
        == tipcoder("codings", "export", cwd=away).csv()
    )
    assert "Nothing was new." in tipcoder("bundle", "import", file, cwd=home).err
    assert "Undone: Brought in 2 answers of anna" in tipcoder("undo", cwd=home).err
    assert tipcoder("codings", "export", cwd=home).csv() == []


def test_a_conflict_is_listed_and_the_status_says_so(
    tipcoder: Tipcoder, home: Path, away: Path, tmp_path: Path, case: Callable[[str], str]
) -> None:
    file, own = tmp_path / "anna.json", tmp_path / "own.csv"
    tipcoder("bundle", "export", "--coder", "anna", "-o", file, cwd=away)
    own.write_text(
        f"case,question,coder,code,start,end\n{case('3237565957')},role,anna,money,12,18\n", "utf-8"
    )
    tipcoder("codings", "import", own, cwd=home)
    done = tipcoder("bundle", "import", file, "--format", "csv", cwd=home)
    assert done.status == 1
    assert [(row["case"], row["why"]) for row in done.csv()] == [
        (case("3237565957"), "coded otherwise here")
    ]
    assert "anna has coded 1 answer differently here; that stays as it is." in done.err
    codes = {row["code"] for row in tipcoder("codings", "export", cwd=home).csv()}
    assert codes == {"money", ""}


def test_another_coder_of_the_round_cannot_get_at_it(
    tipcoder: Tipcoder, away: Path, tmp_path: Path
) -> None:
    file = tmp_path / "anna.json"
    words = ("bundle", "export", "--coder", "anna", "-o", file)
    tipcoder(*words, cwd=away, coder="boris").refused(2, "You are in an open round")
    assert not file.exists()
    assert tipcoder(*words, cwd=away, coder="lead").status == 0


def test_what_is_wrong_with_the_words_is_said(
    tipcoder: Tipcoder, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}", "utf-8")
    tipcoder("bundle", "import", file, cwd=home).refused(2, "x.json: is not a bundle of tipcoder")
    tipcoder("bundle", "import", tmp_path / "gone.json", cwd=home).refused(
        2, "there is no such file"
    )
    tipcoder("bundle", "import", tmp_path, cwd=home).refused(2, "is a folder")
    tipcoder("import", "a.csv", "b.csv", cwd=home).refused(2, "one file at a time")
    tipcoder("import", "a.csv", "--as", "anna", cwd=home).refused(2, "--as is for a bundle")
    tipcoder("bundle", "export", "-o", file, cwd=home).refused(2, "needs --coder")
    tipcoder("bundle", "exprot", cwd=home).refused(2, "'export'")
    tipcoder("bundle", "export", "--coder", "zoe", "-o", file, cwd=home).refused(
        2, "Nobody called 'zoe'"
    )
