"""What each coder said of each answer: in a frozen round what stood then, elsewhere what stands
now.

Answers of an open round are left out for everybody: nothing is said of them until it is frozen.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.rounds import find_open_round_answers

_a, _c, _f, _o, _r = (
    schema.answer.c,
    schema.coding.c,
    schema.frozen_judgement.c,
    schema.coding_round.c,
    schema.reading.c,
)


class CoderJudgement(NamedTuple):
    """One coder's judgement of one answer that she finished."""

    answer_id: int
    coder_id: int
    outcome: str
    revision: int
    """The codebook revision under which she judged."""
    codings: tuple[tuple[str, int, int], ...]
    """(code, start, end), by place."""
    round: str = ""
    """The frozen round that it is from; empty where it stands as it is now."""


def load_judgements_in_rounds(db: Db, name: str | None = None) -> list[CoderJudgement]:
    """What was said in frozen rounds, or in one of them; of an answer in several, what was said in
    the last one.
    """
    query = (
        select(_f.answer_id, _f.coder_id, _f.outcome, _f.revision, _f.codings, _o.name)
        .join(schema.coding_round, _o.id == _f.round_id)
        .join(schema.answer, _a.id == _f.answer_id)
        .where(_f.live == 1, _o.live == 1, _o.frozen_at != "", _a.live == 1)
        .order_by(_o.id, _f.answer_id, _f.coder_id)
    )
    if name is not None:
        query = query.where(_o.name == name)
    closed = find_open_round_answers(db)
    latest: dict[tuple[int, int], CoderJudgement] = {}
    for row in db.execute(query):
        if row.answer_id not in closed:
            codings = tuple(sorted(((c[0], c[1], c[2]) for c in json.loads(row.codings)), key=_coding_key))
            said = CoderJudgement(row.answer_id, row.coder_id, row.outcome, row.revision, codings, row.name)
            latest[row.answer_id, row.coder_id] = said
    return sorted(latest.values())


def load_current_judgements(db: Db) -> list[CoderJudgement]:
    """What stands now of everything that somebody has finished."""
    readings = select(_r.answer_id, _r.coder_id, _r.outcome, _r.revision).join(schema.answer, _a.id == _r.answer_id)
    readings = readings.where(_r.live == 1, _a.live == 1, build_visibility_condition(db, _r.answer_id, _r.coder_id))
    closed = find_open_round_answers(db)
    codings: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
    for row in db.execute(_select_codings_of_finished(db)):
        codings.setdefault((row.answer_id, row.coder_id), []).append((row.key, row.start, row.end))
    return [
        CoderJudgement(*row, tuple(sorted(codings.get((row.answer_id, row.coder_id), ()), key=_coding_key)))
        for row in db.execute(readings.order_by(_r.answer_id, _r.coder_id))
        if row.answer_id not in closed
    ]


def load_first_judgements(db: Db, codes: Collection[str]) -> list[CoderJudgement]:
    """What was said first: in rounds where there were some, else what stands now.

    A judgement with a code that is none of `codes` any more counts as it stands now, because its
    codings have gone where the code went when it was merged or split.
    """
    now = {(one.answer_id, one.coder_id): one for one in load_current_judgements(db)}
    for one in load_judgements_in_rounds(db):
        place = one.answer_id, one.coder_id
        if place not in now or all(code in codes for code, _, _ in one.codings):
            now[place] = one
    return [now[place] for place in sorted(now)]


def _select_codings_of_finished(db: Db) -> Select[Any]:
    return (
        select(_c.answer_id, _c.coder_id, schema.code.c.key, _c.start, _c.end)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.reading, (_r.answer_id == _c.answer_id) & (_r.coder_id == _c.coder_id) & (_r.live == 1))
        .where(_c.live == 1, _a.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id))
    )


def _coding_key(coding: tuple[str, int, int]) -> tuple[int, int, str]:
    return coding[1], coding[2], coding[0]
