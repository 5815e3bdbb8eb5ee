"""Answers with everything that somebody needs who codes them outside of the program, and why one is
not among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.survey_data import read_case_number


class AnswerToCode(NamedTuple):
    """One readable answer."""

    id: int
    case: str
    """The label of its case."""
    response_id: str
    number: str
    """What tells the cases of the respondent in a wave apart."""
    wave: str
    """Empty where the survey has one."""
    question: str
    language: str
    text: str


def load_answers_to_code(db: Db, answer_ids: Sequence[int]) -> list[AnswerToCode]:
    """These answers, in the order of the ids."""
    answer, case = schema.answer.c, schema.survey_case.c
    query = (
        select(
            answer.id,
            case.label,
            schema.respondent.c.response_id,
            case.number,
            case.wave,
            schema.question.c.name,
            answer.language,
            answer.text,
        )
        .join(schema.survey_case, case.id == answer.case_id)
        .join(schema.respondent, schema.respondent.c.id == case.respondent_id)
        .join(schema.question, schema.question.c.id == answer.question_id)
    )
    found: dict[int, AnswerToCode] = {}
    for some in iterate_chunks(answer_ids, CHUNK):
        for row in db.execute(query.where(answer.id.in_(some))):
            answered = AnswerToCode(*row)
            number = read_case_number(answered.number, answered.wave)
            found[row.id] = answered._replace(number=number)
    return [found[answer_id] for answer_id in answer_ids]


def find_state(db: Db, label: str, question: str) -> str | None:
    """The state of the current answer of a case to a question; None where there is none."""
    answer, case = schema.answer.c, schema.survey_case.c
    query = (
        select(answer.state)
        .join(schema.survey_case, case.id == answer.case_id)
        .join(schema.question, schema.question.c.id == answer.question_id)
        .where(case.label == label, schema.question.c.name == question)
        .where(answer.live == 1, case.live == 1)
    )
    return db.execute(query).scalar()
