"""Statements as text for a database, made once for all stores that this process opens.

SQLAlchemy makes them once for each engine, and every opened store has an engine of its own. Who
opens study after study, as a notebook does, or one study again and again, would wait for the same
texts each time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.util import LRUCache

_MOST_STATEMENTS = 1_000


class StatementCache(LRUCache[Any, Any]):
    """An execution option `compiled_cache` (SQLAlchemy, Core reference) for several engines.

    The first part of each key is the engine's own dialect object. It is left out: dialects of one
    kind that were made by the same URL are set up alike.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """What a statement was made into; `default` where it is new."""
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


_CACHES: dict[str, StatementCache] = {}


def find_statement_cache(kind: str) -> StatementCache:
    """The cache of every store of a kind: all SQLite files are one, each server is another."""
    return _CACHES.setdefault(kind, StatementCache(_MOST_STATEMENTS))
