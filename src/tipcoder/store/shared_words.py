"""Results of very many rows: fetched some at a time, their words held once, their numbers as
arrays. A driver makes a new text for each row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, select

from tipcoder.store import schema
from tipcoder.store.engine import Db

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

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


def iterate_rows(db: Db, query: Select[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Rows of a large result, which is never held as a whole."""
    return iter(db.execute(query.execution_options(yield_per=ROWS)))


def load_numbers(db: Db, query: Select[*tuple[Any, ...]]) -> Ints:
    """(columns, rows): a result of whole numbers alone, without an object for each of its rows."""
    import numpy as np

    numbers = np.fromiter(chain.from_iterable(iterate_rows(db, query)), np.int64)
    return numbers.reshape(-1, len(query.selected_columns)).T
