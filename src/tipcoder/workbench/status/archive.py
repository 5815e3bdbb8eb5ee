"""A study whole, for oneself: its store and every file that it reads, in one archive.

What is in it is told by a manifest with the size and the digest of each file, so that whoever opens
it in ten years knows whether it is whole. The key file stays where it is: it names everybody.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tipcoder import __version__
from tipcoder.errors import BadInput
from tipcoder.export.leaving import LeavingFile
from tipcoder.store.opening import copy_sqlite, find_sqlite_path
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.study_files import list_study_files
from tipcoder.workbench.team_files import hand_to_team

ENDING = ".zip"
MANIFEST = "manifest.json"
STORE = "study.db"
FORMAT = "tipcoder-archive-1"
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every member, so that the same study gives the same bytes but for the manifest."""


@dataclass(frozen=True)
class ArchiveReport:
    """An archive that is in its place."""

    path: Path
    files: tuple[str, ...]
    """What is in it, but for the manifest."""
    missing: tuple[str, ...]
    """Files that the study reads and that lie outside of its folder."""


def write_archive(study: OpenStudy, target: Path) -> ArchiveReport:
    """Write the study as it is now to `target`, with RAW- in front of its name.

    Others may go on working: the store is copied in one piece. Raises BadInput for a study in
    PostgreSQL and for another ending, and what `hand_to_team` raises.
    """
    if target.suffix.lower() != ENDING:
        raise BadInput(f"{target}: an archive ends in {ENDING}.", "Name a file like study.zip.")
    store = find_sqlite_path(study.definition.store.url, study.folder)
    if store is None:
        raise BadInput(
            "This study lives in PostgreSQL.", "Keep it with pg_dump, and copy its folder."
        )
    files, missing = _find_files(study, store)
    with tempfile.TemporaryDirectory(prefix="tipcoder-") as folder:
        copy = Path(folder) / STORE
        copy_sqlite(store, copy)
        members = {_name_store(study, store): copy, **files}
        manifest = _build_manifest(study, members)
        leaving = LeavingFile(target, _make_writer(members, manifest))
        (path,) = hand_to_team(study, [leaving], raw=True)
    return ArchiveReport(path, tuple(members), tuple(missing))


def _name_store(study: OpenStudy, store: Path) -> str:
    """Where the store lies in the folder; a store elsewhere comes into it."""
    folder, place = study.folder.resolve(), store.resolve()
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else STORE


def _find_files(study: OpenStudy, store: Path) -> tuple[dict[str, Path], list[str]]:
    """The files beside the store by their names in the archive, and those that lie elsewhere."""
    inside: dict[str, Path] = {}
    outside = []
    for path in list_study_files(study.folder):
        if not path.is_file() or path.samefile(store):
            continue
        resolved = path.resolve()
        if resolved.is_relative_to(study.folder.resolve()):
            inside[path.relative_to(study.folder).as_posix()] = path
        else:
            outside.append(path.name)
    return inside, outside


def _build_manifest(study: OpenStudy, members: Mapping[str, Path]) -> bytes:
    """What is in the archive, as JSON."""
    listed = []
    for name, path in members.items():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        listed.append({"name": name, "bytes": path.stat().st_size, "sha256": digest})
    manifest = {
        "format": FORMAT,
        "software": f"tipcoder {__version__}",
        "made_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "study": study.definition.title,
        "uuid": study.read_uuid(),
        "files": listed,
        "not_in_it": "the key file, which says who is behind each response ID",
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def _make_writer(members: Mapping[str, Path], manifest: bytes) -> Callable[[Path], None]:
    """A function that writes the archive at a path."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            # First, so that a program need not read to the end to know what there is.
            archive.writestr(zipfile.ZipInfo(MANIFEST, _BEGINNING), manifest)
            for name, source in members.items():
                info = zipfile.ZipInfo(name, _BEGINNING)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                info.file_size = source.stat().st_size
                with source.open("rb") as opened, archive.open(info, "w") as member:
                    while stretch := opened.read(1 << 20):
                        member.write(stretch)

    return write
