"""Acts whose words were erased: they cannot be undone, nor done again."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import SEAL

_e, _x = schema.event.c, schema.erasure.c


class ErasedPart(NamedTuple):
    """How far acts are about answers whose words were erased."""

    at: str
    """When the words were erased last; empty where none were."""
    is_all: bool
    """Whether there is nothing else to undo in them, or they would bring an erased version back."""


def find_erased_part(db: Db, act_ids: Collection[int]) -> ErasedPart:
    """How far these acts are about answers whose words were erased since."""
    erased = {row.answer_id: row.at for row in db.execute(select(_x.answer_id, _x.at))}
    if not erased:
        return ErasedPart("", is_all=False)
    query = select(_e.entity, _e.entity_id, _e.before).where(
        _e.act_id.in_(act_ids), _e.entity != SEAL
    )
    latest, others, revives = "", 0, False
    for event in db.execute(query):
        at = erased.get(_find_answer_of(db, event.entity, event.entity_id) or 0, "")
        latest = max(latest, at)
        others += not at
        revives = revives or bool(at and event.entity == "answer" and "live" in event.before)
    return ErasedPart(latest, is_all=bool(latest) and (revives or not others))


def _find_answer_of(db: Db, entity: str, entity_id: str) -> int | None:
    """The answer that a row is about."""
    if entity == "answer":
        return int(entity_id)
    table = schema.metadata.tables.get(entity)
    if table is None or "answer_id" not in table.c:
        return None
    found = db.execute(select(table.c.answer_id).where(table.c.id == int(entity_id))).scalar()
    return None if found is None else int(found)
