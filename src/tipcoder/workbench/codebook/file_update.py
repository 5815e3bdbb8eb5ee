"""Making codebook.toml follow the revision in force, without losing anything that a person wrote
into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tipcoder.codebook.reading import read_codebook
from tipcoder.codebook.rewriting import rewrite_toml
from tipcoder.codebook.writing import codebook_to_json
from tipcoder.errors import BadInput
from tipcoder.export.whole_files import write_file
from tipcoder.model.codes import Codebook
from tipcoder.store import codebooks
from tipcoder.store.engine import Db
from tipcoder.workbench.codebook.file import read_current_codebook

_REMARK = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)


@contextmanager
def restore_on_failure(path: Path) -> Iterator[None]:
    """If the block fails, the file is again what it was.

    A store and a file cannot be changed in one stroke.
    """
    before = _read_text(path)
    try:
        yield
    except BaseException:
        if before is not None and _read_text(path) != before:
            # The failure of the block is what the caller must hear of, not one of mending the file.
            with suppress(Exception):
                write_file(path, before)
        raise


def update_codebook_file(path: Path, db: Db, text: str | None = None) -> None:
    """Make the file hold the revision in force, unless it holds somebody's work.

    What did not change stays as written, and the file as it was is kept beside it as
    codebook.toml.bak. `text` is how somebody wrote the new revision.
    """
    book = read_current_codebook(db)
    old = _read_text(path)
    if old is not None and not _may_replace(path, db, codebook_to_json(book)):
        return

    backup = path.with_name(path.name + ".bak")
    backed_up = _read_text(backup)
    new = text if text is not None else _choose_text(path, backup, book)

    if old is not None:
        # A remark is a person's work, and the store does not keep it.
        if backed_up is not None and _loses_remarks(backed_up, old, new):
            write_file(_find_free_name(backup), backed_up)
        write_file(backup, old)
    write_file(path, new)


def _may_replace(path: Path, db: Db, content: str) -> bool:
    """Whether the file holds another revision than this content, and one that the store keeps."""
    held = _read_content(path)
    # Unreadable, it may be somebody's work; the same, there is nothing to do.
    if held is None or held == content:
        return False
    return codebooks.find_revision_with(db, held) is not None


def _choose_text(path: Path, backup: Path, book: Codebook) -> str:
    """The text for a codebook: the backup's, if it is what an undo goes back to, else the present
    one rewritten.
    """
    old = _read_text(path)
    backed_up = _read_text(backup)
    holds_book = backed_up is not None and _read_content(backup) == codebook_to_json(book)
    if backed_up is not None and holds_book and not _has_new_remarks(path, old, backed_up):
        return backed_up
    return rewrite_toml(old or "", book)


def _has_new_remarks(path: Path, text: str | None, before: str) -> bool:
    """Whether a person has written remarks into what the program made of the text before."""
    if text is None or not _find_remarks(text) > _find_remarks(before):
        return False
    rewritten = rewrite_toml(before, read_codebook(path))
    return _strip_remarks(text) == _strip_remarks(rewritten)


def _loses_remarks(backed_up: str, old: str, new: str) -> bool:
    """Whether a backup has remarks that will be in neither of the files that take its place."""
    kept = _find_remarks(old) | _find_remarks(new)
    return not _find_remarks(backed_up) <= kept


def _strip_remarks(text: str) -> list[str]:
    lines = (line.strip() for line in _REMARK.sub("", text).splitlines())
    return [line for line in lines if line]


def _find_remarks(text: str) -> set[str]:
    """Comments: all that a person writes into the file and a revision does not keep."""
    return set(_REMARK.findall(text))


def _find_free_name(backup: Path) -> Path:
    number = 2
    free = backup.with_name(f"{backup.name}{number}")
    while free.exists():
        number += 1
        free = backup.with_name(f"{backup.name}{number}")
    return free


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
