"""Which contents of codebook.toml are known to hold which revision.

Reading a codebook with thousands of patterns takes a verb longer than much that it does besides,
only to learn that nobody has edited it. A file with the same bytes beside the same revision, read
by the same program, is what it was. Kept are digests, beside the key file, where only the owner may
write. A machine that has no key file of the study gets none by looking at it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder import codebook
from tipcoder.errors import EnvironmentFault
from tipcoder.store import survey_data
from tipcoder.store.engine import Db
from tipcoder.workbench.program_digest import digest_program

if TYPE_CHECKING:
    from tipcoder.store.kept_hits import KeptHits

_IN_STEP = "in step"
_READERS = ("model/codes.py", "text.py", "tomlfile.py", "tomlkeys.py")
"""What reads codebooks beside the package of that name."""


def find_marks_file(study_uuid: str) -> Path:
    """Where marks of a study are kept. Raises EnvironmentFault for what cannot be its name."""
    return _find_key_file(study_uuid).with_name(f"{study_uuid}.codebook.db")


def _find_key_file(study_uuid: str) -> Path:
    from tipcoder.privacy.key_file import key_path

    return key_path(study_uuid)


def compute_mark(content: bytes, document: str) -> str:
    """The digest of a file's bytes and of the revision that it holds."""
    digest = hashlib.sha256(f"{len(content)} ".encode())
    digest.update(content)
    digest.update(document.encode())
    return digest.hexdigest()


def is_marked(db: Db, mark: str) -> bool:
    """Whether this very file was found to hold this very revision."""
    kept = _open_marks(db)
    if kept is None:
        return False
    with closing(kept):
        return mark in kept.load_names()


def keep_mark(db: Db, mark: str) -> None:
    """Remember it; where that cannot be done the file is read again."""
    kept = _open_marks(db)
    if kept is not None:
        with closing(kept):
            kept.keep_names({mark: _IN_STEP})


def _open_marks(db: Db) -> KeptHits | None:
    from tipcoder.store.kept_hits import KeptHits

    uuid = survey_data.get_meta(db, survey_data.UUID) or ""
    try:
        has_keys = _find_key_file(uuid).exists()
    except EnvironmentFault:
        # The store is somebody else's, or holds no study yet.
        return None
    return KeptHits(find_marks_file(uuid), _digest_program()) if has_keys else None


@cache
def _digest_program() -> str:
    """A digest of what reads codebooks; the reader of TOML comes with Python."""
    return digest_program(_iterate_program_files())


def _iterate_program_files() -> Iterator[Path]:
    package = Path(next(iter(codebook.__path__)))
    yield from package.glob("*.py")
    for name in _READERS:
        yield package.parent / name
