"""Codings and finished answers of everybody, line by line, as exports and tables have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from tipcoder.model.codings import Outcome
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db

_c, _a, _r = schema.coding.c, schema.answer.c, schema.reading.c


class CodingRecord(NamedTuple):
    """One line of an export: a coding, or an answer finished without codes.

    In the second case `code` is empty or an outcome.
    """

    case: str
    question: str
    coder: str
    code: str
    start: int | None
    end: int | None
    whole: bool
    quote: str


class EmptyReading(NamedTuple):
    """An answer that a coder finished without a code."""

    case: str
    question: str
    coder: str
    outcome: Outcome
    origin: str


def load_coding_records(db: Db, coders: Sequence[int] | None = None) -> list[CodingRecord]:
    """Every live coding on a current text, with the label of its case, in reading order."""
    query = (
        select(
            schema.survey_case.c.label,
            schema.question.c.name,
            schema.coder.c.name,
            schema.code.c.key,
            _c.start,
            _c.end,
            _c.end - _c.start == func.length(_a.text),
            _c.quote,
        )
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .join(schema.coder, schema.coder.c.id == _c.coder_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(
            _c.live == 1, _a.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id)
        )
        .order_by(
            schema.question.c.position, _a.case_id, _c.coder_id, _c.start, _c.end, schema.code.c.id
        )
    )
    if coders is not None:
        query = query.where(_c.coder_id.in_(coders))
    return [CodingRecord._make(row) for row in db.execute(query)]


def load_empty_readings(db: Db, coders: Sequence[int] | None = None) -> list[EmptyReading]:
    """Every answer finished without a code, in reading order."""
    query = (
        select(
            schema.survey_case.c.label,
            schema.question.c.name,
            schema.coder.c.name,
            _r.outcome,
            _r.origin,
        )
        .join(schema.answer, _a.id == _r.answer_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .where(
            _r.live == 1,
            _a.live == 1,
            _r.outcome != Outcome.CODED.value,
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(schema.question.c.position, _a.case_id, _r.coder_id)
    )
    if coders is not None:
        query = query.where(_r.coder_id.in_(coders))
    readings = []
    for case, question, coder, outcome, origin in db.execute(query):
        readings.append(EmptyReading(case, question, coder, Outcome(outcome), origin))
    return readings


def load_finished_places(
    db: Db, coders: Sequence[int] | None = None
) -> dict[tuple[str, str, str], str]:
    """(case, question, coder) of every finished answer, with the origin of the reading."""
    query = (
        select(schema.survey_case.c.label, schema.question.c.name, schema.coder.c.name, _r.origin)
        .select_from(schema.reading)
        .join(schema.answer, _a.id == _r.answer_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .where(_r.live == 1, _a.live == 1)
    )
    if coders is not None:
        query = query.where(_r.coder_id.in_(coders))
    return {(row[0], row[1], row[2]): row[3] for row in db.execute(query)}
