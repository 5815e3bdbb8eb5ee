"""Every text that a store still holds, also of answers that are no longer current."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import READABLE
from tipcoder.store.shared_words import SharedWords, iterate_rows


class StoredText(NamedTuple):
    """A text, whose it is, and whether it is the current answer."""

    answer_id: int
    respondent: str
    text: str
    current: bool
    is_translation: bool = False


def iterate_stored_texts(db: Db) -> Iterator[StoredText]:
    """All of them, each version of an answer by itself, and their translations behind them.

    Not current is what a later import changed, emptied or took away.
    """
    yield from _iterate_answers(db)
    yield from _iterate_translations(db)


def _iterate_answers(db: Db) -> Iterator[StoredText]:
    answer, case, people = schema.answer.c, schema.survey_case.c, schema.respondent.c
    current = READABLE & (case.live == 1)
    query = (
        select(answer.id, people.response_id, answer.text, current.label("current"))
        .join(schema.survey_case, case.id == answer.case_id)
        .join(schema.respondent, people.id == case.respondent_id)
        .where(answer.text != "")
        .order_by(answer.id)
    )
    owners = SharedWords()
    for answer_id, respondent, text, is_current in iterate_rows(db, query):
        yield StoredText(answer_id, owners[respondent], text, bool(is_current))


def _iterate_translations(db: Db) -> Iterator[StoredText]:
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
    owners = SharedWords()
    for answer_id, respondent, text, is_current in iterate_rows(db, query):
        yield StoredText(answer_id, owners[respondent], text, bool(is_current), True)
