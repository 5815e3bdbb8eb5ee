"""Does the store still hold what was put in? Every finding is a sentence that names the place."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from tipcoder.store import schema
from tipcoder.store.engine import Db, Store
from tipcoder.text import digest

_a, _c = schema.answer.c, schema.coding.c


def findings(store: Store) -> Iterator[str]:
    """Everything that is wrong with the store, or nothing."""
    with store.read() as db:
        if store.is_sqlite:
            yield from _sqlite(db)
        yield from _texts(db)
        yield from _spans(db)
        yield from _readings(db)
        yield from _events(db)


def _sqlite(db: Db) -> Iterator[str]:
    for (verdict,) in db.exec_driver_sql("PRAGMA quick_check(20)"):
        if verdict != "ok":
            yield f"the file is damaged: {verdict}"
    for table, row, parent, _ in db.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: points at a {parent} that is not there"


def _texts(db: Db) -> Iterator[str]:
    for row in db.execute(select(_a.id, _a.text, _a.text_hash).execution_options(yield_per=2000)):
        if digest(row.text) != row.text_hash:
            yield f"answer {row.id}: its text is not the one that was frozen"


def _spans(db: Db) -> Iterator[str]:
    query = select(_c.id, _c.start, _c.end, _c.quote, _a.text).join(schema.answer, _a.id == _c.answer_id)
    for row in db.execute(query.where(_c.live == 1).execution_options(yield_per=2000)):
        if row.end > len(row.text):
            yield f"coding {row.id}: ends at {row.end}, its text has {len(row.text)} characters"
        elif row.text[row.start : row.end] != row.quote:
            yield f"coding {row.id}: its quote is not what stands at {row.start}-{row.end}"


def _readings(db: Db) -> Iterator[str]:
    r = schema.reading.c
    coded = (
        select(func.count())
        .where(_c.answer_id == r.answer_id, _c.coder_id == r.coder_id, _c.live == 1)
        .correlate(schema.reading)
        .scalar_subquery()
    )
    query = select(r.answer_id, r.outcome, coded.label("codings")).where(r.live == 1, r.outcome == "none_applies")
    for row in db.execute(query):
        if row.codings:
            yield f"answer {row.answer_id}: finished as 'none applies' but has {row.codings} coding(s)"


def _events(db: Db) -> Iterator[str]:
    """Every live coding and reading must have an event that made it: what is not in the log was not acknowledged."""
    for table in (schema.coding, schema.reading):
        made = select(schema.event.c.entity_id).where(schema.event.c.entity == table.name)
        known = {int(found) for found in db.execute(made).scalars()}
        for row_id in db.execute(select(table.c.id)).scalars():
            if row_id not in known:
                yield f"{table.name} {row_id}: no event in the log made it"
