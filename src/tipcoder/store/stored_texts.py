"""Every text that a store still holds, also of answers that are no longer current."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import READABLE


class StoredText(NamedTuple):
    """A text, whose it is, and whether it is the current answer."""

    answer_id: int
    respondent: str
    text: str
    current: bool
    is_translation: bool = False


def load_stored_texts(db: Db) -> list[StoredText]:
    """All of them, each version of an answer by itself, and their translations behind them.

    Not current is what a later import changed, emptied or took away.
    """
    return [*_load_answers(db), *_load_translations(db)]


def _load_answers(db: Db) -> list[StoredText]:
    answer, case, people = schema.answer.c, schema.survey_case.c, schema.respondent.c
    current = READABLE & (case.live == 1)
    query = (
        select(answer.id, people.response_id, answer.text, current.label("current"))
        .join(schema.survey_case, case.id == answer.case_id)
        .join(schema.respondent, people.id == case.respondent_id)
        .where(answer.text != "")
        .order_by(answer.id)
    )
    return [StoredText(row[0], row[1], row[2], bool(row[3])) for row in db.execute(query)]


def _load_translations(db: Db) -> list[StoredText]:
    answer, case, people = schema.answer.c, schema.survey_case.c, schema.respondent.c
    translation = schema.answer_translation.c
    current = READABLE & (case.live == 1) & (translation.live == 1)
    query = (
        select(answer.id, people.response_id, translation.text, current.label("current"))
        .join(schema.answer, answer.id == translation.answer_id)
        .join(schema.survey_case, case.id == answer.case_id)
        .join(schema.respondent, people.id == case.respondent_id)
        .where(translation.text != "")
        .order_by(translation.id)
    )
    return [StoredText(row[0], row[1], row[2], bool(row[3]), True) for row in db.execute(query)]
