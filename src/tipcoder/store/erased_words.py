"""How much is said of certain answers, and when their words were erased."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.erasing import ErasureScope

_x, _a = schema.erasure.c, schema.answer.c


def count_rows(db: Db, entity: str, answer_ids: Collection[int]) -> int:
    """Rows of a table about these answers that count now; all where a row always counts."""
    table = schema.metadata.tables[entity]
    counted = 0
    for some in iterate_chunks(sorted(answer_ids), CHUNK):
        query = select(func.count()).where(table.c.answer_id.in_(some))
        if "live" in table.c:
            query = query.where(table.c.live == 1)
        counted += int(db.execute(query).scalar_one())
    return counted


def find_erased_at(db: Db, scope: ErasureScope) -> str:
    """When something was erased in a scope last; empty where nothing was."""
    query = (
        select(func.max(_x.at))
        .join(schema.answer, _a.id == _x.answer_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
    )
    if scope.case:
        query = query.where(schema.survey_case.c.label == scope.case)
    if scope.question:
        query = query.where(schema.question.c.name == scope.question)
    return db.execute(query).scalar_one() or ""
