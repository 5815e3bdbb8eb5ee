"""Acts whose words were erased: they cannot be undone, nor done again."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.events import SEAL

_e, _x = schema.event.c, schema.erasure.c


class ErasedPart(NamedTuple):
    """How far acts are about answers whose words were erased."""

    at: str
    """When the words were erased last; empty where none were."""
    is_all: bool
    """Whether there is nothing else to undo in them, or they would bring an erased version back."""


NOTHING_ERASED = ErasedPart("", is_all=False)


def find_erased_part(db: Db, act_ids: Collection[int]) -> ErasedPart:
    """How far these acts are about answers whose words were erased since."""
    erased = {row.answer_id: row.at for row in db.execute(select(_x.answer_id, _x.at))}
    if not erased:
        return NOTHING_ERASED
    query = select(_e.entity, _e.entity_id, _e.before).where(
        _e.act_id.in_(act_ids), _e.entity != SEAL
    )
    rows = db.execute(query).all()
    touched: dict[str, set[int]] = {}
    for row in rows:
        if row.entity_id.isdecimal():
            touched.setdefault(row.entity, set()).add(int(row.entity_id))
    about = {entity: _find_answers_of(db, entity, ids) for entity, ids in touched.items()}

    latest, others, revives = "", 0, False
    for row in rows:
        answer_id = about.get(row.entity, {}).get(row.entity_id, 0)
        at = erased.get(answer_id, "")
        latest = max(latest, at)
        others += not at
        revives = revives or bool(at and row.entity == "answer" and "live" in row.before)
    return ErasedPart(latest, is_all=bool(latest) and (revives or not others))


def _find_answers_of(db: Db, entity: str, row_ids: Collection[int]) -> dict[str, int]:
    """Row id, as an event has it -> the answer that the row is about; the others are left out."""
    if entity == "answer":
        return {str(row_id): row_id for row_id in row_ids}
    table = schema.metadata.tables.get(entity)
    if table is None or "answer_id" not in table.c:
        return {}
    found: dict[str, int] = {}
    for some in iterate_chunks(sorted(row_ids), CHUNK):
        query = select(table.c.id, table.c.answer_id).where(table.c.id.in_(some))
        for row in db.execute(query):
            found[str(row.id)] = row.answer_id or 0
    return found
