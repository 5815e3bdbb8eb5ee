"""Opening a study folder for work: its description, its store, and its codebook as people last
wrote it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput, TipcoderError
from tipcoder.model.codings import Coder
from tipcoder.store.file_systems import ConflictedCopy, find_conflicted_copies
from tipcoder.store.opening import open_store
from tipcoder.store.opening_facts import OpeningFacts
from tipcoder.study import find_study_folder
from tipcoder.workbench import notices
from tipcoder.workbench.codebook.hand_edits import (
    find_dropped_codes,
    forget_erased_wordings,
    import_edited_codebook,
    read_hand_edit,
    refuse_dropping,
)
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.trust import read_trusted_study


@contextmanager
def open_study_folder(
    path: Path | None = None,
    *,
    read_only: bool = False,
    viewer: str | None = None,
    import_edits: bool = True,
) -> Iterator[OpenStudy]:
    """The study at `path`, or the one that the current folder lies in; closed afterwards.

    `viewer` is the coder who looks, by default whoever acts here: an open round hides others' work
    from its coders. With `import_edits` a codebook.toml edited by hand is imported first, also
    where the study is only going to be read.
    """
    folder = find_study_folder(path if path is not None else Path.cwd())
    definition = read_trusted_study(folder)
    store = open_store(definition.store.url, folder, definition.store.schema, read_only=read_only)
    study = OpenStudy(folder, definition, store)
    try:
        # Before anything is read: an open round hides from here on.
        study.set_viewer(viewer)
        for sentence in warn_of_copies(study):
            notices.tell_user(sentence)
        if import_edits:
            _import_hand_edit(study, viewer)
        yield study
    finally:
        study.close()


def _import_hand_edit(study: OpenStudy, viewer: str | None) -> None:
    """What a person wrote into codebook.toml holds for every verb, and is said.

    Raises BadInput for a file that cannot be read as a codebook.
    """
    path = study.codebook_file
    with study.store.read() as db:
        if forget_erased_wordings(path, db):
            notices.tell_user(f"{path.name}: words that were erased are taken out of it again.")
        book = read_hand_edit(path, db, count_older_as_edit=study.store.is_sqlite)
        if book is None:
            return
        dropped = find_dropped_codes(book, db)

    try:
        refuse_dropping(path, dropped)
        number = _import_through_writable(study, study.find_coder(viewer))
    except TipcoderError as fault:
        # A verb that only reads can do its work all the same.
        notices.tell_user(f"{fault} Until then the revision in force is used.")
        return
    if number is not None:
        notices.tell_user(f"{path.name} was edited: imported as revision {number}.")


def _import_through_writable(study: OpenStudy, coder: Coder) -> int | None:
    """Import the file through a store that can be written to, whatever the study was opened for."""
    if not study.store.read_only:
        return import_edited_codebook(study, coder, may_drop=False)

    place = study.definition.store
    # Opened apart and closed again: the reader keeps its own.
    writable = open_store(place.url, study.folder, place.schema)
    writable.viewer = study.store.viewer
    try:
        return import_edited_codebook(
            OpenStudy(study.folder, study.definition, writable), coder, may_drop=False
        )
    finally:
        writable.close()


def warn_of_copies(study: OpenStudy) -> list[str]:
    """A sentence for each copy of the store that a sync program has put beside it."""
    file = study.store.file
    if file is None:
        return []
    return [_describe_copy(file, copy) for copy in find_conflicted_copies(file)]


def _describe_copy(file: Path, copy: ConflictedCopy) -> str:
    verb = f"tipcoder restore --dry-run {shlex.quote(copy.path.name)}"
    return (
        f"{copy.path.name}: looks like the copy that a sync program ({copy.by}) makes "
        "when two machines changed "
        f"{file.name} at once, so it may hold acts that are not here. `{verb}` says which; "
        "then move it out of the folder, and keep the study out of folders that are synced."
    )


def prepare_coding(study: OpenStudy, coder: Coder, facts: OpeningFacts) -> str:
    """Import a codebook.toml edited by hand, and look for copies of the store.

    `facts` is the study as it was a moment ago: mostly the file holds the revision in force, and
    nothing more has to be asked. Returns what the coder must know about it before work begins;
    empty where nothing was found.
    """
    news = []
    number = None
    try:
        if facts.has_erased_wordings:
            with study.store.read() as db:
                forget_erased_wordings(study.codebook_file, db)
        if codebook_to_json(read_codebook(study.codebook_file)) != facts.document:
            number = import_edited_codebook(study, coder, may_drop=False)
    except BadInput as fault:
        news.append(f"{fault} Work goes on with the revision in force.")
    else:
        if number is not None:
            news.append(f"codebook.toml was edited: kept as revision {number}.")
    news.extend(warn_of_copies(study))
    return " ".join(news)
