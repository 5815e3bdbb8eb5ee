"""Answers whose text a later survey file no longer has: their quotes wait for a decision."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Select, and_, func, select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import DEAD, LIVE, Act
from tipcoder.store.schema.survey import READABLE

WAITING, KEPT = "waiting", "kept"
GONE = "gone"
"""How an answer was withdrawn whose case the file no longer has; else it is the answer's state."""

_w, _a = schema.withdrawal.c, schema.answer.c


class Withdrawal(NamedTuple):
    """A readable answer that a survey file no longer has."""

    id: int
    answer_id: int
    case: str
    question: str
    how: str
    at: str
    decision: str
    reason: str


def load_withdrawals(db: Db, answer_ids: Collection[int] | None = None) -> list[Withdrawal]:
    """Every one, decided or not, in reading order; of these answers, or of all."""
    query = _select_withdrawals()
    if answer_ids is not None:
        query = query.where(_w.answer_id.in_(answer_ids))
    return [Withdrawal._make(row) for row in db.execute(query)]


def load_waiting(db: Db) -> dict[int, str]:
    """Answer id -> how it was withdrawn, where nobody has decided yet."""
    query = (
        select(_w.answer_id, _w.how)
        .join(schema.answer, _a.id == _w.answer_id)
        .where(_w.live == 1, _w.decision == WAITING, READABLE)
    )
    return {row.answer_id: row.how for row in db.execute(query)}


def _select_withdrawals() -> Select[int, int, str, str, str, str, str, str]:
    return (
        select(
            _w.id,
            _w.answer_id,
            schema.survey_case.c.label,
            schema.question.c.name,
            _w.how,
            schema.act.c.at,
            _w.decision,
            _w.reason,
        )
        .join(schema.answer, _a.id == _w.answer_id)
        .join(schema.act, schema.act.c.id == _w.act_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_w.live == 1, READABLE)
        .order_by(schema.question.c.position, _a.case_id)
    )


def add_withdrawal(act: Act, answer_id: int, how: str) -> bool:
    """Keep that an answer was withdrawn; False where that is known already, decided or not."""
    known = select(_w.id).where(_w.live == 1, _w.answer_id == answer_id)
    if act.db.execute(known).first() is not None:
        return False
    row = {
        "answer_id": answer_id,
        "act_id": act.id,
        "how": how,
        "decision": WAITING,
        "reason": "",
    }
    act.insert_row(schema.withdrawal, row)
    return True


def retract_withdrawals(act: Act, answer_ids: Collection[int]) -> set[int]:
    """The file has these texts again; returns the answers that had been withdrawn."""
    query = select(_w.id, _w.answer_id).where(_w.live == 1, _w.answer_id.in_(answer_ids))
    retracted = set()
    for row in act.db.execute(query).all():
        act.change_row(schema.withdrawal, row.id, LIVE, DEAD)
        retracted.add(row.answer_id)
    return retracted


def keep_answer(act: Act, found: Withdrawal, reason: str) -> None:
    """Decide that quotes of a withdrawn answer may leave all the same."""
    before = {"decision": found.decision, "reason": found.reason, **LIVE}
    act.change_row(
        schema.withdrawal, found.id, before, {"decision": KEPT, "reason": reason, **LIVE}
    )


class MissingAnswer(NamedTuple):
    """A readable answer of a case."""

    answer_id: int
    case: str
    question: str


def load_answers_of_missing_cases(db: Db, in_file: Collection[int]) -> list[MissingAnswer]:
    """Readable answers of cases that a whole export of their wave no longer has.

    `in_file` are the row ids of the cases that the file has. Cases are taken together as imports
    brought them, those of each wave apart: where a file has more than half of those that one import
    brought of a wave, it is a newer export of that wave, and what it lacks was taken out. A file of
    late rows has few of them, and one of the next wave has none.
    """
    missing: set[int] = set()
    for cases in _group_by_import(db).values():
        found = cases.intersection(in_file)
        if 2 * len(found) > len(cases):
            missing |= cases - found
    query = (
        select(_a.id, schema.survey_case.c.label, schema.question.c.name, _a.case_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(READABLE, schema.survey_case.c.live == 1)
        .order_by(schema.question.c.position, _a.case_id)
    )
    if not missing:
        return []
    return [MissingAnswer(*row[:3]) for row in db.execute(query) if row.case_id in missing]


def _group_by_import(db: Db) -> dict[tuple[int, str], set[int]]:
    """Live cases by the act that brought them, and their wave; the act is 0 for the first import,
    which logs no case.
    """
    e, case = schema.event.c, schema.survey_case.c
    made = and_(e.entity == schema.survey_case.name, e.before == '{"live":0}')
    query = select(e.entity_id, func.min(e.act_id)).where(made).group_by(e.entity_id)
    brought = {int(case_id): int(act_id) for case_id, act_id in db.execute(query)}
    groups: dict[tuple[int, str], set[int]] = {}
    for case_id, wave in db.execute(select(case.id, case.wave).where(case.live == 1)):
        groups.setdefault((brought.get(case_id, 0), wave), set()).add(case_id)
    return groups
