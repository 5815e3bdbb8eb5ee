"""What people write into codebook.toml by hand, taken in as a new revision before anything else happens."""

from __future__ import annotations

from tipcoder.codebook.reading import read_codebook
from tipcoder.errors import TipcoderError
from tipcoder.model import Coder
from tipcoder.store import coders, events
from tipcoder.store.opening import open_store
from tipcoder.workbench import notices
from tipcoder.workbench.codebook.file import (
    bring_along,
    dropped_with_codings,
    edited_by_hand,
    in_step,
    refuse_dropping,
    take_in,
)
from tipcoder.workbench.study import OpenStudy


def take_in_hand_work(here: OpenStudy, viewer: str | None) -> None:
    """What a person wrote into codebook.toml holds for every verb, and is said. Raises BadInput for a broken file."""
    path = here.codebook_file
    with here.store.read() as db:
        book = edited_by_hand(path, db, older_is_edit=here.store.is_sqlite)
        if book is None:
            return
        dropped = dropped_with_codings(book, db)
    in_force = "the revision in force is used"
    try:
        refuse_dropping(path, dropped)
        number = _take_in_writing(here, here.actor(viewer))
    except TipcoderError as fault:
        notices.tell(f"{fault} Until then {in_force}.")
        return
    if number is not None:
        notices.tell(f"{path.name} was edited: taken in as revision {number}.")


def _take_in_writing(here: OpenStudy, coder: Coder) -> int | None:
    """Take the file in through a store that can be written to, whatever the study was opened for."""
    if not here.store.read_only:
        return take_in_codebook(here, coder, may_drop=False)
    writing = open_store(here.study.store.url, here.folder, here.study.store.schema)
    writing.viewer = here.store.viewer
    try:
        return take_in_codebook(OpenStudy(here.folder, here.study, writing), coder, may_drop=False)
    finally:
        writing.close()


def take_in_codebook(
    here: OpenStudy, coder: Coder, sentence: str = "Took in codebook.toml", *, may_drop: bool = True
) -> int | None:
    """If somebody edited codebook.toml, keep it as a new revision; returns its number, or None if nothing changed.

    Without `may_drop` a file that lacks codes on which codings stand is refused: nobody has said that they may go.
    Raises BadInput for a codebook that cannot be worked with; the revision in force then stays.
    """
    path = here.codebook_file
    read_codebook(path)
    with here.store.read() as db:
        if in_step(path, db):
            return None
    # Looked at again where it is kept: somebody else's edit may have changed both since.
    with here.store.write() as db:
        # A store in the study's folder changes together with the file; a team's may be ahead of this folder's file.
        edited = edited_by_hand(path, db, older_is_edit=here.store.is_sqlite)
        if edited is None:
            bring_along(path, db)
            return None
        if not may_drop:
            refuse_dropping(path, dropped_with_codings(edited, db))
        act = events.begin(db, coders.settled(db, coder).id, "codebook", sentence)
        number = take_in(act, edited)
        events.finish(act)
    return number
