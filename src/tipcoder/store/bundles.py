"""What a bundle is made from and compared with: a coder's work by response ID, case, question."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, insert, select

from tipcoder.model.codings import Coder
from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import CODABLE_COPY, READABLE

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
BundledPlace = tuple[str, str, str]
"""Response ID, number of the case, question."""


class LocatedAnswer(NamedTuple):
    """A current readable answer."""

    id: int
    label: str
    text_hash: str
    length: int


class CoderCoding(NamedTuple):
    """A coding of a coder."""

    code_id: int
    code_uuid: str
    key: str
    start: int
    end: int
    revision: int
    origin: str


class CoderReading(NamedTuple):
    """How a coder finished an answer."""

    outcome: str
    revision: int
    origin: str


def load_places(db: Db) -> dict[BundledPlace, LocatedAnswer]:
    """Every current readable answer, in reading order."""
    query = (
        select(
            schema.respondent.c.response_id,
            schema.survey_case.c.number,
            schema.question.c.name,
            _a.id,
            schema.survey_case.c.label,
            _a.text_hash,
            func.length(_a.text),
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.respondent, schema.respondent.c.id == schema.survey_case.c.respondent_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(READABLE, schema.survey_case.c.live == 1)
        .order_by(schema.question.c.position, _a.case_id)
    )
    places = {}
    for response_id, number, question, *answer in db.execute(query):
        places[response_id, number, question] = LocatedAnswer(*answer)
    return places


def load_copies(db: Db) -> dict[tuple[str, BundledPlace], LocatedAnswer]:
    """Every copy that a drift round gave out, by the name of the round and the place of its answer,
    in reading order.
    """
    s, o = schema.assignment.c, schema.coding_round.c
    query = (
        select(
            o.name,
            schema.respondent.c.response_id,
            schema.survey_case.c.number,
            schema.question.c.name,
            _a.id,
            schema.survey_case.c.label,
            _a.text_hash,
            func.length(_a.text),
        )
        .join(schema.assignment, s.answer_id == _a.id)
        .join(schema.coding_round, o.id == s.round_id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.respondent, schema.respondent.c.id == schema.survey_case.c.respondent_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(CODABLE_COPY, s.live == 1, o.live == 1, schema.survey_case.c.live == 1)
        .order_by(schema.question.c.position, _a.case_id, _a.id)
    )
    copies = {}
    for round_name, response_id, number, question, *answer in db.execute(query):
        copies[round_name, (response_id, number, question)] = LocatedAnswer(*answer)
    return copies


def load_codings_by_answer(db: Db, coder_id: int) -> dict[int, list[CoderCoding]]:
    """Every live coding of a coder."""
    query = (
        select(
            _c.answer_id,
            _c.code_id,
            schema.code.c.uuid,
            schema.code.c.key,
            _c.start,
            _c.end,
            _c.revision,
            _c.origin,
        )
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(_c.live == 1, _c.coder_id == coder_id)
        .order_by(_c.start, _c.end, schema.code.c.key)
    )
    codings: dict[int, list[CoderCoding]] = {}
    for answer_id, *coding in db.execute(query):
        codings.setdefault(answer_id, []).append(CoderCoding(*coding))
    return codings


def load_readings_by_answer(db: Db, coder_id: int) -> dict[int, CoderReading]:
    """Every answer that a coder has finished."""
    query = select(_r.answer_id, _r.outcome, _r.revision, _r.origin).where(
        _r.live == 1, _r.coder_id == coder_id
    )
    return {row.answer_id: CoderReading._make(row[1:]) for row in db.execute(query)}


def count_notes(db: Db, coder_id: int) -> int:
    """How many memos and flags a coder has, which travel in no bundle."""
    notes = 0
    for columns in (schema.memo.c, schema.flag.c):
        query = select(func.count()).where(columns.live == 1, columns.coder_id == coder_id)
        notes += int(db.execute(query).scalar_one())
    return notes


def load_codes_by_uuid(db: Db) -> dict[str, tuple[int, str]]:
    """(id, key) of all codes ever known."""
    # By uuid, because two copies of a study may have renamed a code differently.
    code = schema.code.c
    return {row.uuid: (row.id, row.key) for row in db.execute(select(code.uuid, code.id, code.key))}


def find_coder_by_uuid(db: Db, uuid: str) -> Coder | None:
    """The coder with that uuid, or None."""
    row = db.execute(select(schema.coder).where(schema.coder.c.uuid == uuid)).one_or_none()
    return None if row is None else Coder(row.id, row.uuid, row.name)


def add_coder(db: Db, uuid: str, name: str) -> Coder:
    """Add a coder who has worked in another copy of the study."""
    row = db.execute(
        insert(schema.coder).values(uuid=uuid, name=name).returning(schema.coder.c.id)
    ).one()
    return Coder(row.id, uuid, name)


def find_answers_frozen_for(db: Db, coder_id: int) -> set[int]:
    """Answers of frozen rounds that were assigned to a coder.

    Work on them that arrives now is too late for the reports of those rounds.
    """
    s, o = schema.assignment.c, schema.coding_round.c
    query = (
        select(s.answer_id)
        .join(schema.coding_round, o.id == s.round_id)
        .where(s.live == 1, o.live == 1, s.coder_id == coder_id, o.frozen_at != "")
    )
    return set(db.execute(query).scalars())
