"""Answers that changed since an act, by undo as well: suggestions learn only what is new."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from tipcoder.slices import iterate_chunks
from tipcoder.store import codebooks, schema
from tipcoder.store.engine import Db
from tipcoder.store.events import find_last_act
from tipcoder.store.rounds import find_open_round_answers
from tipcoder.store.schema.survey import READABLE

_e, _t, _a = schema.event.c, schema.act.c, schema.answer.c
_ON_ANSWERS = {table.name: table for table in (schema.coding, schema.reading, schema.suggestion)}
_AT_ONCE = 500
"""Rows that one query names."""


class StoreState(NamedTuple):
    """How far a store has come, and which texts and codes are in force."""

    act: int
    texts: tuple[int, int, int]
    """Number, greatest and sum of the ids of current readable answers: another after every import,
    and every undo.
    """
    revision: int
    closed: frozenset[int]
    """Answers of open rounds."""

    @property
    def source_key(self) -> tuple[tuple[int, int, int], int]:
        """While this stays, what was made from texts and codes holds."""
        return self.texts, self.revision


def read_state(db: Db) -> StoreState:
    """How far the store has come."""
    ids = func.count(), func.coalesce(func.max(_a.id), 0), func.coalesce(func.sum(_a.id), 0)
    count, greatest, total = db.execute(select(*ids).where(READABLE)).one()
    texts = int(count), int(greatest), int(total)
    return StoreState(
        find_last_act(db),
        texts,
        codebooks.read_current_revision(db),
        frozenset(find_open_round_answers(db)),
    )


def find_changed_answers(db: Db, since: int) -> set[int]:
    """Answers whose codings, readings or verdicts a later act than this one changed or undid."""
    newer = select(_t.id).where(_t.id > since)
    walked = select(_t.target).where(_t.id > since, _t.target.is_not(None))
    # A long import is several acts, which are undone together.
    parts = select(_t.id).where(_t.target.in_(walked))
    reached = or_(_e.act_id.in_(newer), _e.act_id.in_(walked), _e.act_id.in_(parts))
    query = select(_e.entity, _e.entity_id).where(and_(reached, _e.entity.in_(_ON_ANSWERS)))
    rows: dict[str, set[int]] = {}
    for entity, entity_id in db.execute(query.distinct()):
        rows.setdefault(entity, set()).add(int(entity_id))
    found: set[int] = set()
    for entity, ids in rows.items():
        columns, listed = _ON_ANSWERS[entity].c, sorted(ids)
        for some in iterate_chunks(listed, _AT_ONCE):
            query = select(columns.answer_id).where(columns.id.in_(some)).distinct()
            found.update(db.execute(query).scalars())
    return found
