"""Codebook revisions and the codes that codings point at.

A revision is kept whole and never changed; the current one is a pointer, so that a codebook edit can be undone
like any other act. A code that leaves the codebook keeps its row, because codings still point at it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import func, insert, select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import Act, now

CURRENT = "codebook_revision"


def current_revision(db: Db) -> int:
    """The number of the revision in force, 0 before the first."""
    found = db.execute(select(schema.meta.c.value).where(schema.meta.c.key == CURRENT)).scalar_one_or_none()
    return int(found) if found else 0


def document(db: Db, number: int) -> str:
    """A revision as the JSON it was kept as."""
    query = select(schema.codebook_revision.c.document).where(schema.codebook_revision.c.number == number)
    return str(db.execute(query).scalar_one())


def add_revision(act: Act, content: str, keys: Iterable[str]) -> int:
    """Keep a new revision, put it in force and make rows for new codes; returns its number."""
    db = act.db
    newest = db.execute(select(func.coalesce(func.max(schema.codebook_revision.c.number), 0))).scalar_one()
    number = int(newest) + 1
    db.execute(insert(schema.codebook_revision).values(number=number, document=content, at=now()))
    before = current_revision(db)
    if before == 0 and number == 1:
        db.execute(insert(schema.meta).values(key=CURRENT, value="0"))
    act.change(schema.meta, CURRENT, {"value": str(before)}, {"value": str(number)})
    known = code_ids(db)
    new = [{"uuid": str(uuid.uuid4()), "key": key} for key in keys if key not in known]
    if new:
        db.execute(insert(schema.code), new)
    return number


def code_ids(db: Db) -> dict[str, int]:
    """Row ids of all codes ever known, by key."""
    return {row.key: row.id for row in db.execute(select(schema.code.c.key, schema.code.c.id))}
