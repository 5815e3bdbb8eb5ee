"""Opening a study: found upward like git does, by whom, and what a reader may do."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.store import coders
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.coders import resolve_coder_name
from tipcoder.workbench.opening import open_study_folder

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy


def test_a_study_is_found_from_anywhere_within_it(
    small_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_study / "exports")
    with open_study_folder() as here:
        assert here.folder == small_study


def test_outside_any_study_the_way_in_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with (
        pytest.raises(BadInput, match=r"no study\.toml here or in a folder above") as refusal,
        open_study_folder(),
    ):
        pass
    assert "tipcoder init" in refusal.value.hint


def test_a_first_visit_makes_a_coder_known_and_a_second_finds_them(here: OpenStudy) -> None:
    first = here.register_coder("Анна Ж.")
    assert here.register_coder("  Анна   Ж. ") == first
    with here.store.read() as db:
        assert [coder.name for coder in coders.load_coders(db)] == ["lead", "Анна Ж."]


def test_names_differ_by_case(here: OpenStudy) -> None:
    assert here.register_coder("anna") != here.register_coder("Anna")


def test_a_coder_is_the_one_named_else_the_variable_else_the_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert resolve_coder_name(None) == getpass.getuser()
    monkeypatch.setenv("TIPCODER_CODER", "boris")
    assert resolve_coder_name(None) == "boris"
    assert resolve_coder_name("anna") == "anna"


@pytest.mark.parametrize("name", ["x" * 61, "a\nb\x1b[2J", "\u202eanna", " ", "a\0b", "\ud800"])
def test_a_name_that_could_steer_a_terminal_is_none(name: str) -> None:
    with pytest.raises(BadInput, match="cannot be a coder's name"):
        resolve_coder_name(name)


def test_a_reader_who_is_known_may_look_and_one_who_is_new_is_told_why_not(
    small_study: Path,
) -> None:
    with open_study_folder(small_study, read_only=True) as here:
        assert here.register_coder("lead").name == "lead"
        with pytest.raises(EnvironmentFault, match="read-only"):
            here.register_coder("new")
    with open_study_folder(small_study) as here, here.store.read() as db:
        assert [coder.name for coder in coders.load_coders(db)] == ["lead"]


def test_a_study_closed_by_an_error_is_closed_all_the_same(small_study: Path) -> None:
    with pytest.raises(RuntimeError), open_study_folder(small_study) as here:
        here.register_coder("anna")
        raise RuntimeError
    assert sorted(path.name for path in small_study.iterdir()) == [
        "codebook.toml",
        "exports",
        "study.db",
        "study.toml",
    ]


def test_the_codebook_in_force_is_the_one_the_study_began_with(here: OpenStudy) -> None:
    book = read_codebook_in_force(here)
    assert book.revision == 1
    assert list(book.codes) == ["government", "pressure", "pushback", "training", "money"]
    assert book.codes["pressure"].label == {"en": "Pressure", "ru": "Давление"}
