"""What was done in a study, and taking it back."""

from __future__ import annotations

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.writing import codebook_to_json, codebook_to_toml
from tipcoder.errors import BadInput
from tipcoder.export.tables import write_file
from tipcoder.model import Coder, Undone
from tipcoder.store import codebooks, events
from tipcoder.store.events import LogLine
from tipcoder.workbench.opening import OpenStudy, current_codebook, known_coder


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
    """Write codebook.toml anew if the revision in force is no longer `before`, unless a person has edited it since.

    The file as it was, with its comments, is kept beside it as codebook.toml.bak.
    """
    with here.store.read() as db:
        if codebooks.current_revision(db) == before:
            return
        was = codebooks.document(db, before)
        now = current_codebook(db)
    try:
        untouched = codebook_to_json(read_codebook(here.codebook_file)) == was
    except BadInput:
        untouched = False
    if untouched:
        path = here.codebook_file
        write_file(path.with_name(path.name + ".bak"), path.read_text("utf-8"))
        write_file(path, codebook_to_toml(now))
