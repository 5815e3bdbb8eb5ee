"""Answers that say letter for letter what another answer to the same question says.

Case and runs of white space do not count (see `text.make_answer_key`).
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from tipcoder.model.codings import CARRIED, DERIVED
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.rounds import select_open_round_answers
from tipcoder.store.schema.survey import READABLE

_a, _c, _r, _case = (
    schema.answer.c,
    schema.coding.c,
    schema.reading.c,
    schema.survey_case.c,
)


class UntouchedAnswer(NamedTuple):
    """A readable answer that nobody has finished or coded, in no open round."""

    id: int
    case: str
    question: str
    wave: str
    key: str
    """Equal for answers to one question that say the same."""


def load_untouched_answers(db: Db) -> list[UntouchedAnswer]:
    """Every one, in reading order."""
    query = (
        select(_a.id, _case.label, schema.question.c.name, _case.wave, _a.duplicate_key)
        .join(schema.survey_case, _case.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(READABLE, _case.live == 1, _is_untouched())
        .order_by(schema.question.c.position, _a.case_id)
    )
    return [UntouchedAnswer._make(row) for row in db.execute(query)]


def load_answer_keys(db: Db) -> dict[int, str]:
    """Of every readable answer the key that answers with the same text share."""
    query = select(_a.id, _a.duplicate_key).where(READABLE)
    return {int(answer_id): key for answer_id, key in db.execute(query)}


def load_derived_readings(db: Db) -> set[tuple[int, int]]:
    """(answer, coder) of what was finished by carrying codes over or with many others at once, and
    by nobody's judgement of the answer.
    """
    query = select(_r.answer_id, _r.coder_id).where(_r.live == 1, _r.origin.in_(DERIVED))
    return {(int(answer_id), int(coder_id)) for answer_id, coder_id in db.execute(query)}


def count_carried_codings(db: Db, wave: str) -> dict[str, tuple[int, int]]:
    """By code, how many codings on current answers of a wave were carried over, and how many there
    are, of all whose work may be seen.
    """
    query = (
        select(schema.code.c.key, func.sum(case((_c.origin == CARRIED, 1), else_=0)), func.count())
        .select_from(schema.coding)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.survey_case, _case.id == _a.case_id)
        .where(_c.live == 1, _a.live == 1, _case.live == 1, _case.wave == wave)
        .where(build_visibility_condition(db, _c.answer_id, _c.coder_id))
        .group_by(schema.code.c.key)
    )
    return {key: (int(carried), int(every)) for key, carried, every in db.execute(query)}


def count_waiting_twins(db: Db) -> int:
    """Untouched answers that say what a finished one says."""
    finished = schema.answer.alias("finished")
    is_finished = and_(_r.answer_id == finished.c.id, _r.live == 1, _r.origin.not_in(DERIVED))
    same = select(finished.c.id).where(
        finished.c.duplicate_key == _a.duplicate_key,
        finished.c.live == 1,
        finished.c.state == "answered",
        exists().where(is_finished),
        finished.c.id.not_in(select_open_round_answers()),
    )
    query = (
        select(func.count())
        .select_from(schema.answer)
        .join(schema.survey_case, _case.id == _a.case_id)
        .where(READABLE, _case.live == 1, _is_untouched(), same.exists())
    )
    return int(db.execute(query).scalar_one())


def _is_untouched() -> ColumnElement[bool]:
    """A condition: nobody has finished or coded the answer, and no open round has it."""
    return and_(
        ~exists().where(_r.answer_id == _a.id, _r.live == 1),
        ~exists().where(_c.answer_id == _a.id, _c.live == 1),
        _a.id.not_in(select_open_round_answers()),
    )
