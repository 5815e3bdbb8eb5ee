"""What all coders have finished, side by side: the answers, who read them under which codebook, and every coding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from tipcoder.store import schema
from tipcoder.store.blindness import visible
from tipcoder.store.engine import Db

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_f = schema.frozen_judgement.c


class ReadAnswer(NamedTuple):
    """A readable answer, without its text."""

    id: int
    case: str
    question: str
    language: str
    respondent: int
    length: int
    """Characters of the text."""


class Finished(NamedTuple):
    """A coder has finished an answer under a codebook revision."""

    answer_id: int
    coder_id: int
    revision: int


class Mark(NamedTuple):
    """A coding: where, whose, which code, and the words."""

    answer_id: int
    coder_id: int
    code: str
    start: int
    end: int
    quote: str
    origin: str


def readable_answers(db: Db) -> list[ReadAnswer]:
    """Current answers that somebody can code, in reading order."""
    return [ReadAnswer._make(row) for row in db.execute(_answers().where(_a.live == 1, _a.state == "answered"))]


def judged_answers(db: Db, round_ids: Sequence[int]) -> list[ReadAnswer]:
    """Answers on which something was said in these frozen rounds, in reading order, also texts replaced since."""
    said = select(_f.answer_id).where(_f.live == 1, _f.round_id.in_(round_ids))
    return [ReadAnswer._make(row) for row in db.execute(_answers().where(_a.id.in_(said)))]


def _answers() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _a.id,
            schema.survey_case.c.label,
            schema.question.c.name,
            _a.language,
            schema.survey_case.c.respondent_id,
            func.length(_a.text),
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .order_by(schema.question.c.position, _a.case_id, _a.id)
    )


def finished(db: Db, coders: Sequence[int]) -> list[Finished]:
    """Which of the current answers these coders have finished, in the order in which they did."""
    query = (
        select(_r.answer_id, _r.coder_id, _r.revision)
        .join(schema.answer, _a.id == _r.answer_id)
        .where(_r.live == 1, _a.live == 1, _r.coder_id.in_(coders), visible(db, _r.answer_id, _r.coder_id))
        .order_by(_r.id)
    )
    return [Finished._make(row) for row in db.execute(query)]


def marks(db: Db, coders: Sequence[int]) -> list[Mark]:
    """Codings of these coders on current answers that they have finished."""
    query = (
        select(_c.answer_id, _c.coder_id, schema.code.c.key, _c.start, _c.end, _c.quote, _c.origin)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.reading, (_r.answer_id == _c.answer_id) & (_r.coder_id == _c.coder_id) & (_r.live == 1))
        .where(_c.live == 1, _a.live == 1, _c.coder_id.in_(coders), visible(db, _c.answer_id, _c.coder_id))
        .order_by(_c.id)
    )
    return [Mark._make(row) for row in db.execute(query)]
