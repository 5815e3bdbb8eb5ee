"""Each coder's judgement of each answer: as frozen in a round, elsewhere as it is now.

Answers of an open round are left out for everybody, until the round is frozen.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition, find_veiled_answers
from tipcoder.store.carried_readings import counts_as_judgement
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
    """One coder's judgement of one answer that they finished."""

    answer_id: int
    coder_id: int
    outcome: str
    revision: int
    """The codebook revision under which the coder judged."""
    codings: tuple[tuple[str, int, int], ...]
    """(code, start, end), by place."""
    round: str = ""
    """The frozen round that it is from; empty for a judgement as it is now."""


def load_judgements_in_rounds(db: Db, name: str | None = None) -> list[CoderJudgement]:
    """Judgements of frozen rounds, or of one; of an answer in several rounds, those of the last."""
    query = (
        select(_f.answer_id, _f.coder_id, _f.outcome, _f.revision, _f.codings, _o.name)
        .join(schema.coding_round, _o.id == _f.round_id)
        .join(schema.answer, _a.id == _f.answer_id)
        .where(_f.live == 1, _o.live == 1, _o.frozen_at != "", _a.live == 1)
        .order_by(_o.id, _f.answer_id, _f.coder_id)
    )
    if name is not None:
        query = query.where(_o.name == name)
    # A frozen round would tell of answers that a later round codes blindly again.
    closed = find_open_round_answers(db) | find_veiled_answers(db)
    latest: dict[tuple[int, int], CoderJudgement] = {}
    for row in db.execute(query):
        if row.answer_id in closed:
            continue
        # JSON knows no tuples.
        codings = [(code, start, end) for code, start, end in json.loads(row.codings)]
        in_order = tuple(sorted(codings, key=_coding_key))
        # Rounds come oldest first, so that the last one stays.
        latest[row.answer_id, row.coder_id] = CoderJudgement(
            row.answer_id, row.coder_id, row.outcome, row.revision, in_order, row.name
        )
    return sorted(latest.values())


def load_current_judgements(db: Db) -> list[CoderJudgement]:
    """Judgements as they are now, of every answer that somebody has finished."""
    # Two statements and a dictionary: a join would repeat each reading for each of its codings.
    readings = select(_r.answer_id, _r.coder_id, _r.outcome, _r.revision).join(
        schema.answer, _a.id == _r.answer_id
    )
    readings = readings.where(
        _r.live == 1,
        _a.live == 1,
        counts_as_judgement(),
        build_visibility_condition(db, _r.answer_id, _r.coder_id),
    )
    closed = find_open_round_answers(db)
    codings: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
    for row in db.execute(_select_codings_of_finished(db)):
        place = row.answer_id, row.coder_id
        codings.setdefault(place, []).append((row.key, row.start, row.end))

    judgements = []
    for reading in db.execute(readings.order_by(_r.answer_id, _r.coder_id)):
        if reading.answer_id in closed:
            continue
        own = codings.get((reading.answer_id, reading.coder_id), ())
        judgements.append(CoderJudgement(*reading, tuple(sorted(own, key=_coding_key))))
    return judgements


def load_first_judgements(db: Db, codes: Collection[str]) -> list[CoderJudgement]:
    """The first judgements: those of rounds where there are some, else those of now.

    A judgement with a code that is not among `codes` any more counts as it is now, because its
    codings have gone where the code went when it was merged or split.
    """
    first = {(one.answer_id, one.coder_id): one for one in load_current_judgements(db)}
    for frozen in load_judgements_in_rounds(db):
        place = frozen.answer_id, frozen.coder_id
        has_known_codes = all(code in codes for code, _, _ in frozen.codings)
        if has_known_codes or place not in first:
            first[place] = frozen
    return [first[place] for place in sorted(first)]


def _select_codings_of_finished(db: Db) -> Select[Any]:
    return (
        select(_c.answer_id, _c.coder_id, schema.code.c.key, _c.start, _c.end)
        .join(schema.answer, _a.id == _c.answer_id)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(
            schema.reading,
            (_r.answer_id == _c.answer_id) & (_r.coder_id == _c.coder_id) & (_r.live == 1),
        )
        .where(
            _c.live == 1, _a.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id)
        )
    )


def _coding_key(coding: tuple[str, int, int]) -> tuple[int, int, str]:
    return coding[1], coding[2], coding[0]
