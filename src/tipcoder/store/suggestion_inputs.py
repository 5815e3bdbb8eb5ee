"""What suggestions are made from: readable texts, and what people decided about them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.model.codings import Outcome
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import READABLE
from tipcoder.yielding import iterate_yielding

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_AT_ONCE = 500
"""Answers that one query names: the databases limit how many values a statement may have."""


class SuggestibleAnswer(NamedTuple):
    """A readable answer with its text."""

    id: int
    case: str
    question: str
    language: str
    respondent: int
    text: str


class AnswerDecisions(NamedTuple):
    """What people decided about an answer, as far as the viewer may see it."""

    codes: frozenset[str]
    """Applied to it by anybody, wherever in it."""
    read: bool
    """Whether anybody read it to the end and could judge it."""


NOTHING = AnswerDecisions(frozenset(), False)


def load_suggestible_answers(db: Db) -> list[SuggestibleAnswer]:
    """Current answers that somebody can code, in reading order."""
    query = (
        select(
            _a.id,
            schema.survey_case.c.label,
            schema.question.c.name,
            _a.language,
            schema.survey_case.c.respondent_id,
            _a.text,
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(READABLE)
        .order_by(schema.question.c.position, _a.case_id)
    )
    return [SuggestibleAnswer._make(row) for row in iterate_yielding(db.execute(query))]


def load_decisions(db: Db, answer_ids: Collection[int] | None = None) -> dict[int, AnswerDecisions]:
    """What was decided about these answers, or about all; those without a decision are left out."""
    if answer_ids is not None and len(answer_ids) > _AT_ONCE:
        # Reading everything is quicker than many statements.
        everything = load_decisions(db)
        wanted = set(answer_ids)
        return {answer: found for answer, found in everything.items() if answer in wanted}

    codings = (
        select(_c.answer_id, schema.code.c.key)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(_c.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id))
        .distinct()
    )
    # A coder who could not judge an answer has not said that a code does not apply.
    readings = select(_r.answer_id).where(
        _r.live == 1,
        _r.outcome != Outcome.UNCODABLE.value,
        build_visibility_condition(db, _r.answer_id, _r.coder_id),
    )
    if answer_ids is not None:
        codings = codings.where(_c.answer_id.in_(answer_ids))
        readings = readings.where(_r.answer_id.in_(answer_ids))
    codes: dict[int, set[str]] = {}
    for answer_id, key in db.execute(codings):
        codes.setdefault(answer_id, set()).add(key)
    read = set(db.execute(readings).scalars())

    decisions = {}
    for answer_id in codes.keys() | read:
        applied = frozenset(codes.get(answer_id, ()))
        decisions[answer_id] = AnswerDecisions(applied, answer_id in read)
    return decisions
