"""What people write into codebook.toml by hand, imported as a new revision before anything else
happens.

A file that holds a revision ever kept is behind, and loses nothing by being brought along
(`file_update`). Any other is somebody's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.rewriting import rewrite_toml
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.export.whole_files import write_file
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder
from tipcoder.store import codebooks, coders, erasures, events, recoding
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.workbench.codebook.erased_wordings import drop_erased_wordings
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.codebook.file_update import update_codebook_file
from tipcoder.workbench.codebook.step_marks import compute_mark, is_marked, keep_mark
from tipcoder.workbench.study import OpenStudy


def is_in_step(path: Path, db: Db) -> bool:
    """Whether the file holds the revision in force.

    Raises BadInput for a file that cannot be read as a codebook.
    """
    number = codebooks.read_current_revision(db)
    if not number:
        return False

    in_force = codebooks.load_document(db, number)
    content = _read_bytes(path)
    mark = compute_mark(content, in_force)
    if content and is_marked(db, mark):
        return True
    # Compared as JSON and not as TOML: comments and line breaks are no difference between two
    # codebooks.
    if in_force != codebook_to_json(read_codebook(path)):
        return False
    # Unless it was changed while it was read.
    if content == _read_bytes(path):
        keep_mark(db, mark)
    return True


def _read_bytes(path: Path) -> bytes:
    """Empty where it cannot be read: whoever reads it as a codebook says why."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def forget_erased_wordings(path: Path, db: Db) -> bool:
    """Take words that were erased in this study out of the file, which came from elsewhere.

    Returns whether it had any. No backup is kept of it.
    """
    if not erasures.load_wording_digests(db) or not path.exists() or is_in_step(path, db):
        return False
    book = read_codebook(path)
    without = drop_erased_wordings(db, book)
    if without is book:
        return False
    write_file(path, rewrite_toml(path.read_bytes().decode("utf-8-sig"), without))
    return True


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
    """Put a codebook in force as a new revision; returns its number.

    Words that were erased in this study stay out.
    """
    book = drop_erased_wordings(act.db, book)
    return codebooks.add_revision(act, codebook_to_json(book), book.codes)


def find_dropped_codes(book: Codebook, db: Db) -> list[str]:
    """Keys of codes in force that a codebook lacks and that are applied, as far as whoever looks
    may know it.

    Where an open round hides others' work, every code that it lacks: that it carries nothing would
    tell as much.
    """
    in_force = read_current_codebook(db).codes
    missing = [key for key in in_force if key not in book.codes]
    # To name the codes in use would tell what others applied in the open round.
    if not missing or find_hidden_answers(db):
        return missing

    code_ids = codebooks.load_code_ids(db)
    return [key for key in missing if recoding.count_codings(db, [code_ids[key]]).codings]


def refuse_dropping(path: Path, keys: Sequence[str]) -> None:
    """Raise BadInput if an edit by hand drops codes that are applied."""
    if not keys:
        return
    tables = ", ".join(f"[code.{key}]" for key in keys)
    raise BadInput(
        f"{path.name}: was edited and no longer has {tables}, which may carry codings; "
        "it was not imported.",
        f"Put it back, or retire what it lacks with `tipcoder codebook import {path.name}`.",
    )


def import_edited_codebook(
    study: OpenStudy,
    coder: Coder,
    sentence: str = "Took in codebook.toml",
    *,
    may_drop: bool = True,
) -> int | None:
    """If somebody edited codebook.toml, keep it as a new revision.

    Returns its number, or None if nothing changed. `sentence` is what the log says of it. Without
    `may_drop` a file that lacks codes which are applied is refused: nobody has said that they may
    go. Raises BadInput for a codebook that cannot be worked with; the revision in force then stays.
    """
    path = study.codebook_file
    with study.store.read() as db:
        if is_in_step(path, db):
            return None
    # A file that cannot be worked with is refused before anybody is kept waiting.
    read_codebook(path)

    # Looked at again where it is kept: somebody else's edit may have changed both since.
    with study.store.write() as db:
        # A store in the study's folder changes together with the file; a team's may be ahead of
        # this folder's file.
        edited = read_hand_edit(path, db, count_older_as_edit=study.store.is_sqlite)
        if edited is None:
            update_codebook_file(path, db)
            return None
        if not may_drop:
            refuse_dropping(path, find_dropped_codes(edited, db))

        author = coders.ensure_coder(db, coder)
        act = events.begin_act(db, author.id, "codebook", sentence)
        number = add_codebook_revision(act, edited)
        events.finish_act(act)
    return number
