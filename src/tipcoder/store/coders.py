"""Who codes. A coder is a uuid: two people may share a name, and one may use two machines."""

from __future__ import annotations

import uuid

from sqlalchemy import insert, select

from tipcoder.model.codings import Coder
from tipcoder.store import schema
from tipcoder.store.engine import Db


def find_or_add_coder(db: Db, name: str) -> Coder:
    """The coder of that name, made if nobody is called so yet."""
    found = find_coder(db, name)
    if found is not None:
        return found
    values = {"uuid": str(uuid.uuid4()), "name": name}
    row = db.execute(insert(schema.coder).values(values).returning(schema.coder)).one()
    return Coder(row.id, row.uuid, row.name)


def find_coder(db: Db, name: str) -> Coder | None:
    """The first coder of that name; None if nobody is called so."""
    named = select(schema.coder).where(schema.coder.c.name == name)
    row = db.execute(named.order_by(schema.coder.c.id).limit(1)).first()
    return None if row is None else Coder(row.id, row.uuid, row.name)


def ensure_coder(db: Db, coder: Coder) -> Coder:
    """The coder as the study knows them; a newcomer is added, which their first act does."""
    return coder if coder.id else find_or_add_coder(db, coder.name)


def load_coders(db: Db) -> list[Coder]:
    """Everyone who has ever worked in the study, in order of arrival."""
    return [
        Coder(r.id, r.uuid, r.name)
        for r in db.execute(select(schema.coder).order_by(schema.coder.c.id))
    ]
