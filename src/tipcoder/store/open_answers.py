"""What statistics need to know of the open answers: their state, their readers, their codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, select

from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.carried_readings import counts_as_judgement
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import ERASED_BUT_JUDGED
from tipcoder.store.shared_words import (
    SharedWords,
    iterate_rows,
    load_code_keys,
    load_coder_names,
)

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c


class OpenAnswer(NamedTuple):
    """A current answer of a live case."""

    id: int
    case_id: int
    question: str
    state: str
    duplicate_key: str
    is_erased: bool = False
    """Whether its words were erased; it counts as it did before."""


def load_open_answers(db: Db) -> list[OpenAnswer]:
    """Every current answer, question by question.

    One whose words were erased, and whose codes count, is answered as it was before.
    """
    erased = case((ERASED_BUT_JUDGED, 1), else_=0)
    state = case((ERASED_BUT_JUDGED, "answered"), else_=_a.state).label("state")
    query = (
        select(_a.id, _a.case_id, schema.question.c.name, state, _a.duplicate_key, erased)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        # Blank and not asked answers as well: absent and unknown are told apart by the state.
        .where(_a.live == 1, schema.survey_case.c.live == 1)
        .order_by(schema.question.c.position, _a.case_id)
    )
    words = SharedWords()
    found = []
    for row in iterate_rows(db, query):
        answer_id, case_id, question, answer_state, duplicate_key, is_erased = row
        found.append(
            OpenAnswer(
                answer_id,
                case_id,
                words[question],
                words[answer_state],
                duplicate_key,
                is_erased,
            )
        )
    return found


def load_readings(db: Db) -> list[tuple[int, str, str]]:
    """(answer id, coder, outcome) of every answer that somebody finished."""
    query = (
        select(_r.answer_id, _r.coder_id, _r.outcome)
        .where(
            _r.live == 1,
            _is_no_copy(_r.answer_id),
            counts_as_judgement(),
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(_r.answer_id, _r.coder_id)
    )
    names = load_coder_names(db)
    outcomes = SharedWords()
    found = []
    for answer, coder_id, outcome in iterate_rows(db, query):
        found.append((answer, names[coder_id], outcomes[outcome]))
    return found


def load_finishing_order(db: Db) -> list[tuple[int, str]]:
    """(answer id, coder) of the same, in the order in which coders finished them."""
    query = (
        select(_r.answer_id, _r.coder_id)
        .where(
            _r.live == 1,
            _is_no_copy(_r.answer_id),
            counts_as_judgement(),
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(_r.id)
    )
    names = load_coder_names(db)
    return [(answer, names[coder_id]) for answer, coder_id in iterate_rows(db, query)]


def load_codes_on_answers(db: Db) -> list[tuple[int, str, str]]:
    """(answer id, coder, code), each once, however many spans have the code; those of an answer one
    after the other.
    """
    return list(iterate_codes_on_answers(db))


def iterate_codes_on_answers(db: Db) -> Iterator[tuple[int, str, str]]:
    """The same, for whom one is enough at a time."""
    query = (
        select(_c.answer_id, _c.coder_id, _c.code_id)
        .where(
            _c.live == 1,
            _is_no_copy(_c.answer_id),
            build_visibility_condition(db, _c.answer_id, _c.coder_id),
        )
        .distinct()
        .order_by(_c.answer_id, _c.coder_id, _c.code_id)
    )
    names = load_coder_names(db)
    keys = load_code_keys(db)
    for answer, coder_id, code_id in iterate_rows(db, query):
        yield answer, names[coder_id], keys[code_id]


def _is_no_copy(answer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """What a drift round has coded again is a measurement, and counts for no answer.

    There are few copies and an index of them, while a join would look at each answer.
    """
    return answer_id.not_in(select(_a.id).where(_a.copy_of.is_not(None)))
