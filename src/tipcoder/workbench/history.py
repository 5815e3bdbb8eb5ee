"""What was done in a study, and taking it back."""

from __future__ import annotations

from tipcoder.model import Coder, Undone
from tipcoder.store import codebooks, events
from tipcoder.store.events import LogLine
from tipcoder.workbench.codebook.file import bring_along
from tipcoder.workbench.coders import known_coder
from tipcoder.workbench.study import OpenStudy


def log_lines(here: OpenStudy, limit: int | None = None, coder: str | None = None) -> list[LogLine]:
    """Acts of everybody, or of one coder, newest first."""
    with here.store.read() as db:
        return events.log(db, limit, None if coder is None else known_coder(db, coder).id)


def walk(here: OpenStudy, coder: Coder, verb: str) -> Undone | None:
    """`undo` or `redo` one act of this coder; the codebook file follows when the act was about it."""
    if not coder.id:
        return None
    with here.store.read() as db:
        before = codebooks.current_revision(db)
    done = (events.undo if verb == "undo" else events.redo)(here.store, coder.id)
    if done is not None:
        follow_codebook(here, before)
    return done


def follow_codebook(here: OpenStudy, before: int) -> None:
    """Change codebook.toml if the revision in force is no longer `before`, unless a person has edited it since."""
    # Under the store's lock, so that of two who change the codebook the later one is also the later in the file.
    with here.store.write() as db:
        if codebooks.current_revision(db) != before:
            bring_along(here.codebook_file, db)
