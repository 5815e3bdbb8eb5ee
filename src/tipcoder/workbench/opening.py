"""Opening a study folder for work: its description, its store, and its codebook as people last wrote it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tipcoder.store.file_systems import ConflictedCopy, find_conflicted_copies
from tipcoder.store.opening import open_store
from tipcoder.study import STUDY_FILE, find_study_folder, read_study
from tipcoder.workbench import notices
from tipcoder.workbench.codebook.hand_edits import import_hand_edit
from tipcoder.workbench.study import OpenStudy


@contextmanager
def open_study_folder(
    path: Path | None = None, *, read_only: bool = False, viewer: str | None = None, import_edits: bool = True
) -> Iterator[OpenStudy]:
    """The study at `path`, or the one that the current folder lies in; closed afterwards.

    `viewer` is the coder who looks, by default whoever acts here: an open round hides others' work from its coders.
    With `take_in` a codebook.toml edited by hand is taken in first, also where the study is only going to be read.
    """
    folder = find_study_folder(path if path is not None else Path.cwd())
    study = read_study(folder / STUDY_FILE)
    store = open_store(study.store.url, folder, study.store.schema, read_only=read_only)
    here = OpenStudy(folder, study, store)
    try:
        here.set_viewer(viewer)
        for sentence in warn_of_copies(here):
            notices.tell_user(sentence)
        if import_edits:
            import_hand_edit(here, viewer)
        yield here
    finally:
        here.close()


def warn_of_copies(study: OpenStudy) -> list[str]:
    """A sentence for each copy of the store that a sync program has put beside it."""
    file = study.store.file
    return [] if file is None else [_describe_copy(file, copy) for copy in find_conflicted_copies(file)]


def _describe_copy(file: Path, copy: ConflictedCopy) -> str:
    return (
        f"{copy.path.name}: looks like the copy that a sync program ({copy.by}) makes when two machines changed "
        f"{file.name} at once, so it may hold acts that are not here. `tipcoder restore --dry-run "
        f"{shlex.quote(copy.path.name)}` says which; then move it out of the folder, and keep the study out of folders "
        "that are synced."
    )
