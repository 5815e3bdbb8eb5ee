"""Does the store still hold what was put in? Every finding is a sentence that names the place."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tipcoder.model import Outcome
from tipcoder.store import schema
from tipcoder.store.consistency import all_contradictions
from tipcoder.store.engine import Db, Store
from tipcoder.text import digest

_a, _c = schema.answer.c, schema.coding.c


def findings(store: Store) -> Iterator[str]:
    """Everything that is wrong with the store, or nothing."""
    with store.read() as db:
        if store.is_sqlite:
            broken = list(_pages(db))
            yield from broken
            if broken:
                return  # nothing read from it could be believed
            yield from _references(db)
        yield from _texts(db)
        yield from _spans(db)
        yield from _settlements(db)
        yield from _readings(db)
        yield from _events(db)


def _pages(db: Db) -> Iterator[str]:
    try:
        verdicts = list(db.exec_driver_sql("PRAGMA quick_check(20)").scalars())
    except DBAPIError as error:
        verdicts = [str(error.orig)]
    yield from (f"the file is damaged: {verdict}" for verdict in verdicts if verdict != "ok")


def _references(db: Db) -> Iterator[str]:
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


def _settlements(db: Db) -> Iterator[str]:
    t = schema.settlement.c
    query = select(t.id, t.spans, _a.text).join(schema.answer, _a.id == t.answer_id).where(t.live == 1)
    for row in db.execute(query.execution_options(yield_per=2000)):
        if any(not 0 <= start < end <= len(row.text) for start, end in json.loads(row.spans)):
            yield f"settlement {row.id}: its words are not in a text of {len(row.text)} characters"


def _readings(db: Db) -> Iterator[str]:
    for answer_id, coder_id, outcome in all_contradictions(db):
        if outcome == Outcome.CODED:
            yield f"answer {answer_id}: coder {coder_id} finished it as 'coded' but has no coding on it"
        else:
            yield f"answer {answer_id}: coder {coder_id} finished it as {outcome!r} but has codings on it"


def _events(db: Db) -> Iterator[str]:
    """Played again, the log must end where the store stands: what is not in the log was not acknowledged."""
    by_acts_alone = (schema.coding, schema.reading, schema.settlement)  # the first import writes no event for each row
    for table in (*by_acts_alone, schema.answer, schema.survey_case):
        expected = _last_in_log(db, table.name)
        made_by_act = table in by_acts_alone
        for row_id, live in db.execute(select(table.c.id, table.c.live)):
            should_be = expected.pop(row_id, None)
            if should_be is None and made_by_act:
                yield f"{table.name} {row_id}: no event in the log made it"
            elif live != (1 if should_be is None else should_be):
                yield f"{table.name} {row_id}: {'stands' if live else 'was taken off'} without an event in the log"
        for row_id in expected:
            yield f"{table.name} {row_id}: is in the log but no longer in the store"


def _last_in_log(db: Db, entity: str) -> dict[int, int]:
    """By row id, whether the log says that the row counts."""
    event, act = schema.event.c, schema.act.c
    query = (
        select(event.entity_id, event.before, event.after, act.state)
        .join(schema.act, act.id == event.act_id)
        .where(event.entity == entity)
        .order_by(event.seq)
        .execution_options(yield_per=2000)
    )
    out: dict[int, int] = {}
    for row_id, before, after, state in db.execute(query):
        was, became = json.loads(before).get("live"), json.loads(after).get("live")
        if was is None:
            out.setdefault(int(row_id), 1)  # a change of a label or of attributes
        elif state in ("done", "final"):
            out[int(row_id)] = became
        else:
            out.setdefault(int(row_id), was)
    return out
