"""The codebook of a study as its store keeps it: the revision in force, and those before it.

People edit the same codebook in codebook.toml: `hand_edits` imports what they wrote, `file_update`
makes the file follow the revision in force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tipcoder.codebook.reading import parse_codebook
from tipcoder.model.codes import Codebook
from tipcoder.store import codebooks
from tipcoder.store.engine import Db

if TYPE_CHECKING:
    # A coding session reads codebooks all day and never the description of a study.
    from tipcoder.workbench.study import OpenStudy


def read_kept_codebook(db: Db, number: int) -> Codebook:
    """A revision, as kept in the store."""
    return parse_kept_document(codebooks.load_document(db, number), number)


@lru_cache(maxsize=16)
def parse_kept_document(document: str, number: int) -> Codebook:
    """A revision never changes, and one verb asks for it many times."""
    codebook = parse_codebook(json.loads(document), f"revision {number}")
    return replace(codebook, revision=number)


def read_current_codebook(db: Db) -> Codebook:
    """The revision in force, as kept in the store."""
    return read_kept_codebook(db, codebooks.read_current_revision(db))


def read_codable_codes(db: Db, revisions: Iterable[int]) -> dict[int, frozenset[str]]:
    """Revision -> the codes that could be applied under it."""
    codable = {}
    for number in sorted(revisions):
        codable[number] = find_codable_codes(read_kept_codebook(db, number))
    return codable


def find_codable_codes(book: Codebook) -> frozenset[str]:
    """Keys of the codes that can be applied; the others only group them."""
    return frozenset(key for key, code in book.codes.items() if code.codable)


def read_codebook_in_force(study: OpenStudy) -> Codebook:
    """The codebook revision in force in a study."""
    with study.store.read() as db:
        return read_current_codebook(db)
