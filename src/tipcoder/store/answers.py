"""Reading answers for a list and for the coding screen: ids at once, everything else a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, func, select

from tipcoder.model import Answer, AnswerFilter, AnswerLine, AnswerState, Progress
from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.text import fold

EXCERPT = 200
"""Characters of a text that a list line gets."""

_a, _r, _c = schema.answer.c, schema.reading.c, schema.coding.c
_READABLE = and_(_a.live == 1, _a.state == AnswerState.ANSWERED.value)


def ids(db: Db, where: AnswerFilter, coder_id: int) -> list[int]:
    """Ids of readable answers in reading order: question by question, each in order of the survey."""
    order = {name: (position, qid) for name, position, qid in db.execute(_question_order())}
    wanted = sorted(order[name] for name in (where.questions or order) if name in order)
    out: list[int] = []
    for _, question_id in wanted:
        query = _filtered(select(_a.id), where, coder_id).where(_a.question_id == question_id).order_by(_a.case_id)
        out.extend(db.execute(query).scalars())
    return out


def _question_order() -> Select[*tuple[Any, ...]]:
    q = schema.question.c
    return select(q.name, q.position, q.id)


def _filtered(query: Select[Any], where: AnswerFilter, coder_id: int) -> Select[Any]:
    query = query.where(_READABLE)
    if where.languages:
        query = query.where(_a.language.in_(where.languages))
    if where.words.strip():
        for word in fold(where.words).split():
            query = query.where(_a.search_key.contains(word, autoescape=True))
    if where.finished is not None:
        done = select(_r.answer_id).where(_r.live == 1, _r.coder_id == coder_id)
        query = query.where(_a.id.in_(done) if where.finished else _a.id.not_in(done))
    if where.codes:
        coded = (
            select(_c.answer_id)
            .join(schema.code, schema.code.c.id == _c.code_id)
            .where(_c.live == 1, _c.coder_id == coder_id, schema.code.c.key.in_(where.codes))
        )
        query = query.where(_a.id.in_(coded))
    return query


def lines(db: Db, answer_ids: Sequence[int], coder_id: int) -> dict[int, AnswerLine]:
    """What a list draws for these answers. Meant for a page, not for thousands."""
    twins = schema.answer.alias("twins")
    duplicates = (
        select(func.count())
        .where(twins.c.duplicate_key == _a.duplicate_key, twins.c.live == 1, twins.c.state == "answered")
        .scalar_subquery()
    )
    codings = (
        select(func.count())
        .where(_c.coder_id == coder_id, _c.answer_id == _a.id, _c.live == 1)
        .correlate(schema.answer)
        .scalar_subquery()
    )
    done = (
        select(func.count())
        .where(_r.answer_id == _a.id, _r.coder_id == coder_id, _r.live == 1)
        .correlate(schema.answer)
        .scalar_subquery()
    )
    query = (
        select(
            _a.id,
            schema.survey_case.c.label,
            schema.question.c.name,
            _a.language,
            done,
            codings,
            func.substr(_a.text, 1, EXCERPT),
            duplicates,
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_a.id.in_(answer_ids))
    )
    return {row[0]: AnswerLine._make(row)._replace(finished=bool(row[4])) for row in db.execute(query)}


def answer(db: Db, answer_id: int, attributes: Sequence[str]) -> Answer | None:
    """One answer with the named attributes of its case, or None."""
    query = (
        select(
            _a.state,
            _a.text,
            _a.language,
            _a.duplicate_key,
            schema.survey_case.c.label,
            schema.survey_case.c.attributes,
            schema.question.c.name,
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_a.id == answer_id)
    )
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    twins = select(func.count()).where(_a.duplicate_key == row.duplicate_key, _READABLE)
    known = json.loads(row.attributes)
    return Answer(
        id=answer_id,
        case=row.label,
        question=row.name,
        state=AnswerState(row.state),
        text=row.text,
        language=row.language,
        attributes={name: known[name] for name in attributes if name in known},
        duplicates=int(db.execute(twins).scalar_one()),
    )


def progress(db: Db, where: AnswerFilter, coder_id: int) -> Progress:
    """How many of these answers the coder has finished."""
    done = select(func.count()).where(
        _r.answer_id.in_(_in_questions(where, coder_id)), _r.coder_id == coder_id, _r.live == 1
    )
    total = select(func.count()).select_from(_in_questions(where, coder_id).subquery())
    return Progress(int(db.execute(done).scalar_one()), int(db.execute(total).scalar_one()))


def _in_questions(where: AnswerFilter, coder_id: int) -> Select[Any]:
    query = _filtered(select(_a.id), where, coder_id)
    if where.questions:
        known = select(schema.question.c.id).where(schema.question.c.name.in_(where.questions))
        query = query.where(_a.question_id.in_(known))
    return query


def languages_found(db: Db) -> list[tuple[str, int]]:
    """Languages of readable answers with their counts, the commonest first."""
    count = func.count()
    query = select(_a.language, count).where(_READABLE).group_by(_a.language).order_by(count.desc(), _a.language)
    return [(row[0], int(row[1])) for row in db.execute(query)]


def answers_by_place(db: Db) -> dict[tuple[str, str], int]:
    """Answer ids by (case label, question name): current readable answers only."""
    query = (
        select(schema.survey_case.c.label, schema.question.c.name, _a.id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_READABLE)
    )
    return {(row[0], row[1]): row[2] for row in db.execute(query)}


def texts(db: Db, answer_ids: Sequence[int]) -> dict[int, str]:
    """Stored texts by answer id."""
    out: dict[int, str] = {}
    for at in range(0, len(answer_ids), 10_000):
        chunk = answer_ids[at : at + 10_000]
        out.update({row.id: row.text for row in db.execute(select(_a.id, _a.text).where(_a.id.in_(chunk)))})
    return out
