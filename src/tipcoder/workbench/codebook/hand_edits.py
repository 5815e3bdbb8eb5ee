"""What people write into codebook.toml by hand, taken in as a new revision before anything else happens."""

from __future__ import annotations

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import TipcoderError
from tipcoder.model import Coder
from tipcoder.store import coders, events
from tipcoder.store.opening import open_store
from tipcoder.workbench import notices
from tipcoder.workbench.codebook.file import (
    add_codebook_revision,
    find_dropped_codes,
    is_in_step,
    read_hand_edit,
    refuse_dropping,
    update_codebook_file,
)
from tipcoder.workbench.study import OpenStudy


def import_hand_edit(study: OpenStudy, viewer: str | None) -> None:
    """What a person wrote into codebook.toml holds for every verb, and is said. Raises BadInput for a broken file."""
    path = study.codebook_file
    with study.store.read() as db:
        book = read_hand_edit(path, db, count_older_as_edit=study.store.is_sqlite)
        if book is None:
            return
        dropped = find_dropped_codes(book, db)
    in_force = "the revision in force is used"
    try:
        refuse_dropping(path, dropped)
        number = _import_through_writable(study, study.find_coder(viewer))
    except TipcoderError as fault:
        notices.tell_user(f"{fault} Until then {in_force}.")
        return
    if number is not None:
        notices.tell_user(f"{path.name} was edited: taken in as revision {number}.")


def _import_through_writable(study: OpenStudy, coder: Coder) -> int | None:
    """Take the file in through a store that can be written to, whatever the study was opened for."""
    if not study.store.read_only:
        return import_edited_codebook(study, coder, may_drop=False)
    writing = open_store(study.definition.store.url, study.folder, study.definition.store.schema)
    writing.viewer = study.store.viewer
    try:
        return import_edited_codebook(OpenStudy(study.folder, study.definition, writing), coder, may_drop=False)
    finally:
        writing.close()


def import_edited_codebook(
    study: OpenStudy, coder: Coder, sentence: str = "Took in codebook.toml", *, may_drop: bool = True
) -> int | None:
    """If somebody edited codebook.toml, keep it as a new revision; returns its number, or None if nothing changed.

    Without `may_drop` a file that lacks codes on which codings stand is refused: nobody has said that they may go.
    Raises BadInput for a codebook that cannot be worked with; the revision in force then stays.
    """
    path = study.codebook_file
    read_codebook(path)
    with study.store.read() as db:
        if is_in_step(path, db):
            return None
    # Looked at again where it is kept: somebody else's edit may have changed both since.
    with study.store.write() as db:
        # A store in the study's folder changes together with the file; a team's may be ahead of this folder's file.
        edited = read_hand_edit(path, db, count_older_as_edit=study.store.is_sqlite)
        if edited is None:
            update_codebook_file(path, db)
            return None
        if not may_drop:
            refuse_dropping(path, find_dropped_codes(edited, db))
        act = events.begin_act(db, coders.ensure_coder(db, coder).id, "codebook", sentence)
        number = add_codebook_revision(act, edited)
        events.finish_act(act)
    return number
