"""codebook.toml beside the revisions that the store keeps: which of them it holds, and making it follow.

A file that holds a revision ever kept is behind, and loses nothing by being brought along. Any other is somebody's
work and is taken in before anything else happens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from tipcoder.codebook.reading import parse_codebook, read_codebook
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.export.whole_files import write_file
from tipcoder.model import Codebook
from tipcoder.store import codebooks, recoding
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.workbench.study import OpenStudy

_REMARK = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)


def read_kept_codebook(db: Db, number: int) -> Codebook:
    """A revision, as kept in the store."""
    kept = parse_codebook(json.loads(codebooks.load_document(db, number)), f"revision {number}")
    return replace(kept, revision=number)


def read_current_codebook(db: Db) -> Codebook:
    """The revision in force, as kept in the store."""
    return read_kept_codebook(db, codebooks.read_current_revision(db))


def read_codebook_in_force(study: OpenStudy) -> Codebook:
    """The codebook revision in force in a study."""
    with study.store.read() as db:
        return read_current_codebook(db)


def is_in_step(path: Path, db: Db) -> bool:
    """Whether the file holds the revision in force. Raises BadInput for a file that cannot be read as a codebook."""
    number = codebooks.read_current_revision(db)
    return bool(number) and codebooks.load_document(db, number) == codebook_to_json(read_codebook(path))


def read_hand_edit(path: Path, db: Db, *, count_older_as_edit: bool = False) -> Codebook | None:
    """The codebook in the file if it is not the one in force but somebody's work, else None.

    With `older_is_edit` a file that holds an older revision counts as somebody's wish to return to it. Raises
    BadInput for a file that is there and cannot be read as a codebook.
    """
    if not path.exists() or is_in_step(path, db):
        return None
    book = read_codebook(path)
    known = not count_older_as_edit and codebooks.find_revision_with(db, codebook_to_json(book)) is not None
    return None if known else book


def find_dropped_codes(book: Codebook, db: Db) -> list[str]:
    """Codes in force that a codebook lacks and that codings stand on, as far as whoever looks may know it.

    Where an open round hides others' work, every code that it lacks: that it carries nothing would tell as much.
    """
    in_force = read_kept_codebook(db, codebooks.read_current_revision(db)).codes
    missing = [key for key in in_force if key not in book.codes]
    if not missing or find_hidden_answers(db):
        return missing
    ids = codebooks.load_code_ids(db)
    return [key for key in missing if recoding.count_codings(db, [ids[key]]).codings]


def refuse_dropping(path: Path, keys: Sequence[str]) -> None:
    """Raise BadInput if an edit by hand drops codes that codings stand on."""
    if not keys:
        return
    listed = ", ".join(f"[code.{key}]" for key in keys)
    raise BadInput(
        f"{path.name}: was edited and no longer has {listed}, which may carry codings; it was not taken in.",
        f"Put it back, or retire what it lacks with `tipcoder codebook import {path.name}`.",
    )


def add_codebook_revision(act: Act, book: Codebook) -> int:
    """Put a codebook in force as a new revision; returns its number."""
    return codebooks.add_revision(act, codebook_to_json(book), book.codes)


@contextmanager
def restore_on_failure(path: Path) -> Iterator[None]:
    """If the block fails, the file is again what it was: a store and a file cannot be changed in one stroke."""
    before = _read_text(path)
    try:
        yield
    except BaseException:
        if before is not None and _read_text(path) != before:
            with suppress(Exception):
                write_file(path, before)
        raise


def update_codebook_file(path: Path, db: Db, text: str | None = None) -> None:
    """Make the file hold the revision in force, unless it holds somebody's work.

    What did not change stays as written, and the file as it was is kept beside it as codebook.toml.bak. `text` is how
    somebody wrote the new revision.
    """
    book = read_kept_codebook(db, codebooks.read_current_revision(db))
    content = codebook_to_json(book)
    there = _read_text(path)
    if there is not None:
        held = _read_content(path)
        if held == content or held is None or codebooks.find_revision_with(db, held) is None:
            return
    saved = path.with_name(path.name + ".bak")
    before = _read_text(saved)
    if text is not None:
        new = text
    elif before is not None and _read_content(saved) == content and not _has_new_remarks(path, there, before):
        new = before  # what an undo goes back to
    else:
        # Here, because most who read a codebook never write one.
        from tipcoder.codebook.rewriting import rewrite_toml

        new = rewrite_toml(there or "", book)
    if there is not None:
        if before is not None and not _find_remarks(before) <= _find_remarks(there) | _find_remarks(new):
            write_file(_find_free_name(saved), before)
        write_file(saved, there)
    write_file(path, new)


def _has_new_remarks(path: Path, there: str | None, before: str) -> bool:
    """Whether a person has written remarks into what the program made of the text before."""
    if there is None or not _find_remarks(there) > _find_remarks(before):
        return False
    from tipcoder.codebook.rewriting import rewrite_toml

    made = rewrite_toml(before, read_codebook(path))
    return _strip_remarks(there) == _strip_remarks(made)


def _strip_remarks(text: str) -> list[str]:
    return [line.strip() for line in _REMARK.sub("", text).splitlines() if line.strip()]


def _find_remarks(text: str | None) -> set[str]:
    """Comments: all that a person writes into the file and a revision does not keep."""
    return set(_REMARK.findall(text or ""))


def _find_free_name(saved: Path) -> Path:
    number = 2
    while (other := saved.with_name(f"{saved.name}{number}")).exists():
        number += 1
    return other


def _read_content(path: Path) -> str | None:
    try:
        return codebook_to_json(read_codebook(path))
    except BadInput:
        return None


def _read_text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
