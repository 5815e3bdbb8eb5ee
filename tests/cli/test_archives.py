"""`export archive` keeps a study whole, and `restore --into` makes one of it again."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Tipcoder


@pytest.fixture
def archive(coded: Path, tipcoder: Tipcoder) -> Path:
    """`coded` with a file of numbers, as an archive beside its folder."""
    with (coded / "study.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[indicator.tier]\nfile = "numbers/tiers.csv"\ncountry = "name"\nvalue = "tier"\n'
            '[country]\ncolumn = "country"\n'
        )
    (coded / "numbers").mkdir()
    (coded / "numbers" / "tiers.csv").write_text("name,tier\nKenya,2\n", "utf-8")
    done = tipcoder("export", "archive", "--raw", "-o", coded.parent / "kept.zip", cwd=coded)
    assert done.status == 0, done.err
    assert "for the team alone" in done.err
    return coded.parent / "RAW-kept.zip"


def test_an_archive_has_the_study_and_a_manifest_and_no_key_file(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        manifest = json.loads(opened.read("manifest.json"))
        for listed in manifest["files"]:
            content = opened.read(listed["name"])
            assert listed["sha256"] == hashlib.sha256(content).hexdigest()
            assert listed["bytes"] == len(content)
    wanted = {"study.toml", "codebook.toml", "study.db", "numbers/tiers.csv"}
    assert names == wanted | {"manifest.json"}
    assert {listed["name"] for listed in manifest["files"]} == wanted


def test_an_archive_becomes_the_same_study_again(
    tipcoder: Tipcoder, coded: Path, archive: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "again"
    done = tipcoder("restore", archive, "--into", folder, cwd=tmp_path)
    assert done.status == 0, done.err
    assert "every file is as its manifest says" in done.err
    for verb in (("counts", "--by", "coder"), ("codings", "export", "--quotes", "--raw"), ("log",)):
        words = (*verb, "--format", "json")
        assert tipcoder(*words, cwd=folder).out == tipcoder(*words, cwd=coded).out
    assert tipcoder("check", cwd=folder).status == tipcoder("check", cwd=coded).status
    tipcoder("restore", archive, "--into", folder, cwd=tmp_path).refused(2, "is there already")


def test_a_look_makes_nothing(tipcoder: Tipcoder, archive: Path, tmp_path: Path) -> None:
    done = tipcoder("restore", archive, "--into", tmp_path / "n" / "x", "--dry-run", cwd=tmp_path)
    assert done.status == 0
    assert not (tmp_path / "n").exists()
    tipcoder("restore", archive, cwd=tmp_path / "study").refused(2, "--into DIR")


def rewrite(archive: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """The archive with other files in it."""
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)


def change_manifest(files: dict[str, bytes], **entry: object) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["files"][0].update(entry)
    files["manifest.json"] = json.dumps(manifest).encode()


CHANGES: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "another file": (
        lambda files: files.update({"study.toml": b"title = 1"}),
        "study.toml is not what",
    ),
    "no codebook": (lambda files: files.pop("codebook.toml"), "lacks codebook.toml"),
    "no manifest": (lambda files: files.pop("manifest.json"), "no archive of a study"),
    "half a manifest": (lambda files: files.update({"manifest.json": b"[1"}), "damaged"),
    "a way out": (lambda files: change_manifest(files, name="../out.db"), "outside of the folder"),
    "a drive": (lambda files: change_manifest(files, name="C:\\out.db"), "outside of the folder"),
    "too short": (lambda files: change_manifest(files, bytes=10), "is not what"),
    "no number": (lambda files: change_manifest(files, bytes=True), "entry that cannot be"),
    "too long": (lambda files: change_manifest(files, bytes=1 << 60), "the disk has less"),
    "twice": (lambda files: change_manifest(files, name="study.toml"), "a name twice"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_an_archive_that_was_changed_is_refused_and_leaves_nothing(
    tipcoder: Tipcoder, archive: Path, tmp_path: Path, what: str
) -> None:
    change, said = CHANGES[what]
    rewrite(archive, change)
    before = set(tmp_path.rglob("*"))
    done = tipcoder("restore", archive, "--into", tmp_path / "again", cwd=tmp_path)
    assert done.status in (2, 3)
    assert said in done.err
    assert set(tmp_path.rglob("*")) == before


def test_half_an_archive_is_refused(tipcoder: Tipcoder, archive: Path, tmp_path: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:4000])
    done = tipcoder("restore", archive, "--into", tmp_path / "again", cwd=tmp_path)
    done.refused(2, "is damaged, or no archive")
