"""Words that stand in very many rows, held once: a driver makes a new text for each row."""

from __future__ import annotations

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.engine import Db

ROWS = 5_000
"""Rows that are fetched at a time."""


class SharedWords(dict[str, str]):
    """Gives one text for all that are the same."""

    def __missing__(self, word: str) -> str:
        self[word] = word
        return word


def load_coder_names(db: Db) -> dict[int, str]:
    """The name of every coder by id."""
    rows = db.execute(select(schema.coder.c.id, schema.coder.c.name)).all()
    return {row[0]: row[1] for row in rows}


def load_code_keys(db: Db) -> dict[int, str]:
    """The key of every code by id, also of those that the codebook no longer has."""
    rows = db.execute(select(schema.code.c.id, schema.code.c.key)).all()
    return {row[0]: row[1] for row in rows}
