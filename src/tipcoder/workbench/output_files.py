"""Where a verb may write: over its own results of before, and never over a file of this study or of
another one.

Every verb that writes a file asks here first, before the work begins. What is a part of a study is
told from its place and, wherever it lies, from its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from os.path import realpath
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.export.leaving import Check, FinishedFile, LeavingFile, put_in_place
from tipcoder.store import survey_data
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.study_files import (
    describe_by_content,
    describe_by_place,
    find_studies_above,
    is_among_keys,
)


def claim_output(study: OpenStudy | Path | None, path: Path) -> None:
    """Make sure that `path` is free for a result. `study` is the one at work, its folder, or None
    without one.

    Links are followed. Raises BadInput for a file of a study, a key file, or a survey that was
    imported; nothing is touched. An imported survey is known for certain only to a study that is
    open. Raises EnvironmentFault where a folder on the way is a file.
    """
    claim_outputs(study, (path,))


def claim_outputs(
    study: OpenStudy | Path | None, paths: Iterable[Path], inputs: Iterable[Path] = ()
) -> None:
    """The same for several files, before the first of them is written; none may be one of the
    `inputs`.
    """
    read = [path for path in inputs if path.exists()]
    folder = study.folder if isinstance(study, OpenStudy) else study
    was_imported = _ImportedFiles(study) if isinstance(study, OpenStudy) else None
    for path in paths:
        what = _describe_occupant(was_imported, folder, path) or _describe_input(path, read)
        if what:
            message = f"{path}: is {what}, so no result is written there."
            raise BadInput(message, "Name another file.")
        _check_folders(path)


def _describe_input(path: Path, read: Sequence[Path]) -> str:
    """Two names may be of one file, so names are not compared."""
    if path.exists() and any(path.samefile(one) for one in read):
        return "the file that is read"
    return ""


def write_leaving_files(
    study: OpenStudy | Path | None,
    files: Sequence[LeavingFile],
    checks: Sequence[Check] = (),
    *,
    inputs: Iterable[Path] = (),
    before_checks: Callable[[Sequence[FinishedFile]], None] | None = None,
    before_moving: Callable[[], None] | None = None,
) -> None:
    """Claim the places of files, make the files, let every check look at them, and only then put
    them in place.

    Raises what `claim_outputs` and a check raise, and EnvironmentFault where a file cannot be
    written; then nothing has changed. `before_checks` gets all files when they are made;
    `before_moving` is called once, when all checks have passed.
    """
    claim_outputs(study, [file.target for file in files if file.target is not None], inputs)
    put_in_place(files, checks, before_checks=before_checks, before_moving=before_moving)


def claim_folder(study: OpenStudy | Path | None, folder: Path) -> None:
    """Make sure that a folder can take results: it is not a file, nor a folder that a study keeps
    something in.

    The files in it are claimed when their names are known. Raises EnvironmentFault for any other
    file.
    """
    claim_output(study, folder)
    if folder.exists() and not folder.is_dir():
        raise EnvironmentFault(f"{folder}: cannot be made, because it is a file.", "Name a folder.")


def _check_folders(path: Path) -> None:
    """Say at once that a folder cannot be made, and not after minutes of work."""
    for folder in Path(realpath(path)).parents:
        if not folder.exists():
            continue
        if not folder.is_dir():
            raise EnvironmentFault(
                f"{path}: cannot be written, because {folder.name} is not a folder.",
                "Name a file in a folder that you may write in.",
            )
        return


def _describe_occupant(was_imported: _ImportedFiles | None, folder: Path | None, path: Path) -> str:
    """What must not be written over; empty where the place is free."""
    target = Path(realpath(path))
    # Even a new file there would lie among what is nobody's business.
    if is_among_keys(target):
        return "in the folder of the key files"
    own = [Path(realpath(folder))] if folder is not None else []
    others = [other for other in find_studies_above(target) if other not in own]
    for place in own:
        what = describe_by_place(target, place)
        if what:
            return what
    for place in others:
        what = describe_by_place(target, place)
        if what:
            return f"{what} in {place}"

    # Not in the place of anything: a copy of a study's file may lie anywhere.
    if not target.is_file():
        return ""
    if was_imported is not None and target in was_imported:
        return "a survey file that was imported"
    return describe_by_content(target, [*own, *others])


class _ImportedFiles:
    """The files that a study has ever imported, asked for when the first file is there."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study

    def __contains__(self, path: Path) -> bool:
        try:
            with path.open("rb") as file:
                # The very bytes that were imported: a result never has them.
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return False
        return digest in self._digests

    @cached_property
    def _digests(self) -> frozenset[str]:
        with self._study.store.read_once() as db:
            return survey_data.load_imported_files(db)
