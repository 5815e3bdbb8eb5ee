"""codebook.toml beside the revisions that the store keeps: which of them it holds.

A file that holds a revision ever kept is behind, and loses nothing by being brought along
(`file_update`). Any other is somebody's work and is imported before anything else happens
(`hand_edits`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder.codebook.reading import parse_codebook, read_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.model import Codebook
from tipcoder.store import codebooks
from tipcoder.store.engine import Db
from tipcoder.store.events import Act

if TYPE_CHECKING:
    # A coding session reads codebooks all day and never the description of a study.
    from tipcoder.workbench.study import OpenStudy


def read_kept_codebook(db: Db, number: int) -> Codebook:
    """A revision, as kept in the store."""
    document = json.loads(codebooks.load_document(db, number))
    codebook = parse_codebook(document, f"revision {number}")
    return replace(codebook, revision=number)


def read_current_codebook(db: Db) -> Codebook:
    """The revision in force, as kept in the store."""
    return read_kept_codebook(db, codebooks.read_current_revision(db))


def read_codebook_in_force(study: OpenStudy) -> Codebook:
    """The codebook revision in force in a study."""
    with study.store.read() as db:
        return read_current_codebook(db)


def is_in_step(path: Path, db: Db) -> bool:
    """Whether the file holds the revision in force.

    Raises BadInput for a file that cannot be read as a codebook.
    """
    number = codebooks.read_current_revision(db)
    if not number:
        return False

    # Compared as JSON and not as TOML: comments and line breaks are no difference between two
    # codebooks.
    in_force = codebooks.load_document(db, number)
    return in_force == codebook_to_json(read_codebook(path))


def read_hand_edit(path: Path, db: Db, *, count_older_as_edit: bool = False) -> Codebook | None:
    """The codebook in the file if it is not the one in force but somebody's work, else None.

    With `count_older_as_edit` a file that holds an older revision counts as somebody's wish to
    return to it. Raises BadInput for a file that is there and cannot be read as a codebook.
    """
    if not path.exists() or is_in_step(path, db):
        return None

    book = read_codebook(path)
    if count_older_as_edit:
        return book

    # The store has seen this very content before, so the file is only behind.
    is_known = codebooks.find_revision_with(db, codebook_to_json(book)) is not None
    return None if is_known else book


def add_codebook_revision(act: Act, book: Codebook) -> int:
    """Put a codebook in force as a new revision; returns its number."""
    return codebooks.add_revision(act, codebook_to_json(book), book.codes)
