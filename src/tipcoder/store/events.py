"""Acts and their events: what makes every change undoable, auditable and visible to others.

An act is what a person did in one go; its events are the rows it touched. Nothing is deleted: a row
that is inserted counts while `live` is 1, so that undo and redo are both plain updates of named
columns. Order is by number, never by clock. `undo_redo` undoes acts, `act_log` lists them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, func, insert, select, update

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db, Store
from tipcoder.store.schema.base import Big
from tipcoder.store.write_batch import find_notes, send_statement, take_turn
from tipcoder.text import normalise_text

SEAL = "seal"
"""The entity of an event that keeps what rows hold (see `seals`): nothing of it can be undone."""
OF_ONE_CODER = ("code", "remove", "recode", "finish", "reopen", "flag", "memo", "turn down")
"""Acts that change nothing but the work of the coder whose act it is."""
LIVE = {"live": 1}
DEAD = {"live": 0}

_NEWEST_ACT = func.currval(func.pg_get_serial_sequence(schema.act.name, "id"), type_=Big)
"""The number of the act begun last in this transaction (PostgreSQL)."""


def format_utc_now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Act:
    """One act being recorded, inside the transaction that also makes its changes."""

    def __init__(self, db: Db, act_id: int | None) -> None:
        """An act without a number gets it with the batch that it is sent in."""
        self.db = db
        self._id = act_id
        self._events: list[dict[str, Any]] = []
        self._written = False
        self._seals: list[dict[str, Any]] = []

    @property
    def id(self) -> int:
        """Its number.

        Of an act that is sent in a batch it is known after the transaction; 0 where the connection
        broke then, and only later came the word that it was kept.
        """
        if self._id is not None:
            return self._id
        notes = find_notes(self.db)
        return notes.act_id if notes is not None else 0

    @property
    def reference(self) -> Any:
        """Its number, or what stands for it in the statements of a batch."""
        return _NEWEST_ACT if self._id is None else self._id

    def insert_row(self, table: Table, values: Mapping[str, Any]) -> int:
        """Insert a live row and record it; returns its id."""
        return self.insert_rows(table, [values])[0]

    def insert_rows(
        self, table: Table, rows: Sequence[Mapping[str, Any]], kept: Collection[str] | None = None
    ) -> list[int]:
        """Insert live rows and record each; returns their ids in the order given.

        `kept` names the columns that the log repeats; all of them where it is left out.
        """
        if not rows:
            return []
        notes = find_notes(self.db)
        reserved = notes.take_ids(table, len(rows)) if notes is not None else None
        if reserved is not None:
            for row_id, row in zip(reserved, rows, strict=True):
                send_statement(self.db, insert(table).inline(), {**row, **LIVE, "id": row_id})
            self._record_inserted(table, reserved, rows, kept)
            return reserved
        # The order has to be asked for: a store is free to answer in another one.
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        result = self.db.execute(statement, [dict(row) | LIVE for row in rows])
        ids = [int(row_id) for (row_id,) in result]
        self._record_inserted(table, ids, rows, kept)
        return ids

    def _record_inserted(
        self,
        table: Table,
        ids: Sequence[int],
        rows: Sequence[Mapping[str, Any]],
        kept: Collection[str] | None,
    ) -> None:
        for row_id, row in zip(ids, rows, strict=True):
            shown = dict(row) if kept is None else {name: row[name] for name in kept}
            self.record_change(table, row_id, DEAD, shown | LIVE)

    def change_rows(
        self,
        table: Table,
        row_ids: Sequence[int],
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        """Set columns of rows that are all alike in them, and record each."""
        for some in iterate_chunks(row_ids, CHUNK):
            send_statement(self.db, update(table).where(table.c.id.in_(some)).values(**after))
        for row_id in row_ids:
            self.record_change(table, row_id, before, after)

    def change_row(
        self, table: Table, row_id: int | str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Set columns of one row and record what they were."""
        # The caller has just read the row inside this transaction: `before` is what it holds.
        send_statement(self.db, update(table).where(key_column(table) == row_id).values(**after))
        self.record_change(table, row_id, before, after)

    def record_change(
        self, table: Table, row_id: int | str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Record a change already made. Columns of `before` are what undo sets back."""
        self._events.append(self._build_event(table.name, row_id, before, after))

    def add_seal(self, rows: str, kept: Mapping[str, Any]) -> None:
        """Keep what rows hold that no event repeats. It is not a change; undo passes over it."""
        self._seals.append(self._build_event(SEAL, rows, {}, kept))

    def _build_event(
        self, entity: str, entity_id: int | str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "act_id": self.id,
            "entity": entity,
            "entity_id": str(entity_id),
            "before": encode_values(before),
            "after": encode_values(after),
        }

    @property
    def is_empty(self) -> bool:
        """Whether no change has been recorded."""
        return not (self._events or self._written)

    @property
    def has_seals(self) -> bool:
        """Whether there are seals to write."""
        return bool(self._seals)

    def write_events(self) -> None:
        """Write the events collected so far. An act that reaches very many rows calls it often."""
        if self._events or self._seals:
            self._send_events([*self._events, *self._seals])
            self._written = self._written or bool(self._events)
            self._events, self._seals = [], []

    def _send_events(self, rows: Sequence[Mapping[str, Any]]) -> None:
        notes = find_notes(self.db)
        if notes is None or notes.batch is None:
            self.db.execute(insert(schema.event), list(rows))
            return
        # Inline: SQLAlchemy would ask for the id, which nobody needs.
        statement = insert(schema.event).values(act_id=self.reference).inline()
        for row in rows:
            without_act = {name: value for name, value in row.items() if name != "act_id"}
            send_statement(self.db, statement, without_act)


def key_column(table: Table) -> Any:
    """What names a row of a table in its events."""
    return table.c.key if table is schema.meta else table.c.id


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: `json.dumps` makes an encoder for each of a hundred thousand events."""


def encode_values(values: Mapping[str, Any]) -> str:
    """Columns of a row as an event keeps them."""
    return _encode(dict(values))


def parse_event_side(values: str) -> dict[str, Any]:
    """One side of an event: column -> value. Empty where it cannot be read.

    `replay.iterate_unreadable_events` names events with such a side.
    """
    try:
        columns = json.loads(values)
    except ValueError:
        return {}
    return columns if isinstance(columns, dict) else {}


@contextmanager
def record_act(
    store: Store,
    coder_id: int,
    verb: str,
    sentence: str,
    *,
    answer_id: int | None = None,
    final: bool = False,
) -> Iterator[Act]:
    """A write transaction that is one act. `final` acts are logged but cannot be undone.

    An act that changes nothing leaves no trace.
    """
    with store.write(coder_id if verb in OF_ONE_CODER else None) as db:
        act = begin_act(db, coder_id, verb, sentence, answer_id=answer_id, final=final)
        yield act
        finish_act(act, keep=final)


def begin_act(
    db: Db,
    coder_id: int,
    verb: str,
    sentence: str,
    *,
    answer_id: int | None = None,
    final: bool = False,
    part_of: int | None = None,
) -> Act:
    """Start an act inside an open write transaction; `finish_act` must follow.

    `part_of` is an earlier act of the same coder: both are undone and done again together, and the
    log shows one.
    """
    values = {
        "coder_id": coder_id,
        "at": format_utc_now(),
        "verb": verb,
        # A label may hold a NUL, which PostgreSQL cannot keep.
        "sentence": normalise_text(sentence).text,
        "answer_id": answer_id,
        "state": "final" if final else "done",
        "target": part_of,
    }
    return add_act(db, values)


def add_act(db: Db, values: Mapping[str, Any]) -> Act:
    """Insert the row of an act, when it is its turn."""
    take_turn(db)
    notes = find_notes(db)
    if notes is not None and notes.batch is not None:
        notes.has_unnumbered_act = True
        send_statement(db, insert(schema.act).inline(), values)
        return Act(db, None)
    act_id = db.execute(insert(schema.act).returning(schema.act.c.id), values).scalar_one()
    if notes is not None:
        notes.newest = (act_id, values["at"], values["verb"], values["coder_id"])
    return Act(db, act_id)


def finish_act(act: Act, *, keep: bool = False, has_undone: bool = True) -> None:
    """Write the act's events. An empty act is removed.

    What had been undone before can no longer be redone; without `has_undone` there is none.
    """
    acts = schema.act
    if act.is_empty:
        this = acts.c.id == act.reference
        is_kept = keep or act.has_seals
        act.write_events()
        if is_kept:
            # There is nothing in it to undo: undo goes on to the act before it.
            send_statement(act.db, update(acts).where(this).values(state="final"))
        else:
            send_statement(act.db, acts.delete().where(this))
            _forget_newest(act)
        return

    act.write_events()
    if not has_undone:
        return
    # Redo after something new would set rows back over it.
    coder_id = select(acts.c.coder_id).where(acts.c.id == act.reference).scalar_subquery()
    waiting = update(acts).where(acts.c.coder_id == coder_id, acts.c.state == "undone")
    send_statement(act.db, waiting.values(state="dropped"))


def _forget_newest(act: Act) -> None:
    """An act was removed again: which one is the newest now has to be asked."""
    notes = find_notes(act.db)
    if notes is not None:
        notes.newest = None


def find_act_state(db: Db, act_id: int) -> str:
    """`done`, `undone`, `dropped`, or `final` where it can no longer be undone."""
    return str(db.execute(select(schema.act.c.state).where(schema.act.c.id == act_id)).scalar_one())


def find_last_act(db: Db, coder_id: int | None = None) -> int:
    """The number of the newest act, of everybody or of one coder; 0 if there is none."""
    query = select(func.coalesce(func.max(schema.act.c.id), 0))
    if coder_id is not None:
        query = query.where(schema.act.c.coder_id == coder_id)
    return int(db.execute(query).scalar_one())
