"""An archive of a study as a folder again, checked against its manifest before anything is there.

An archive may have been changed by anybody: nothing that it says about itself is believed before it
was counted.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError
from tipcoder.store import restoration
from tipcoder.store.opening import find_sqlite_path
from tipcoder.store.survey_data import UUID
from tipcoder.study import STUDY_FILE, read_study
from tipcoder.text import format_count
from tipcoder.workbench.status.archive import FORMAT, MANIFEST, STORE

_LARGEST_MANIFEST = 1 << 20
_MOST_FILES = 1000
_STRETCH = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)
_AGAIN = "Copy the archive again from where it was kept; nothing was changed."


@dataclass(frozen=True)
class UnpackedArchive:
    """What was in an archive."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class _Listed:
    """A file as the manifest has it."""

    name: str
    size: int
    sha256: str


def unpack_archive(file: Path, folder: Path, *, only_look: bool = False) -> UnpackedArchive:
    """Make `folder` of an archive; with `only_look` it is checked and thrown away again.

    Raises BadInput for a folder that has anything in it, and for an archive that is damaged, not
    whole, or not one of `tipcoder export archive`; EnvironmentFault where the disk has no room.
    Then nothing is there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: is there already.", "Name a new folder.")
    place = _find_place(folder)
    workplace = Path(tempfile.mkdtemp(prefix=".restore.", dir=place))
    try:
        made = workplace / "study"
        manifest = _unpack(file, made)
        store = _find_store(file, made)
        facts = _read_facts(file, store, workplace)
        sentences = [_describe(file, manifest, facts)]
        if not only_look:
            folder.parent.mkdir(parents=True, exist_ok=True)
            # A folder that is there is empty, and a whole one takes its place in one step.
            made.replace(folder)
            sentences.append(
                "The key file is not in an archive. Put its copy back with its name in the folder "
                "of keys, or late answers cannot find their respondent."
            )
        return UnpackedArchive(tuple(sentences))
    except OSError as error:
        raise EnvironmentFault(f"{folder}: cannot be made ({error.strerror}).") from None
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _find_place(folder: Path) -> Path:
    """The nearest folder above that is there: on its disk the copy can take its place in one
    step.
    """
    place = folder.absolute().parent
    while not place.is_dir():
        place = place.parent
    return place


def _unpack(file: Path, made: Path) -> Mapping[str, Any]:
    """Write every file of the manifest below `made`; returns the manifest."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest, listed = _read_manifest(file, archive)
            _check_room(file, listed, made.parent)
            for one in listed:
                _write_member(file, archive, one, made)
            return manifest
    except FileNotFoundError:
        raise BadInput(f"{file}: there is no such file.", "Check the name.") from None
    except _DAMAGE:
        raise BadInput(f"{file}: is damaged, or no archive.", _AGAIN) from None


def _read_manifest(file: Path, archive: zipfile.ZipFile) -> tuple[Mapping[str, Any], list[_Listed]]:
    if MANIFEST not in archive.namelist():
        raise BadInput(
            f"{file}: has no {MANIFEST}, so it is no archive of a study.",
            "Name a file that `tipcoder export archive` wrote.",
        )
    with archive.open(MANIFEST) as opened:
        text = opened.read(_LARGEST_MANIFEST + 1)
    found = json.loads(text) if len(text) <= _LARGEST_MANIFEST else None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadInput(f"{file}: its {MANIFEST} is of no known kind.", "Update tipcoder.")
    files = found.get("files")
    if not isinstance(files, list) or not 0 < len(files) <= _MOST_FILES:
        raise BadInput(f"{file}: its {MANIFEST} lists no files.", _AGAIN)
    listed = [_read_entry(file, entry) for entry in files]
    names = [one.name.casefold() for one in listed]
    if len(set(names)) < len(names):
        raise BadInput(f"{file}: its {MANIFEST} has a name twice.", _AGAIN)
    return found, listed


def _read_entry(file: Path, entry: object) -> _Listed:
    """One file of the manifest. Raises BadInput for a name that leads elsewhere."""
    fault = BadInput(f"{file}: its {MANIFEST} has an entry that cannot be.", _AGAIN)
    if not isinstance(entry, dict):
        raise fault
    name, size, digest = entry.get("name"), entry.get("bytes"), entry.get("sha256")
    if not isinstance(name, str) or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise fault
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise fault
    parts = PurePosixPath(name).parts
    leads_out = not parts or name.startswith("/") or ".." in parts
    if leads_out or "\\" in name or ":" in name or "\0" in name:
        raise BadInput(
            f"{file}: {name[:80]!r} would lie outside of the folder, so nothing is unpacked.",
            "Use an archive that `tipcoder export archive` wrote.",
        )
    return _Listed(name, size, digest)


def _check_room(file: Path, listed: Sequence[_Listed], place: Path) -> None:
    needed = sum(one.size for one in listed)
    if needed > shutil.disk_usage(place).free:
        raise EnvironmentFault(
            f"{file}: unfolds to {needed >> 20:,} MB, and the disk has less.", "Make room first."
        )


def _write_member(file: Path, archive: zipfile.ZipFile, one: _Listed, made: Path) -> None:
    """Write one file, at most as long as it is said to be, and compare its digest."""
    if one.name not in archive.namelist():
        raise BadInput(f"{file}: lacks {one.name[:80]}.", _AGAIN)
    target = made / one.name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), one.size
    with archive.open(one.name) as member, target.open("wb") as out:
        target.chmod(0o600)
        while stretch := member.read(_STRETCH):
            left -= len(stretch)
            # What it says about its size may be a lie, so that it is not read to its end.
            if left < 0:
                break
            digest.update(stretch)
            out.write(stretch)
    if left != 0 or digest.hexdigest() != one.sha256:
        raise BadInput(f"{file}: {one.name[:80]} is not what its {MANIFEST} says.", _AGAIN)


def _find_store(file: Path, made: Path) -> Path:
    """The store among what was unpacked."""
    try:
        definition = read_study(made / STUDY_FILE)
    except TipcoderError as fault:
        raise BadInput(f"{file}: {fault.message.rpartition('/')[2]}", _AGAIN) from None
    named = find_sqlite_path(definition.store.url, made)
    if named is not None and named.is_file() and named.resolve().is_relative_to(made.resolve()):
        return named
    return made / STORE


def _read_facts(file: Path, store: Path, workplace: Path) -> restoration.StoreFacts:
    """What the store holds. Raises BadInput where it is not whole."""
    if not store.is_file():
        raise BadInput(f"{file}: has no store in it.", _AGAIN)
    try:
        copy = restoration.copy_backup(store, workplace, without_log=True)
        return restoration.read_facts(copy, UUID)
    except TipcoderError as fault:
        reason = fault.message.partition(": ")[2]
        raise BadInput(f"{file}: its store {reason}", _AGAIN) from None


def _describe(file: Path, manifest: Mapping[str, Any], facts: restoration.StoreFacts) -> str:
    acts = format_count(len(facts.acts), "act")
    newest = f", the newest of {facts.acts[-1].at}" if facts.acts else ""
    made = str(manifest.get("made_at", ""))[:10]
    return f"{file.name}: of {made}, {acts}{newest}; every file is as its manifest says."
