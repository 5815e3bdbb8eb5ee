"""The log replayed act by act: what every row must hold if all changes went through the log.

An act sets what its events say became of a row; an undo sets back what they say was there before, a
redo sets it anew. Undo and redo are acts of their own in the log, so that the order in which things
happened is the order of the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import parse_event_side

_e, _t = schema.event.c, schema.act.c
_LONGEST = 60
"""Characters of a row's name in a sentence."""
UNSAID = object()
"""The value of a cell that no event of the log names."""


class UndoOrRedo(NamedTuple):
    """One undo or redo in the log."""

    act_id: int
    targets: tuple[int, ...]
    """The act, and those that belong to it: a long import is several. Oldest first."""
    is_undo: bool


class ReplayedRow:
    """One row as the log has it: a cell for each column, `UNSAID` where no event names it."""

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
            # Of other acts, the target is the act that they are a part of.
            parts.setdefault(row.target, []).append(row.id)
    return found


def replay_rows(db: Db, table: Table, undos_and_redos: list[UndoOrRedo]) -> dict[str, ReplayedRow]:
    """By row key, the rows of a table as the log has them; rows without an event are left out."""
    player = _Replayer(table, undos_and_redos)
    query = (
        select(_e.act_id, _e.entity_id, _e.before, _e.after)
        .where(_e.entity == table.name)
        .order_by(_e.seq)
    )
    for event in db.execute(query.execution_options(yield_per=5000)):
        player.take_event(event)
    return player.finish_replay()


class _Replayer:
    """Goes through the events of one table once, and through the undos and redos between them."""

    def __init__(self, table: Table, undos_and_redos: list[UndoOrRedo]) -> None:
        self._positions = {column.name: i for i, column in enumerate(table.columns)}
        self._undos_and_redos = undos_and_redos
        self._next = 0
        self._targets: set[int] = set()
        for undo_or_redo in undos_and_redos:
            self._targets.update(undo_or_redo.targets)
        # Only events that an undo or a redo comes back to are kept.
        self._events: dict[int, list[Row[*tuple[Any, ...]]]] = {}
        self._rows: dict[str, ReplayedRow] = {}

    def take_event(self, event: Row[*tuple[Any, ...]]) -> None:
        """The next event of the log, after the undos and redos that came before it."""
        while (upcoming := self._find_upcoming()) and upcoming.act_id < event.act_id:
            self._apply_undo_or_redo(upcoming)
        if event.act_id in self._targets:
            self._events.setdefault(event.act_id, []).append(event)
        self._set_cells(event.entity_id, event.after, event.act_id)

    def finish_replay(self) -> dict[str, ReplayedRow]:
        """The rows after the undos and redos that came last."""
        while upcoming := self._find_upcoming():
            self._apply_undo_or_redo(upcoming)
        return self._rows

    def _find_upcoming(self) -> UndoOrRedo | None:
        """The next undo or redo to apply; None after the last one."""
        if self._next < len(self._undos_and_redos):
            return self._undos_and_redos[self._next]
        return None

    def _apply_undo_or_redo(self, undo_or_redo: UndoOrRedo) -> None:
        self._next += 1
        events = []
        for target in undo_or_redo.targets:
            events += self._events.get(target, [])
        if undo_or_redo.is_undo:
            # What came last is undone first.
            for event in reversed(events):
                self._set_cells(event.entity_id, event.before, undo_or_redo.act_id)
        else:
            for event in events:
                self._set_cells(event.entity_id, event.after, undo_or_redo.act_id)

    def _set_cells(self, entity_id: str, values: str, act_id: int) -> None:
        row = self._rows.get(entity_id)
        if row is None:
            row = self._rows[entity_id] = ReplayedRow(len(self._positions))
        row.act_id = act_id
        for name, value in parse_event_side(values).items():
            position = self._positions.get(name)
            # An older program may have logged a column that the table no longer has.
            if position is not None:
                row.cells[position] = value


def iterate_unreadable_events(db: Db) -> Iterator[tuple[int, str]]:
    """Events with an unreadable side, each with a sentence: they could not be undone or redone."""
    query = select(_e.seq, _e.act_id, _e.entity, _e.entity_id, _e.before, _e.after).order_by(_e.seq)
    for event in db.execute(query.execution_options(yield_per=5000)):
        side = _find_unreadable_side(event.before, event.after)
        if not side:
            continue
        place = event.entity
        if len(event.entity_id) < _LONGEST:
            place = f"{event.entity} {event.entity_id}"
        kept = f"what it keeps of {place} {side} act {event.act_id}"
        yield event.seq, f"event {event.seq}: {kept} is not a row"


def _find_unreadable_side(before: str, after: str) -> str:
    """`before`, `after`, or an empty string where both sides can be read."""
    # Before a row is made it has no columns; after an event it always has some.
    if before != "{}" and not parse_event_side(before):
        return "before"
    return "" if parse_event_side(after) else "after"


def iterate_misnamed_acts(db: Db, undos_and_redos: list[UndoOrRedo]) -> Iterator[str]:
    """A sentence for each act whose state disagrees with the undos and redos in the log.

    The state decides what the next undo reaches.
    """
    undone: dict[int, bool] = {}
    for undo_or_redo in undos_and_redos:
        # They come oldest first: the last one decides.
        undone.update(dict.fromkeys(undo_or_redo.targets, undo_or_redo.is_undo))

    for act_id, state in db.execute(select(_t.id, _t.state).order_by(_t.id)):
        is_undone = undone.get(act_id, False)
        if (state in ("undone", "dropped")) != is_undone:
            by_log = "was undone" if is_undone else "was never undone"
            yield f"act {act_id}: is marked {state!r}, but {by_log} by the log"
