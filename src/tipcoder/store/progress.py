"""How far everybody is: readable answers and finished ones, by question and language."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, or_, select

from tipcoder.model.codings import MANY
from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import READABLE

_a, _r = schema.answer.c, schema.reading.c


class ProgressCount(NamedTuple):
    """Answers to one question in one language: readable ones, or those that a coder finished.

    `coder` is None where readable answers are counted.
    """

    question: str
    language: str
    coder: str | None
    answers: int


def count_by_language(db: Db) -> list[ProgressCount]:
    """Readable answers per question and language, then those finished per coder as well."""
    q = schema.question.c
    readable = (
        select(q.name, _a.language, func.count())
        .join(schema.question, q.id == _a.question_id)
        .where(READABLE)
        .group_by(q.position, q.name, _a.language)
        .order_by(q.position, _a.language)
    )
    finished = (
        select(q.name, _a.language, schema.coder.c.name, func.count())
        .select_from(schema.reading)
        .join(schema.answer, _a.id == _r.answer_id)
        .join(schema.question, q.id == _a.question_id)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .where(_r.live == 1, READABLE)
        .group_by(schema.coder.c.id, schema.coder.c.name, q.position, q.name, _a.language)
        .order_by(schema.coder.c.id, q.position, _a.language)
    )
    counts = []
    for question, language, number in db.execute(readable):
        counts.append(ProgressCount(question, language, None, int(number)))
    for question, language, coder, number in db.execute(finished):
        counts.append(ProgressCount(question, language, coder, int(number)))
    return counts


class CoderWork(NamedTuple):
    """What one coder has left in the study."""

    coder: str
    codings: int
    flags: int
    memos: int
    many: int
    """Answers finished with many others in one act, and not judged on their own since."""
    last_act: str
    """Time of the latest act, ISO 8601 UTC; empty if there is none."""


def count_work_by_coder(db: Db) -> list[CoderWork]:
    """Everybody in order of arrival, without what drift rounds had them say again."""
    copies = select(_a.id).where(_a.copy_of.is_not(None))
    found: dict[str, dict[int, int]] = {}
    for kind, table in (("codings", schema.coding), ("flags", schema.flag), ("memos", schema.memo)):
        query = (
            select(table.c.coder_id, func.count())
            .where(table.c.live == 1)
            # A memo on a code is on no answer.
            .where(or_(table.c.answer_id.is_(None), table.c.answer_id.not_in(copies)))
            .group_by(table.c.coder_id)
        )
        found[kind] = {row[0]: int(row[1]) for row in db.execute(query)}
    at_once = (
        select(_r.coder_id, func.count())
        .where(_r.live == 1, _r.origin == MANY)
        .group_by(_r.coder_id)
    )
    many = {row[0]: int(row[1]) for row in db.execute(at_once)}
    acts = select(schema.act.c.coder_id, func.max(schema.act.c.at)).group_by(schema.act.c.coder_id)
    last = {row[0]: str(row[1]) for row in db.execute(acts)}
    people = db.execute(select(schema.coder.c.id, schema.coder.c.name).order_by(schema.coder.c.id))
    return [
        CoderWork(
            row.name,
            codings=found["codings"].get(row.id, 0),
            flags=found["flags"].get(row.id, 0),
            memos=found["memos"].get(row.id, 0),
            many=many.get(row.id, 0),
            last_act=last.get(row.id, ""),
        )
        for row in people
    ]
