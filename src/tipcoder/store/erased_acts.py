"""Acts whose words were erased: they cannot be undone, nor done again."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import SEAL

_e, _x = schema.event.c, schema.erasure.c


def find_acts_about_erased(db: Db, act_ids: Collection[int]) -> str:
    """When words were erased that these acts are about, and about nothing else; empty else.

    Also where the acts would bring an erased version of an answer back as the current one.
    """
    erased = {row.answer_id: row.at for row in db.execute(select(_x.answer_id, _x.at))}
    if not erased:
        return ""
    query = select(_e.entity, _e.entity_id, _e.before, _e.after).where(
        _e.act_id.in_(act_ids), _e.entity != SEAL
    )
    when: list[str] = []
    others = 0
    for event in db.execute(query):
        at = erased.get(_find_answer_of(db, event.entity, event.entity_id) or 0, "")
        if at and event.entity == "answer" and "live" in event.before:
            return str(at)
        if at:
            when.append(at)
        else:
            others += 1
    return max(when) if when and not others else ""


def _find_answer_of(db: Db, entity: str, entity_id: str) -> int | None:
    """The answer that a row is about."""
    if entity == "answer":
        return int(entity_id)
    table = schema.metadata.tables.get(entity)
    if table is None or "answer_id" not in table.c:
        return None
    found = db.execute(select(table.c.answer_id).where(table.c.id == int(entity_id))).scalar()
    return None if found is None else int(found)
