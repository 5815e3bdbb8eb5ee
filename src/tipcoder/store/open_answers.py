"""What statistics need to know of the open answers: their state, their readers, their codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import case, select

from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.carried_readings import counts_as_judgement
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import ERASED_BUT_JUDGED
from tipcoder.store.shared_words import ROWS, SharedWords, load_code_keys, load_coder_names

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
    language: str = ""


def load_open_answers(db: Db) -> list[OpenAnswer]:
    """Every current answer, question by question.

    One whose words were erased, and whose codes count, is answered as it was before.
    """
    erased = case((ERASED_BUT_JUDGED, 1), else_=0)
    state = case((ERASED_BUT_JUDGED, "answered"), else_=_a.state).label("state")
    query = (
        select(_a.id, _a.case_id, schema.question.c.name, state, _a.duplicate_key, erased)
        .add_columns(_a.language)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        # Blank and not asked answers as well: absent and unknown are told apart by the state.
        .where(_a.live == 1, schema.survey_case.c.live == 1)
        .order_by(schema.question.c.position, _a.case_id)
    )
    words = SharedWords()
    found = []
    for row in db.execute(query.execution_options(yield_per=ROWS)):
        answer_id, case_id, question, answer_state, duplicate_key, is_erased, language = row
        found.append(
            OpenAnswer(
                answer_id,
                case_id,
                words[question],
                words[answer_state],
                duplicate_key,
                is_erased,
                words[language],
            )
        )
    return found


def load_readings(db: Db) -> list[tuple[int, str, str]]:
    """(answer id, coder, outcome) of every answer that somebody finished."""
    query = (
        select(_r.answer_id, _r.coder_id, _r.outcome)
        .join(schema.answer, _a.id == _r.answer_id)
        # What a drift round has coded again is a measurement, and counts for no answer.
        .where(_a.copy_of.is_(None))
        .where(
            _r.live == 1,
            counts_as_judgement(),
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(_r.answer_id, _r.coder_id)
    )
    names = load_coder_names(db)
    outcomes = SharedWords()
    found = []
    for answer, coder_id, outcome in db.execute(query.execution_options(yield_per=ROWS)):
        found.append((answer, names[coder_id], outcomes[outcome]))
    return found


def load_finishing_order(db: Db) -> list[tuple[int, str]]:
    """(answer id, coder) of the same, in the order in which coders finished them."""
    query = (
        select(_r.answer_id, schema.coder.c.name)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .join(schema.answer, _a.id == _r.answer_id)
        .where(
            _a.copy_of.is_(None),
            _r.live == 1,
            counts_as_judgement(),
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(_r.id)
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def load_codes_on_answers(db: Db) -> list[tuple[int, str, str]]:
    """(answer id, coder, code), each once, however many spans have the code; those of an answer one
    after the other.
    """
    return list(iterate_codes_on_answers(db))


def iterate_codes_on_answers(db: Db) -> Iterator[tuple[int, str, str]]:
    """The same, for whom one is enough at a time."""
    query = (
        select(_c.answer_id, _c.coder_id, _c.code_id)
        .join(schema.answer, _a.id == _c.answer_id)
        .where(_a.copy_of.is_(None))
        .where(_c.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id))
        .distinct()
        .order_by(_c.answer_id, _c.coder_id, _c.code_id)
    )
    names = load_coder_names(db)
    keys = load_code_keys(db)
    for answer, coder_id, code_id in db.execute(query.execution_options(yield_per=ROWS)):
        yield answer, names[coder_id], keys[code_id]
