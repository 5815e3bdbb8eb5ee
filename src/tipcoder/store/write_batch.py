"""Statements of an act that need no answer: sent together with its COMMIT, in one journey.

On a server locks are held as long as an act takes, and every statement is a journey there and
back. So an act that knows all it needs gets the ids of its rows beforehand, and the rest goes off
at once. Its own number it gets there, when it is its turn. Nothing of that is needed in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Executable, Table

NewestAct = tuple[int, str, str, int]
"""Number, time, verb and coder."""


@dataclass
class WriteNotes:
    """What is known of one write transaction while it runs."""

    newest: NewestAct | None = None
    """The act begun last in it, which is the newest of the store."""
    batch: list[tuple[Executable, Mapping[str, Any]]] | None = None
    """What is to be sent with the COMMIT; None where everything is sent at once."""
    reserved: dict[str, list[int]] = field(default_factory=dict)
    """Ids that rows of a table will have, by its name."""
    is_shared: bool = False
    """Whether others write to the store at the same time (see `write_locks`)."""
    has_turn: bool = False
    """Whether acts of others get a number only after this transaction."""
    has_unnumbered_act: bool = False
    """Whether the batch has an act that gets its number when it is sent."""
    act_id: int = 0
    """That number; 0 before."""

    def take_ids(self, table: Table, count: int) -> list[int] | None:
        """The next ids that were reserved for a table; None where there are too few."""
        left = self.reserved.get(table.name, [])
        if len(left) < count:
            return None
        taken, self.reserved[table.name] = left[:count], left[count:]
        return taken

    def take_id(self, table: Table) -> int | None:
        """The next id that was reserved for a table."""
        left = self.reserved.get(table.name)
        return left.pop(0) if left else None


def find_notes(db: Connection) -> WriteNotes | None:
    """The notes of a write transaction of the store; None elsewhere."""
    notes: WriteNotes | None = db.get_execution_options().get("tipcoder_notes")
    return notes


def begin_batch(db: Connection) -> None:
    """From now on statements of this transaction wait for the COMMIT, as far as they need no
    answer.

    Whatever is read afterwards in the same transaction does not see them. Does nothing in a file.
    """
    notes = find_notes(db)
    if notes is not None and is_server(db):
        notes.batch = []


def is_server(db: Connection) -> bool:
    """Whether each statement is a journey."""
    return db.dialect.name == "postgresql"


def send_statement(
    db: Connection, statement: Executable, values: Mapping[str, Any] | None = None
) -> None:
    """Execute a statement that needs no answer, now or with the COMMIT."""
    notes = find_notes(db)
    if notes is not None and notes.batch is not None:
        notes.batch.append((statement, values or {}))
    else:
        db.execute(statement, values or {})


def take_turn(db: Connection) -> None:
    """Before an act gets a number: let every act with a lower one become visible.

    Does nothing where nobody else writes.
    """
    notes = find_notes(db)
    if notes is None or not notes.is_shared or notes.has_turn:
        return
    # Loaded where there is a server alone.
    from tipcoder.store.write_locks import TAKE_TURN

    notes.has_turn = True
    send_statement(db, TAKE_TURN)
