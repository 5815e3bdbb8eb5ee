"""The one way out: files are made whole, looked at, and only then put in their place;
all of them or none.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tipcoder.errors import CheckFailed, EnvironmentFault
from tipcoder.export.leaving import FinishedFile, LeavingFile, put_in_place


def refuse_names(file: FinishedFile) -> None:
    """A check that finds a name in a finished file."""
    if b"Alma" in file.path.read_bytes():
        raise CheckFailed(f"{file.target}: names somebody.")


def everything_in(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_a_check_sees_the_finished_bytes_while_the_old_file_still_stands(tmp_path: Path) -> None:
    target = tmp_path / "quotes.csv"
    target.write_text("old")
    seen: list[tuple[bytes, str, bytes]] = []

    def look(file: FinishedFile) -> None:
        seen.append((file.path.read_bytes(), file.path.suffix, target.read_bytes()))

    put_in_place([LeavingFile(target, "new")], [look])
    assert seen == [(b"new", ".csv", b"old")]
    assert everything_in(tmp_path) == {"quotes.csv": b"new"}


def test_one_bad_file_of_a_report_holds_all_of_them_back(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old a")
    before = everything_in(tmp_path)
    kept: list[str] = []
    files = [
        LeavingFile(tmp_path / "a.csv", "new a"),
        LeavingFile(tmp_path / "new" / "deep" / "b.csv", b"told by Alma"),
        LeavingFile(tmp_path / "new" / "c.csv", lambda path: path.write_text("c") and None),
    ]
    with pytest.raises(CheckFailed, match="names somebody"):
        put_in_place(files, [refuse_names], before_moving=lambda: kept.append("remembered"))
    assert everything_in(tmp_path) == before
    assert kept == [], "what is bound to the files' leaving has not happened"


def test_what_is_bound_to_leaving_happens_after_the_checks_and_before_the_files_are_there(
    tmp_path: Path,
) -> None:
    target = tmp_path / "new" / "a.csv"
    story: list[str] = []
    put_in_place(
        [LeavingFile(target, "a")],
        [lambda file: story.append("checked")],
        before_moving=lambda: story.append(f"kept, there: {target.exists()}"),
    )
    assert story == ["checked", "kept, there: False"]
    assert target.read_text() == "a"


def test_what_goes_to_standard_output_is_checked_too_and_leaves_no_file(tmp_path: Path) -> None:
    places: list[Path] = []
    put_in_place([LeavingFile(None, "x", ".csv")], [lambda file: places.append(file.path)])
    assert places[0].suffix == ".csv"
    assert not places[0].exists()
    with pytest.raises(CheckFailed):
        put_in_place([LeavingFile(None, "Alma", ".csv")], [refuse_names])


def test_a_private_file_is_its_owners_from_the_first_byte(tmp_path: Path) -> None:
    modes: list[int] = []
    target = tmp_path / "quotes.csv"
    put_in_place(
        [LeavingFile(target, "x", is_private=True)],
        [lambda file: modes.append(file.path.stat().st_mode & 0o777)],
    )
    assert modes == [0o600]
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_pipe_is_written_into_when_the_checks_have_passed(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    put_in_place([LeavingFile(pipe, "through the pipe")], [refuse_names])
    reader.join(10)
    assert heard == [b"through the pipe"]
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "there" / "real.csv")
    put_in_place([LeavingFile(tmp_path / "link.csv", "x")])
    assert (tmp_path / "link.csv").is_symlink()
    assert everything_in(tmp_path / "there") == {"real.csv": b"x"}


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "file" / "deep" / "a.csv", tmp_path / "file" / "a.csv"):
        with pytest.raises(EnvironmentFault) as caught:
            put_in_place([LeavingFile(tmp_path / "b.csv", "b"), LeavingFile(target, "a")])
        assert str(target) in caught.value.message
        assert caught.value.hint
    assert everything_in(tmp_path) == {"file": b""}
