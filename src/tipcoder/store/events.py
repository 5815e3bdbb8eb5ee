"""Acts and their events: what makes every change undoable, auditable and visible to others.

An act is what a person did in one go; its events are the rows it touched. Nothing is deleted: a row that is
inserted counts while `live` is 1, so that undo and redo are both plain updates of named columns.
Undo walks back over the coder's own acts only, and passes over one that others have built on. Order is by number,
never by clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from tipcoder.errors import BadInput
from tipcoder.model import UndoResult
from tipcoder.store import schema
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.consistency import find_contradictions
from tipcoder.store.engine import Db, Store, find_viewer
from tipcoder.text import normalise_text

HIDDEN = "not shown while your round is open"
_CODING = ("code", "remove", "finish", "reopen", "turn down", "settle", "import codings", "confirm")
_TELLING_CODES = (*_CODING, "undo", "redo", "memo")
_TOUCHED = re.compile(r", \d+ codings? of \d+ coders? (?:moved|stay)$")
"""How many codings an edit of the codebook reached, at the end of its sentence."""
SEAL = "seal"
"""The entity of an event that keeps what rows hold (see `seals`): nothing of it can be undone."""
LIVE = {"live": 1}
DEAD = {"live": 0}
_CHUNK = 10_000
"""Rows in one statement: both stores refuse some tens of thousands."""

_UNDOABLE: dict[str, Table] = {
    t.name: t
    for t in (
        schema.coding,
        schema.reading,
        schema.memo,
        schema.flag,
        schema.settlement,
        schema.redaction,
        schema.redaction_rule,
        schema.quote_review,
        schema.coding_round,
        schema.assignment,
        schema.frozen_judgement,
        schema.suggestion,
        schema.answer,
        schema.survey_case,
        schema.meta,
    )
}


def format_utc_now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Act:
    """One act being recorded, inside the transaction that also makes its changes."""

    def __init__(self, db: Db, act_id: int) -> None:
        self.db = db
        self.id = act_id
        self._events: list[dict[str, Any]] = []
        self._written = False
        self._seals: list[dict[str, Any]] = []

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
        result = self.db.execute(
            insert(table).returning(table.c.id, sort_by_parameter_order=True), [dict(row) | LIVE for row in rows]
        )
        ids = [int(row_id) for (row_id,) in result]
        for row_id, row in zip(ids, rows, strict=True):
            shown = dict(row) if kept is None else {name: row[name] for name in kept}
            self.record_change(table, row_id, DEAD, shown | LIVE)
        return ids

    def change_rows(
        self, table: Table, row_ids: Sequence[int], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Set columns of rows that are all alike in them, and record each."""
        for at in range(0, len(row_ids), _CHUNK):
            self.db.execute(update(table).where(table.c.id.in_(row_ids[at : at + _CHUNK])).values(**after))
        for row_id in row_ids:
            self.record_change(table, row_id, before, after)

    def change_row(self, table: Table, row_id: int | str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Set columns of one row and record what they were."""
        self.db.execute(update(table).where(_key_column(table) == row_id).values(**after))
        self.record_change(table, row_id, before, after)

    def record_change(
        self, table: Table, row_id: int | str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Record a change already made. Columns of `before` are what undo sets back."""
        self._events.append(self._build_event(table.name, row_id, before, after))

    def add_seal(self, rows: str, kept: Mapping[str, Any]) -> None:
        """Keep what rows hold that no event repeats. It is no change, and an undo passes over it."""
        self._seals.append(self._build_event(SEAL, rows, {}, kept))

    def _build_event(
        self, entity: str, entity_id: int | str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "act_id": self.id,
            "entity": entity,
            "entity_id": str(entity_id),
            "before": _encode_values(before),
            "after": _encode_values(after),
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
        """Write the events collected so far; an act that reaches very many rows does so now and then."""
        if self._events or self._seals:
            self.db.execute(insert(schema.event), [*self._events, *self._seals])
            self._written = self._written or bool(self._events)
            self._events, self._seals = [], []


def _key_column(table: Table) -> Any:
    return table.c.key if table is schema.meta else table.c.id


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: `json.dumps` makes an encoder for each of a hundred thousand events."""


def _encode_values(values: Mapping[str, Any]) -> str:
    return _encode(dict(values))


@contextmanager
def record_act(
    store: Store, coder_id: int, verb: str, sentence: str, *, answer_id: int | None = None, final: bool = False
) -> Iterator[Act]:
    """A write transaction that is one act. `final` acts are logged but cannot be undone.

    An act that changes nothing leaves no trace.
    """
    with store.write() as db:
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
    """Start an act inside an open write transaction; `finish` must follow.

    `part_of` is an earlier act of the same coder: both are undone and done again together, and the log shows one.
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
    act_id = db.execute(insert(schema.act).returning(schema.act.c.id), values).scalar_one()
    return Act(db, act_id)


def finish_act(act: Act, *, keep: bool = False) -> None:
    """Write the act's events; what had been undone before can no longer be redone. An empty act is taken back."""
    acts = schema.act
    if act.is_empty:
        # One that is kept all the same has nothing to take back: undo goes on to the act before it.
        mine, keep = acts.c.id == act.id, keep or act.has_seals
        act.write_events()
        act.db.execute(update(acts).where(mine).values(state="final") if keep else acts.delete().where(mine))
        return
    act.write_events()
    mine = select(acts.c.coder_id).where(acts.c.id == act.id).scalar_subquery()
    act.db.execute(update(acts).where(acts.c.coder_id == mine, acts.c.state == "undone").values(state="dropped"))


def find_act_state(db: Db, act_id: int) -> str:
    """`done`, `undone`, `dropped`, or `final` where it can no longer be undone."""
    return str(db.execute(select(schema.act.c.state).where(schema.act.c.id == act_id)).scalar_one())


def undo_act(store: Store, coder_id: int) -> UndoResult | None:
    """Take back the coder's latest act that stands; None if there is none."""
    return _undo_or_redo(store, coder_id, "undo")


def redo_act(store: Store, coder_id: int) -> UndoResult | None:
    """Do again what was last undone; None if there is nothing, or something new has been done since."""
    return _undo_or_redo(store, coder_id, "redo")


def _undo_or_redo(store: Store, coder_id: int, verb: str) -> UndoResult | None:
    acts = schema.act
    back = verb == "undo"
    # Undo goes from the newest act downward, so what was undone last is the oldest of the undone.
    pick, state = (func.max(acts.c.id), "done") if back else (func.min(acts.c.id), "undone")
    with store.write() as db:
        target = db.execute(select(pick).where(acts.c.coder_id == coder_id, acts.c.state == state)).scalar_one()
        if target is None:
            return None
        row = db.execute(select(acts.c.sentence, acts.c.answer_id).where(acts.c.id == target)).one()
        parts = _find_joint_acts(db, coder_id, target, state)
        try:
            with db.begin_nested():
                for part in reversed(parts) if back else parts:
                    _apply_events(db, part, back)
            done = True
        except (_ChangedSince, IntegrityError):
            done = False
        # An act that others have built on is settled, so that it does not bar the way to the acts before it.
        new_state = ("undone" if back else "done") if done else ("final" if back else "dropped")
        db.execute(update(acts).where(acts.c.id.in_(parts)).values(state=new_state))
        if done:
            values = {"coder_id": coder_id, "at": format_utc_now(), "verb": verb, "state": "final", "target": parts[0]}
            db.execute(insert(acts).values(**values, sentence=row.sentence, answer_id=row.answer_id))
    if not done:
        raise BadInput(
            f"Not {'undone' if back else 'done again'}, because it was changed by someone else since: {row.sentence}.",
            f"`tipcoder log` shows by whom; the next {verb} goes on from there.",
        )
    return UndoResult(row.sentence, row.answer_id)


def _find_joint_acts(db: Db, coder_id: int, act_id: int, state: str) -> list[int]:
    """The act and all that belong to it and are in the same state, oldest first: a long import is several."""
    acts = schema.act.c
    first = db.execute(select(acts.target).where(acts.id == act_id)).scalar_one() or act_id
    if first == act_id and state == "done":
        return [act_id]  # undo comes to it last, when none of its parts stands
    mine = (acts.coder_id == coder_id, acts.state == state)
    query = select(acts.id).where(*mine, or_(acts.id == first, acts.target == first))
    return list(db.execute(query.order_by(acts.id)).scalars())


class _ChangedSince(Exception):
    """Rows of an act are no longer as the act left them."""


def _apply_events(db: Db, act_id: int, back: bool) -> None:
    order = schema.event.c.seq.desc() if back else schema.event.c.seq
    changes = schema.event.c.act_id == act_id, schema.event.c.entity != SEAL
    events = db.execute(select(schema.event).where(*changes).order_by(order)).all()
    touched: dict[str, list[int]] = {}
    # An act may reach thousands of rows in the same way: those that follow on one another are set back at once.
    for (entity, before_json, after_json), run in groupby(events, key=_summarise_event):
        table = _UNDOABLE[entity]
        ids: list[Any] = [event.entity_id if table is schema.meta else int(event.entity_id) for event in run]
        before, after = json.loads(before_json), json.loads(after_json)
        want, there = (before, after) if back else (after, before)
        as_left = [table.c[name] == there[name] for name in before]
        for at in range(0, len(ids), _CHUNK):
            some = ids[at : at + _CHUNK]
            set_back = (
                update(table)
                .where(_key_column(table).in_(some), *as_left)
                .values({name: want[name] for name in before})
            )
            if db.execute(set_back).rowcount != len(some):
                raise _ChangedSince
        touched.setdefault(entity, []).extend(ids)
    if any(find_contradictions(db, codings=touched.get("coding", ()), readings=touched.get("reading", ()))):
        raise _ChangedSince


def _summarise_event(event: Any) -> tuple[str, str, str]:
    """What an event did to which kind of row, in the columns that undo sets back."""
    before, after = json.loads(event.before), json.loads(event.after)
    return event.entity, event.before, _encode_values({name: after[name] for name in before})


class LogLine(NamedTuple):
    """One act as the log shows it."""

    act: int
    at: str
    coder: str
    verb: str
    sentence: str
    state: str
    events: int


def load_log(db: Db, limit: int | None = None, coder_id: int | None = None) -> list[LogLine]:
    """Acts, newest first."""
    acts, coders = schema.act, schema.coder
    changes = schema.event.c.act_id == acts.c.id, schema.event.c.entity != SEAL
    count = select(func.count()).where(*changes).scalar_subquery()
    query = (
        select(acts.c.id, acts.c.at, coders.c.name, acts.c.verb, acts.c.sentence, acts.c.state, count)
        .join(coders, coders.c.id == acts.c.coder_id)
        .where(~_is_part(acts.c))
        .order_by(acts.c.id.desc())
    )
    if coder_id is not None:
        query = query.where(acts.c.coder_id == coder_id)
    if limit is not None:
        query = query.limit(limit)
    more = _count_events_of_parts(db)
    lines = [LogLine(*row) for row in db.execute(query)]
    return _veil_lines(db, [line._replace(events=line.events + more.get(line.act, 0)) for line in lines])


def _count_events_of_parts(db: Db) -> dict[int, int]:
    """How many rows the further acts reached that belong to an act."""
    acts = schema.act.c
    query = (
        select(acts.target, func.count())
        .join(schema.event, schema.event.c.act_id == acts.id)
        .where(_is_part(acts))
        .group_by(acts.target)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def _is_part(acts: Any) -> ColumnElement[bool]:
    """Whether an act belongs to an earlier one; `undo` and `redo` point at an act too, and stand for themselves."""
    return and_(acts.target.is_not(None), acts.verb.not_in(("undo", "redo")))


def load_log_since(db: Db, act_id: int) -> list[LogLine]:
    """Acts after that one, oldest first."""
    acts, coders = schema.act, schema.coder
    query = (
        select(acts.c.id, acts.c.at, coders.c.name, acts.c.verb, acts.c.sentence, acts.c.state)
        .join(coders, coders.c.id == acts.c.coder_id)
        .where(acts.c.id > act_id)
        .order_by(acts.c.id)
    )
    return _veil_lines(db, [LogLine(*row, events=0) for row in db.execute(query)])


def _veil_lines(db: Db, lines: list[LogLine]) -> list[LogLine]:
    """The log as the one who looks may see it: in an open round not what others coded, even elsewhere.

    An act may reach many answers, and its sentence names only the first of them.
    """
    viewer = find_viewer(db)
    if viewer is None or not find_hidden_answers(db):
        return lines
    # By id, because two people may have one name.
    acts, numbers = schema.act.c, [line.act for line in lines]
    between = acts.id.between(min(numbers, default=0), max(numbers, default=0))
    mine = set(db.execute(select(acts.id).where(acts.coder_id == viewer, between)).scalars())
    return [line if line.act in mine else _veil_line(line) for line in lines]


def _veil_line(line: LogLine) -> LogLine:
    sentence = HIDDEN if line.verb in _TELLING_CODES else remove_counts(line.sentence)
    return line._replace(sentence=sentence, events=0)


def remove_counts(sentence: str) -> str:
    """What an edit of the codebook did, without how many codings it reached."""
    return _TOUCHED.sub("", sentence)


def find_last_act(db: Db, coder_id: int | None = None) -> int:
    """The number of the newest act, of everybody or of one coder, 0 if there is none: it moves with every act."""
    query = select(func.coalesce(func.max(schema.act.c.id), 0))
    if coder_id is not None:
        query = query.where(schema.act.c.coder_id == coder_id)
    return int(db.execute(query).scalar_one())
