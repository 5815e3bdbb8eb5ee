"""The log played again, act by act: what every row must hold if nobody wrote to the store behind
its back.

An act sets what its events say became of a row; an undo sets back what they say was there before, a
redo sets it anew. Undo and redo are acts of their own in the log, so that the order in which things
happened is the order of the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, select

from tipcoder.store import schema
from tipcoder.store.engine import Db

_e, _t = schema.event.c, schema.act.c
_LONGEST = 60
"""Characters of a row's name in a sentence."""
UNSAID = object()
"""What stands for a cell of which the log says nothing."""


class UndoOrRedo(NamedTuple):
    """That an act was undone, or done again."""

    act_id: int
    targets: tuple[int, ...]
    """The act, and those that belong to it: a long import is several. Oldest first."""
    back: bool


class ReplayedRow:
    """One row as the log has it: a cell for each column of its table, `UNSAID` where no event names
    it.
    """

    __slots__ = ("act_id", "cells")

    def __init__(self, columns: int) -> None:
        self.cells: list[Any] = [UNSAID] * columns
        self.act_id = 0
        """The act that set it last."""


def load_undos_and_redos(db: Db) -> list[UndoOrRedo]:
    """Every undo and redo, oldest first."""
    query = select(_t.id, _t.target, _t.verb).where(_t.target.is_not(None)).order_by(_t.id)
    parts: dict[int, list[int]] = {}
    found = []
    for row in db.execute(query):
        if row.verb in ("undo", "redo"):
            targets = (row.target, *parts.get(row.target, ()))
            found.append(UndoOrRedo(row.id, targets, row.verb == "undo"))
        else:
            # An act that is no walk and has a target belongs to that act.
            parts.setdefault(row.target, []).append(row.id)
    return found


def replay_rows(db: Db, table: Table, undos_and_redos: list[UndoOrRedo]) -> dict[str, ReplayedRow]:
    """By row key, what the log says of the rows of a table; rows without an event are not in it."""
    player = _Replayer(table, undos_and_redos)
    query = select(_e.act_id, _e.entity_id, _e.before, _e.after).where(_e.entity == table.name).order_by(_e.seq)
    for event in db.execute(query.execution_options(yield_per=5000)):
        player.take_event(event)
    return player.finish_replay()


class _Replayer:
    """Goes through the events of one table once, and through the undos and redos between them."""

    def __init__(self, table: Table, undos_and_redos: list[UndoOrRedo]) -> None:
        self._at = {column.name: i for i, column in enumerate(table.columns)}
        self._walked = undos_and_redos
        self._next = 0
        self._targets = {target for walk in undos_and_redos for target in walk.targets}
        # Only events that an undo or a redo comes back to are kept.
        self._events: dict[int, list[Row[*tuple[Any, ...]]]] = {}
        self._rows: dict[str, ReplayedRow] = {}

    def take_event(self, event: Row[*tuple[Any, ...]]) -> None:
        """The next event of the log, after the undos and redos that came before it."""
        while self._next < len(self._walked) and self._walked[self._next].act_id < event.act_id:
            self._apply_undo_or_redo(self._walked[self._next])
        if event.act_id in self._targets:
            self._events.setdefault(event.act_id, []).append(event)
        self._set_cells(event.entity_id, event.after, event.act_id)

    def finish_replay(self) -> dict[str, ReplayedRow]:
        """The rows after the undos and redos that came last."""
        while self._next < len(self._walked):
            self._apply_undo_or_redo(self._walked[self._next])
        return self._rows

    def _apply_undo_or_redo(self, walk: UndoOrRedo) -> None:
        self._next += 1
        events = []
        for target in walk.targets:
            events += self._events.get(target, [])
        if walk.back:
            # What came last is taken back first.
            for event in reversed(events):
                self._set_cells(event.entity_id, event.before, walk.act_id)
        else:
            for event in events:
                self._set_cells(event.entity_id, event.after, walk.act_id)

    def _set_cells(self, entity_id: str, values: str, act_id: int) -> None:
        row = self._rows.get(entity_id)
        if row is None:
            row = self._rows[entity_id] = ReplayedRow(len(self._at))
        row.act_id = act_id
        for name, value in parse_event_side(values).items():
            at = self._at.get(name)
            if at is not None:
                row.cells[at] = value


def parse_event_side(values: str) -> dict[str, Any]:
    """One side of an event: column -> value. Empty where it cannot be read, which
    `unreadable_events` names.
    """
    try:
        said = json.loads(values)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def iterate_unreadable_events(db: Db) -> Iterator[tuple[int, str]]:
    """Events of which a side is no row, each with a sentence: nothing could be taken back or done
    again by them.
    """
    query = select(_e.seq, _e.act_id, _e.entity, _e.entity_id, _e.before, _e.after).order_by(_e.seq)
    for event in db.execute(query.execution_options(yield_per=5000)):
        for side, values in (("before", event.before), ("after", event.after)):
            # Nothing is where a row begins, and never what became of one.
            if not parse_event_side(values) and not (side == "before" and values == "{}"):
                place = f"{event.entity} {event.entity_id}" if len(event.entity_id) < _LONGEST else event.entity
                kept = f"what it keeps of {place} {side} act {event.act_id}"
                yield event.seq, f"event {event.seq}: {kept} is no row"
                break


def iterate_misnamed_acts(db: Db, undos_and_redos: list[UndoOrRedo]) -> Iterator[str]:
    """Acts whose state is not what the log made of them: whether they stand decides what an undo
    takes back.
    """
    undone = {target: walk.back for walk in undos_and_redos for target in walk.targets}
    for act_id, state in db.execute(select(_t.id, _t.state).order_by(_t.id)):
        is_undone = undone.get(act_id, False)
        if (state in ("undone", "dropped")) != is_undone:
            said = "was undone" if is_undone else "was never undone"
            yield f"act {act_id}: is marked {state!r}, but {said} by the log"
