"""A codebook.toml that nobody has edited is read once, and every edit is seen by the next verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipcoder.model.codes import Codebook
from tipcoder.text import hash_text
from tipcoder.workbench.codebook import hand_edits, step_marks
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.codebook.step_marks import compute_mark, find_marks_file
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.kept_search import forget_hits

Readings = list[Path]


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    """The codebooks that were read by hand edits since the test began."""
    read: Readings = []
    real = hand_edits.read_codebook

    def read_codebook(path: Path) -> Codebook:
        read.append(path)
        return real(path)

    monkeypatch.setattr(hand_edits, "read_codebook", read_codebook)
    return read


def read_label(folder: Path) -> str:
    """The label of a code, as a verb that only reads sees it."""
    with open_study_folder(folder, read_only=True) as study:
        return read_codebook_in_force(study).codes["pressure"].label["en"]


def test_what_nobody_edited_is_read_once(small_study: Path, readings: Readings) -> None:
    assert read_label(small_study) == "Pressure"
    readings.clear()
    assert read_label(small_study) == "Pressure"
    assert readings == []


def test_an_edit_is_seen_and_so_is_its_taking_back(small_study: Path, readings: Readings) -> None:
    path = small_study / "codebook.toml"
    first = path.read_text("utf-8")
    assert read_label(small_study) == "Pressure"
    path.write_text(first.replace('"Pressure"', '"Influence"'), "utf-8")
    assert read_label(small_study) == "Influence"
    # The bytes are those that were known, and another revision is in force by now.
    path.write_text(first, "utf-8")
    readings.clear()
    assert read_label(small_study) == "Pressure"
    assert readings


def test_another_version_of_the_program_reads_it_again(
    small_study: Path, readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_label(small_study)
    readings.clear()
    monkeypatch.setattr(step_marks, "_digest_program", lambda: "other")
    read_label(small_study)
    assert readings


def test_marks_go_with_what_is_erased(small_study: Path, readings: Readings) -> None:
    read_label(small_study)
    with open_study_folder(small_study) as study:
        file = find_marks_file(study.read_uuid())
        assert file.stat().st_mode & 0o077 == 0
        assert b"in step" in file.read_bytes()
        forget_hits(study, {hash_text("Whatever was erased.")})
        assert b"in step" not in file.read_bytes()
    readings.clear()
    read_label(small_study)
    assert readings


def test_a_machine_without_the_key_file_gets_no_file(small_study: Path, keys_folder: Path) -> None:
    for path in keys_folder.iterdir():
        path.unlink()
    read_label(small_study)
    assert list(keys_folder.iterdir()) == []


def test_no_border_between_file_and_revision_can_move() -> None:
    assert compute_mark(b"ab", "c") != compute_mark(b"a", "bc")
