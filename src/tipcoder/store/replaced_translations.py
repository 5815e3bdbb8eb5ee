"""Translations that a later file replaced or took out, while their answers stayed."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.erasing import ErasureScope, rewrite_rows
from tipcoder.store.events import Act
from tipcoder.store.seals import renew_digests

_t, _a = schema.answer_translation.c, schema.answer.c


class ReplacedTranslation(NamedTuple):
    """One that no longer counts and whose words are still there."""

    id: int
    case: str
    question: str
    text: str


def find_replaced_translations(db: Db, scope: ErasureScope) -> list[ReplacedTranslation]:
    """Those of current answers in a scope; with a replaced answer its translations go anyway."""
    case, question, people = (
        schema.survey_case.c,
        schema.question.c,
        schema.respondent.c,
    )
    query = (
        select(_t.id, case.label, question.name, _t.text)
        .join(schema.answer, _a.id == _t.answer_id)
        .join(schema.survey_case, case.id == _a.case_id)
        .join(schema.respondent, people.id == case.respondent_id)
        .join(schema.question, question.id == _a.question_id)
        .where(_t.live == 0, _t.text != "", _a.live == 1)
        .order_by(_t.id)
    )
    if scope.case:
        query = query.where(case.label == scope.case)
    if scope.question:
        query = query.where(question.name == scope.question)
    if scope.response_id:
        query = query.where(people.response_id == scope.response_id)
    return [ReplacedTranslation._make(row) for row in db.execute(query)]


def erase_translations(act: Act, ids: Collection[int]) -> None:
    """Erase the words of these rows, and the digests that seals hold of them."""
    table = schema.answer_translation
    blank = dict.fromkeys(("text", "search_key"), _erase_words)
    rewrite_rows(act.db, table, ids, blank)
    renew_digests(act.db, table.name, ids)


def _erase_words(_words: str) -> str:
    return ""
