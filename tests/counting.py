"""How often the store is asked: statements and transactions, and on a server the round trips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from tipcoder.store.engine import Store


@dataclass
class StoreCount:
    """What one or several keys cost."""

    statements: list[str] = field(default_factory=list)
    """Every statement, with BEGIN and COMMIT."""

    @property
    def transactions(self) -> int:
        return sum(1 for statement in self.statements if statement == "COMMIT")


@contextmanager
def count_statements(store: Store) -> Iterator[StoreCount]:
    """Count what goes to a store while the block runs."""
    found = StoreCount()
    engine = store._engine

    def note_statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.statements.append(statement)

    def note_begin(_connection: object) -> None:
        # SQLite's own BEGIN is a statement that comes by itself.
        if not store.is_sqlite:
            found.statements.append("BEGIN")

    def note_commit(_connection: object) -> None:
        found.statements.append("COMMIT")

    listeners: dict[str, Callable[..., Any]] = {
        "before_cursor_execute": note_statement,
        "begin": note_begin,
        "commit": note_commit,
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield found
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)
