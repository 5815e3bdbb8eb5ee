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
from tipcoder.codebook.rewriting import rewrite_toml
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.export.tables import write_file
from tipcoder.model import Codebook
from tipcoder.store import codebooks, recoding
from tipcoder.store.blindness import hidden_answers
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.workbench.study import OpenStudy

_REMARK = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)


def kept_codebook(db: Db, number: int) -> Codebook:
    """A revision, as kept in the store."""
    kept = parse_codebook(json.loads(codebooks.document(db, number)), f"revision {number}")
    return replace(kept, revision=number)


def current_codebook(db: Db) -> Codebook:
    """The revision in force, as kept in the store."""
    return kept_codebook(db, codebooks.current_revision(db))


def codebook_in_force(here: OpenStudy) -> Codebook:
    """The codebook revision in force in a study."""
    with here.store.read() as db:
        return current_codebook(db)


def in_step(path: Path, db: Db) -> bool:
    """Whether the file holds the revision in force. Raises BadInput for a file that cannot be read as a codebook."""
    number = codebooks.current_revision(db)
    return bool(number) and codebooks.document(db, number) == codebook_to_json(read_codebook(path))


def edited_by_hand(path: Path, db: Db, *, older_is_edit: bool = False) -> Codebook | None:
    """The codebook in the file if it is not the one in force but somebody's work, else None.

    With `older_is_edit` a file that holds an older revision counts as somebody's wish to return to it. Raises
    BadInput for a file that is there and cannot be read as a codebook.
    """
    if not path.exists() or in_step(path, db):
        return None
    book = read_codebook(path)
    known = not older_is_edit and codebooks.revision_with(db, codebook_to_json(book)) is not None
    return None if known else book


def dropped_with_codings(book: Codebook, db: Db) -> list[str]:
    """Codes in force that a codebook lacks and that codings stand on, as far as whoever looks may know it.

    Where an open round hides others' work, every code that it lacks: that it carries nothing would tell as much.
    """
    in_force = kept_codebook(db, codebooks.current_revision(db)).codes
    missing = [key for key in in_force if key not in book.codes]
    if not missing or hidden_answers(db):
        return missing
    ids = codebooks.code_ids(db)
    return [key for key in missing if recoding.standing(db, [ids[key]]).codings]


def refuse_dropping(path: Path, keys: Sequence[str]) -> None:
    """Raise BadInput if an edit by hand drops codes that codings stand on."""
    if not keys:
        return
    listed = ", ".join(f"[code.{key}]" for key in keys)
    raise BadInput(
        f"{path.name}: was edited and no longer has {listed}, which may carry codings; it was not taken in.",
        f"Put it back, or retire what it lacks with `tipcoder codebook import {path.name}`.",
    )


def take_in(act: Act, book: Codebook) -> int:
    """Put a codebook in force as a new revision; returns its number."""
    return codebooks.add_revision(act, codebook_to_json(book), book.codes)


@contextmanager
def put_back_on_failure(path: Path) -> Iterator[None]:
    """If the block fails, the file is again what it was: a store and a file cannot be changed in one stroke."""
    before = _text(path)
    try:
        yield
    except BaseException:
        if before is not None and _text(path) != before:
            with suppress(Exception):
                write_file(path, before)
        raise


def bring_along(path: Path, db: Db, text: str | None = None) -> None:
    """Make the file hold the revision in force, unless it holds somebody's work.

    What did not change stays as written, and the file as it was is kept beside it as codebook.toml.bak. `text` is how
    somebody wrote the new revision.
    """
    book = kept_codebook(db, codebooks.current_revision(db))
    content = codebook_to_json(book)
    there = _text(path)
    if there is not None:
        held = _content(path)
        if held == content or held is None or codebooks.revision_with(db, held) is None:
            return
    saved = path.with_name(path.name + ".bak")
    before = _text(saved)
    if text is not None:
        new = text
    elif before is not None and _content(saved) == content and not _remarked_since(path, there, before):
        new = before  # what an undo goes back to
    else:
        new = rewrite_toml(there or "", book)
    if there is not None:
        if before is not None and not _remarks(before) <= _remarks(there) | _remarks(new):
            write_file(_free_name(saved), before)
        write_file(saved, there)
    write_file(path, new)


def _remarked_since(path: Path, there: str | None, before: str) -> bool:
    """Whether a person has written remarks into what the program made of the text before."""
    if there is None or not _remarks(there) > _remarks(before):
        return False
    made = rewrite_toml(before, read_codebook(path))
    return _without_remarks(there) == _without_remarks(made)


def _without_remarks(text: str) -> list[str]:
    return [line.strip() for line in _REMARK.sub("", text).splitlines() if line.strip()]


def _remarks(text: str | None) -> set[str]:
    """Comments: all that a person writes into the file and a revision does not keep."""
    return set(_REMARK.findall(text or ""))


def _free_name(saved: Path) -> Path:
    number = 2
    while (other := saved.with_name(f"{saved.name}{number}")).exists():
        number += 1
    return other


def _content(path: Path) -> str | None:
    try:
        return codebook_to_json(read_codebook(path))
    except BadInput:
        return None


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
