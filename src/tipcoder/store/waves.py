"""Waves of a survey, and in which one a case or an answer came in.

A case belongs to one wave, which has the name that the survey or a person gave it. The name is
empty as long as a study has only one. Respondents of a panel have a case in each wave that they
answered in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.schema.survey import READABLE

_case, _a = schema.survey_case.c, schema.answer.c


class Wave(NamedTuple):
    """A wave with what it holds now."""

    name: str
    cases: int
    respondents: int
    answers: int
    """Readable ones."""


def list_waves(db: Db) -> list[Wave]:
    """Every wave that has cases, the earliest first; cases without a wave have an empty name.

    Names that are all numbers, such as years, are in their order, and others in the order in which
    their first cases came in.
    """
    cases = (
        select(
            _case.wave,
            func.count().label("cases"),
            func.count(_case.respondent_id.distinct()).label("respondents"),
            func.min(_case.id).label("first"),
        )
        .where(_case.live == 1)
        .group_by(_case.wave)
    )
    answers = (
        select(_case.wave, func.count())
        .join(schema.answer, _a.case_id == _case.id)
        .where(_case.live == 1, READABLE)
        .group_by(_case.wave)
    )
    answered = {wave: int(number) for wave, number in db.execute(answers)}
    found = sorted(db.execute(cases), key=lambda row: row.first)
    if all(row.wave.isdecimal() for row in found):
        found.sort(key=lambda row: int(row.wave))
    return [
        Wave(row.wave, int(row.cases), int(row.respondents), answered.get(row.wave, 0))
        for row in found
    ]


def has_waves(db: Db) -> bool:
    """Whether any case has a wave."""
    named = select(_case.id).where(_case.live == 1, _case.wave != "").limit(1)
    return db.execute(named).first() is not None


def count_without_wave(db: Db) -> int:
    """Cases that came in before the survey had waves."""
    query = select(func.count()).where(_case.live == 1, _case.wave == "")
    return int(db.execute(query).scalar_one())


def load_waves_by_case(db: Db) -> dict[int, str]:
    """The wave of every live case, by case id."""
    query = select(_case.id, _case.wave).where(_case.live == 1)
    return {int(case_id): str(wave) for case_id, wave in db.execute(query)}


def load_waves_by_answer(db: Db, answer_ids: Collection[int]) -> dict[int, str]:
    """The waves of these answers, by answer id."""
    waves: dict[int, str] = {}
    for some in iterate_chunks(sorted(answer_ids), CHUNK):
        query = (
            select(_a.id, _case.wave)
            .join(schema.survey_case, _case.id == _a.case_id)
            .where(_a.id.in_(some))
        )
        for answer_id, wave in db.execute(query):
            waves[int(answer_id)] = str(wave)
    return waves


def load_waves_by_respondent(db: Db) -> dict[str, set[str]]:
    """The waves in which each respondent has a case, by response ID."""
    query = (
        select(schema.respondent.c.response_id, _case.wave)
        .join(schema.survey_case, _case.respondent_id == schema.respondent.c.id)
        .where(_case.live == 1)
        .distinct()
    )
    waves: dict[str, set[str]] = {}
    for response_id, wave in db.execute(query):
        waves.setdefault(response_id, set()).add(wave)
    return waves
