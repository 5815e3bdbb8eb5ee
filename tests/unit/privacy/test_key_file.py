"""The file that says who is who: private, outside the study, whole, and never quoted."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.privacy.key_file import (
    Keys,
    describe_key_risks,
    find_key_folder,
    key_path,
    load_keys,
    save_keys,
)

posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows does not enforce owner-only modes"
)
NAMES = ("Casa Luz", "anna@b.example", "R_77")


@pytest.fixture
def keys() -> Keys:
    found = Keys("study-1", {"R_77": "1254"})
    found.add_identity("1254", {"org.name": "Casa Luz", "email": "anna@b.example"})
    return found


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private" / "study-1.keys.json"


def _says_no_name(fault: EnvironmentFault) -> None:
    said = "".join(traceback.format_exception(fault))
    assert not [name for name in NAMES if name in said]


# --- written and read ---


def test_what_was_saved_is_loaded(path: Path, keys: Keys, study: Path) -> None:
    save_keys(path, keys, study)
    again = load_keys(path)
    assert again.study == "study-1"
    assert again.source_ids == {"R_77": "1254"}
    assert again.identities == {"1254": {"org.name": ["Casa Luz"], "email": ["anna@b.example"]}}


def test_names_in_any_script_come_back(path: Path, study: Path) -> None:
    keys = Keys("s", {"школа №1": "1254"}, {"1254": {"имя": ["Приют «Дом»", "女性の家"]}})
    save_keys(path, keys, study)
    assert load_keys(path) == keys


def test_a_name_that_was_spelt_in_two_ways_is_kept_in_both_and_an_empty_cell_is_not() -> None:
    keys = Keys("s")
    for name in ("Casa Luz", "Casa Luz", "", "CASA LUZ"):
        keys.add_identity("1254", {"org.name": name})
    assert keys.identities == {"1254": {"org.name": ["Casa Luz", "CASA LUZ"]}}


@posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_its_owner_may_read_the_file_whatever_the_umask(
    path: Path, keys: Keys, study: Path, mask: int
) -> None:
    before = os.umask(mask)
    try:
        save_keys(path, keys, study)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0


@posix
def test_saving_again_keeps_it_private(path: Path, keys: Keys, study: Path) -> None:
    save_keys(path, keys, study)
    path.chmod(0o644)
    save_keys(path, keys, study)
    assert path.stat().st_mode & 0o777 == 0o600


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o610, 0o601, 0o666])
def test_a_file_that_others_could_read_is_refused_with_the_command_that_mends_it(
    path: Path, keys: Keys, study: Path, mode: int
) -> None:
    save_keys(path, keys, study)
    path.chmod(mode)
    with pytest.raises(EnvironmentFault, match=f"mode {mode:04o}") as caught:
        load_keys(path)
    assert f"chmod 600 '{path}'" in caught.value.hint
    _says_no_name(caught.value)
    path.chmod(0o600)
    assert load_keys(path).source_ids


def test_nothing_else_is_left_in_the_folder(path: Path, keys: Keys, study: Path) -> None:
    save_keys(path, keys, study)
    save_keys(path, keys, study)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_when_the_disk_fails_the_old_file_stays_whole_and_no_names_lie_about(
    path: Path, keys: Keys, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_keys(path, keys, study)
    before = path.read_bytes()

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(
        EnvironmentFault, match=r"cannot be written \(No space left on device\)"
    ) as caught:
        save_keys(path, Keys("study-1", {"R_88": "4321"}), study)
    assert "$TIPCODER_KEYS" in caught.value.hint
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_file_in_the_place_of_the_folder_is_reported(
    tmp_path: Path, keys: Keys, study: Path
) -> None:
    (tmp_path / "private").write_text("")
    with pytest.raises(EnvironmentFault, match="the key file cannot be written"):
        save_keys(tmp_path / "private" / "k.json", keys, study)


# --- where it may lie ---


@pytest.mark.parametrize("below", [".", "exports", "deep/er"])
def test_the_study_folder_is_no_place_for_it(study: Path, keys: Keys, below: str) -> None:
    path = study / below / "k.json"
    with pytest.raises(EnvironmentFault, match="may not be in the study folder") as caught:
        save_keys(path, keys, study)
    assert "$TIPCODER_KEYS" in caught.value.hint
    assert list(study.rglob("*")) == []
    _says_no_name(caught.value)


@posix
def test_a_link_that_leads_back_into_the_study_is_seen_through(
    tmp_path: Path, study: Path, keys: Keys
) -> None:
    (tmp_path / "elsewhere").symlink_to(study, target_is_directory=True)
    with pytest.raises(EnvironmentFault, match="may not be in the study folder"):
        save_keys(tmp_path / "elsewhere" / "k.json", keys, study)


def test_a_folder_whose_name_begins_like_the_studys_is_another_folder(
    tmp_path: Path, study: Path, keys: Keys
) -> None:
    path = tmp_path / "study-keys" / "k.json"
    save_keys(path, keys, study)
    assert path.exists()


@pytest.mark.parametrize("work_tree", ["main", "linked"])
def test_a_git_work_tree_is_no_place_for_it(
    tmp_path: Path, study: Path, keys: Keys, work_tree: str
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    if work_tree == "main":
        (repository / ".git").mkdir()
    else:  # `git worktree add` and submodules leave a file there
        (repository / ".git").write_text("gitdir: /somewhere/else\n")
    path = repository / "private" / "k.json"
    with pytest.raises(EnvironmentFault, match="may not be in a git work tree") as caught:
        save_keys(path, keys, study)
    assert not path.parent.exists()
    _says_no_name(caught.value)


def test_the_folder_is_the_one_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIPCODER_KEYS", str(tmp_path / "mine"))
    assert key_path("abc") == tmp_path / "mine" / "abc.keys.json"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("TIPCODER_KEYS", "~/mine")
    assert find_key_folder() == tmp_path / "mine"


@pytest.mark.skipif(
    sys.platform != "linux", reason="the user's data folder is named by XDG on Linux only"
)
def test_without_a_word_in_the_environment_it_is_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIPCODER_KEYS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert find_key_folder().is_relative_to(tmp_path / "data")


@pytest.mark.parametrize("folder", ["Dropbox", "OneDrive - Uni", "Nextcloud", "Google Drive"])
def test_a_folder_that_is_copied_to_a_cloud_is_warned_about(folder: str) -> None:
    assert any(
        "cloud" in sentence
        for sentence in describe_key_risks(Path("/home/anna") / folder / "k.json")
    )


@posix
def test_an_ordinary_folder_needs_no_warning() -> None:
    assert describe_key_risks(Path("/home/anna/.local/share/tipcoder/keys/k.json")) == []


# --- what is no key file ---


def test_a_missing_file_is_asked_for(path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="the study's key file is not here") as caught:
        load_keys(path)
    assert "$TIPCODER_KEYS" in caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Casa Luz, anna@b.example",
        b'{"Casa Luz": "R_77"',
        b"[]",
        b"null",
        b'{"source_ids": {"R_77": "Casa Luz"}}',
        json.dumps(
            {"format": "tipcoder-keys-9", "study": "s", "source_ids": {}, "identities": {}}
        ).encode(),
        json.dumps(
            {"format": "tipcoder-keys-1", "study": "s", "source_ids": ["R_77"], "identities": {}}
        ).encode(),
        json.dumps(
            {"format": "tipcoder-keys-1", "study": "s", "source_ids": {}, "identities": "Casa Luz"}
        ).encode(),
        b'{"Casa Luz": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_a_file_of_another_shape_is_refused_without_a_word_of_its_content(
    path: Path, content: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(EnvironmentFault, match="is not a tipcoder key file") as caught:
        load_keys(path)
    assert "backup" in caught.value.hint
    _says_no_name(caught.value)


def test_keys_that_end_up_in_a_log_or_a_traceback_show_nobody(keys: Keys) -> None:
    assert not [name for name in NAMES if name in repr(keys) or name in str(keys)]


def test_an_erased_respondent_is_known_again_by_a_digest_and_by_nothing_else(
    path: Path, study: Path
) -> None:
    keys = Keys("a-study", {"R_1abc": "1254", "R_2def": "1301"})
    keys.add_identity("1254", {"organisation": "Lantern House"})
    keys.aliases = {"1254": ["The Lantern"], "1301": ["Brindle"]}
    keys.erase_respondent("1254")
    save_keys(path, keys, study)
    content = path.read_text("utf-8")
    assert "Lantern" not in content
    assert "R_1abc" not in content
    loaded = load_keys(path)
    assert loaded.source_ids == {"R_2def": "1301"}
    assert loaded.aliases == {"1301": ["Brindle"]}
    assert loaded.find_retired("R_1abc") == "1254"
    assert loaded.find_retired("R_2def") is None
    # The same ID in another study is another person's.
    assert Keys("another", retired=loaded.retired).find_retired("R_1abc") is None
