"""What statistics need to know of the open answers: their state, their readers, their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, select

from tipcoder.model.codings import Outcome
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
    load_numbers,
)

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

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
    for row in iterate_rows(db, query):
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
    query = _select_readings(db, _r.outcome).order_by(_r.answer_id, _r.coder_id)
    names = load_coder_names(db)
    outcomes = SharedWords()
    found = []
    for answer, coder_id, outcome in iterate_rows(db, query):
        found.append((answer, names[coder_id], outcomes[outcome]))
    return found


def load_reading_numbers(db: Db) -> Ints:
    """(3, readings): answer and coder by id, and 1 where the coder could judge the answer, else 0;
    in order of answers and coders.
    """
    is_judged = case((_r.outcome != Outcome.UNCODABLE, 1), else_=0)
    query = _select_readings(db, is_judged).order_by(_r.answer_id, _r.coder_id)
    return load_numbers(db, query)


def load_readers(db: Db) -> set[str]:
    """Everybody who has finished an answer."""
    ids = _select_readings(db).with_only_columns(_r.coder_id).distinct()
    names = load_coder_names(db)
    return {names[coder_id] for coder_id in db.execute(ids).scalars()}


def _select_readings(db: Db, *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return select(_r.answer_id, _r.coder_id, *more).where(
        _r.live == 1,
        _is_no_copy(_r.answer_id),
        counts_as_judgement(),
        build_visibility_condition(db, _r.answer_id, _r.coder_id),
    )


def load_finishing_order(db: Db) -> list[tuple[int, str]]:
    """(answer id, coder) of the same, in the order in which coders finished them."""
    names = load_coder_names(db)
    rows = iterate_rows(db, _select_readings(db).order_by(_r.id))
    return [(answer, names[coder_id]) for answer, coder_id in rows]


def load_codes_on_answers(db: Db) -> list[tuple[int, str, str]]:
    """(answer id, coder, code), each once, however many spans have the code; those of an answer one
    after the other.
    """
    names = load_coder_names(db)
    keys = load_code_keys(db)
    found = []
    for answer, coder_id, code_id in iterate_rows(db, _select_codes(db)):
        found.append((answer, names[coder_id], keys[code_id]))
    return found


def load_code_numbers(db: Db) -> Ints:
    """(3, codes): the same, answer, coder and code by id and in this order."""
    return load_numbers(db, _select_codes(db))


def _select_codes(db: Db) -> Select[*tuple[Any, ...]]:
    return (
        select(_c.answer_id, _c.coder_id, _c.code_id)
        .where(
            _c.live == 1,
            _is_no_copy(_c.answer_id),
            build_visibility_condition(db, _c.answer_id, _c.coder_id),
        )
        .distinct()
        .order_by(_c.answer_id, _c.coder_id, _c.code_id)
    )


def _is_no_copy(answer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """What a drift round has coded again is a measurement, and counts for no answer.

    There are few copies and an index of them, while a join would look at each answer.
    """
    return answer_id.not_in(select(_a.id).where(_a.copy_of.is_not(None)))
